"""`autodiff.accelerator`: there is none, and code that asks first gets along. (Given code.)"""


def is_available() -> bool:
    """False: this library computes on the CPU."""
    return False


def current_accelerator() -> None:
    """None."""
    return None


def device_count() -> int:
    """0."""
    return 0
