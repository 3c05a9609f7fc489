"""What a DataLoader is told: numbers by samplers, and about worker processes. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

import numpy as np

from ..._tensor import Tensor

Index = TypeVar("Index")


class Sampler(Generic[Index]):
    """What a DataLoader takes numbers from. A subclass defines `__iter__`."""

    def __init__(self, data_source: Any = None) -> None:
        """A subclass keeps what it needs."""

    def __iter__(self) -> Iterator[Index]:
        """Raises NotImplementedError unless a subclass defines it."""
        raise NotImplementedError("a Sampler needs __iter__")


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
    alone = {"prefetch_factor": prefetch_factor, "persistent_workers": persistent_workers or None}
    alone["multiprocessing_context"] = multiprocessing_context
    for name, setting in alone.items():
        if setting is not None and num_workers == 0:
            raise ValueError(f"{name} option needs num_workers > 0")


def alone(convert: Callable[[Any], Any] | None) -> Callable[[list[Any]], Any]:
    """A `collate_fn` for lists of one sample: the sample, as `convert` makes it."""
    return lambda batch: (convert or default_convert)(batch[0])


def default_convert(data: Any) -> Any:
    """A sample with tensors in the place of its ndarrays and NumPy scalars."""
    if isinstance(data, np.ndarray | np.generic):
        return Tensor(np.asarray(data))
    if isinstance(data, Mapping):
        return {key: default_convert(value) for key, value in data.items()}
    if isinstance(data, tuple) and hasattr(data, "_fields"):
        return type(data)(*map(default_convert, data))
    if isinstance(data, list | tuple):
        return [default_convert(each) for each in data]
    return data


def get_worker_info() -> None:
    """None: there are no worker processes."""
