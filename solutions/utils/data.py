"""`autodiff.utils.data`: datasets and their batches. (Given code.)"""

from ..given.compat.did_you_mean import missing_from
from ..given.data.mnist import DataUnavailable, load_mnist
from ..m18_data import (
    BatchSampler,
    DataLoader,
    Dataset,
    RandomSampler,
    SequentialSampler,
    Subset,
    TensorDataset,
    default_collate,
    parse_idx,
    random_split,
    read_idx,
)

__getattr__ = missing_from(globals())
