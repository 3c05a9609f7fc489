"""`autograd.forward_ad`: forward mode in the open, by tensors that carry a tangent. (Given code.)

    with dual_level():
        y = f(make_dual(x, t))
        unpack_dual(y).tangent                     # how y changes as x moves by t

The levels, the Duals and the rules are those of `forward_mode`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from ..._tensor import Tensor
from ...m32_forward_mode import Dual
from ..core.dtypes import is_floating
from .interpreters import Level, lift, lower, new_level

_open: list[Level] = []


@contextmanager
def dual_level() -> Iterator[int]:
    """A level, open within a `with` block; after that its tangents are forgotten."""
    with new_level(enable_grad=False) as level:
        _open.append(level)
        try:
            yield len(_open) - 1
        finally:
            _open.pop()


def make_dual(tensor: Tensor, tangent: Tensor, *, level: int | None = None) -> Tensor:
    """The tensor, moving by `tangent`, which has its shape.

    Raises RuntimeError outside of a level and for another shape, ValueError unless both are
    floating.
    """
    if not (is_floating(tensor.dtype) and is_floating(tangent.dtype)):
        raise ValueError(f"make_dual of {tensor.dtype} and {tangent.dtype}: they must be floating")
    if not _open or tangent.shape != tensor.shape:
        raise RuntimeError(f"make_dual: {len(_open)} levels, {tensor.shape} by {tangent.shape}")
    return Dual(lower(tensor), _open[-1 if level is None else level], tangent)


class UnpackedDual(NamedTuple):
    """A tensor, and how it moves."""

    primal: Tensor
    tangent: Tensor | None


def unpack_dual(tensor: Tensor, *, level: int | None = None) -> UnpackedDual:
    """A tensor and its tangent; None for one that stands still, or whose level is closed."""
    if not isinstance(tensor, Dual):
        return UnpackedDual(tensor, None)
    is_open = _open and tensor.level is _open[-1 if level is None else level]
    return UnpackedDual(lift(tensor.value), lift(tensor.tangent) if is_open else None)
