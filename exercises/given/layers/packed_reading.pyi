"""Sequences of several lengths, read at once: those that are over wait. (Given code.)"""

from typing import Any
from ..._tensor import Tensor as Tensor
from ...m04_magic_methods import mul as mul
from ...m10_shapes import concatenate as concatenate
from ...m10_shapes import split as split
from ...m23_regularization import dropout as dropout
import numpy as np

def read_packed(module: Any, sequence: Any, hx: Any) -> tuple[Any, Any]:
    """What a `SequenceModule` makes of a PackedSequence, and the last state of each sequence."""

def padded_places(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which steps (L, N) there are, and where each stands in what is packed; 0 for the others."""

def _waiting(module: Any, sizes: list[int]) -> Any:
    """The same layers, whose steps are taken by the first n sequences alone."""
