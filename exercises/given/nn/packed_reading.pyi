"""Sequences of several lengths, read at once: those that are over wait. (Given code.)"""

from typing import Any
from ...m10_shapes import concatenate as concatenate
from ...m10_shapes import split as split
from ...m10_shapes import stack as stack
from ...m23_regularization import dropout as dropout
from collections.abc import Callable

def read_packed(module: Any, sequence: Any, hx: Any) -> tuple[Any, Any]:
    """What a `SequenceModule` makes of a PackedSequence, and the last state of each sequence."""

def _scan(step: Callable[..., Any], inputs: Any, state: tuple[Any, ...], weights: Any) -> tuple[list[Any], tuple[Any, ...]]:
    """The h after each step, and the last state; all others than the first n keep theirs."""
