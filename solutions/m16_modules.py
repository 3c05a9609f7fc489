"""m16 modules: networks made of parts, which know what they are made of.

About 75 minutes; difficulty 3 of 5. `named_members` and `state_dict` may wait: they are needed when
a network is trained.

The forty lines kept their weights in three variables, and updated each by a line of its own. A
network with 150 weights can't be written that way. To train it, somebody must find all the weights;
to save it, somebody must name them; and to evaluate it, somebody must tell every part that training
is over, since some parts then behave differently. A list that is kept by hand is wrong as soon as
somebody forgets a line. So let the network keep it.

A `Module` does book-keeping. Assign a `Parameter` or another Module to an attribute, and Python
calls `__setattr__`, which notes it in one of three books. Each is a dict, from names to what was
assigned:

    _parameters    what is learned                         self.weight = Parameter(w)
    _modules       the parts, which are Modules too        self.encoder = Linear(3, 4)
    _buffers       tensors that are kept, but not learned  self.register_buffer("mean", m)

What was assigned also becomes an ordinary attribute, so that reading it costs nothing more. Modules
within modules form a tree, and the path to a part is its name:

    net = Sequential(Linear(784, 128), Sequential(ReLU(), Linear(128, 10)))

    named_modules()   kind         named_parameters()   shape        numbers
    ""                Sequential
    "0"               Linear       0.weight             (128, 784)   100,352
                                   0.bias               (128,)       128
    "1"               Sequential
    "1.0"             ReLU
    "1.1"             Linear       1.1.weight           (10, 128)    1,280
                                   1.1.bias             (10,)        10
    in all                                                           101,770

First come a module's own parameters, in the order in which they were assigned, and then those of
each child. A part that stands in two places (tied weights) is still *one* part: `named_modules` and
`named_parameters` yield it once, by its first name, or an optimiser would update it twice.
`state_dict` is about names, so there it stands under each of its names.

A Parameter is a Tensor that says "learn me". What is computed from one is an ordinary Tensor. But
an op makes its result by calling the class of its argument with an ndarray, `type(x)(ndarray,
...)`. So Parameter, called with an ndarray, must return a plain Tensor. `__init__` can't do that:
the object is there by then, and has its class. Python calls `__new__` (given) first, which makes
the object, and may return one of another class:

    Parameter(a Tensor)      __new__ makes an empty Parameter, and then Python calls __init__
    Parameter(an ndarray)    __new__ returns a Tensor, and Python calls no __init__ at all

`Linear` maps the last dimension, with its weight W kept as (out, in):

    y           =  x          @  W.T        +  b
    (..., out)     (..., in)     (in, out)     (out,)

`linear`, in given/ops/matmul.py, is one op for all of that, as one note is cheaper than three
(transpose, product, sum). Weight and bias are drawn uniformly between -1/sqrt(in) and 1/sqrt(in);
`initialization`, next, says why.

Three things are given. `register_*` enter a name in its book, and set the attribute. `__setattr__`
refuses what does not fit, and then calls your `note`. And given/nn/module_base.py makes the rest of
what you write: `parameters()`, `children()`, `apply`, `to()`, `load_state_dict`, printing, and
hooks, which are functions that a module calls before or after its own `forward`.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/modules/module.py: Module` keeps the same books under the same names, and its
`__setattr__` fills them. `torch/nn/parameter.py: Parameter` uses `__new__`, too, and a metaclass.
JAX has no modules. There a network is a pure function of (weights, input), and weights are nested
dicts (pytrees), which `jax/_src/tree_util.py: tree_map` goes through. That costs a second argument
everywhere, and another one for state such as running means. What it buys is that transforms of
functions (`grad`, `vmap`: later lessons) work on the weights as on any argument; in torch this
takes `torch/_functorch/functional_call.py: functional_call`, which puts other weights into a module
for one call. In torch and here, a Linear's weight is (out, in), and not (in, out), so that the
weights of one unit are a row, and lie side by side in memory.

The traps
---------
- A list of Modules is not a Module, so nothing in it is found; torch's ModuleList is for that.
- `state_dict` shares memory with the weights: to keep those of the best epoch, copy them.
- A Parameter is a Tensor, too: in `note`, ask for Parameter before Tensor.
- `==` compares the elements of tensors, so it can't say whether two are the same one. `id` does.

When it is done, a network is a few lines, and its weights can be found, saved and loaded by name.
`sgd` hands them to an optimiser.

To read: the PyTorch notes, "Modules"; A. Paszke et al., PyTorch: An Imperative Style,
High-Performance Deep Learning Library (2019), section 4.1; the Python Language Reference, section
3.3.2, "Customizing attribute access", and on `__new__` section 3.3.1.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from math import sqrt
from typing import Any, Self

import numpy as np

from ._tensor import Tensor
from .given.core.dtypes import get_default_dtype
from .given.nn.list_interface import Listed
from .given.nn.module_base import ModuleBase, join
from .given.ops.matmul import linear
from .given.random.distributions import uniform
from .m02_wrapper import Array
from .m03_computation_graph import no_grad
from .m04_magic_methods import overwrite


class Parameter(Tensor):
    """A Tensor that Modules know to be learned."""

    __slots__ = ()

    def __new__(cls, data: Any, *args: Any, **kwargs: Any) -> Tensor:
        """A Parameter if `data` is an Array; if it is an ndarray, `Tensor(data, ...)`.

        Python calls `__init__` only for the former. Raises TypeError for anything else. (Given.)
        """
        if isinstance(data, Array):
            return super().__new__(cls)
        if not isinstance(data, np.ndarray):
            raise TypeError(f"Parameter(): 'data' must be a Tensor, not {type(data).__name__}")
        return Tensor(data, *args, **kwargs)

    def __init__(self, data: Array, requires_grad: bool = True) -> None:
        """A leaf that shares memory with `data`, without its history or its gradient.

        Raises RuntimeError if it is to require a gradient but is not floating.
        """
        super().__init__(data.value)
        self.requires_grad_(requires_grad)

    def __repr__(self) -> str:
        """Two lines: `Parameter containing:`, and the tensor. (Given.)"""
        return f"Parameter containing:\n{super().__repr__()}"


class Module(ModuleBase):
    """A part of a network. Subclasses build themselves in `__init__` and compute in `forward`."""

    def __init__(self) -> None:
        """Open the books: no parameters, no parts, no buffers, no hooks; `training` is True.
        (Given.)

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
        """What this part computes. Here it raises NotImplementedError: subclasses must say.
        (Given.)"""
        raise NotImplementedError(f"{type(self).__name__} has no forward()")

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute, and `note` it. (Given.)

        Raises AttributeError for a Parameter or Module if `Module.__init__` was not called yet, and
        TypeError for a value that a book does not take, under a name that is in it: a parameter may
        become a Parameter or None; a module may become a Parameter, a Module or None; a buffer may
        become a Tensor, a Module or None.
        """
        mine = vars(self)
        if "_parameters" in mine:
            for book, kinds in TAKES.items():
                if name in mine[book] and not isinstance(value, kinds):
                    raise TypeError(f"{name} is one of {book}: it can't be {type(value).__name__}")
            note(self, name, value)
            if isinstance(value, Parameter | Module):
                self._non_persistent.discard(name)
        elif isinstance(value, Parameter | Module):
            raise AttributeError("call super().__init__() before assigning parts")
        object.__setattr__(self, name, value)

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

    def named_modules(
        self, memo: set[Module] | None = None, prefix: str = "", remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Module]]:
        """(path, module) for this module, whose path is `prefix`, and then for all below it: a
        generator.

        A child's path is its parent's path, a dot and its name; after an empty path there is no
        dot. A child that is None is left out. A module that is in `memo` is left out, with all
        below it. Each module that comes is added to `memo`, which goes on to its children; but with
        `remove_duplicate` False nothing is added.
        """
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, self
        for name, module in self._modules.items():
            if module is not None:
                yield from module.named_modules(memo, join(prefix, name), remove_duplicate)

    def named_members(
        self, book: str, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Any]]:
        """(path, member) for all that is in a book, "_parameters" or "_buffers", of this module
        and, if `recurse`, of all below it: a generator. This module's own path is `prefix`.

        A member that is None is left out. With `remove_duplicate`, so is a module or a member that
        came before, under whatever path.
        """
        modules = [(prefix, self)]
        if recurse:
            modules = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate)
        seen = set()
        for path, module in modules:
            for name, member in getattr(module, book).items():
                if member is None or id(member) in seen:
                    continue
                if remove_duplicate:
                    seen.add(id(member))
                yield join(path, name), member

    def state_dict(self, *, prefix: str = "", keep_vars: bool = False) -> dict[str, Tensor]:
        """Every parameter and persistent buffer by its path; what is shared stands under each of
        its paths.

        Module by module, in the order of `named_modules`, parameters before buffers. Those that are
        None are left out, and so are the names in a module's `_non_persistent`. `prefix` stands
        before each path as it is, without a dot. The tensors are detached (unless `keep_vars`), but
        share memory with the module.
        """
        state: OrderedDict[str, Tensor] = OrderedDict()
        for path, module in self.named_modules(remove_duplicate=False):
            for name, tensor in [*module._parameters.items(), *module._buffers.items()]:
                if tensor is not None and name not in module._non_persistent:
                    state[prefix + join(path, name)] = tensor if keep_vars else tensor.detach()
        return state

    def train(self, mode: bool = True) -> Self:
        """Set `training` here and in all modules below, and return this module.

        Raises ValueError if `mode` is not a bool.
        """
        if not isinstance(mode, bool):
            raise ValueError(f"mode must be True or False, not {mode!r}")
        for module in self.modules():
            module.training = mode
        return self


def note(module: Module, name: str, value: Any) -> None:
    """The attribute `name` of `module` becomes `value`: enter that in the book where it belongs, if
    any.

    A Parameter belongs in `_parameters`, and a Module in `_modules`; the name then leaves the other
    books. Any other value, None too, belongs in the book that has this name already; if none has,
    nothing is entered. The attribute itself is set by whoever calls `note`.
    """
    books = (module._parameters, module._modules, module._buffers)
    if isinstance(value, Parameter):
        mine = module._parameters
    elif isinstance(value, Module):
        mine = module._modules
    else:
        mine = next((book for book in books if name in book), None)
    if mine is not None:
        for book in books:
            if book is not mine:
                book.pop(name, None)
        mine[name] = value


# What may be assigned to a name that is in a book.
TAKES = {
    "_parameters": Parameter | None,
    "_modules": Parameter | Module | None,
    "_buffers": Tensor | Module | None,
}


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

        They are Parameters of `dtype` (`get_default_dtype()` if None), in this order;
        `reset_parameters` fills them. Without a bias, `self.bias` is a parameter that is None
        (`register_parameter`). Both sizes are kept, as `in_features` and `out_features`. `device`
        is not looked at here.
        """
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        dtype = dtype or get_default_dtype()
        self.weight = Parameter(Tensor(np.empty((out_features, in_features), dtype)))
        self.register_parameter("bias", None)
        if bias:
            self.bias = Parameter(Tensor(np.empty(out_features, dtype)))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw weight and bias anew, in this order, from the default generator, into the memory
        that is there. (Given.) Without inputs there is nothing to divide by, and all are 0."""
        bound = 1 / sqrt(self.in_features) if self.in_features else 0
        with no_grad():
            for parameter in self.parameters():
                overwrite(parameter, uniform(parameter.shape, parameter.dtype, -bound, bound))

    def forward(self, input: Tensor) -> Tensor:
        """(..., in_features) -> (..., out_features). (Given.)"""
        return linear(input, self.weight, self.bias)

    def extra_repr(self) -> str:
        """`in_features=3, out_features=4, bias=True`. (Given.)"""
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
        """Modules, which are named "0", "1", ...; or one dict, from names to modules. (Given.)"""
        super().__init__()
        named = enumerate(args)
        if len(args) == 1 and isinstance(args[0], Mapping):
            named = args[0].items()
        for name, module in named:
            self.add_module(str(name), module)

    def forward(self, input: Any) -> Any:
        """The output of the last module; without modules, `input` itself."""
        for module in self._modules.values():
            input = module(input)
        return input

    def __getitem__(self, index: int | slice) -> Any:
        """A module by its place, or a Sequential of a slice, whose modules keep their names.

        (Given.) Raises IndexError for a place that is not there.
        """
        if isinstance(index, slice):
            return type(self)(dict([*self._modules.items()][index]))
        return super().__getitem__(index)
