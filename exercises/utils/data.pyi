"""`autodiff.utils.data`: datasets and their batches. (Given code.)"""

from typing import Any
from ..given.compat.did_you_mean import missing_from as missing_from
from ..given.data.idx_files import parse_idx as parse_idx
from ..given.data.idx_files import read_idx as read_idx
from collections.abc import Iterable
from collections.abc import Iterator
from ..given.data.more_samplers import Sampler as Sampler
from ..given.data.more_samplers import SubsetRandomSampler as SubsetRandomSampler
from ..given.data.more_samplers import WeightedRandomSampler as WeightedRandomSampler
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

class ChainDataset(IterableDataset[Any]):
    """The samples of several IterableDatasets, one dataset after the other."""

    def __init__(self, datasets: Iterable[IterableDataset[Any]]) -> None:
        """Nothing is asked of them yet."""

    def __iter__(self) -> Iterator[Any]:
        """All samples. Raises AssertionError for a dataset of another kind."""

    def __len__(self) -> int:
        """How many samples all have."""

class ConcatDataset(Dataset[Any]):
    """The samples of several datasets, one dataset after the other."""

    def __init__(self, datasets: Iterable[Dataset[Any]]) -> None:
        """Raises AssertionError for no datasets, and for one without numbers."""

    def __getitem__(self, idx: int) -> Any:
        """The sample of that number. Raises ValueError for one before the first."""

    def __len__(self) -> int:
        """How many samples all have."""
