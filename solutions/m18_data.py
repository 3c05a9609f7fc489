"""m18 data: samples one by one, and the same in batches.

About 45 minutes; difficulty 2 of 5. `part_sizes` may wait: only `random_split` needs it.

The forty lines looked at all of their data in every step. With 60,000 images a step would take
seconds, though a hundred of them give nearly the same direction. So we take a few at a time, a
*mini-batch*, and in another order in every *epoch* (pass over the data). That sounds like a slice,
but it is an engineering problem: samples may be tuples, dicts, or files that are read when needed;
the order must be random and yet repeatable; and a loop in Python over samples is slow.

Why are a few enough? The gradient G of the whole loss is the mean of the gradients g_i of all n
samples. That of B samples, drawn at random, is on average the same:

    G     =  1 / n * sum over i of  g_i             of all n samples, for k weights
    (k,)                            (k,)
    g     =  1 / B * sum over i of  g_i             of the B samples of one batch
    (k,)                            (k,)

A *dataset* is anything with a length whose samples can be had by number: `len(dataset)`,
`dataset[i]`. That is all. Where the samples come from, a list, a folder or a formula, is its own
business. TensorDataset takes them from the rows of tensors, Subset (given) from some places of
another dataset. Four small parts make batches of samples:

    sampler         which numbers, in which order       3, 0, 4, 1, 2
    batch sampler   the same numbers in lists           [3, 0], [4, 1], [2]
    dataset         a sample for each number            (x3, y3), (x0, y0)
    collate         many samples into one batch         [x of shape (2, ...), y of shape (2,)]

and `DataLoader` is the loop over them: `for x, y in DataLoader(dataset, 2, shuffle=True)`. Three
samples (x, y) are three tuples of two; their batch is turned inside out, a list of two: all x,
stacked, and all y.

                  all x           all y
    sample 0      x0              7
    sample 1      x1              8
    sample 2      x2              9
    columns       (x0, x1, x2)    (7, 8, 9)
    collated      (3, ...)        (3,)

`default_collate` (given) knows how to put numbers or tensors together. For samples that hold others
(tuples, lists, dicts) it calls your `inside_out`, which calls `default_collate` again for each
column.

Shuffling must be repeatable, and after the same `manual_seed` the order is torch's. For this the
*draws* must be torch's, and so must the moment of each:

1. `iter(loader)` draws one seed from the loader's generator, at once. torch hands it to worker
   processes, and we to the thread (given) that stands for them. Without workers nobody needs the
   seed, but it is drawn all the same, as it decides what the next draw gives.
2. When the first batch is asked for, and no sooner, RandomSampler draws a seed of its own from the
   default generator, starts a new Generator with it, and takes `randperm(n)` from that. A sampler
   that was *given* a generator takes `randperm(n)` from it directly, with no seed in between.

`random_int64(generator)` draws a seed, an int; None stands for the default generator. `randperm`
and `randint` return ndarrays (all three are in given/random/distributions.py). A function with
`yield` in it runs only when its first value is asked for: right for 2, and wrong for 1.

A loop in Python costs microseconds for each sample; one index by a list of numbers costs far less.
So where the dataset takes lists (`takes_lists`, given below), fetch a whole batch by one index; the
result is the same. `nox -s shell -- docs/minibatches.py` measures it.

MNIST comes in IDX files, bytes with a header; what reads them is given (given/data/idx_files.py).

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/utils/data/dataloader.py: DataLoader` has these parts and these names; its samplers are in
`torch/utils/data/sampler.py: RandomSampler`. torch's loader can fetch in other processes, since
within one process only one thread runs Python code at a time. That is worth it where a sample is a
JPEG to be decoded; for rows in memory, it costs more to send them between processes than it saves.
JAX has no loader, and says in its documentation that one may use torch's: data is not what it
compiles. Four parts instead of one slice look like ceremony. But each can be replaced alone: a
sampler that favours rare classes, a collate that pads sentences, and nothing else has to change.

The traps
---------
- The last batch is smaller, unless it is dropped.
- A sampler that shuffles once, when it is made, gives every epoch the same order.
- `np.array` of a batch of lists does not turn it inside out: there must be one tensor for each
  column.

When it is done, any data comes in batches. With these and the networks of `modules`, `training`
will train on MNIST.

To read: PyTorch's documentation of torch.utils.data, "Data Loading Order and Sampler"; L. Bottou,
Stochastic Gradient Descent Tricks (2012), section 4, on shuffling; Y. LeCun et al.,
Gradient-Based Learning Applied to Document Recognition (1998), section III.A, on MNIST.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

import numpy as np

from ._tensor import Tensor, from_numpy, tensor
from .given.data.read_ahead import Ahead
from .given.data.worker_arguments import Sampler, alone, check_workers
from .given.random.distributions import randint, random_int64, randperm
from .given.random.generator import Generator
from .m10_shapes import stack

Sample = TypeVar("Sample")
AT_ONCE = 32  # how many numbers RandomSampler draws at a time with replacement, as torch's does


class Dataset(Generic[Sample]):
    """What has samples by number. A subclass defines `__getitem__` and `__len__`."""

    def __getitem__(self, index: Any) -> Sample:
        """The sample of that number. Here it raises NotImplementedError: a subclass defines it.
        (Given.)"""
        raise NotImplementedError("a Dataset needs __getitem__")


class IterableDataset(Dataset[Sample]):
    """What has samples in a row, without numbers. A subclass defines `__iter__`."""

    def __getitem__(self, index: Sample) -> Sample:
        """A sample itself stands in the place of its number. (Given.)"""
        return index


class TensorDataset(Dataset[tuple[Tensor, ...]]):
    """The rows of one or several tensors with the same number of rows, which stay in `tensors`."""

    def __init__(self, *tensors: Tensor) -> None:
        """Raises AssertionError if the tensors differ in their number of rows."""
        if any(len(tensors[0]) != len(x) for x in tensors):
            raise AssertionError("the tensors differ in their number of rows")
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        """A tuple with the row of that number of each tensor. `index` may be whatever a tensor can
        be indexed with: for a list of numbers, the tuple holds those rows of each tensor.
        (Given.)"""
        return tuple([x[index] for x in self.tensors])

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.tensors[0])


class Subset(Dataset[Sample]):
    """Some samples of a dataset: number i is `dataset[indices[i]]`. Both are attributes."""

    def __init__(self, dataset: Dataset[Sample], indices: Sequence[int]) -> None:
        """Nothing is copied."""
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index: int | list[int]) -> Any:
        """The sample of that number; for a list of numbers, `dataset[[...]]` with a list, too."""
        if isinstance(index, list):
            return self.dataset[[self.indices[i] for i in index]]
        return self.dataset[self.indices[index]]

    def __len__(self) -> int:
        """How many samples were chosen."""
        return len(self.indices)


def takes_lists(dataset: Any) -> bool:
    """Whether `dataset[[2, 0]]` gives what collating `dataset[2]` and `dataset[0]` would. (Given.)

    We know that only of our own classes: a class derived from them may do anything with a list.
    """
    while type(dataset) is Subset:
        dataset = dataset.dataset
    return type(dataset) is TensorDataset


def part_sizes(total: int, fractions: Sequence[float]) -> list[int]:
    """How many of `total` samples each part gets: its fraction of them, rounded down.

    Samples that are left over go to the first parts, one to each; there are never more of them than
    parts.
    """
    sizes = [math.floor(total * fraction) for fraction in fractions]
    left = total - sum(sizes)
    return [size + (i < left) for i, size in enumerate(sizes)]


def random_split(
    dataset: Dataset[Sample],
    lengths: Sequence[int | float],
    generator: Generator | None = None,
) -> list[Subset[Sample]]:
    """Cut a dataset into Subsets of these lengths, at random: the parts of one `randperm`, in
    order. (Given.)

    Lengths that sum to 1 (as `math.isclose` has it, and not above it) are fractions, and become
    `part_sizes`. Raises ValueError for a fraction that is not between 0 and 1, and for lengths that
    do not sum to len(dataset).
    """
    total = len(dataset)
    if math.isclose(sum(lengths), 1) and sum(lengths) <= 1:
        if not all(0 <= fraction <= 1 for fraction in lengths):
            raise ValueError(f"fractions must be between 0 and 1, got {list(lengths)}")
        lengths = part_sizes(total, lengths)
    if sum(lengths) != total:
        raise ValueError(f"lengths {list(lengths)} do not sum to {total}")
    order = iter(randperm(total, generator).tolist())
    return [Subset(dataset, list(islice(order, n))) for n in lengths]


class SequentialSampler(Sampler[int]):
    """The numbers of a dataset's samples in order: 0, 1, 2, ..."""

    def __init__(self, data_source: Any) -> None:
        """`data_source` is anything with a length."""
        self.data_source = data_source

    def __iter__(self) -> Iterator[int]:
        """From 0 on."""
        return iter(range(len(self.data_source)))

    def __len__(self) -> int:
        """How many there are."""
        return len(self.data_source)


class RandomSampler(Sampler[int]):
    """The numbers of a dataset's samples in a new random order for every pass."""

    def __init__(
        self,
        data_source: Any,
        replacement: bool = False,
        num_samples: int | None = None,
        generator: Generator | None = None,
    ) -> None:
        """Args:
            data_source: anything with a length.
            replacement: draw each number anew, so that some come twice and some not at all.
            num_samples: how many to draw; as many as there are, if None.
            generator: where to draw from; None draws a seed, as the lesson says.

        Raises ValueError unless there is something to draw.
        """
        self.data_source, self.replacement = data_source, replacement
        self.num_samples = len(data_source) if num_samples is None else num_samples
        self.generator = generator
        if self.num_samples <= 0:
            raise ValueError(f"num_samples should be positive, got {self.num_samples}")

    def __iter__(self) -> Iterator[int]:
        """Python ints. Nothing is drawn before the first is asked for. n is len(data_source); where
        the draws come from, the lesson says.

        Without replacement: a whole `randperm` for each full n of the `num_samples`, and then one
        more, whose first numbers are the rest. As in torch, this last one is drawn even if nothing
        is left: for `num_samples` = n there are two draws, which shows in a generator that was
        given. With replacement: `randint((AT_ONCE,), 0, n, generator=...)` as often as needed, the
        last with a smaller shape if fewer are left, and no `randperm`. So a long pass needs little
        memory.
        """
        n, generator = len(self.data_source), self.generator
        if generator is None:
            generator = Generator().manual_seed(random_int64())
        if self.replacement:
            for start in range(0, self.num_samples, AT_ONCE):
                size = min(AT_ONCE, self.num_samples - start)
                yield from randint((size,), 0, n, generator=generator).tolist()
            return
        whole, rest = divmod(self.num_samples, n)
        for size in [*[n] * whole, rest]:  # torch makes the last one even if it needs none of it
            yield from randperm(n, generator).tolist()[:size]

    def __len__(self) -> int:
        """How many will be drawn."""
        return self.num_samples


class BatchSampler(Sampler[list[int]]):
    """The numbers of another sampler, in lists."""

    def __init__(self, sampler: Iterable[int], batch_size: int, drop_last: bool) -> None:
        """Lists of `batch_size`; the last, if it would be shorter, is dropped with `drop_last`.

        Raises ValueError unless `batch_size` is a positive int (`True` does not count).
        """
        if type(batch_size) is not int or batch_size <= 0:
            raise ValueError(f"batch_size should be a positive integer, got {batch_size}")
        self.sampler, self.batch_size, self.drop_last = sampler, batch_size, drop_last

    def __iter__(self) -> Iterator[list[int]]:
        """Lists of ints. The sampler is not asked for a number before the first list is asked
        for."""
        numbers = iter(self.sampler)
        while batch := list(islice(numbers, self.batch_size)):
            if len(batch) == self.batch_size or not self.drop_last:
                yield batch

    def __len__(self) -> int:
        """How many lists there will be. (Given.)"""
        full, rest = divmod(len(self.sampler), self.batch_size)
        return full + (rest > 0 and not self.drop_last)


def inside_out(batch: Sequence[Any], collate: Callable[[list[Any]], Any]) -> Any:
    """Many samples that have the same parts, turned into one sample whose parts are batches.

    Each batch is what `collate` makes of a list of that part's values, sample by sample. If the
    first sample is

    - a mapping, the result is a dict, with each of its keys;
    - a named tuple (it has `_fields`), the result is one of the same class, field by field;
    - another tuple or a list, the result is a list, place by place.
    """
    first = batch[0]
    if isinstance(first, Mapping):
        return {key: collate([sample[key] for sample in batch]) for key in first}
    columns = [collate(column) for column in zip(*batch, strict=True)]
    return type(first)(*columns) if hasattr(first, "_fields") else columns


def default_collate(batch: Sequence[Any]) -> Any:
    """Put samples together, going by what the first one is (given):

    - tensors, ndarrays: one tensor of their dtype, stacked along a new first dimension;
    - bools, ints, NumPy scalars: one tensor; Python floats: one of float64;
    - str, bytes: `batch` as it is;
    - mappings, tuples, lists: what `inside_out` makes of them.

    Raises TypeError for anything else (None, for one); RuntimeError for samples of unequal lengths
    or shapes.
    """
    first = batch[0]
    if isinstance(first, Tensor):
        return stack(batch, 0)
    if isinstance(first, np.ndarray):
        return stack([from_numpy(x) for x in batch], 0)
    if isinstance(first, float) and not isinstance(first, np.generic):
        return tensor(batch, dtype=np.dtype("float64"))
    if isinstance(first, int | np.generic):
        return tensor(batch)
    if isinstance(first, str | bytes):
        return batch
    if not isinstance(first, Mapping | Sequence):
        raise TypeError(f"can't put {type(first).__name__} objects into a batch")
    if isinstance(first, Sequence) and any(len(sample) != len(first) for sample in batch):
        raise RuntimeError("each element in list of batch should be of equal size")
    return inside_out(batch, default_collate)


class DataLoader(Generic[Sample]):
    """Batches of a dataset, for a `for` loop; each loop is one epoch."""

    def __init__(
        self,
        dataset: Dataset[Sample],
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Iterable[int] | None = None,
        batch_sampler: Iterable[list[int]] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[list[Sample]], Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0,
        worker_init_fn: Callable[[int], None] | None = None,
        multiprocessing_context: Any = None,
        generator: Generator | None = None,
        *,
        prefetch_factor: int | None = None,
        persistent_workers: bool = False,
        pin_memory_device: str = "",
        in_order: bool = True,
    ) -> None:
        """Args:
            dataset: what to load from; an IterableDataset gives its samples itself.
            batch_size: samples in a batch; None for samples by themselves, not in batches.
            shuffle: a new order for every epoch, by a RandomSampler that draws from `generator`.
            sampler: which samples to take, in place of `shuffle`.
            batch_sampler: the batches, in place of all of batch_size, shuffle, sampler, drop_last.
            collate_fn: makes a batch of a list of samples; `default_collate` if None.
            drop_last: leave out a last batch that is smaller.
            generator: where to draw from; None is the default one.
            num_workers: if there are any, a thread fetches `prefetch_factor` batches for each
                before they are asked for. It may take `timeout` seconds for one.

        The rest concerns processes. All batches are made in this one, in order, and so there is
        nothing to initialise; `check_workers` (given) raises what torch does for arguments that
        make no sense. Raises ValueError for arguments that contradict each other.
        """
        check_workers(
            num_workers, timeout, prefetch_factor, persistent_workers, multiprocessing_context
        )
        if sampler is not None and shuffle:
            raise ValueError("sampler option is mutually exclusive with shuffle")
        if batch_sampler is not None and (
            batch_size != 1 or shuffle or sampler is not None or drop_last
        ):
            raise ValueError(
                "batch_sampler takes the place of batch_size, shuffle, sampler, drop_last"
            )
        if isinstance(dataset, IterableDataset):
            if shuffle or sampler is not None or batch_sampler is not None:
                raise ValueError("an IterableDataset gives its samples in an order of its own")
            sampler = dataset
        elif shuffle:
            sampler = RandomSampler(dataset, generator=generator)
        elif sampler is None:
            sampler = SequentialSampler(dataset)
        if batch_size is None:
            if drop_last:
                raise ValueError("batch_size=None makes no batches, so none can be dropped")
            batch_sampler = BatchSampler(sampler, 1, drop_last)
            collate_fn = alone(collate_fn)
        elif batch_sampler is None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        self.dataset, self.batch_size, self.drop_last = dataset, batch_size, drop_last
        self.sampler, self.batch_sampler, self.generator = sampler, batch_sampler, generator
        self.collate_fn = collate_fn or default_collate
        self.num_workers, self.pin_memory, self.timeout = num_workers, pin_memory, timeout
        self.prefetch_factor = 2 if num_workers and prefetch_factor is None else prefetch_factor

    def __iter__(self) -> Iterator[Any]:
        """An iterator over the batches of one epoch. The seed is drawn from `generator` now, not
        later.

        `batches` is an iterator of `batch_sampler`, and `fetch` makes a batch of each of its lists,
        when it is asked for. If there are workers, `Ahead(self, batches, seed)` (given) is the
        iterator.
        """
        batches = iter(self.batch_sampler)
        seed = random_int64(self.generator)
        return Ahead(self, batches, seed) if self.num_workers else map(self.fetch, batches)

    def __len__(self) -> int:
        """How many batches an epoch has."""
        return len(self.batch_sampler)

    def fetch(self, indices: list[int]) -> Any:
        """The batch of these samples, by `collate_fn` of a list of them.

        If that is `default_collate`, a dataset that `takes_lists` is indexed once, by `indices`,
        and the tuple that it gives becomes a list.
        """
        if self.collate_fn is default_collate and takes_lists(self.dataset):
            return list(self.dataset[indices])
        return self.collate_fn([self.dataset[i] for i in indices])
