"""What torch means by the key in `x[key]`, in terms of NumPy. (Given code.)

NumPy agrees with torch about most keys, but not about an int among index arrays: for NumPy it is
one more index array, for torch it picks its part first. So a key is split in two. The first half
holds ints, slices and None, and makes a view; the second is left only if there are index arrays
or masks, which make a copy.
"""

from __future__ import annotations

from operator import index
from types import EllipsisType
from typing import Any

import numpy as np

from ...m02_wrapper import Array, infer_dtype, to_ndarray
from .dtypes import bool_, float16, float32, is_floating, uint8

EVERYTHING = slice(None)


def as_key(inside: Any) -> tuple[Any, ...]:
    """What stands inside the brackets, as a tuple of ints, slices, None, Ellipsis and arrays.

    Arrays, ndarrays and bools stay as they are, but uint8 is a mask, too; lists, ranges and tuples
    within become ndarrays.
    Raises IndexError for anything that can't be an index, such as a float.
    """
    if type(inside) is not tuple and not _means_tuple(inside):
        return (_as_index(inside),)
    return tuple([_as_index(item) for item in inside])


def values_of(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The key with an ndarray in the place of every Array."""
    return tuple([item.value if isinstance(item, Array) else item for item in key])


def split_key(key: tuple[Any, ...], ndim: int) -> tuple[tuple[Any, ...], tuple[Any, ...] | None]:
    """The key in two halves, (basic, advanced): x[key] is the view x[basic], or, if `advanced` is
    not None, the copy x[basic][advanced], for an ndarray x of `ndim` dimensions.

    `key` is one that `as_key` made, with an ndarray in the place of every Array. Raises IndexError
    for too many indices or index arrays of a wrong dtype, ValueError for a step below 1.
    """
    basic: list[Any] = []
    advanced: list[Any] = []
    has_arrays = False
    for item in key:
        kind = type(item)
        if kind is int:
            basic.append(item)
        elif kind is slice:
            if item.step is not None and index(item.step) < 1:
                raise ValueError("step must be greater than zero")
            basic.append(item)
            advanced.append(EVERYTHING)
        elif item is None:
            basic.append(None)
            advanced.append(EVERYTHING)
        elif item is Ellipsis:
            left = [EVERYTHING] * (ndim - sum([_dims_used(other) for other in key]))
            basic += left
            advanced += left
        else:
            item = np.asarray(item)
            if is_floating(item.dtype):
                raise IndexError("tensors used as indices must be integers or bools")
            if item.ndim == 0 and item.dtype != bool_:
                basic.append(int(item))
            else:
                has_arrays = True
                basic += [EVERYTHING] * _dims_used(item) or [None]
                advanced.append(item if item.ndim else item[None])
    # With an Ellipsis NumPy makes a view, and no scalar, even where nothing is left.
    return (*basic, Ellipsis), tuple(advanced) if has_arrays else None


def without_leading_ones(value: Any, ndim: int) -> Any:
    """A tensor that is to fit into `ndim` dimensions, without leading ones of size 1 that are too
    many; anything else as it is."""
    while isinstance(value, Array) and value.ndim > ndim and len(value) == 1:
        value = value[0]
    return value


def add_at(target: np.ndarray, advanced: tuple[Any, ...], g: np.ndarray) -> None:
    """`target[advanced] += g`, where an element that is picked several times gets several times.

    As `np.add.at` does, but faster for rows picked by one array of indices, and for masks, which
    pick nothing twice.
    """
    arrays = [item for item in advanced if type(item) is not slice]
    if target.dtype == float16:  # added up in float32, and rounded once
        total = target.astype(float32)
        add_at(total, advanced, g)
        target[...] = total
    elif all(item.dtype == bool_ for item in arrays):
        target[advanced] += g
    elif len(advanced) == 1 and target.ndim > 1 and g.size:
        _add_rows(target, advanced[0], g)
    else:
        np.add.at(target, advanced, g)


def _add_rows(target: np.ndarray, rows: np.ndarray, g: np.ndarray) -> None:
    rows = rows.ravel()
    rows = np.where(rows < 0, rows + len(target), rows)
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    g = g.reshape(rows.size, *target.shape[1:])
    target[ordered[starts]] += np.add.reduceat(g[order], starts)


def _means_tuple(inside: Any) -> bool:
    """Whether it is a short list that holds more than numbers, such as `[[0, 1], [1, 2]]`."""
    more = Array | np.ndarray | list | tuple | range | slice | EllipsisType | None
    short = type(inside) is list and len(inside) < 32
    return short and any(isinstance(item, more) for item in inside)


def _as_index(item: Any) -> Any:
    if item is None or item is Ellipsis or isinstance(item, int | slice | Array | np.ndarray):
        return item != 0 if getattr(item, "dtype", None) == uint8 else item
    if isinstance(item, np.generic) and not is_floating(item.dtype):
        return item.item()
    if isinstance(item, list | range | tuple):
        plain = set(map(type, item)) <= {int}  # to look at each number would be slow
        return np.array(item, np.int64) if plain else to_ndarray(item, infer_dtype(item))
    raise IndexError(
        "only ints, slices, Ellipsis, None, and tensors or lists of ints or bools are valid "
        f"indices, not {type(item).__name__}"
    )


def _dims_used(item: Any) -> int:
    """How many dimensions of x an index takes up."""
    if isinstance(item, np.ndarray):
        return item.ndim if item.dtype == bool_ else 1
    return int(not (item is None or item is Ellipsis or isinstance(item, bool)))
