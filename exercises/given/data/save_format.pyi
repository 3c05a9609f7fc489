"""Nested data as a description and a list of ndarrays, and back; damaged files. (Given code.)"""

from typing import Any
from ..._tensor import Tensor as Tensor
from ...m16_modules import Parameter as Parameter
from ...given.compat.device import device as device
from ...given.core.changes import owner_of as owner_of
from ...given.core.dtypes import SUPPORTED as SUPPORTED
from ...given.protocols.dtypes import as_torchs as as_torchs
from ...given.protocols.dtypes import is_dtype as is_dtype
from ...given.protocols.size import Size as Size
import numpy as np
from collections.abc import Iterator
TUPLES: Any
ARRAYS: Any

def pack(data: Any) -> tuple[Any, list[np.ndarray]]:
    """The description of `data`, and the ndarrays that it refers to by their places."""

def unpack(description: Any, arrays: list[np.ndarray]) -> Any:
    """What `pack` was given. Raises ValueError for a description that it can't have made."""

def refusing_damage(file: Any) -> Iterator[None]:
    """Whatever reading a damaged `file` raises becomes a RuntimeError, in one line."""
