"""Relatives of Adam and Adagrad, made of the same pieces: `blend` and `adapted` (`adam`). (Given
code.)

    Adadelta   M. Zeiler (2012)              Adamax   D. Kingma, J. Ba (2014), section 7.1
    NAdam      T. Dozat (2016)               RAdam    L. Liu et al. (2019)
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m19_sgd import effective_grad
from ...m22_adam import adapted, blend, decayed
from ..core.dtypes import float32
from .optimizer_state import Named, OfAdam, WithOptions, count, remembered

ADAM = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0}
FASTER = {**ADAM, "lr": 2e-3}


def moments(value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> tuple[Any, ...]:
    """What Adam knows after one gradient more: that, the mean "exp_avg", the mean square
    "exp_avg_sq", and how many there were."""
    grad = decayed(value, grad, group)
    mean, square = remembered(state, value, "exp_avg", "exp_avg_sq")
    blend(mean, grad, group["betas"][0])
    blend(square, np.square(grad), group["betas"][1])
    return grad, mean, square, count(state)


class Adadelta(WithOptions, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0, maximize=False):
    """Gradients divided by the root of their mean square, times that of the steps so far. The
    options are those of `update`."""

    def _take(self, **options: Any) -> None:
        """Raises ValueError for a rho above 1, too."""
        if options["rho"] > 1:
            raise ValueError(f"invalid rho: {options['rho']}")
        super()._take(**options)

    def update(self, value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> None:
        """One step, where v is "square_avg" and u "acc_delta", both 0 at first:

        v = rho * v + (1 - rho) * g * g
        d = sqrt(u + eps) / sqrt(v + eps) * g
        u = rho * u + (1 - rho) * d * d
        value -= lr * d
        """
        rho, eps = group["rho"], group["eps"]
        grad = effective_grad(value, grad, group["maximize"], group["weight_decay"])
        square, moved = remembered(state, value, "square_avg", "acc_delta")
        count(state)
        blend(square, np.square(grad), rho)
        step = np.sqrt(moved + eps) / np.sqrt(square + eps) * grad
        blend(moved, np.square(step), rho)
        value -= group["lr"] * step


class Adamax(OfAdam, **FASTER, maximize=False):
    """Adam with the largest gradient in the place of the root of the mean square."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> None:
        """One step, the t-th, where m is "exp_avg" and u "exp_inf", both 0 at first:

        m = beta1 * m + (1 - beta1) * g
        u = max(beta2 * u, |g| + eps)
        value -= lr / (1 - beta1 ** t) * m / u
        """
        beta1, beta2 = group["betas"]
        grad = effective_grad(value, grad, group["maximize"], group["weight_decay"])
        mean, largest = remembered(state, value, "exp_avg", "exp_inf")
        t = count(state)
        blend(mean, grad, beta1)
        largest *= beta2
        np.maximum(largest, np.abs(grad) + group["eps"], out=largest)
        value -= group["lr"] / (1 - beta1**t) * mean / largest


class NAdam(OfAdam, **FASTER, momentum_decay=4e-3, decoupled_weight_decay=False, maximize=False):
    """Adam with Nesterov's momentum: the step looks one gradient ahead."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> None:
        """One step, the t-th, where P is "mu_product", 1 at first, and m and v are Adam's:

        mu(t) = beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
        P = P * mu(t)
        value -= lr * (1 - mu(t)) / (1 - P) * g / d            d = sqrt(v / (1 - beta2 ** t)) + eps
        value -= lr * mu(t + 1) / (1 - P * mu(t + 1)) * m / d
        """
        (beta1, beta2), decay, lr = group["betas"], group["momentum_decay"], group["lr"]
        grad, mean, square, t = moments(value, grad, state, group)
        so_far = state.setdefault("mu_product", Tensor(np.ones((), float32))).value
        mu, ahead = [beta1 * (1 - 0.5 * 0.96 ** (s * decay)) for s in (t, t + 1)]
        so_far *= np.float32(mu)
        product = float(so_far)
        corrected = square / (1 - beta2**t)
        value -= lr * (1 - mu) / (1 - product) * adapted(grad, corrected, group["eps"])
        value -= lr * ahead / (1 - product * ahead) * adapted(mean, corrected, group["eps"])


class RAdam(OfAdam, **ADAM, decoupled_weight_decay=False, maximize=False):
    """Adam that does without the mean square as long as that is of too few gradients."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> None:
        """One step, the t-th, where m and v are Adam's, and m' = m / (1 - beta1 ** t):

        R = 2 / (1 - beta2) - 1
        r = R - 2 * t * beta2 ** t / (1 - beta2 ** t)       how many gradients v stands for
        k = (r - 4) (r - 2) R / ((R - 4) (R - 2) r)
        value -= lr * m'                                    up to r = 5, and later
        value -= lr * m' * sqrt(k * (1 - beta2 ** t)) / (sqrt(v) + eps)
        """
        beta1, beta2 = group["betas"]
        _, mean, square, t = moments(value, grad, state, group)
        most = 2 / (1 - beta2) - 1
        r = most - 2 * t * beta2**t / (1 - beta2**t)
        step = mean * (group["lr"] / (1 - beta1**t))
        if r > 5:
            known = (r - 4) * (r - 2) * most / ((most - 4) * (most - 2) * r)
            step = adapted(step * sqrt(known * (1 - beta2**t)), square, group["eps"])
        value -= step
