"""m16 modules: networks made of parts, which know what they are made of.

A network is functions of its input and of many weights. To train it somebody must find all the
weights, to save it somebody must name them, and to evaluate it somebody must tell every part that
training is over, since some parts behave differently then. A `Module` does that by book-keeping:
assign a `Parameter` or another Module to an attribute, and `__setattr__` notes it in one of three
books, all of them dicts by name:

    _parameters    what is learned                         self.weight = Parameter(w)
    _modules       the parts, which are Modules too        self.encoder = Linear(3, 4)
    _buffers       tensors that are kept, but not learned  self.register_buffer("mean", m)

It is an ordinary attribute besides, so that reading it costs nothing. Modules within modules form a
tree, and a path through it is a name:

    net = Sequential(Linear(784, 128), ReLU(), Linear(128, 10))
    dict(net.named_parameters())            0.weight (128, 784), 0.bias (128,),
                                            2.weight (10, 128), 2.bias (10,)

The order is: first one's own, in the order in which they were assigned, then each child's. A part
that stands in two places (tied weights) is *one*: `named_*` yield it once, by its first name, or an
optimiser would update it twice. `state_dict` is about names, so there it appears under each.

A Parameter is a Tensor that says "learn me". What is computed from one is an ordinary Tensor. Ops
build their results by `type(x)(ndarray, ...)`, so Parameter must give a Tensor when it is called
with an ndarray: `__new__` decides, before there is an object, which class it will be of.

`Linear` maps the last dimension: (..., in) @ (in, out) + (out,), with its weight kept as (out, in).
It gets an op of its own, with a rule for each of its three arguments, since one op is faster than
three. For rows x (n, in), the gradient g is (n, out), and as in `chain_rule` the shapes lead the
way: the weight's is (out, in), the input's (n, in), and the bias collects from all rows. Its
weights start evenly spread between -1/sqrt(in) and 1/sqrt(in), the weight first, then the bias
(`uniform`, in given/random/distributions.py, draws them); why, is the next lesson.

Given: `register_parameter`, `register_buffer` and `add_module`, which enter a name in its book and
set the attribute, below; and in given/nn/module_base.py `parameters()`, `children()`, `apply`,
`zero_grad`, `to()`, `eval()`, hooks, printing and the like, made of what you write here and of the
three books.

Traps. A list of Modules is not a Module: nothing in it is found; that is what ModuleList is for.
And `state_dict` shares memory with the weights: who wants to keep the best ones must copy them.

When it is done, a network is a few lines, and its weights can be found, saved and loaded by name.
`sgd` hands them to an optimiser.

To read: the PyTorch notes, "Modules"; A. Paszke et al., PyTorch: An Imperative Style,
High-Performance Deep Learning Library (2019), section 4.1; the Python Language Reference, section
3.3.2, "Customizing attribute access", and on `__new__` section 3.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

import numpy as np

from ._tensor import Tensor
from .given.core.dtypes import get_default_dtype
from .given.nn.list_interface import Listed
from .given.nn.module_base import IncompatibleKeys, ModuleBase
from .given.random.distributions import uniform
from .m02_wrapper import Array
from .m03_computation_graph import no_grad, primitive
from .m04_magic_methods import overwrite, reshape, sum
from .m07_chain_rule import defvjp
from .todo import todo


class Parameter(Tensor):
    """A Tensor that Modules know to be learned."""

    __slots__ = ()

    def __new__(cls, data: Any, *args: Any, **kwargs: Any) -> Tensor:
        """A Parameter if `data` is an Array; if it is an ndarray, `Tensor(data, ...)`.

        Python calls `__init__` only for the former.
        """
        raise NotImplementedError("m16: Parameter.__new__")

    def __init__(self, data: Array, requires_grad: bool = True) -> None:
        """A leaf that shares memory with `data`, without its history or its gradient.

        Raises RuntimeError if it should require a gradient but is not floating.
        """
        raise NotImplementedError("m16: Parameter.__init__")

    def __repr__(self) -> str:
        """Two lines: `Parameter containing:`, and the tensor."""
        return f"Parameter containing:\n{super().__repr__()}"


@primitive
def linear(x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """x @ weight.T + bias: (..., in), (out, in), (out,) or None -> (..., out).

    Raises RuntimeError for shapes that do not fit and for different dtypes.
    """
    raise NotImplementedError("m16: linear")


def linear_vjp_x(g: Any, out: Any, x: Any, weight: Any, bias: Any = None) -> Any:
    """The rule for the input: g (..., out) -> (..., in). Vectors and batches of rows, as below."""
    raise NotImplementedError("m16: linear_vjp_x")


def linear_vjp_weight(g: Any, out: Any, x: Any, weight: Any, bias: Any = None) -> Any:
    """The rule for the weight: g (..., out) -> (out, in), collected from all rows.

    All rules of `linear` are written in ops, since they too are differentiated.
    """
    raise NotImplementedError("m16: linear_vjp_weight")


defvjp(
    linear,
    linear_vjp_x,
    linear_vjp_weight,
    lambda g, out, x, weight, bias: todo("m16: linear, bias"),
)


class Module(ModuleBase):
    """A part of a network. Subclasses build themselves in `__init__` and compute in `forward`."""

    def __init__(self) -> None:
        """Open the books: nothing learned, no parts, no buffers, no hooks; `training` is True.

        `_forward_pre_hooks` and `_forward_hooks` are dicts, too, from a handle's id to a hook, and
        `_non_persistent` is a set, of the names of buffers that are left out of `state_dict`.
        """
        vars(self).update(
            training=True,
            _parameters={},
            _buffers={},
            _modules={},
            _non_persistent=set(),
            _forward_pre_hooks={},
            _forward_hooks={},
        )

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What this part computes. Raises NotImplementedError: subclasses must say."""
        raise NotImplementedError(f"{type(self).__name__} has no forward()")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call `forward`, and the hooks before and after it, in the order they were registered.

        A pre-hook is called with this module and the positional arguments, a tuple; its result,
        unless it is None, replaces them (a single value stands for a tuple of one). A hook is
        called with the output as well, and its result, unless it is None, replaces the output.
        """
        raise NotImplementedError("m16: Module.__call__")

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute, and note it in the book it belongs to.

        A Parameter goes into its book whatever the name stood for before, and so does a Module
        unless it was a parameter; the name leaves the other books. A name in a book may also be set
        to None, which is noted there, and a buffer's to another Tensor.

        Raises AttributeError for a Parameter or Module if `Module.__init__` was not called yet, and
        TypeError if anything else is assigned to a name that is in a book.
        """
        raise NotImplementedError("m16: Module.__setattr__")

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Add a parameter; None notes that there is none, as for a Linear without a bias.

        Raises TypeError if `param` is neither, and KeyError for a name that is empty, has a dot in
        it, or belongs to an attribute that is not a parameter.
        """
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(f"{name} must be a Parameter or None, not {type(param).__name__}")
        self._register(self._parameters, name, param)

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """Add a tensor that belongs to the module's state but is not learned.

        One that is not `persistent` is left out of `state_dict`. Raises TypeError if `tensor` is
        neither a Tensor nor None, and KeyError as `register_parameter` does.
        """
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(f"{name} must be a Tensor or None, not {type(tensor).__name__}")
        self._register(self._buffers, name, tensor)
        (self._non_persistent.discard if persistent else self._non_persistent.add)(name)

    def add_module(self, name: str, module: Module | None) -> None:
        """Add a part under a name that may be computed, such as "0".

        Raises TypeError if `module` is neither a Module nor None, and KeyError as
        `register_parameter` does.
        """
        if module is not None and not isinstance(module, Module):
            raise TypeError(f"{name} must be a Module or None, not {type(module).__name__}")
        self._register(self._modules, name, module)

    register_module = add_module

    def _register(self, book: dict[str, Any], name: str, value: Any) -> None:
        if not name or "." in name:
            raise KeyError(f"{name!r} is not a name for an attribute")
        if hasattr(self, name) and name not in book:
            raise KeyError(f"attribute {name!r} already exists")
        book[name] = value
        object.__setattr__(self, name, value)

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """(name, module) for each module that is an attribute of this one, each module once.

        An attribute that is None is left out.
        """
        raise NotImplementedError("m16: Module.named_children")

    def named_modules(
        self, memo: set[Module] | None = None, prefix: str = "", remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Module]]:
        """(path, module) for this module, whose path is `prefix`, and then for all below it.

        Each child's path is its parent's, a dot (after an empty path none), and its name; a child
        that is None is left out. Modules in `memo` are left out with all below them; what is told
        is added to it, unless `remove_duplicate` is False.
        """
        raise NotImplementedError("m16: Module.named_modules")

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """(path, parameter) for this module's and, if `recurse`, for all below it, under `prefix`.

        None is left out; and so is, unless `remove_duplicate` is False, one that was told before.
        """
        raise NotImplementedError("m16: Module.named_parameters")

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Tensor]]:
        """(path, buffer), persistent or not; otherwise as `named_parameters`."""
        raise NotImplementedError("m16: Module.named_buffers")

    def state_dict(self, *, prefix: str = "", keep_vars: bool = False) -> dict[str, Tensor]:
        """Every parameter and persistent buffer by its path, shared ones under each of their paths.

        Module by module, in the order of `named_modules`, parameters before buffers; what is None
        is left out. `prefix` stands before each path as it is, without a dot. The tensors are
        detached (unless `keep_vars`), but share memory with the module.
        """
        raise NotImplementedError("m16: Module.state_dict")

    def load_state_dict(
        self, state_dict: Mapping[str, Any], strict: bool = True
    ) -> IncompatibleKeys:
        """Copy a state into this module's own tensors, which stay the same and keep their dtypes.

        The values may be tensors, ndarrays or whatever `np.asarray` takes. Returns the keys that
        are missing, and those that nobody expected; `strict` refuses both.

        Raises TypeError if `state_dict` is not a mapping, and RuntimeError for keys that `strict`
        refuses and for shapes that are not equal, before anything is changed.
        """
        raise NotImplementedError("m16: Module.load_state_dict")

    def train(self, mode: bool = True) -> Self:
        """Set `training` here and in all modules below, and return this module.

        Raises ValueError if `mode` is not a bool.
        """
        raise NotImplementedError("m16: Module.train")


class Linear(Module):
    """x @ weight.T + bias, for x of shape (..., in_features)."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: np.dtype | None = None,
    ) -> None:
        """A weight (out_features, in_features) and a bias (out_features,), which may be left out.

        They are Parameters of `dtype` (`get_default_dtype()` if None), set by `reset_parameters`.
        Without a bias, `self.bias` is a parameter that is None.
        """
        raise NotImplementedError("m16: Linear.__init__")

    def reset_parameters(self) -> None:
        """Draw weight and bias anew, in this order, from the default generator, into the memory
        that is there. Without inputs there is nothing to divide by, and all are 0."""
        raise NotImplementedError("m16: Linear.reset_parameters")

    def forward(self, input: Tensor) -> Tensor:
        """(..., in_features) -> (..., out_features)."""
        raise NotImplementedError("m16: Linear.forward")

    def extra_repr(self) -> str:
        """`in_features=3, out_features=4, bias=True`."""
        return (
            f"in_features={self.in_features}, out_features={self.out_features}, "
            f"bias={self.bias is not None}"
        )


class Sequential(Listed, Module):
    """Modules one after the other, each taking what the one before gives.

    It is a list of them, too (in given/nn/list_interface.py): `net[0]`, `len(net)`,
    `net.append(...)`.
    """

    def __init__(self, *args: Any) -> None:
        """Modules, which are named "0", "1", ...; or one dict of modules with names of its own."""
        raise NotImplementedError("m16: Sequential.__init__")

    def forward(self, input: Any) -> Any:
        """The last one's output."""
        raise NotImplementedError("m16: Sequential.forward")

    def __getitem__(self, index: int | slice) -> Any:
        """A module by its place, or a Sequential of a slice, whose modules keep their names.

        Raises IndexError for a place that is not there.
        """
        if isinstance(index, slice):
            return type(self)(dict([*self._modules.items()][index]))
        return super().__getitem__(index)
