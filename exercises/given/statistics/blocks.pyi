"""Functions of each element, of many elements, some at a time. (Given code.)"""

from typing import Any as Any
from collections.abc import Callable
import numpy as np
_BLOCK: Any

def in_blocks(function: Callable[..., None], x: np.ndarray, *others: np.ndarray) -> np.ndarray:
    """A function of each element of x, and of the others of its shape, which takes several steps:"""
