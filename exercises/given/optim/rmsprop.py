"""RMSprop: each gradient divided by a running average of its size. (Given code.)

It is made of `blend` and `adapted` (`adam`), and can be centered and have momentum.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m19_sgd import Optimizer, Params, effective_grad, refuse_negative
from ...m22_adam import adapted, blend
from .optimizer_state import count, remembered


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
        memory = dict(zip(names, remembered(state, value, *names), strict=True))
        count(state)
        square = memory["square_avg"]
        blend(square, np.square(grad), alpha)
        if group["centered"]:
            blend(memory["grad_avg"], grad, alpha)
            square = square - memory["grad_avg"] ** 2
        step = adapted(grad, square, group["eps"])
        if momentum > 0:
            buffer = memory["momentum_buffer"]
            buffer *= momentum
            buffer += step
            step = np.multiply(buffer, group["lr"], out=step)
        else:
            step *= group["lr"]
        value -= step
