"""`autodiff.utils.data`: datasets and their batches. (Given code.)"""

from typing import Any as Any
from ..given.compat.did_you_mean import missing_from as missing_from
from ..given.data.idx_files import parse_idx as parse_idx
from ..given.data.idx_files import read_idx as read_idx
from ..m18_data import BatchSampler as BatchSampler
from ..m18_data import DataLoader as DataLoader
from ..m18_data import Dataset as Dataset
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
