"""A function of trees, as transforms see it: from tensors to a list of tensors. (Given code.)

flat = FlatFunction(loss, ({"w": w, "b": b}, x))
flat.primals                    [w, b, x]
flat(*flat.primals)             the tensors of what loss({"w": w, "b": b}, x) returns
flat.as_returned([...])         as many others, in the places where `loss` has returned its own
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...m02_wrapper import Array
from .trees import flatten, pair, require_tensors, tree_map


class FlatFunction:
    """`f` with its arguments and results taken apart: `flat(*tensors)` is a list of tensors.

    With `has_aux`, `f` returns a pair (result, aux). The tensors of aux come last in the list.
    """

    def __init__(self, f: Callable[..., Any], primals: tuple, has_aux: bool = False) -> None:
        self.f = f
        self.has_aux = has_aux
        self.primals, self.as_given = flatten(primals)
        self.returned: tuple[Any, ...] = ()  # (result,) or (result, aux), of the last call

    def __call__(self, *tensors: Array) -> list[Array]:
        """Raises RuntimeError where anything but tensors is returned, or not a pair."""
        outputs = self.f(*self.as_given(tensors))
        self.returned = tuple(pair(outputs)) if self.has_aux else (outputs,)
        leaves, _ = flatten(self.returned)
        require_tensors(leaves)
        return leaves

    def as_returned(self, tensors: Sequence[Any]) -> tuple[Any, ...]:
        """(result,) or (result, aux) of the last call, with `tensors` in the places of its own."""
        remaining = iter(tensors)
        return tree_map(lambda x: next(remaining) if isinstance(x, Array) else x, self.returned)
