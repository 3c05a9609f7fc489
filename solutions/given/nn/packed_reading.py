"""Sequences of several lengths, read at once: those that are over wait. (Given code.)

A `PackedSequence` (given/layers/packed_sequences.py) holds all steps of all sequences in one
tensor, first the first step of each, then the second of those that have one, and so on; the longest
sequences come first, so that each step is of the first n sequences. `batch_sizes` are these n.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...m10_shapes import concatenate, split, stack
from ...m23_regularization import dropout


def read_packed(module: Any, sequence: Any, hx: Any) -> tuple[Any, Any]:
    """What a `SequenceModule` makes of a PackedSequence, and the last state of each sequence.

    Raises RuntimeError for sizes and ValueError for a dtype that do not fit.
    """
    x, sizes = sequence.data, sequence.batch_sizes.tolist()
    module.check(x)
    order, back = sequence.sorted_indices, sequence.unsorted_indices
    if hx is not None and order is not None:
        parts = [part[:, order] for part in (hx if module.states > 1 else (hx,))]
        hx = tuple(parts) if module.states > 1 else parts[0]
    state = module.first_state(sizes[0], x.dtype, hx, False)
    last: list[tuple[Any, ...]] = []
    for layer in range(module.num_layers):
        if layer and module.dropout > 0:
            x = dropout(x, module.dropout, module.training)
        steps, outputs = split(x, sizes, 0), []
        for reverse in (False, True) if module.bidirectional else (False,):
            first = tuple([part[len(last)] for part in state])
            weights = module.weights(layer, reverse)
            inputs = steps[::-1] if reverse else steps
            hidden, end = _scan(module.step, inputs, first, weights)
            outputs.append(concatenate(*(hidden[::-1] if reverse else hidden), dim=0))
            last.append(end)
        x = concatenate(*outputs, dim=-1) if len(outputs) > 1 else outputs[0]
    ends = [stack(part) for part in zip(*last, strict=True)]
    ends = ends if back is None else [part[:, back] for part in ends]
    out = type(sequence)(x, sequence.batch_sizes, order, back)
    return out, tuple(ends) if module.states > 1 else ends[0]


def _scan(
    step: Callable[..., Any], inputs: Any, state: tuple[Any, ...], weights: Any
) -> tuple[list[Any], tuple[Any, ...]]:
    """The h after each step, and the last state; all others than the first n keep theirs."""
    outputs = []
    for input in inputs:
        n = len(input)
        new = step(input, tuple([part[:n] for part in state]), *weights)
        outputs.append(new[0])
        if n < len(state[0]):
            pairs = zip(new, state, strict=True)
            new = tuple([concatenate(mine, old[n:], dim=0) for mine, old in pairs])
        state = new
    return outputs, state
