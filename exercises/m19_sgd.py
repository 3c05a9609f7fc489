"""m19 sgd: down the slope, one mini-batch at a time.

About 45 minutes; difficulty 2 of 5. `state_dict` may wait: it is needed for checkpoints.

A gradient points to where the loss grows fastest, so we take a step against it, scaled by the
learning rate: w -= lr * g. The forty lines did that in one line for each weight. Here it becomes an
object of its own, for there is more to it: something is remembered between steps, different weights
may need different rates, and it all has to survive a restart.

The gradient of a mini-batch is only an estimate of the whole set's, hence *stochastic* gradient
descent (SGD); it is cheap and, on average, right. All formulas below are elementwise: a weight w,
its gradient g, and b (below) have the same shape.

    w = tensor([5., 1.], requires_grad=True);  opt = SGD([w], lr=0.1)
    (w * w).sum().backward();  opt.step()            w is [4., 0.8]: it lost 0.1 * 2 * w
    opt.zero_grad()                                  or the next gradient is added to this one

In a long valley, plain descent bounces between the walls. *Momentum* remembers: the step follows a
running sum b, in which what keeps changing its sign cancels out, and what stays adds up, in the end
to 1 / (1 - momentum) times a single step:

    b     =   momentum  *  b     +  (1 - dampening)  *  g          (1 - dampening) is usually 1
    (k,)      ()           (k,)     ()                  (k,)
    w     -=  lr        *  b
    (k,)      ()           (k,)

With momentum 0.9:

    step                1      2       3       4        limit
    g                   1      1       1       1
    b                   1      1.9     2.71    3.439    10

    g                   1     -1       1      -1
    b                   1     -0.1     0.91   -0.181    swings: 0.53, -0.53, ...

*Nesterov's* momentum looks ahead: it steps along g + momentum * b, which is what b will be after
the next step, if g stays as it is. *Weight decay* adds weight_decay * w to the gradient, as if the
loss had one more term, (weight_decay / 2) * (w**2).sum(): weights shrink unless they are needed.

`Optimizer` is what all optimisers share. Parameters come in *groups*, each a dict of "params" and
options, so that one network can have several learning rates; what a group leaves out, the defaults
fill in. The options are read from the group at every step, since schedules change them meanwhile.
What is remembered of a parameter stands in `state[parameter]`, and `state_dict` hands it out under
the parameter's number, for checkpoints: without its momentum, a run resumed is not the same run.

`step` goes through the groups, and `update` writes the new numbers of one parameter into its
ndarray, in place. After each update, `step` calls `mark_changed(value)` with that ndarray
(given/core/changes.py), so that a backward pass through the old value is refused
(`autograd_mechanics`).

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/optim/optimizer.py: Optimizer` has these groups and this state, and changes the parameters
where they are: `torch/optim/sgd.py: SGD`. Updating in place saves a second copy of all weights, and
nobody has to hand the new ones to the network. JAX's arrays can't be changed, so Optax's optimisers
are pairs of functions: `init(params)` returns the first state, and `update(grads, state, params)`
the new state and what to add to the weights. That costs a line in every loop, and the caller must
not mix up old and new. In return, a step is a pure function, which can be compiled as a whole, put
under `vmap` to train ten networks at once, and differentiated for learning a learning rate. On a
GPU, torch by default updates many parameters in one call (`_multi_tensor_sgd` in the same file),
since a call costs more than the arithmetic of a small tensor. (The kata's own library does so for
small tensors, too.)

The traps
---------
- `value = value - lr * grad` makes a new array, and the network keeps the old one.
- The first buffer holds the numbers of g, not (1 - dampening) * g. It must be a copy, or the next
  backward pass changes it.
- A grad of None is not a grad of zeros. With zeros, momentum would go on moving a parameter that
  had no part in the loss. With None, the parameter is skipped.

When it is done, all is there that training needs; `training` writes the loop.

To read: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections 8.3.1 to 8.3.3;
I. Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning (2013),
section 2; G. Goh, Why Momentum Really Works (distill.pub, 2017), with a valley to play with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any, ClassVar

import numpy as np

from ._tensor import Tensor
from .given.core.changes import mark_changed
from .given.core.dtypes import is_floating
from .m03_computation_graph import enable_grad

Params = Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]]


def refuse_negative(**options: float) -> None:
    """Raise ValueError, naming the option, if one of them is negative, NaN or several numbers."""
    for name, value in options.items():
        if np.asarray(value).size != 1 or not value >= 0:
            raise ValueError(f"invalid {name}: {value}")


def effective_grad(
    value: np.ndarray, grad: np.ndarray, maximize: bool, weight_decay: float
) -> np.ndarray:
    """The gradient to go down: `-grad` if we maximize, and then `weight_decay * value` added.

    Neither `value` nor `grad` is changed; where there is nothing to do, `grad` itself comes back.
    """
    raise NotImplementedError("m19: effective_grad")


def fill_in(group: dict[str, Any], defaults: dict[str, Any]) -> None:
    """Give a group every option of `defaults` that it does not name itself. (Given.)"""
    for name, default in defaults.items():
        group.setdefault(name, default)


class Optimizer:
    """What all optimisers share; each says in `update` what happens to one parameter.

    Attributes:
        param_groups: dicts, each with a list "params" of tensors and a value for every option.
        defaults: the options of a group that does not say otherwise.
        state: what is remembered of each parameter: tensor -> {"momentum_buffer": tensor, ...}.
        unsaid: options that torch has and we do not, as `repr` shows them.
    """

    unsaid: ClassVar[dict[str, Any]] = {}

    def __init__(self, params: Params, defaults: dict[str, Any]) -> None:
        """Optimise `params`: tensors, or dicts, each of which becomes a group.

        Raises TypeError for a single tensor, ValueError if there are none, and what
        `add_param_group` raises.
        """
        if isinstance(params, Tensor):
            raise TypeError("params must be several tensors or dicts, not a single tensor")
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        self.defaults = defaults
        self.param_groups: list[dict[str, Any]] = []
        self.state: defaultdict[Tensor, dict[str, Any]] = defaultdict(dict)
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add a group: `param_group` itself, its "params" (one tensor, or several) made a list, and
        with the default of every option that it does not name. Pairs of a name and a tensor, as
        `named_parameters()` gives them, are told apart: the names become "param_names". An option
        that is a tensor, such as a rate, becomes its only element.

        Raises TypeError unless it is a dict, if "params" is a set (it has no order), and for a
        param that is not a tensor; ValueError for a tensor that is a result, or is in a group
        already.
        """
        if not isinstance(param_group, dict):
            raise TypeError(f"a param_group must be a dict, not {type(param_group).__name__}")
        params = param_group["params"]
        if isinstance(params, set):
            raise TypeError("a set has no order; give the parameters as a list")
        params = [params] if isinstance(params, Tensor) else list(params)
        if any(isinstance(p, tuple) for p in params):
            param_group["param_names"] = [name for name, _ in params]
            params = [p for _, p in params]
        for p in params:
            if not isinstance(p, Tensor):
                raise TypeError(f"optimizers change tensors, not {type(p).__name__}")
            if not p.is_leaf:
                raise ValueError("can't optimize a non-leaf tensor")
        known = {id(p) for group in self.param_groups for p in group["params"]}
        if any(id(p) in known for p in params):
            raise ValueError("some parameters appear in more than one parameter group")
        param_group["params"] = params
        fill_in(param_group, self.defaults)
        for name, value in param_group.items():
            if isinstance(value, Tensor):
                param_group[name] = value.item()
        self.param_groups.append(param_group)

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all parameters.

        With `set_to_none`, each `grad` becomes None. Without it, a grad of None stays None, and any
        other is filled with zeros where it is, by `zero_`, once `detach` has cut off the history
        that a backward with `create_graph` gave it.
        """
        raise NotImplementedError("m19: Optimizer.zero_grad")

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Update every parameter that has a gradient, by `update`; skip those whose grad is None.

        Args:
            closure: computes the loss and calls `backward`, for optimisers that look at the loss
                more than once. Here it runs first, once, with recording on (`enable_grad`) even
                within `no_grad`.

        Returns what the closure returned, or None. Every change to a parameter's `value` is marked
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

        Here it raises NotImplementedError: each kind of optimiser has its own. (Given.)
        """
        raise NotImplementedError(f"{type(self).__name__} does not say how to update")

    def state_dict(self) -> dict[str, Any]:
        """All that a checkpoint needs, without the parameters themselves.

        {"state": {0: {"momentum_buffer": tensor, ...}, ...}, "param_groups": [{"lr": 0.1, ...,
        "params": [0, 1]}, ...]}: parameters are numbered through all groups in their order. One
        without an entry in `state`, or with an empty one, is left out of "state". The groups' dicts
        are new; the entries of `state`, and the tensors in them, are not copied.
        """
        raise NotImplementedError("m19: Optimizer.state_dict")

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over the options and the state of an optimiser of the same kind.

        Tensors are copied, and cast to the dtype of their parameter, "step" excepted. `state_dict`
        stays as it is.

        Raises ValueError if the groups differ in their number or in their numbers of parameters.
        """
        saved = state_dict["param_groups"]
        sizes = [len(group["params"]) for group in self.param_groups]
        if [len(group["params"]) for group in saved] != sizes:
            raise ValueError(f"the loaded state has other parameter groups; these have {sizes}")
        params: dict[int, Tensor] = {}
        groups = []
        for mine, theirs in zip(self.param_groups, saved, strict=True):
            params.update(zip(theirs["params"], mine["params"], strict=True))
            options = {name: value for name, value in theirs.items() if name != "params"}
            groups.append({**deepcopy(options), "params": mine["params"]})
        self.param_groups = groups
        self.state = defaultdict(dict)
        for number, entry in state_dict["state"].items():
            p = params[number]
            self.state[p] = {key: _copied(value, key, p) for key, value in entry.items()}

    def __repr__(self) -> str:
        """The options of each group."""
        lines = [f"{type(self).__name__} ("]
        for i, group in enumerate(self.param_groups):
            lines.append(("\n" if i else "") + f"Parameter Group {i}")
            shown = self.unsaid | group
            lines += [f"    {name}: {shown[name]}" for name in sorted(shown.keys() - {"params"})]
        return "\n".join([*lines, ")"])


def _copied(value: Any, key: str, param: Tensor) -> Any:
    if not hasattr(value, "__array__"):
        return deepcopy(value)
    array = np.array(value)
    keeps = key == "step" or not is_floating(param.dtype)
    return Tensor(array if keeps else array.astype(param.dtype, copy=False))


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
        refuse_negative(lr=lr, momentum=momentum, weight_decay=weight_decay)
        if nesterov and (momentum == 0 or dampening != 0):
            raise ValueError("Nesterov's momentum needs a momentum, and no dampening")
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
        }
        super().__init__(params, defaults)

    def update(
        self, value: np.ndarray, grad: np.ndarray, state: dict[str, Any], group: dict[str, Any]
    ) -> None:
        """One step: g is the gradient, b the "momentum_buffer", which exists only with momentum.
        The first two lines are what `effective_grad` does; `grad` itself stays as it is.

        maximize        g = -g
        weight_decay    g = g + weight_decay * value
        momentum        b = a copy of g if there is no b yet, else
                            momentum * b + (1 - dampening) * g
                        g = g + momentum * b with nesterov, else b
                        value -= lr * g
        """
        raise NotImplementedError("m19: SGD.update")
