"""torch's methods that change a tensor in place, as far as they are not magic. (Given code.)

As all that writes, they are refused while recording if a gradient is required: use them under
`no_grad()`. The operators are not, where they stand with a result that has a history, as in
`loss += penalty`: the name gets a new tensor, and the old one, which others may need, stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from ... import m09_reductions as reductions
from ...m01_wrapper import Array
from ...m02_computation_graph import is_grad_enabled
from ...m03_magic_methods import (
    Number,
    Operators,
    add,
    div,
    exp,
    log,
    mul,
    neg,
    overwrite,
    pow,
    sigmoid,
    sqrt,
    sub,
    tanh,
)
from ...m08_shapes import masked_fill, tril, triu
from ...m10_activations import relu
from .composed import addcdiv, addcmul, clamp_max, clamp_min, lerp
from .elementwise import ceil, cos, floor, reciprocal, round, rsqrt, sin, square
from .index import index_add, scatter, scatter_add


def _in_place(op: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Array, *args: Any, **params: Any) -> Array:
        result = op(self, *args, **params)
        if result.shape != self.shape:
            raise RuntimeError(f"a result of shape {result.shape} does not fit into {self.shape}")
        return overwrite(self, result)

    method.__name__ = f"{op.__name__}_"
    method.__doc__ = f"`{op.__name__}`, in place. Raises RuntimeError as all that writes."
    return method


def _has_history(array: Array) -> bool:
    return array.node is not None and is_grad_enabled()


def _renewed(array: Array, result: Array) -> Array:
    if result.shape != array.shape:
        raise RuntimeError(f"a result of shape {result.shape} does not fit into {array.shape}")
    return result.to(array.dtype)


class InPlace:
    """Methods of a Tensor whose names end in `_`."""

    __slots__ = ()

    exp_, log_, sqrt_, neg_ = _in_place(exp), _in_place(log), _in_place(sqrt), _in_place(neg)
    abs_, pow_, square_ = _in_place(reductions.abs), _in_place(pow), _in_place(square)
    reciprocal_, rsqrt_ = _in_place(reciprocal), _in_place(rsqrt)
    sin_, cos_ = _in_place(sin), _in_place(cos)
    floor_, ceil_, round_ = _in_place(floor), _in_place(ceil), _in_place(round)
    tanh_, sigmoid_, relu_ = _in_place(tanh), _in_place(sigmoid), _in_place(relu)
    clamp_, clamp_min_ = _in_place(reductions.clamp), _in_place(clamp_min)
    clamp_max_ = _in_place(clamp_max)
    lerp_, addcmul_, addcdiv_ = _in_place(lerp), _in_place(addcmul), _in_place(addcdiv)
    tril_, triu_, masked_fill_ = _in_place(tril), _in_place(triu), _in_place(masked_fill)
    scatter_, scatter_add_ = _in_place(scatter), _in_place(scatter_add)
    index_add_ = _in_place(index_add)

    def __iadd__(self, other: Array | Number) -> Self:
        """`self += other`: in place, or, for a result while recording, a new tensor.

        Raises RuntimeError if the shape would change, and what writing raises.
        """
        return _renewed(self, add(self, other)) if _has_history(self) else self.add_(other)

    def __isub__(self, other: Array | Number) -> Self:
        """`self -= other`, like `+=`."""
        return _renewed(self, sub(self, other)) if _has_history(self) else self.sub_(other)

    def __imul__(self, other: Array | Number) -> Self:
        """`self *= other`, like `+=`."""
        return _renewed(self, mul(self, other)) if _has_history(self) else self.mul_(other)

    def __itruediv__(self, other: Array | Number) -> Self:
        """`self /= other`, like `+=`."""
        return _renewed(self, div(self, other)) if _has_history(self) else self.div_(other)

    def add_(self, other: Array | Number, *, alpha: Number = 1) -> Self:
        """`self += alpha * other`."""
        return Operators.__iadd__(self, other if alpha == 1 else other * alpha)

    def sub_(self, other: Array | Number, *, alpha: Number = 1) -> Self:
        """`self -= alpha * other`."""
        return Operators.__isub__(self, other if alpha == 1 else other * alpha)

    def mul_(self, other: Array | Number) -> Self:
        """`self *= other`."""
        return Operators.__imul__(self, other)

    def div_(self, other: Array | Number) -> Self:
        """`self /= other`."""
        return Operators.__itruediv__(self, other)

    def fill_(self, value: Array | Number) -> Self:
        """Set every element to a number."""
        return overwrite(self, value)

    def detach_(self) -> Self:
        """Forget the history of this tensor: from now on it is a leaf that requires no gradient."""
        self.node, self._requires_grad = None, False
        return self
