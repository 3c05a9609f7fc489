"""Sequences of several lengths, read at once: those that are over wait. (Given code.)

A `PackedSequence` (given/layers/packed_sequences.py) holds all steps of all sequences in one
tensor, first the first step of each, then the second of those that have one, and so on; the longest
sequences come first, so that each step is of the first n sequences. `batch_sizes` are these n.
"""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m04_magic_methods import mul
from ...m10_shapes import concatenate, split
from ...m23_regularization import dropout


def read_packed(module: Any, sequence: Any, hx: Any) -> tuple[Any, Any]:
    """What a `SequenceModule` makes of a PackedSequence, and the last state of each sequence.

    Raises RuntimeError for sizes and ValueError for a dtype that do not fit.
    """
    x, sizes = sequence.data, sequence.batch_sizes.value
    module.check(x)
    order, back = sequence.sorted_indices, sequence.unsorted_indices
    if hx is not None and order is not None:
        parts = [part[:, order] for part in (hx if module.states > 1 else (hx,))]
        hx = tuple(parts) if module.states > 1 else parts[0]
    state = module.first_state(int(sizes[0]), x.dtype, hx, False)
    there, places = padded_places(sizes)
    read, ends = _waiting(module, sizes.tolist()).read(x[places], state)
    out = type(sequence)(read[np.nonzero(there)], sequence.batch_sizes, order, back)
    ends = ends if back is None else [part[:, back] for part in ends]
    return out, tuple(ends) if module.states > 1 else ends[0]


def padded_places(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which steps (L, N) there are, and where each stands in what is packed; 0 for the others."""
    there = np.arange(sizes[0]) < sizes[:, None]
    return there, np.where(there, (np.cumsum(sizes) - sizes)[:, None] + np.arange(sizes[0]), 0)


def _waiting(module: Any, sizes: list[int]) -> Any:
    """The same layers, whose steps are taken by the first n sequences alone."""
    reader, turns, masks = copy(module), dict[Any, Any](), dict[int, Any]()
    reader.dropout = 0.0  # what is dropped is drawn for the steps that there are

    def weights(layer: int, reverse: bool = False) -> list[Any]:
        own = module.weights(layer, reverse)
        if layer not in masks:
            kept = Tensor(np.ones((sum(sizes), own[0].shape[1]), own[0].dtype))
            kept = dropout(kept, module.dropout * (layer > 0), module.training)
            masks[layer] = split(kept, sizes)
        steps = [*zip(sizes, masks[layer], strict=True)]
        return [turns.setdefault((layer, reverse), iter(steps[::-1] if reverse else steps)), *own]

    def step(input: Any, state: tuple[Any, ...], turn: Any, *weights: Any) -> tuple[Any, ...]:
        n, mask = next(turn)
        new = module.step(mul(input[:n], mask), tuple([part[:n] for part in state]), *weights)
        pairs = zip(new, state, strict=True)
        return tuple([concatenate(mine, old[n:]) if n < len(old) else mine for mine, old in pairs])

    reader.weights, reader.step = weights, step
    return reader
