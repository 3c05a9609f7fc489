"""`autodiff.distributed`: there is one process; code that asks first gets along. (Given code.)"""

from __future__ import annotations

from typing import Any


def is_available() -> bool:
    """False: all is computed in one process."""
    return False


def is_initialized() -> bool:
    """False, as long as nobody could call `init_process_group`."""
    return False


def init_process_group(*args: Any, **kwargs: Any) -> None:
    """Raises NotImplementedError."""
    raise NotImplementedError("distributed is left out: there is one process")
