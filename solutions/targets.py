"""Targets that are classes: where the classes are, and whether the targets fit. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from .m01_wrapper import Array
from .m02_computation_graph import primitive
from .m03_magic_methods import reshape


def class_dim(input: Array) -> int:
    """Where the classes are: dim 1, or dim 0 of a single sample.

    Raises ValueError for a 0-d input.
    """
    if input.ndim == 0:
        raise ValueError("expected 1 or more dimensions (got 0)")
    return min(1, input.ndim - 1)


def check_classes(input: Array, target: Array, weight: Array | None) -> None:
    """See that `target` holds one class index for each place where `input` has scores.

    Raises ValueError for another batch size, RuntimeError for other shapes that do not fit, for a
    target that is neither int64 nor uint8, and unless `weight` is (C,), of input's dtype.
    """
    dim = class_dim(input)
    expected = input.shape[:dim] + input.shape[dim + 1 :]
    if target.dtype not in (np.int64, np.uint8):
        raise RuntimeError(f"expected a target of int64 or uint8, got {target.dtype}")
    if target.shape != expected:
        if dim and target.ndim and target.shape[0] != input.shape[0]:
            raise ValueError(
                f"expected input batch_size {input.shape[0]} to match target batch_size "
                f"{target.shape[0]}"
            )
        raise RuntimeError(f"expected a target of shape {expected}, got {target.shape}")
    if weight is not None and (weight.shape, weight.dtype) != ((input.shape[dim],), input.dtype):
        raise RuntimeError(
            f"weight should be {input.shape[dim]} numbers of {input.dtype}, one for each class; "
            f"got {weight.dtype} of shape {weight.shape}"
        )


@primitive
def class_indices(target: np.ndarray, classes: int, ignore_index: int) -> np.ndarray:
    """`target` as int64, with class 0 for whatever is ignored.

    Raises IndexError for any other index outside [0, classes).
    """
    index = target.astype(np.int64, copy=False)
    # Read as unsigned, a negative index is a huge one.
    if index.size and np.maximum.reduce(index.view(np.uint64), None) >= classes:
        index = np.where(index == ignore_index, 0, index)
        wrong = index[(index < 0) | (index >= classes)]
        if wrong.size:
            raise IndexError(f"target {wrong[0]} is out of bounds")
    return index


def along_dim(vector: Any, ndim: int, dim: int) -> Any:
    """A vector laid along `dim` of an array with `ndim` dimensions, all others of size 1."""
    return reshape(vector, (1,) * dim + (-1,) + (1,) * (ndim - dim - 1))
