"""m19 sgd: down the slope, one mini-batch at a time.

A gradient points to where the loss grows fastest, so we take a step against it, of a length that is
set by the learning rate: w -= lr * g. The gradient of a mini-batch is only an estimate of the whole
set's, hence *stochastic* gradient descent (SGD); it is cheap and, on average, right.

    w = tensor([5., 1.], requires_grad=True);  opt = SGD([w], lr=0.1)
    (w * w).sum().backward();  opt.step()            w is [4., 0.8]: it lost 0.1 * 2 * w
    opt.zero_grad()                                  or the next gradient is added to this one

In a long valley, plain descent bounces between the walls. *Momentum* remembers: the step follows a
running sum b = momentum * b + g, in which what keeps changing its sign cancels out, and what stays
adds up, to 1 / (1 - momentum) times a single step. With momentum 0.9:

    g = 1, 1, 1, ...         b = 1, 1.9, 2.71, ...       towards 10
    g = 1, -1, 1, ...        b = 1, -0.1, 0.91, ...      never beyond 1

*Nesterov's* momentum looks ahead: it steps along g + momentum * b, as if b were about to be applied
once more. *Weight decay* adds weight_decay * w to the gradient, which is the slope of
weight_decay / 2 * sum of w**2: weights shrink unless they are needed.

`Optimizer` is what all optimisers share. Parameters come in *groups*, each a dict of "params" and
options, so that one network can have several learning rates; what a group leaves out, the defaults
fill in. The options are read from the group at every step, since schedules change them meanwhile.
What is remembered of a parameter stands in `state[parameter]`, and `state_dict` hands it out under
the parameter's number, for checkpoints: without its momentum, a run resumed is not the same run.

`step` goes through the groups, and `update` changes the memory of one parameter in place, an
ndarray. After each update call `mark_changed(value)` (in given/core/changes.py), so that a backward
pass through the old value is refused (`backward`).
With this file, all is there that training needs; `training` writes the loop.

Traps. `value = value - lr * grad` makes a new array, and the network keeps the old one. The first
buffer is g itself, not (1 - dampening) * g; and it is a copy, or the next backward pass changes it.
A grad of None is not a grad of zeros: momentum would go on moving a parameter that had no part in
the loss, so it is skipped.

To read: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections 8.3.1 to 8.3.3;
I. Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning (2013),
section 2; G. Goh, Why Momentum Really Works (distill.pub, 2017), with a valley to play with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core.changes import mark_changed
from .given.core.dtypes import is_floating
from .m03_computation_graph import enable_grad

Params = Iterable[Tensor] | Iterable[dict[str, Any]]


def refuse_negative(**options: float) -> None:
    """Raise ValueError, naming the option, if one of them is negative or NaN."""
    for name, value in options.items():
        if not value >= 0:
            raise ValueError(f"invalid {name}: {value}")


def effective_grad(
    value: np.ndarray, grad: np.ndarray, maximize: bool, weight_decay: float
) -> np.ndarray:
    """The gradient to go down: `-grad` if we maximize, and then `weight_decay * value` added.

    Neither `value` nor `grad` is changed; where there is nothing to do, `grad` itself comes back.
    """
    raise NotImplementedError("m19: effective_grad")


class Optimizer:
    """What all optimisers share; each says in `update` what happens to one parameter.

    Attributes:
        param_groups: dicts, each with a list "params" of tensors and a value for every option.
        defaults: the options of a group that does not say otherwise.
        state: what is remembered of each parameter: tensor -> {"momentum_buffer": tensor, ...}.
    """

    def __init__(self, params: Params, defaults: dict[str, Any]) -> None:
        """Optimise `params`: tensors, or dicts, each of which becomes a group.

        Raises TypeError for a single tensor, ValueError if there are none, and what
        `add_param_group` raises.
        """
        raise NotImplementedError("m19: Optimizer.__init__")

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add a group: `param_group` itself, its "params" (one tensor, or several) made a list, and
        with the default of every option that it does not name.

        Raises TypeError unless it is a dict, if "params" is a set (it has no order), and for a
        param that is not a tensor; ValueError for a tensor that is a result, or is in a group
        already.
        """
        raise NotImplementedError("m19: Optimizer.add_param_group")

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all parameters: `grad` becomes None, or else zeros in place,
        without the history that it may have after a backward with `create_graph`."""
        raise NotImplementedError("m19: Optimizer.zero_grad")

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Update every parameter that has a gradient, by `update`; skip those whose grad is None.

        Args:
            closure: computes the loss and calls `backward`; it runs first, once, with recording on
                (`enable_grad`) even within `no_grad`.

        Returns what the closure returned, or None. Every change to a parameter's memory is marked
        (`changes.mark_changed`).
        """
        raise NotImplementedError("m19: Optimizer.step")

    def update(
        self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]
    ) -> None:
        """Change `value` in place, and `state`, elementwise; `grad` is left as it is.

        Args:
            value, grad: the ndarrays of a parameter and of its gradient, of equal shape and dtype.
            state: what is remembered of this parameter, as tensors; empty before the first step.
            group: the options.

        Here it raises NotImplementedError: each kind of optimiser has its own.
        """
        raise NotImplementedError(f"{type(self).__name__} does not say how to update")

    def state_dict(self) -> dict[str, Any]:
        """All that a checkpoint needs, without the parameters themselves.

        {"state": {0: {"momentum_buffer": tensor, ...}, ...}, "param_groups": [{"lr": 0.1, ...,
        "params": [0, 1]}, ...]}: parameters are numbered through all groups in their order, and
        those of which nothing is remembered are not in "state". The tensors are not copied.
        """
        raise NotImplementedError("m19: Optimizer.state_dict")

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over the options and the state of an optimiser of the same kind.

        Tensors are copied, and cast to the dtype of their parameter, "step" excepted. `state_dict`
        stays as it is.

        Raises ValueError if the groups differ in their number or in their numbers of parameters.
        """
        raise NotImplementedError("m19: Optimizer.load_state_dict")

    def __repr__(self) -> str:
        """The options of each group."""
        lines = [f"{type(self).__name__} ("]
        for i, group in enumerate(self.param_groups):
            lines.append(f"Parameter Group {i}")
            lines += [f"    {name}: {group[name]}" for name in sorted(group.keys() - {"params"})]
        return "\n".join([*lines, ")"])


class SGD(Optimizer):
    """Stochastic gradient descent, with momentum, Nesterov's too, and weight decay."""

    def __init__(
        self,
        params: Params,
        lr: float = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        """The options of `update`. Raises ValueError if lr, momentum or weight_decay is negative,
        and for Nesterov's momentum without momentum or with dampening."""
        raise NotImplementedError("m19: SGD.__init__")

    def update(
        self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]
    ) -> None:
        """One step: g is the gradient, b the "momentum_buffer", which exists only with momentum.
        The first two lines are what `effective_grad` does; `grad` itself stays as it is.

        maximize        g = -g
        weight_decay    g = g + weight_decay * value
        momentum        b = g at the first step; momentum * b + (1 - dampening) * g later
                        g = g + momentum * b with nesterov, else b
                        value -= lr * g
        """
        raise NotImplementedError("m19: SGD.update")
