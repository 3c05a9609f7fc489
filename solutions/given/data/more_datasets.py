"""Datasets made of others. (Given code.)"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from ...m18_data import Dataset, IterableDataset


class ConcatDataset(Dataset[Any]):
    """The samples of several datasets, one dataset after the other."""

    def __init__(self, datasets: Iterable[Dataset[Any]]) -> None:
        """Raises AssertionError for no datasets, and for one without numbers."""
        self.datasets = list(datasets)
        if not self.datasets or any(isinstance(each, IterableDataset) for each in self.datasets):
            raise AssertionError("ConcatDataset takes datasets that have samples by number")
        self.cumulative_sizes = list(accumulate([len(each) for each in self.datasets]))

    def __getitem__(self, idx: int) -> Any:
        """The sample of that number. Raises ValueError for one before the first."""
        if idx < -len(self):
            raise ValueError(f"there are {len(self)} samples, so there is no number {idx}")
        idx = idx + len(self) if idx < 0 else idx
        which = bisect_right(self.cumulative_sizes, idx)
        before = self.cumulative_sizes[which - 1] if which else 0
        return self.datasets[which][idx - before]

    def __len__(self) -> int:
        """How many samples all have."""
        return self.cumulative_sizes[-1]
