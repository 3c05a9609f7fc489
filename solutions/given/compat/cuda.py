"""`autodiff.cuda`: there is none, and code that asks first gets along. (Given code.)"""

from ..faces.amp import GradScaler, autocast
from .accelerator import device_count, is_available


def manual_seed(seed: int) -> None:
    """Nothing to seed; `autodiff.manual_seed` seeds the CPU's generator."""


def manual_seed_all(seed: int) -> None:
    """Nothing to seed; `autodiff.manual_seed` seeds the CPU's generator."""


def synchronize() -> None:
    """Nothing to wait for."""


def empty_cache() -> None:
    """Nothing to empty."""
