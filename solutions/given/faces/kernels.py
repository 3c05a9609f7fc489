"""`nn.attention`: which kernels may compute it. There is one way, whichever is asked for. (Given
code.)"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from enum import Enum
from typing import Any

SDPBackend = Enum(
    "SDPBackend", "ERROR MATH FLASH_ATTENTION EFFICIENT_ATTENTION CUDNN_ATTENTION OVERRIDEABLE"
)


def sdpa_kernel(backends: Any, set_priority: bool = False) -> AbstractContextManager[None]:
    """A `with` block in which attention is computed as everywhere."""
    return nullcontext()
