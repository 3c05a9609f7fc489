"""What a test of facts asks of an answer's form, before it computes anything with it.

assert close(cubes, x**3), "the function should be called with what the op was given"
assert are_numbers(order), "the answer should be a list of nodes"

Two arrays of different shapes may broadcast to gigabytes: (100000, 1) beside (1, 100000).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def equal(answer: Any, expected: Any) -> bool:
    """Whether arrays have the same shape, dtype and numbers, or so all parts of a list or tuple;
    numbers the same type and value."""
    return _matches(answer, expected, np.array_equal)


def close(answer: Any, expected: Any) -> bool:
    """The same, where numbers may differ by a rounding error, as `np.allclose` has it."""
    return _matches(answer, expected, np.allclose)


def are_numbers(answer: Any) -> bool:
    """Whether it is a list, or the like, of numbers, which can be sorted and added up."""
    if isinstance(answer, np.ndarray):
        return answer.ndim == 1
    return isinstance(answer, list | tuple) and all(map(_is_number, answer))


def _matches(answer: Any, expected: Any, same: Callable[[Any, Any], bool]) -> bool:
    if isinstance(expected, np.ndarray):
        is_alike = isinstance(answer, np.ndarray) and answer.dtype == expected.dtype
        return is_alike and answer.shape == expected.shape and bool(same(answer, expected))
    if isinstance(expected, list | tuple):
        if not isinstance(answer, list | tuple) or len(answer) != len(expected):
            return False
        return all(_matches(*each, same) for each in zip(answer, expected, strict=True))
    return type(answer) is type(expected) and bool(same(answer, expected))


def _is_number(value: Any) -> bool:
    is_array = isinstance(value, np.ndarray | np.generic)
    return value.ndim == 0 if is_array else isinstance(value, int | float)
