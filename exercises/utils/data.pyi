"""`autodiff.utils.data`: datasets and their batches. (Given code.)"""

from typing import Any
from ..given.data.idx_files import parse_idx as parse_idx
from ..given.data.idx_files import read_idx as read_idx
from collections.abc import Iterable
from collections.abc import Sequence
from ..given.random.generator import Generator as Generator
from collections.abc import Iterator
from ..given.data.worker_arguments import Sampler as Sampler
from ..given.data.worker_arguments import default_convert as default_convert
from ..given.data.worker_arguments import get_worker_info as get_worker_info
from ..m18_data import BatchSampler as BatchSampler
from ..m18_data import DataLoader as DataLoader
from ..m18_data import Dataset as Dataset
from ..m18_data import IterableDataset as IterableDataset
from ..m18_data import RandomSampler as RandomSampler
from ..m18_data import SequentialSampler as SequentialSampler
from ..m18_data import Subset as Subset
from ..m18_data import TensorDataset as TensorDataset
from ..m18_data import default_collate as default_collate
from ..m18_data import random_split as random_split

class DataUnavailable(OSError):
    """MNIST can't be had; the message says in one line why, and what to do."""

def load_mnist(full: bool=False) -> tuple[TensorDataset, TensorDataset]:
    """The training set and the test set, as pairs (image, digit)."""

class ConcatDataset(Dataset[Any]):
    """The samples of several datasets, one dataset after the other."""

    def __init__(self, datasets: Iterable[Dataset[Any]]) -> None:
        """Raises AssertionError for no datasets, and for one without numbers."""

    def __getitem__(self, idx: int) -> Any:
        """The sample of that number. Raises ValueError for one before the first."""

    def __len__(self) -> int:
        """How many samples all have."""

class SubsetRandomSampler(Sampler[int]):
    """Some numbers, in a new random order for every pass."""

    def __init__(self, indices: Sequence[int], generator: Generator | None=None) -> None:
        """`indices` are the numbers; the order is drawn from `generator`, or the default one."""

    def __iter__(self) -> Iterator[int]:
        """One `randperm`, drawn when the first is asked for."""

    def __len__(self) -> int:
        """How many there are."""

class WeightedRandomSampler(Sampler[int]):
    """Numbers from 0 on, each drawn in proportion to its weight."""

    def __init__(self, weights: Sequence[float], num_samples: int, replacement: bool=True, generator: Generator | None=None) -> None:
        """`weights` need not sum to 1. Raises ValueError for a `num_samples` that is not a positive"""

    def __iter__(self) -> Iterator[int]:
        """One `multinomial`."""

    def __len__(self) -> int:
        """How many will be drawn."""
