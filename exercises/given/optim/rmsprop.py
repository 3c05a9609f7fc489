"""RMSprop: each gradient divided by a running average of its size. (Given code.)

It is made of `blend` and `adapted` (`adam`), and can be centered and have momentum.
"""

from __future__ import annotations

import numpy as np

from ...m19_sgd import effective_grad
from ...m22_adam import adapted, blend
from .optimizer_state import Named, WithOptions, count, remembered

OPTIONS = {"lr": 1e-2, "alpha": 0.99, "eps": 1e-8, "weight_decay": 0, "momentum": 0}


class RMSprop(WithOptions, **OPTIONS, centered=False, maximize=False):
    """Gradients divided by the root of their mean square. The options are those of `update`."""

    def update(self, value: np.ndarray, grad: np.ndarray, state: Named, group: Named) -> None:
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
        names = ["square_avg", *["momentum_buffer"] * (momentum > 0)]
        names += ["grad_avg"] * bool(group["centered"])
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
