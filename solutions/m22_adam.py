"""m22 adam: steps that adapt to each weight.

About 60 minutes; difficulty 3 of 5. Clipping and `StepLR` may wait: nothing else here needs them.

The forty lines moved every weight by the same `lr` times its gradient. One learning rate for all is
a compromise: a weight whose gradients are tiny hardly moves, while one whose gradients are huge
jumps about. The vectors of rare words and the last layer's bias would need rates that differ by a
factor of thousands, and nobody can choose one for each of a million weights. So let each weight
find its own.

Dividing by the usual size
--------------------------
Divide each gradient g by how large this weight's gradients usually are: by the root of v, which is
remembered between steps. A tiny eps keeps us from dividing by 0. All is elementwise; g, v, and m
below have the shape of the weight:

    v      =   v          +  g * g                    Adagrad: all squares, so ever shorter steps
    (k,)       (k,)          (k,)
    v      =   alpha * v  +  (1 - alpha) * g * g      RMSprop: a running average, which forgets
    (k,)       (k,)          (k,)
    value  -=  lr * g     /  (sqrt(v) + eps)          both of them
    (k,)       (k,)          (k,)

*Adam* (adaptive moments) has a running average of the gradients as well, much as momentum does.
With beta1 = 0.9 and beta2 = 0.999, its defaults, it looks back over about 10 and 1,000 steps:

    m      =   beta1 * m  +  (1 - beta1) * g          the mean, over about 1 / (1 - beta1) steps
    (k,)       (k,)          (k,)
    v      =   beta2 * v  +  (1 - beta2) * g * g      the mean square, over 1 / (1 - beta2) steps
    (k,)       (k,)          (k,)
    value  -=  lr * m'    /  (sqrt(v') + eps)
    (k,)       (k,)          (k,)

Both start at 0, and so are too small at first: after t steps with a constant g, m is g times 1 -
beta1 ** t. So m' is m / (1 - beta1 ** t), and v' is v / (1 - beta2 ** t). Here are two steps of
each of two weights w, with the loss w * w and lr = 0.1. Their first gradients differ by a factor of
3000, and their first steps are equally long:

    t    w          g          m          v            m'         v'           moves by
    1    3.0        6.0        0.6        0.036        6.0        36.0         -0.1
    2    2.9        5.8        1.12       0.0696       5.8947     34.82        -0.0999
    1    -0.001     -0.002     -0.0002    4.0e-09      -0.002     4.0e-06      +0.1
    2    0.099      0.198      0.0196     3.92e-05     0.1033     0.01961      -0.0737

Decay that is not divided
-------------------------
Weight decay that is added to the gradient, as in `sgd`, would be divided by sqrt(v'), too, and
weights with large gradients would hardly feel it. *AdamW* decouples it: the weights themselves
shrink, by the factor 1 - lr * weight_decay, before the step. That is the only difference, and
`decayed` makes it.

Two companions
--------------
*Clipping* scales all gradients down by one factor when their norm, as one long vector, is too
large: a cliff in the loss then costs one bad step, and not the run. Gradients [3.] and [4.] have
the norm 5; clipped to the norm 1 they are [0.6] and [0.8]. *Schedules* change the learning rate
while we train: low at first, while the averages are still noise (warm-up), and lower again at the
end. `LRScheduler` (given/optim/scheduler.py; given/optim/schedules.py has more schedules) calls
your `get_lr` at each of its steps, usually once an epoch. Its `scaled(factor)` returns the present
rates, each times the factor; schedules that only multiply the present rates can be combined.

Each optimiser takes the place of SGD in `training`'s loop as it is. As in SGD, `update` writes into
`value` and `state`. Given are amsgrad, which divides by the largest v so far; RMSprop
(given/optim/rmsprop.py), which is made of your `blend` and `adapted`; and, in
given/optim/optimizer_state.py, `remembered` for the arrays m and v, and `count` for t.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/optim/adam.py: _single_tensor_adam` is this update, and `_multi_tensor_adam` beside it
updates many parameters in one call, as many small calls cost more than their arithmetic. In JAX
there is `optax.scale_by_adam`, a pure function (gradients, state) -> (updates, new state); decay,
clipping and schedules are further functions, and `optax.chain` strings them together. The state is
then in plain sight and easy to save; the price is that the caller carries it through the loop. Adam
itself costs two more numbers for each weight: with 7 billion weights in float32, 56 GB. Without the
corrections the first step above would be 0.6 / sqrt(0.036) = 3.2 times lr, and not lr.

The traps
---------
- eps is added to the root, and not under it, and v is corrected before the root is taken.
- t is counted from 1. From 0, the correction divides by 0.
- v written over by sqrt(v), or one state shared by all parameters.
- Each gradient clipped by its own norm: that turns the step, while one factor for all only shortens
  it.

When it is done, networks train fast without much tuning. `regularization` is about when to stop
them from learning the noise.

To read: D. Kingma, J. Ba, Adam: A Method for Stochastic Optimization (2015), sections 2 and 3;
J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods for Online Learning and Stochastic
Optimization, Journal of Machine Learning Research 12 (2011), section 1; G. Hinton, Neural Networks
for Machine Learning (Coursera, 2012), lecture 6e, on RMSprop; I. Loshchilov, F. Hutter, Decoupled
Weight Decay Regularization (2019), section 2; I. Goodfellow, Y. Bengio, A. Courville, Deep Learning
(2016), sections 8.5 and 10.11.1, on clipping.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core.changes import mark_changed
from .given.core.dtypes import float32
from .given.optim.optimizer_state import checked, count, remembered
from .given.optim.scheduler import LRScheduler
from .m19_sgd import Optimizer, Params, effective_grad, refuse_negative


def blend(average: np.ndarray, new: np.ndarray, beta: float) -> None:
    """Move a running average on, in place: it keeps the share `beta`, and `new` gets the rest."""
    average *= beta
    average += (1 - beta) * new


def adapted(direction: np.ndarray, square: np.ndarray, eps: float) -> np.ndarray:
    """`direction` divided by how large gradients usually are: by the root of `square`, plus `eps`.

    All have the same shape and dtype; the result is a new array, and both others stay as they are.
    """
    root = np.asarray(np.sqrt(square))  # of a 0-d array, NumPy makes a scalar
    root += eps
    return np.divide(direction, root, out=root)


def decayed(value: np.ndarray, grad: np.ndarray, group: dict[str, Any]) -> np.ndarray:
    """The gradient to go down (-grad with "maximize"), once "weight_decay" has been seen to.
    `group` holds the options.

    With "decoupled_weight_decay" the weights themselves shrink, in place: value *= 1 - lr *
    weight_decay, and the gradient gets no decay; without it, only the gradient does.
    `effective_grad(value, grad, maximize, weight_decay)` of `sgd` does the rest.
    """
    decay = group["weight_decay"]
    if group["decoupled_weight_decay"]:
        value *= 1 - group["lr"] * decay
        decay = 0
    return effective_grad(value, grad, group["maximize"], decay)


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
        """The options of `update`. (Given.) Raises ValueError if lr, eps or weight_decay is
        negative, or a beta is not in [0, 1)."""
        defaults = checked(tuple(betas), lr=lr, eps=eps, weight_decay=weight_decay)
        switches = dict(maximize=maximize, decoupled_weight_decay=decoupled_weight_decay)
        super().__init__(params, {**defaults, "amsgrad": amsgrad, **switches})

    def update(
        self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]
    ) -> None:
        """One step, the t-th, where m is "exp_avg" and v is "exp_avg_sq", both 0 at first:

            g = decayed(value, grad, group)
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g * g
            u = self.usual_square(v, ...)             v itself, or with amsgrad the largest so far
            m' = m / (1 - beta1 ** t);  u' = u / (1 - beta2 ** t)
            value -= lr * m' / (sqrt(u') + eps)

        `remembered(state, value, ...)`, with the names of m and v, gives their ndarrays, to be
        changed in place; after that, `count(state)` gives t.
        """
        beta1, beta2 = group["betas"]
        grad = decayed(value, grad, group)
        mean, square = remembered(state, value, "exp_avg", "exp_avg_sq")
        t = count(state)
        blend(mean, grad, beta1)
        blend(square, np.square(grad), beta2)
        square = self.usual_square(square, state, group)
        step = adapted(mean, square / (1 - beta2**t), group["eps"])
        step *= group["lr"] / (1 - beta1**t)
        value -= step

    def usual_square(
        self, square: np.ndarray, state: dict[str, Any], group: dict[str, Any]
    ) -> np.ndarray:
        """v; with amsgrad the largest v so far, kept in the state as "max_exp_avg_sq". (Given.)"""
        if not group["amsgrad"]:
            return square
        if "max_exp_avg_sq" not in state:
            state["max_exp_avg_sq"] = Tensor(np.zeros_like(square))
        largest = state["max_exp_avg_sq"].value
        return np.maximum(largest, square, out=largest)


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
        """The options of Adam, with decoupled_weight_decay. (Given.) Raises what Adam raises."""
        options = dict(maximize=maximize, decoupled_weight_decay=True)
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, **options)


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
        """The options of `update`. (Given.) Raises ValueError for a negative number."""
        defaults = dict(lr=lr, lr_decay=lr_decay, eps=eps, weight_decay=weight_decay)
        defaults["initial_accumulator_value"] = initial_accumulator_value
        refuse_negative(**defaults)
        super().__init__(params, {**defaults, "maximize": maximize})

    def update(
        self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]
    ) -> None:
        """One step, the t-th, where s, "sum" in the state, is `initial_accumulator_value` at first:

            g = effective_grad(value, grad, maximize, weight_decay)
            s = s + g * g
            value -= lr / (1 + (t - 1) * lr_decay) * g / (sqrt(s) + eps)

        As in Adam, `remembered` gives s (its keyword `initial` is the first value), and then
        `count` gives t.
        """
        grad = effective_grad(value, grad, group["maximize"], group["weight_decay"])
        (total,) = remembered(state, value, "sum", initial=group["initial_accumulator_value"])
        t = count(state)
        total += np.square(grad)
        value -= (
            group["lr"] / (1 + (t - 1) * group["lr_decay"]) * adapted(grad, total, group["eps"])
        )


def total_norm(grads: list[np.ndarray], norm_type: float) -> np.floating:
    """The p-norm of all gradients, taken as one long vector; p is `norm_type`, and math.inf means
    the largest absolute value. A NumPy scalar of the gradients' dtype; without gradients a float32
    zero."""
    norms = [np.linalg.norm(g.ravel(), norm_type) for g in grads]
    return np.linalg.norm(np.array(norms), norm_type) if norms else float32.type(0)


def scale_down(grads: list[np.ndarray], max_norm: float, norm: np.floating) -> None:
    """Multiply all gradients, in place, by max_norm / (norm + 1e-6), and mark each change with
    `mark_changed`; if the factor is 1 or more, leave them alone.

    An infinite or NaN norm makes a factor of 0 or NaN, which is applied as well.
    """
    factor = max_norm / (norm + 1e-6)
    if not factor >= 1:
        for g in grads:
            g *= factor
            mark_changed(g)


def gradients(parameters: Tensor | Iterable[Tensor]) -> list[np.ndarray]:
    """The gradients of one tensor or several, as ndarrays; a grad that is None is left out.
    (Given.)"""
    parameters = [parameters] if isinstance(parameters, Tensor) else parameters
    return [p.grad.value for p in parameters if p.grad is not None]


def clip_grad_norm_(
    parameters: Tensor | Iterable[Tensor],
    max_norm: float,
    norm_type: float | str = 2.0,
    error_if_nonfinite: bool = False,
) -> Tensor:
    """Scale all gradients by one factor, in place, so that together their norm is `max_norm` at
    most: by `scale_down`, from their `total_norm`. (Given.)

    With `error_if_nonfinite`, raises RuntimeError, before anything is changed, if the norm is
    infinite or NaN. Returns the norm before clipping, a 0-d tensor of the gradients' dtype.
    """
    grads = gradients(parameters)
    norm = total_norm(grads, float(norm_type))
    if error_if_nonfinite and not np.isfinite(norm):
        raise RuntimeError(f"the norm of the gradients is {norm}, so they can't be clipped")
    scale_down(grads, max_norm, norm)
    return Tensor(np.asarray(norm))


def clip_grad_value_(parameters: Tensor | Iterable[Tensor], clip_value: float) -> None:
    """Clip every element of the gradients of one tensor or several to [-clip_value, clip_value], in
    place, and mark the change; a grad that is None is left out. (Given.)"""
    for g in gradients(parameters):
        np.clip(g, -clip_value, clip_value, out=g)
        mark_changed(g)


class StepLR(LRScheduler):
    """The learning rate is multiplied by `gamma` after every `step_size` steps."""

    def __init__(
        self, optimizer: Optimizer, step_size: int, gamma: float = 0.1, last_epoch: int = -1
    ) -> None:
        """Nothing is checked. (Given.)"""
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """The new rate of each group, in a list: the present rate, times `gamma` if `last_epoch`
        (how many steps there have been) is a multiple of `step_size`, but not 0."""
        due = self.last_epoch > 0 and self.last_epoch % self.step_size == 0
        return self.scaled(self.gamma if due else 1)
