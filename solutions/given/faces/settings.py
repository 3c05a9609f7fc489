"""Settings that are for other machines: they may be made, and change nothing. (Given code.)"""

from __future__ import annotations

SETTINGS = {"threads": 1, "deterministic": False, "precision": "highest"}


def set_num_threads(num: int) -> None:
    """NumPy's threads are set by OPENBLAS_NUM_THREADS, before it is imported."""


def get_num_threads() -> int:
    """1."""
    return 1


def use_deterministic_algorithms(mode: bool, *, warn_only: bool = False) -> None:
    """All algorithms here are deterministic."""
    SETTINGS["deterministic"] = mode


def are_deterministic_algorithms_enabled() -> bool:
    """What `use_deterministic_algorithms` was told last."""
    return bool(SETTINGS["deterministic"])


def set_float32_matmul_precision(precision: str) -> None:
    """Every product of float32 matrices is as precise as can be."""
    SETTINGS["precision"] = precision


def get_float32_matmul_precision() -> str:
    """What was set last."""
    return str(SETTINGS["precision"])


def set_flush_denormal(mode: bool) -> bool:
    """False: very small numbers stay."""
    return False
