"""Wrong answers that need no work. No test of any suite may accept one of them throughout."""

from __future__ import annotations

import numpy as np

from ..sandbox.inside.wire import Pair


def zeros(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A liar: the right answer with every number 0."""
    return _filled(right, 0)


def ones(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A liar: the right answer with every number 1."""
    return _filled(right, 1)


def echo(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A liar: the first array among the inputs, in the right answer's kind."""
    arrays = [payload for kind, payload in inputs if kind == "ndarray"]
    return (right[0], arrays[0]) if arrays and right[0] == "tensor" else ("None", None)


def transposed(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A liar: the transpose of each array, where that makes a difference."""
    kind, payload = right
    if isinstance(payload, np.ndarray) and payload.ndim > 1:
        return kind, payload.T
    return _filled(right, 0)


def empty(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A liar: nothing of the right kind."""
    kind, payload = right
    if isinstance(payload, np.ndarray):
        return kind, payload.ravel()[:0]
    return (kind, []) if isinstance(payload, list) else ("None", None)


LIARS = (zeros, ones, echo, transposed, empty)


def _filled(right: Pair, number: int) -> Pair:
    kind, payload = right
    if isinstance(payload, np.ndarray):
        return kind, np.full_like(payload, number)
    if isinstance(payload, bool | int | float):
        return kind, type(payload)(number)
    if kind == "str":
        return kind, str(number)
    if kind == "dict":
        return kind, [(key, _filled(value, number)) for key, value in payload]
    if isinstance(payload, list):
        return kind, [_filled(part, number) for part in payload]
    return right
