"""Targets that are classes: where the classes are, whether they fit, what counts. (Given code.)"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m04_magic_methods import reshape
from ...m07_chain_rule import defvjp
from ...m14_losses import reduced
from ..core.dtypes import int64, uint8
from ..ops.move import movedim

Weights = np.ndarray | None  # one for each class


def class_dim(input: Array) -> int:
    """Where the classes are: dim 1, or dim 0 of a single sample.

    Raises ValueError for a 0-d input.
    """
    if input.ndim == 0:
        raise ValueError("expected 1 or more dimensions (got 0)")
    return min(1, input.ndim - 1)


def along_dim(vector: Any, ndim: int, dim: int) -> Any:
    """A vector laid along `dim` of an array with `ndim` dimensions, all others of size 1."""
    return vector.reshape((1,) * dim + (-1,) + (1,) * (ndim - dim - 1))


def check_classes(input: Array, target: Array, weight: Array | None) -> None:
    """See that `target` holds one class index for each place where `input` has scores.

    Raises ValueError for another batch size, RuntimeError for other shapes that do not fit, for a
    target that is neither int64 nor uint8, and unless `weight` is (C,), of input's dtype.
    """
    dim = class_dim(input)
    if target.shape[:1] != input.shape[:dim]:
        raise ValueError(f"the batch sizes differ: scores {input.shape}, targets {target.shape}")
    if target.dtype not in (int64, uint8):
        raise RuntimeError(f"expected a target of int64 or uint8, got {target.dtype}")
    expected = input.shape[:dim] + input.shape[dim + 1 :]
    if target.shape != expected:
        raise RuntimeError(f"expected a target of shape {expected}, got {target.shape}")
    if weight is not None and (weight.shape, weight.dtype) != ((input.shape[dim],), input.dtype):
        raise RuntimeError(
            f"weight should be {input.shape[dim]} numbers of {input.dtype}, one for each class; "
            f"got {weight.dtype} of shape {weight.shape}"
        )


@primitive
def class_indices(target: np.ndarray, classes: int, ignore_index: int) -> np.ndarray:
    """The targets in a row, as int64, with class 0 for whatever is ignored.

    Raises IndexError for any other index outside [0, classes).
    """
    index = target.astype(np.int64, copy=False).reshape(-1)
    # Read as unsigned, a negative index is a huge one.
    if index.size and np.maximum.reduce(index.view(np.uint64), None) >= classes:
        index = np.where(index == ignore_index, 0, index)
        wrong = index[(index < 0) | (index >= classes)]
        if wrong.size:
            raise IndexError(f"target {wrong[0]} is out of bounds")
    return index


def rows_of_classes(input: Array) -> Array:
    """Scores of shape (N, C, d1, ...), or (C,), as rows: (M, C), with a row for each target."""
    if input.ndim == 2:
        return input
    dim = class_dim(input)
    last = movedim(input, dim, -1)
    return reshape(last, (math.prod(last.shape[:-1]), input.shape[dim]))


@primitive
def reduced_over_targets(
    losses: np.ndarray, target: np.ndarray, weight: Weights, ignore_index: int, reduction: str
) -> np.ndarray:
    """`reduced`, for losses that lie in a row: with "none" they get the shape of `target`.

    A loss whose target is ignored is 0. A "mean" divides by the sum of the weights of the targets
    that count, or by their number.
    """
    counted = target != ignore_index
    losses = np.where(counted, losses if target.ndim == 1 else losses.reshape(target.shape), 0)
    if reduction == "mean":
        return np.add.reduce(losses, None) / _total(target, counted, weight)
    return reduced(losses, reduction)


def _total(target: np.ndarray, counted: np.ndarray, weight: Weights) -> Any:
    if weight is None:
        return int(np.count_nonzero(counted))  # a Python int leaves float32 alone
    return weight[target[counted]].sum()


@primitive
def _shares(
    target: np.ndarray, weight: Weights, ignore_index: int, reduction: str, dtype: np.dtype
) -> np.ndarray:
    """How much each loss counts in the reduced one."""
    counted = target != ignore_index
    total = _total(target, counted, weight) if reduction == "mean" else 1
    return np.divide(counted, total, np.zeros(counted.shape, dtype), where=counted, dtype=dtype)


def _reduced_over_targets_vjp(
    g: Any, out: Any, losses: Any, target: Any, weight: Any, ignore_index: int, reduction: str
) -> Any:
    share = g * _shares(target, weight, ignore_index, reduction, losses.dtype)
    return share if share.ndim == 1 else reshape(share, losses.shape)


defvjp(reduced_over_targets, _reduced_over_targets_vjp)
