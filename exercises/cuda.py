"""`autodiff.cuda`: there is none, and code that asks first gets along. (Given code.)"""


def is_available() -> bool:
    """False: this library computes on the CPU."""
    return False


def device_count() -> int:
    """0."""
    return 0
