"""What every Module can do besides: hooks, shorter spellings, dtypes, printing. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Self

from ...m02_wrapper import Array
from ..compat.device import check_places
from ..compat.did_you_mean import in_a_book
from ..core.cast_and_clone import Convertible
from ..core.dtypes import is_floating
from ..core.hooks import RemovableHandle
from ..data.load_state import IncompatibleKeys, load_state
from ..layers.module_hooks import Backward, WithKeywords, between_hooks
from ..protocols.dtypes import is_dtype
from ..protocols.errors import explain
from .list_interface import in_brackets

PACKAGE = __package__.removesuffix("given.nn")


class ModuleBase(Convertible):
    """The conveniences of a Module."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Raises RuntimeError for a layer of this library that is not to live on the CPU."""
        if cls.__module__.startswith(PACKAGE):
            check_places(cls, args, kwargs)
        return super().__new__(cls)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call `forward`, and the hooks before and after it: see `between_hooks`."""
        if not (self._forward_pre_hooks or self._forward_hooks):
            try:
                return self.forward(*args, **kwargs)
            except Exception as error:
                explain(error, type(self).forward, (self, *args), kwargs)
                raise
        return between_hooks(self, args, kwargs)

    def named_children(self) -> Iterator[tuple[str, Self]]:
        """(name, module) for each module that is an attribute of this one, each module once; an
        attribute that is None is left out."""
        seen = set()
        for name, module in self._modules.items():
            if module is not None and module not in seen:
                seen.add(module)
                yield name, module

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Array]]:
        """(path, parameter): see `named_members`."""
        return self.named_members("_parameters", prefix, recurse, remove_duplicate)

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Array]]:
        """(path, buffer), persistent or not: see `named_members`."""
        return self.named_members("_buffers", prefix, recurse, remove_duplicate)

    def parameters(self, recurse: bool = True) -> Iterator[Array]:
        """The parameters of this module and, if `recurse`, of all below it, each once."""
        return (parameter for _, parameter in self.named_parameters(recurse=recurse))

    def buffers(self, recurse: bool = True) -> Iterator[Array]:
        """The buffers of this module and, if `recurse`, of all below it, each once."""
        return (buffer for _, buffer in self.named_buffers(recurse=recurse))

    def modules(self, remove_duplicate: bool = True) -> Iterator[Self]:
        """This module and all below it, each once, unless not `remove_duplicate`."""
        found = self.named_modules(remove_duplicate=remove_duplicate)
        return (module for _, module in found)

    def children(self) -> Iterator[Self]:
        """The modules that this one has as attributes, each once."""
        return (module for _, module in self.named_children())

    def get_submodule(self, target: str) -> Any:
        """The module that `a.b.c` names; "" is this one. Raises AttributeError if there is none."""
        module = self
        for name in filter(None, target.split(".")):
            if name not in module._modules:
                raise AttributeError(f"{module._get_name()} has no module {name!r}")
            module = module._modules[name]
        return module

    def get_parameter(self, target: str) -> Array:
        """The parameter that `a.b.weight` names. Raises AttributeError if there is none."""
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        if name not in module._parameters:
            raise AttributeError(f"{module._get_name()} has no parameter {name!r}")
        return module._parameters[name]

    def to(self, *args: Any, **kwargs: Any) -> Self:
        """Turn all floating parameters and buffers into another dtype, in place.

        Takes what `Tensor.to` takes. Raises TypeError for a dtype that is not floating.
        """
        for wanted in (*args, kwargs.get("dtype")):
            if is_dtype(wanted) and not is_floating(wanted):
                raise TypeError(f"a module's dtype must be floating, not {wanted}")
        return self._apply(lambda x: x.to(*args, **kwargs) if is_floating(x.dtype) else x)

    def load_state_dict(
        self, state_dict: Mapping[str, Any], strict: bool = True
    ) -> IncompatibleKeys:
        """Copy a state into this module's own tensors: see `load_state`."""
        own = self.state_dict(keep_vars=True)
        return load_state(self._get_name(), own, state_dict, strict)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Freeze all parameters (False) or thaw them, and return this module."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def eval(self) -> Self:
        """The same as `train(False)`."""
        return self.train(False)

    def apply(self, fn: Callable[[Any], Any]) -> Self:
        """Call `fn` on all modules below, children first, and on this one last; return it."""
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget all gradients; if not `set_to_none`, fill those that are there with zeros."""
        for parameter in self.parameters():
            if set_to_none:
                parameter.grad = None
            elif parameter.grad is not None:
                parameter.grad = parameter.grad.detach().zero_()

    def register_forward_pre_hook(
        self, hook: Callable[..., Any], *, prepend: bool = False, with_kwargs: bool = False
    ) -> RemovableHandle:
        """From now on call `hook(module, args)` before `forward`, until the handle's `remove()`;
        with `prepend` before the others, and `with_kwargs` with the keyword arguments, too."""
        hook = WithKeywords(hook) if with_kwargs else hook
        return RemovableHandle(self._forward_pre_hooks, hook, prepend)

    def register_forward_hook(
        self, hook: Callable[..., Any], *, prepend: bool = False, with_kwargs: bool = False
    ) -> RemovableHandle:
        """From now on call `hook(module, args, output)` after `forward`, until `remove()`."""
        hook = WithKeywords(hook) if with_kwargs else hook
        return RemovableHandle(self._forward_hooks, hook, prepend)

    def register_full_backward_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> RemovableHandle:
        """From now on call `hook(module, grad_input, grad_output)`, both tuples, on the way back;
        what it returns takes grad_input's place."""
        return RemovableHandle(self._forward_hooks, Backward(hook), prepend)

    __getattr__ = in_a_book

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)

    def __delattr__(self, name: str) -> None:
        """Delete an attribute, and its entry in a book."""
        object.__delattr__(self, name)
        for book in (self._parameters, self._modules, self._buffers):
            book.pop(name, None)

    def extra_repr(self) -> str:
        """What stands between the brackets when this module is printed."""
        return ""

    def __repr__(self) -> str:
        """The module and all below it, laid out as torch does."""
        extra = self.extra_repr().splitlines()
        children = [f"({name}): {child!r}" for name, child in self._modules.items()]
        if not children and len(extra) == 1:
            return f"{self._get_name()}({extra[0]})"
        return self._get_name() + in_brackets([*extra, *children])

    def _get_name(self) -> str:
        return type(self).__name__

    def _apply(self, function: Callable[[Array], Array]) -> Self:
        for module in self.modules():
            for parameter in module.parameters(recurse=False):
                parameter.data = function(parameter.data)
                if parameter.grad is not None:
                    parameter.grad = function(parameter.grad)
            for name, buffer in module.named_buffers(recurse=False):
                setattr(module, name, function(buffer))
        return self


def join(path: str, name: str) -> str:
    """A path one step longer: "a.b" of "a" and "b", and "b" of "" and "b"."""
    return f"{path}.{name}" if path else name
