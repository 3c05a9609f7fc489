"""Samplers that draw by weights, or among some of the numbers; several datasets as one. (Given
code.)"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any

from ...m18_data import Dataset, IterableDataset
from ..core.dtypes import float64
from ..ops.create import as_tensor
from ..random.distributions import randperm
from ..random.functions import Generator, multinomial
from .worker_arguments import Sampler


class SubsetRandomSampler(Sampler[int]):
    """Some numbers, in a new random order for every pass."""

    def __init__(self, indices: Sequence[int], generator: Generator | None = None) -> None:
        """`indices` are the numbers; the order is drawn from `generator`, or the default one."""
        self.indices, self.generator = indices, generator

    def __iter__(self) -> Iterator[int]:
        """One `randperm`, drawn when the first is asked for."""
        for i in randperm(len(self.indices), self.generator).tolist():
            yield self.indices[i]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.indices)


class WeightedRandomSampler(Sampler[int]):
    """Numbers from 0 on, each drawn in proportion to its weight."""

    def __init__(
        self,
        weights: Sequence[float],
        num_samples: int,
        replacement: bool = True,
        generator: Generator | None = None,
    ) -> None:
        """`weights` need not sum to 1. Raises ValueError for a `num_samples` that is not a positive
        integer, a `replacement` that is not a bool, and weights that are not in a row."""
        if type(num_samples) is not int or num_samples <= 0:
            raise ValueError(f"num_samples should be a positive integer, got {num_samples}")
        if not isinstance(replacement, bool):
            raise ValueError(f"replacement should be a bool, got {replacement}")
        self.weights = as_tensor(weights, dtype=float64)
        if self.weights.ndim != 1:
            raise ValueError(f"weights should be in a row, not of shape {self.weights.shape}")
        self.num_samples, self.replacement = num_samples, replacement
        self.generator = generator

    def __iter__(self) -> Iterator[int]:
        """One `multinomial`."""
        how = self.num_samples, self.replacement
        yield from multinomial(self.weights, *how, generator=self.generator).tolist()

    def __len__(self) -> int:
        """How many will be drawn."""
        return self.num_samples


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
