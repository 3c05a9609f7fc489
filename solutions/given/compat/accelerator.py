"""`autodiff.accelerator`: there is none, and code that asks first gets along. (Given code.)"""

from .did_you_mean import missing_from


def is_available() -> bool:
    """False: this library computes on the CPU."""
    return False


def current_accelerator() -> None:
    """None."""
    return None


def device_count() -> int:
    """0."""
    return 0


__getattr__ = missing_from(globals())
