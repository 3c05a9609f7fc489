"""Targets that are classes: where the classes are, and whether the targets fit. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import primitive
from ...m07_chain_rule import defvjp
from ..core.dtypes import int64, uint8


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
        raise ValueError(
            f"the batch sizes differ: scores of shape {input.shape}, targets of {target.shape}"
        )
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


@primitive
def one_hot(tensor: np.ndarray, num_classes: int = -1) -> np.ndarray:
    """A new last dimension, of `num_classes`, with a 1 at each index and 0 elsewhere, in int64.

    -1 means one class more than the largest index. Raises RuntimeError unless the indices are int64
    and in [0, num_classes).
    """
    if tensor.dtype != int64:
        raise RuntimeError(f"one_hot takes int64 indices, not {tensor.dtype}")
    classes = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    if tensor.size and not 0 <= tensor.min() <= tensor.max() < classes:
        raise RuntimeError(f"one_hot: an index is out of range for {classes} classes")
    return (tensor[..., None] == np.arange(classes)).astype(np.int64)


@primitive
def class_shares(
    target: np.ndarray,
    weight: np.ndarray | None,
    x: np.ndarray,
    ignore_index: int,
    reduction: str,
    label_smoothing: float,
) -> np.ndarray:
    """How much each class counts in the loss of class indices: q in sum(-q * log_softmax(x)).

    It is of the shape and dtype of the scores x, and one-hot along their classes at first. Then it
    is smoothed, multiplied by the weights of the classes, 0 where the target is ignored, and for
    a "mean" divided by the sum of the weights of all targets, unless all are ignored.
    """
    dim = class_dim(x)
    counted = target != ignore_index
    hot = np.expand_dims(target, dim) == along_dim(np.arange(x.shape[dim]), x.ndim, dim)
    each = 1 if weight is None else along_dim(weight, x.ndim, dim)
    each = np.expand_dims(counted, dim) * each
    q = np.multiply(hot, each, dtype=x.dtype)
    total = q.sum()
    if label_smoothing:
        q *= 1 - label_smoothing
        q += label_smoothing / x.shape[dim] * each
    if reduction == "mean":
        q /= total or 1
    return q


defvjp(class_shares, None, None, None)  # a constant, also with regard to the scores
