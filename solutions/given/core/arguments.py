"""Reading `dim` and `shape` arguments, and equations of `einsum`, as torch does. (Given code.)"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from operator import index
from typing import Any

Dims = int | Iterable[int] | None  # those that an op runs over; None for all


def as_dim(dim: int, ndim: int) -> int:
    """`dim` counted from the front: -1 means the last one. A 0-d tensor accepts 0 and -1.

    Raises IndexError when it is out of range, TypeError when it is not an integer.
    """
    dim, size = index(dim), max(ndim, 1)
    if not -size <= dim < size:
        raise IndexError(
            f"dimension out of range (expected to be in [{-size}, {size - 1}], but got {dim})"
        )
    return dim % size


def as_dims(dim: Dims, ndim: int) -> tuple[int, ...]:
    """The dimensions that a reduction runs over, as NumPy wants them; None or () means all.

    Raises RuntimeError when one is named twice, and what `as_dim` raises.
    """
    if type(dim) is int and -ndim <= dim < ndim:
        return (dim % ndim,)
    if dim is None or (isinstance(dim, tuple | list) and not dim):
        return tuple(range(ndim))
    dims = [as_dim(d, ndim) for d in (dim if isinstance(dim, tuple | list) else (dim,))]
    if len(set(dims)) < len(dims):
        raise RuntimeError(f"dim {dim} names a dimension more than once")
    return tuple(dims) if ndim else ()


def as_divisor(dim: Any, unbiased: bool, correction: float | None) -> tuple[Any, float]:
    """Which dims a variance is taken over, and what is subtracted from their count: `correction`,
    or 1 if `unbiased`. A bool in the place of `dim` is `unbiased`, of all dims."""
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    return dim, int(unbiased) if correction is None else correction


def as_order(dims: Iterable[int], ndim: int) -> tuple[int, ...]:
    """The dims of a permutation, counted from the front.

    Raises RuntimeError unless there are `ndim` of them, each named once, and what `as_dim` raises.
    """
    dims = tuple(dims)
    if len(dims) != ndim:
        raise RuntimeError(f"{len(dims)} dims are named, but the tensor has {ndim}")
    return as_dims(dims, ndim)


def as_shape(shape: tuple, numel: int) -> tuple[int, ...]:
    """The shape that `reshape(2, -1)` or `reshape((2, -1))` asks for, its -1 filled in.

    Raises RuntimeError when `numel` elements do not fit it, TypeError when there are no sizes.
    """
    if not shape:
        raise TypeError("a shape is needed: sizes, or a tuple of them")
    if len(shape) == 1 and isinstance(shape[0], tuple | list):
        shape = shape[0]
    sizes = [index(size) for size in shape]
    known = prod(size for size in sizes if size != -1)
    if sizes.count(-1) > 1 or any(size < -1 for size in sizes):
        raise RuntimeError(f"shape {sizes} may have one -1 and no other negative size")
    if -1 in sizes:
        if known == 0 or numel % known:
            raise RuntimeError(f"shape {sizes} is invalid for {numel} elements")
        sizes[sizes.index(-1)] = numel // known
    elif known != numel:
        raise RuntimeError(f"shape {sizes} is invalid for {numel} elements")
    return tuple(sizes)


def read_equation(equation: str, operands: Sequence[Any]) -> tuple[list[str], str]:
    """The letters of each operand's dims, and those of the result: "ij,jk" -> ["ij", "jk"], "ik".

    Without an arrow the result has the letters that occur once, in alphabetical order. The dims
    under an ellipsis become letters too. Raises RuntimeError where letters and dims do not fit.
    """
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(operands):
        raise RuntimeError(f"einsum: {equation!r} is about {len(terms)}, not {len(operands)}")
    spare = [c for c in "ZYXWVUTSRQPONMLKJIHGFEDCBA" if c not in equation]
    hidden = 0
    for term, x in zip(terms, operands, strict=True):
        named = len(term.replace("...", ""))
        if named > x.ndim or ("..." not in term and named < x.ndim):
            raise RuntimeError(f"einsum: {term!r} does not fit shape {x.shape}")
        hidden = max(hidden, x.ndim - named)
    dots = "".join(spare[:hidden])
    letters = []
    for term, x in zip(terms, operands, strict=True):
        covered = x.ndim - len(term.replace("...", ""))
        letters.append(term.replace("...", dots[hidden - covered :]))
    if not arrow:
        once = sorted(c for c in set(left) - set(".,") if left.count(c) == 1)
        return letters, dots + "".join(once)
    result = right.replace("...", dots)
    unknown = set(result) - set("".join(letters))
    if unknown:
        raise RuntimeError(f"einsum: {min(unknown)!r} is in no operand of {equation!r}")
    return letters, result
