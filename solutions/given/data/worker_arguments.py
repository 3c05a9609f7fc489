"""What a DataLoader is told about worker processes. (Given code.)"""

from __future__ import annotations

from typing import Any


def check_workers(
    num_workers: int,
    timeout: float,
    prefetch_factor: int | None,
    persistent_workers: bool,
    multiprocessing_context: Any,
) -> None:
    """Raise ValueError for negative numbers, and for settings of workers where there are none."""
    numbers = {"num_workers": num_workers, "timeout": timeout, "prefetch_factor": prefetch_factor}
    for name, number in numbers.items():
        if number is not None and number < 0:
            raise ValueError(f"{name} option should not be negative, got {number}")
    alone = {
        "prefetch_factor": prefetch_factor is not None,
        "persistent_workers": bool(persistent_workers),
        "multiprocessing_context": multiprocessing_context is not None,
    }
    for name, is_set in alone.items():
        if is_set and num_workers == 0:
            raise ValueError(f"{name} option needs num_workers > 0")
