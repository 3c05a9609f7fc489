"""m22 adam: steps that adapt to each weight.

One learning rate for all is a compromise: a weight whose gradients are tiny hardly moves, while one
whose gradients are huge jumps about. So give each weight a step of its own, by dividing its
gradient by how large its gradients usually are. *Adagrad* adds up all squares so far, and takes
ever shorter steps; *RMSprop* keeps a running average instead, which forgets; *Adam* has a running
average of the gradients as well, as momentum does:

    m = beta1 * m + (1 - beta1) * g        the mean,         over about 1 / (1 - beta1) steps
    v = beta2 * v + (1 - beta2) * g * g    the mean square,  over about 1 / (1 - beta2) steps
    value -= lr * m' / (sqrt(v') + eps)

Both start at 0, and so are too small at first: after t steps with a constant g, m is only
(1 - beta1 ** t) * g. Dividing by that factor gives m', and v' alike. At the first step m' is g and
v' is g * g, so every weight moves by lr, up or down, whatever the size of its gradient:

    w = tensor([3., -0.001], requires_grad=True);  opt = Adam([w], lr=0.1)
    (w * w).sum().backward();  opt.step()          w is [2.9, 0.099]

Weight decay within the gradient would be divided by sqrt(v'), too, and hardly reach the weights
with large gradients. *AdamW* decouples it: the weights themselves shrink, before the step.
*amsgrad* divides by the largest v so far, so that a step never grows because v forgot.

Each of them takes the place of SGD in `training`'s loop as it is. As in SGD, `update` writes into
`value` and `state`: the ndarray of `state["exp_avg"]` is its `.value`. When `maximize` is set, g is
-grad; `effective_grad` (`sgd`) does that, and adds the weight decay, too.

Two companions. *Clipping* scales all gradients down when their common norm is too large: a cliff in
the loss then costs one bad step, and not the run. Gradients [3.] and [4.] have the norm 5; clipped
to 1 they are [0.6] and [0.8]. *Schedules* change the learning rate while we train: low at first,
while the averages are still noise (warm-up), and lower again at the end. `LRScheduler`
(given/optim/scheduler.py; there are more of them in given/optim/schedules.py) calls your `get_lr`,
and `scaled(factor)` is what the rates are now times a factor: schedules that only multiply can be
combined.

Traps: eps within the root; t counted from 0, which divides by 0; `v` written over by sqrt(v); one
state shared by all parameters; clipping each gradient by its own norm, which turns the step.

To read: D. Kingma, J. Ba, Adam: A Method for Stochastic Optimization (2015), sections 2 and 3;
I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization (2019), section 2; I. Goodfellow,
Y. Bengio, A. Courville, Deep Learning (2016), sections 8.5 and 10.11.1, on clipping.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core.changes import mark_changed
from .given.core.dtypes import float32
from .given.optim.scheduler import LRScheduler
from .m19_sgd import Optimizer, Params, effective_grad, refuse_negative


class Adam(Optimizer):
    """Adaptive moments: the mean of the gradients, divided by the root of their mean square."""

    def __init__(
        self,
        params: Params,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        decoupled_weight_decay: bool = False,
    ) -> None:
        """The options of `update`. Raises ValueError if lr, eps or weight_decay is negative, or a
        beta is not in [0, 1)."""
        refuse_negative(lr=lr, eps=eps, weight_decay=weight_decay)
        if not (0 <= betas[0] < 1 and 0 <= betas[1] < 1):
            raise ValueError(f"betas must be in [0, 1), got {betas}")
        defaults = dict(lr=lr, betas=tuple(betas), eps=eps, weight_decay=weight_decay)
        switches = dict(maximize=maximize, decoupled_weight_decay=decoupled_weight_decay)
        super().__init__(params, {**defaults, "amsgrad": amsgrad, **switches})

    def update(
        self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]
    ) -> None:
        """One step, the t-th: g is the gradient, or its negative if `maximize`; m is "exp_avg" and
        v is "exp_avg_sq", 0 at first.

            decoupled_weight_decay   value *= 1 - lr * weight_decay
            or else                  g = g + weight_decay * value
                                     m = beta1 * m + (1 - beta1) * g
                                     v = beta2 * v + (1 - beta2) * g * g
            amsgrad                  u = max(u, v), which is "max_exp_avg_sq"; without it u = v
                                     m' = m / (1 - beta1 ** t);  u' = u / (1 - beta2 ** t)
                                     value -= lr * m' / (sqrt(u') + eps)

        "step" counts t, as a 0-d float32 tensor, and comes first in the state; the others have the
        shape and dtype of `value`.
        """
        lr, (beta1, beta2), decay = group["lr"], group["betas"], group["weight_decay"]
        if group["decoupled_weight_decay"]:
            value *= 1 - lr * decay
            decay = 0
        grad = effective_grad(value, grad, group["maximize"], decay)
        names = ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"][: 3 if group["amsgrad"] else 2]
        mean, square, *largest = _remembered(state, value, names)
        t = _count(state)
        _blend(mean, grad, beta1)
        _blend(square, np.square(grad), beta2)
        if largest:
            square = np.maximum(*largest, square, out=largest[0])
        root = np.sqrt(square)
        root /= math.sqrt(1 - beta2**t)
        root += group["eps"]
        step = np.divide(mean, root, out=root)
        step *= lr / (1 - beta1**t)
        value -= step


class AdamW(Adam):
    """Adam whose weight decay bypasses the moments: the weights themselves shrink."""

    def __init__(
        self,
        params: Params,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        """The options of Adam, with decoupled_weight_decay. Raises what Adam raises."""
        options = dict(maximize=maximize, decoupled_weight_decay=True)
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, **options)


class RMSprop(Optimizer):
    """Gradients divided by the root of their mean square."""

    def __init__(
        self,
        params: Params,
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        """The options of `update`. Raises ValueError for a negative number."""
        defaults = dict(lr=lr, momentum=momentum, alpha=alpha, eps=eps, weight_decay=weight_decay)
        refuse_negative(**defaults)
        super().__init__(params, {**defaults, "centered": centered, "maximize": maximize})

    def update(
        self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]
    ) -> None:
        """One step: g is the gradient, or its negative if `maximize`; v is "square_avg", b
        "momentum_buffer" and m "grad_avg", all 0 at first.

                        g = g + weight_decay * value
                        v = alpha * v + (1 - alpha) * g * g;  d = v
            centered    m = alpha * m + (1 - alpha) * g;  d = v - m * m
            momentum    b = momentum * b + g / (sqrt(d) + eps);  value -= lr * b
            or else     value -= lr * g / (sqrt(d) + eps)

        The state holds "step", as Adam's does, and of the three those that the options ask for, in
        this order.
        """
        momentum, alpha = group["momentum"], group["alpha"]
        grad = effective_grad(value, grad, group["maximize"], group["weight_decay"])
        names = ["square_avg"]
        if momentum > 0:
            names.append("momentum_buffer")
        if group["centered"]:
            names.append("grad_avg")
        memory = dict(zip(names, _remembered(state, value, names), strict=True))
        _count(state)
        _blend(memory["square_avg"], np.square(grad), alpha)
        root = memory["square_avg"]
        if group["centered"]:
            _blend(memory["grad_avg"], grad, alpha)
            root = root - memory["grad_avg"] ** 2
        root = np.sqrt(root)
        root += group["eps"]
        step = np.divide(grad, root, out=root)
        if momentum > 0:
            buffer = memory["momentum_buffer"]
            buffer *= momentum
            buffer += step
            step = np.multiply(buffer, group["lr"], out=step)
        else:
            step *= group["lr"]
        value -= step


class Adagrad(Optimizer):
    """Gradients divided by the root of the sum of all squares so far."""

    def __init__(
        self,
        params: Params,
        lr: float = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        *,
        maximize: bool = False,
    ) -> None:
        """The options of `update`. Raises ValueError for a negative number."""
        defaults = dict(lr=lr, lr_decay=lr_decay, eps=eps, weight_decay=weight_decay)
        defaults["initial_accumulator_value"] = initial_accumulator_value
        refuse_negative(**defaults)
        super().__init__(params, {**defaults, "maximize": maximize})

    def update(
        self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]
    ) -> None:
        """One step, the t-th: g is the gradient, or its negative if `maximize`; s is "sum",
        `initial_accumulator_value` at first. The state holds "step", as Adam's does, and "sum".

        g = g + weight_decay * value
        s = s + g * g
        value -= lr / (1 + (t - 1) * lr_decay) * g / (sqrt(s) + eps)
        """
        grad = effective_grad(value, grad, group["maximize"], group["weight_decay"])
        (total,) = _remembered(state, value, ["sum"], group["initial_accumulator_value"])
        t = _count(state)
        total += np.square(grad)
        root = np.sqrt(total)
        root += group["eps"]
        step = np.divide(grad, root, out=root)
        step *= group["lr"] / (1 + (t - 1) * group["lr_decay"])
        value -= step


def _remembered(
    state: dict[str, Any], value: np.ndarray, names: Sequence[str], initial: float = 0
) -> list[np.ndarray]:
    if not state:
        state["step"] = Tensor(np.zeros((), float32))
        for name in names:
            state[name] = Tensor(np.full_like(value, initial))
    return [state[name].value for name in names]


def _count(state: dict[str, Any]) -> int:
    state["step"].value += 1
    return int(state["step"].value)


def _blend(average: np.ndarray, new: np.ndarray, beta: float) -> None:
    average *= beta
    average += (1 - beta) * new


def clip_grad_norm_(
    parameters: Tensor | Iterable[Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
) -> Tensor:
    """Scale all gradients by one factor, in place, so that together their norm is `max_norm` at
    most: by max_norm / (norm + 1e-6), if that is less than 1.

    Args:
        parameters: one tensor or several; those whose grad is None do not count.
        max_norm: what the norm may be.
        norm_type: the p of the norm of all gradients, taken as one long vector; math.inf means the
            largest absolute value.
        error_if_nonfinite: raise RuntimeError, before anything is changed, if the norm is infinite
            or NaN.

    An infinite or NaN norm, unless it is an error, makes a factor of 0 or NaN, which is applied as
    well. Every change is marked (`mark_changed`), as in `sgd`.

    Returns the norm before clipping, a 0-d tensor of the gradients' dtype; 0 if there are none.
    """
    grads = _gradients(parameters)
    norms = [np.linalg.norm(g.ravel(), norm_type) for g in grads]
    norm = np.linalg.norm(np.array(norms), norm_type) if norms else float32.type(0)
    if error_if_nonfinite and not np.isfinite(norm):
        raise RuntimeError(f"the norm of the gradients is {norm}, so they can't be clipped")
    factor = max_norm / (norm + 1e-6)
    if not factor >= 1:
        for g in grads:
            g *= factor
            mark_changed(g)
    return Tensor(np.asarray(norm))


def clip_grad_value_(parameters: Tensor | Iterable[Tensor], clip_value: float) -> None:
    """Clip every element of every gradient to [-clip_value, clip_value], in place, and mark the
    change; of one tensor or several, but for those whose grad is None."""
    for g in _gradients(parameters):
        np.clip(g, -clip_value, clip_value, out=g)
        mark_changed(g)


def _gradients(parameters: Tensor | Iterable[Tensor]) -> list[np.ndarray]:
    parameters = [parameters] if isinstance(parameters, Tensor) else parameters
    return [p.grad.value for p in parameters if p.grad is not None]


class StepLR(LRScheduler):
    """The learning rate is multiplied by `gamma` after every `step_size` steps."""

    def __init__(
        self, optimizer: Optimizer, step_size: int, gamma: float = 0.1, last_epoch: int = -1
    ) -> None:
        """Nothing is checked."""
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """The rate of each group, times `gamma` if `last_epoch` is a multiple of `step_size`, but
        not 0."""
        due = self.last_epoch > 0 and self.last_epoch % self.step_size == 0
        return self.scaled(self.gamma if due else 1)


class LinearLR(LRScheduler):
    """The first rate times a factor that goes straight from one number to another: a warm-up."""

    def __init__(
        self,
        optimizer: Optimizer,
        start_factor: float = 1 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
        last_epoch: int = -1,
    ) -> None:
        """Raises ValueError if `start_factor` is not in (0, 1], or `end_factor` not in [0, 1]."""
        if not 0 < start_factor <= 1:
            raise ValueError(f"start_factor must be in (0, 1], got {start_factor}")
        if not 0 <= end_factor <= 1:
            raise ValueError(f"end_factor must be in [0, 1], got {end_factor}")
        self.start_factor, self.end_factor = start_factor, end_factor
        self.total_iters = total_iters
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """By itself: base_lr times `start_factor` at 0, `end_factor` from `total_iters` on, and a
        straight line in between; but as a factor on what the rates are now.

        When `is_starting` at a later `last_epoch`, the rates stay as they are.
        """
        if self.last_epoch == 0:
            return self.scaled(self.start_factor)
        if self.is_starting or self.last_epoch > self.total_iters:
            return self.scaled(1)
        return self.scaled(self._factor(self.last_epoch) / self._factor(self.last_epoch - 1))

    def _factor(self, epoch: int) -> float:
        return self.start_factor + (self.end_factor - self.start_factor) * epoch / self.total_iters
