"""Sequences of several lengths in one tensor: padded, (L, N, ...), or packed. (Given code.)

packed_reading.py says how packed ones lie in memory, and reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Self

import numpy as np

from ..._tensor import Tensor
from ...m10_shapes import stack
from ...m12_reductions import where
from ..ops.pad import constant_pad
from .packed_reading import padded_places


class PackedSequence(NamedTuple):
    """All steps of sequences, one after the other; how many sequences have each step; and where
    each sequence stands now and stood before, if they were sorted."""

    data: Any
    batch_sizes: Any
    sorted_indices: Any = None
    unsorted_indices: Any = None

    def to(self, *args: Any, **kwargs: Any) -> Self:
        """The same with `data.to(...)`."""
        return self._replace(data=self.data.to(*args, **kwargs))


def pack_padded_sequence(
    input: Any, lengths: Any, batch_first: bool = False, enforce_sorted: bool = True
) -> PackedSequence:
    """Sequences (L, N, ...), or (N, L, ...) if `batch_first`, without what is behind their lengths.

    Raises RuntimeError for lengths that are not positive, too large, too few or too many, and,
    unless not `enforce_sorted`, for lengths that increase.
    """
    lengths = np.asarray(lengths, np.int64)
    x = input.transpose(0, 1) if batch_first else input
    order = np.arange(len(lengths)) if enforce_sorted else np.argsort(-lengths, kind="stable")
    lengths = lengths[order]
    fits = len(lengths) == x.shape[1] or (not enforce_sorted and len(lengths) < x.shape[1])
    if not fits or not lengths.size or lengths.min() < 1:
        raise RuntimeError(f"lengths {lengths.tolist()} of {x.shape[1]} sequences")
    if (np.diff(lengths) > 0).any() or lengths[0] > len(x):
        raise RuntimeError(f"lengths {lengths.tolist()} must decrease, and be {len(x)} at most")
    there = np.arange(lengths[0])[:, None] < lengths
    step, sequence = np.nonzero(there)
    data = x[step, order[sequence]]
    orders = () if enforce_sorted else (Tensor(order), Tensor(order.argsort()))
    return PackedSequence(data, Tensor(there.sum(1)), *orders)


def pad_packed_sequence(
    sequence: PackedSequence,
    batch_first: bool = False,
    padding_value: float = 0.0,
    total_length: int | None = None,
) -> tuple[Any, Any]:
    """What `pack_padded_sequence` was made of, with `padding_value` behind each sequence, and the
    lengths. Raises ValueError for a `total_length` that is too small."""
    sizes = sequence.batch_sizes.value
    if total_length is not None and total_length < len(sizes):
        raise ValueError(f"total_length {total_length} is less than {len(sizes)}")
    there, places = padded_places(sizes)
    if sequence.unsorted_indices is not None:
        back = sequence.unsorted_indices.value
        there, places = there[:, back], places[:, back]
    padded = sequence.data[places]
    shown = there.reshape(*there.shape, *[1] * (padded.ndim - 2))
    padded = where(shown, padded, padding_value)
    if total_length is not None:
        frame = (*[0] * (2 * padded.ndim - 1), total_length - len(sizes))
        padded = constant_pad(padded, frame, value=padding_value)
    return padded.transpose(0, 1) if batch_first else padded, Tensor(there.sum(0))


def pad_sequence(
    sequences: Iterable[Any],
    batch_first: bool = False,
    padding_value: float = 0.0,
    padding_side: str = "right",
) -> Any:
    """Tensors (L, ...) of several lengths as one, (max L, N, ...), or (N, max L, ...) if
    `batch_first`, with `padding_value` behind ("right") or before ("left") each."""
    sequences = [*sequences]
    if not sequences or padding_side not in ("left", "right"):
        raise RuntimeError(f"pad_sequence of {len(sequences)} tensors, on side {padding_side!r}")
    longest = max(len(x) for x in sequences)
    padded = []
    for x in sequences:
        frame = (longest - len(x), 0) if padding_side == "left" else (0, longest - len(x))
        frame = (*[0] * (2 * x.ndim - 2), *frame)
        padded.append(constant_pad(x, frame, value=padding_value))
    return stack(padded, 0 if batch_first else 1)


def pack_sequence(sequences: list[Any], enforce_sorted: bool = True) -> PackedSequence:
    """Tensors (L, ...) of several lengths, packed."""
    lengths = [len(x) for x in sequences]
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)
