"""Lists and dicts of modules and parameters, and transformer layers in a row. (Given code.)

A plain list or dict hides what is in it from the module that it is an attribute of; these do not.
Their items are attributes named "0", "1", ..., or by their keys.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from copy import deepcopy
from itertools import groupby
from typing import Any, Self

from ...m16_modules import Module, Parameter
from ..protocols.made_with import make_with
from .list_interface import Listed, in_brackets


def told(parameters: dict[str, Any], kind: Callable[[Any], Any]) -> str:
    """What is printed of parameters: a line for each."""
    found = [(name, kind(x), "x".join(map(str, x.shape))) for name, x in parameters.items()]
    return "\n".join([f"  ({a}): Parameter containing: [{b} of size {c}]" for a, b, c in found])


def as_parameter(x: Any) -> Parameter:
    """A parameter as it is, and another tensor as one."""
    return x if isinstance(x, Parameter) else Parameter(x)


class _List(Listed, Module):
    def __init__(self, items: Iterable[Any] | None = None) -> None:
        super().__init__()
        self.extend(items or ())


class ModuleList(_List):
    """A list of modules."""

    def __repr__(self) -> str:
        """As torch prints it: equal neighbours are counted, not repeated."""
        parts, start = [], 0
        for text, group in groupby(map(repr, self)):
            count = len([*group])
            one, many = f"({start}): {text}", f"({start}-{start + count - 1}): {count} x {text}"
            parts.append(one if count == 1 else many)
            start += count
        return self._get_name() + in_brackets(parts)


class ParameterList(_List):
    """A list of parameters; other tensors become parameters."""

    book = "_parameters"

    def append(self, parameter: Any) -> Self:
        """Add a parameter at the end, and return this list."""
        self.register_parameter(str(len(self)), as_parameter(parameter))
        return self

    def extra_repr(self) -> str:
        """`(0): Parameter containing: [torch.float32 of size 2x3]`."""
        return told(self._items(), lambda x: x.dtype)


class _Dict(Module, MutableMapping):
    book = "_modules"
    __eq__, __hash__ = Module.__eq__, Module.__hash__

    def __init__(self, items: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None) -> None:
        super().__init__()
        self.update(items or ())

    def _items(self) -> dict[str, Any]:
        return getattr(self, self.book)

    def __len__(self) -> int:
        return len(self._items())

    def __iter__(self) -> Iterator[str]:
        return iter(self._items())

    def __getitem__(self, name: str) -> Any:
        return self._items()[name]

    def __delitem__(self, name: str) -> None:
        self._items()[name]  # for its KeyError
        delattr(self, name)


class ModuleDict(_Dict):
    """A dict of modules. A name can't be that of an attribute, such as "forward"."""

    def __setitem__(self, name: str, module: Module) -> None:
        self.add_module(name, module)


class ParameterDict(_Dict):
    """A dict of parameters; other tensors become parameters."""

    book = "_parameters"

    def update(self, parameters: Any) -> None:
        """Enter parameters; those of a plain dict in the order of their names."""
        plain = isinstance(parameters, Mapping) and not isinstance(parameters, OrderedDict | Module)
        super().update(sorted(parameters.items()) if plain else parameters)

    def __setitem__(self, name: str, parameter: Any) -> None:
        self.register_parameter(name, as_parameter(parameter))

    def extra_repr(self) -> str:
        """`(a): Parameter containing: [torch.FloatTensor of size 2x3]`."""
        return told(self._items(), lambda x: x.type())


class TransformerEncoder(Module):
    """`num_layers` copies of a layer, which all start with the same weights, and maybe a norm."""

    def _take(self, num_layers: int, norm: Module | None, **layer: Module) -> None:
        """The layer itself is not used, and the norm stands behind the last copy."""
        super().__init__()
        (one,) = layer.values()
        self.layers = ModuleList([deepcopy(one) for _ in range(num_layers)])
        self.num_layers, self.norm = num_layers, norm

    def forward(
        self, src: Any, mask: Any = None, src_key_padding_mask: Any = None, is_causal: Any = None
    ) -> Any:
        """The same shape again; masks as for `MultiheadAttention`, the same for each layer."""
        for layer in self.layers:
            src = layer(src, mask, src_key_padding_mask, bool(is_causal))
        return src if self.norm is None else self.norm(src)


make_with(TransformerEncoder, {"encoder_layer": ..., "num_layers": ..., "norm": None})
