"""`autodiff.utils.data`: datasets and their batches. (Given code.)"""

from ..given.data.idx_files import parse_idx, read_idx
from ..given.data.mnist import DataUnavailable, load_mnist
from ..given.data.more_samplers import ConcatDataset, SubsetRandomSampler, WeightedRandomSampler
from ..given.data.worker_arguments import Sampler, default_convert, get_worker_info

# fmt: off
from ..m18_data import (
    BatchSampler, DataLoader, Dataset, IterableDataset, RandomSampler, SequentialSampler, Subset,
    TensorDataset, default_collate, random_split,
)
# fmt: on
