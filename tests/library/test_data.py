"""What is given beside `data`: datasets and samplers are torch's; IDX files are read."""

from __future__ import annotations

import itertools
from itertools import islice
from typing import Any

import numpy as np
import pytest
import torch

X = np.arange(12.0).reshape(6, 2)


def plain(x: Any) -> Any:
    return x.tolist() if hasattr(x, "tolist") else [plain(part) for part in x]


def test_a_tensor_dataset_hands_out_rows_as_tuples(lib):
    def play(lib: Any) -> list[Any]:
        dataset = lib.utils.data.TensorDataset(lib.tensor(X), lib.arange(6))
        alone = lib.utils.data.TensorDataset(lib.tensor(X))
        picked = [dataset[3], dataset[-1], dataset[[4, 0, 4]], alone[2], dataset.tensors]
        return [len(dataset), *[[type(each), *map(plain, each)] for each in picked]]

    assert play(lib) == play(torch)


def test_a_random_split_is_torchs_from_the_same_seed(lib):
    def play(lib: Any) -> list[Any]:
        lib.manual_seed(3)
        dataset = lib.utils.data.TensorDataset(lib.tensor(X))
        parts = lib.utils.data.random_split(dataset, [3, 1, 2])
        return [[plain(part[i][0]) for i in range(len(part))] for part in parts]

    assert play(lib) == play(torch)


@pytest.mark.parametrize("drop_last", [False, True])
def test_a_batch_sampler_knows_how_many_lists_it_has(lib, drop_last):
    for n in range(7):
        found, expected = (
            each.utils.data.BatchSampler(range(n), 3, drop_last) for each in (lib, torch)
        )
        assert len(found) == len(expected)


def test_a_subset_renumbers_the_samples_it_was_given(lib):
    def play(lib: Any) -> list[Any]:
        part = lib.utils.data.Subset(lib.utils.data.TensorDataset(lib.tensor(X)), [4, 2, 5])
        smaller = lib.utils.data.Subset(part, [2, 0])
        loader = lib.utils.data.DataLoader(smaller, 2)
        return [len(part), len(smaller), *map(plain, (part[1], smaller[0], list(loader)))]

    assert play(lib) == play(torch)


def test_samples_or_whole_batches_can_be_picked_by_hand(lib):
    def play(lib: Any) -> list[Any]:
        data = lib.utils.data
        dataset = data.TensorDataset(lib.tensor(X))
        samples = data.DataLoader(dataset, batch_size=2, sampler=[4, 1, 1, 0, 3])
        batches = data.DataLoader(dataset, batch_sampler=[[2, 3], [0], [1, 4]])
        in_order = data.DataLoader(dataset, sampler=data.SequentialSampler(dataset))
        return [(len(each), plain(each)) for each in (samples, batches, in_order)]

    assert play(lib) == play(torch)


@pytest.mark.parametrize(
    "options",
    [
        {"batch_size": 0},
        {"batch_size": 2.0},
        {"batch_size": True},
        {"shuffle": True, "sampler": [1]},
        {"batch_size": 2, "batch_sampler": [[1]]},
        {"shuffle": True, "batch_sampler": [[1]]},
        {"drop_last": True, "batch_sampler": [[1]]},
        {"timeout": -1},
        {"num_workers": -1},
        {"prefetch_factor": 2},
        {"num_workers": 1, "prefetch_factor": -2},
        {"persistent_workers": True},
        {"multiprocessing_context": "fork"},
    ],
)
def test_options_that_make_no_sense_are_refused(lib, options):
    for each in (torch, lib):
        with pytest.raises(ValueError):
            each.utils.data.DataLoader(range(3), **options)


@pytest.mark.parametrize(
    "batch",
    [
        [3, 1, 4],
        [2.5, 1.5],
        [True, False, True],
        [np.float32(0.5), np.float32(2.5)],
        [*X],
        [*X.astype(np.float32)],
        ["a", "b"],
        [b"a", b"b"],
    ],
)
def test_numbers_and_arrays_become_one_tensor(lib, batch):
    found, expected = (each.utils.data.default_collate(batch) for each in (lib, torch))
    if isinstance(batch[0], str | bytes):
        assert found == expected == batch
    else:
        assert found.tolist() == expected.tolist()
        assert str(found.numpy().dtype) == str(expected.numpy().dtype)


def refusals(lib: Any) -> list[type[BaseException]]:
    data = lib.utils.data
    attempts = [
        lambda: data.TensorDataset(lib.tensor(X), lib.tensor(X[:5])),
        lambda: data.random_split(range(7), [5, 3]),
        lambda: data.random_split(range(7), [1.5, -0.5]),
        lambda: data.RandomSampler(range(0)),
        lambda: data.RandomSampler(range(3), num_samples=0),
        lambda: data.BatchSampler([1, 2], 0, False),
        lambda: data.BatchSampler([1, 2], True, False),
        lambda: data.default_collate([None, None]),
        lambda: data.default_collate([np.ones(2), np.ones(3)]),
    ]
    raised = []
    for attempt in attempts:
        with pytest.raises(Exception) as caught:
            attempt()
        raised.append(caught.type)
    return raised


def test_what_makes_no_sense_is_refused_as_in_torch(lib):
    assert refusals(lib) == refusals(torch)


@pytest.mark.parametrize(
    "code, name", [(8, "u1"), (9, "i1"), (11, "i2"), (12, "i4"), (13, "f4"), (14, "f8")]
)
def test_idx_bytes_are_a_header_and_numbers_row_by_row(lib, code, name):
    numbers = (40 * np.sin(np.arange(516))).astype(name).reshape(2, 258, 1)
    header = bytes([0, 0, code, 3, 0, 0, 0, 2, 0, 0, 1, 2, 0, 0, 0, 1])
    found = lib.utils.data.parse_idx(header + numbers.astype(f">{name}").tobytes())
    assert found.shape == numbers.shape and found.dtype == numbers.dtype
    assert (lib.from_numpy(found) * 2).tolist() == (numbers * 2).tolist()


def test_damaged_idx_bytes_are_refused(lib):
    right, numbers = [0, 0, 8, 1, 0, 0, 0, 5], bytes([7, 1, 8, 2, 9])
    assert lib.utils.data.parse_idx(bytes(right) + numbers).tolist() == [*numbers]
    for wrong in ([0, 1, *right[2:]], [0, 0, 7, *right[3:]], right[:6], right[:3]):
        with pytest.raises(ValueError):
            lib.utils.data.parse_idx(bytes(wrong))
    for wrong in (numbers[:4], numbers + b"x"):
        with pytest.raises(ValueError):
            lib.utils.data.parse_idx(bytes(right) + wrong)


def test_samplers_draw_what_torchs_draw(lib):
    def play(lib: Any) -> list[Any]:
        lib.manual_seed(5)
        data, generator = lib.utils.data, lib.Generator().manual_seed(9)
        samplers = [
            data.WeightedRandomSampler([0.1, 3.0, 1.0, 0.5], 9),
            data.WeightedRandomSampler([1, 2, 3, 4], 3, replacement=False, generator=generator),
            data.SubsetRandomSampler([7, 5, 3]),
            data.SubsetRandomSampler(range(600), generator),
            data.RandomSampler(range(50), replacement=True, num_samples=70, generator=generator),
        ]
        found = [[list(each), list(each), len(each)] for each in samplers]
        assert all(isinstance(each, data.Sampler) for each in samplers)
        return [*found, lib.randperm(5).tolist()]

    assert play(lib) == play(torch)


def test_a_long_pass_with_replacement_draws_as_it_goes(lib):
    def play(lib: Any) -> list[int]:
        lib.manual_seed(2)
        sampler = lib.utils.data.RandomSampler(range(1000), True, num_samples=10**10)
        return [len(sampler), *islice(iter(sampler), 100), *lib.randperm(3).tolist()]

    assert play(lib) == play(torch)


def test_datasets_are_put_together_and_read_as_streams(lib):
    def play(lib: Any) -> list[Any]:
        data = lib.utils.data

        class Stream(data.IterableDataset):
            def __init__(self, n: int) -> None:
                self.n = n

            def __iter__(self) -> Any:
                return iter([(lib.tensor(float(i)), i) for i in range(self.n)])

            def __len__(self) -> int:
                return self.n

        several = data.ConcatDataset([data.TensorDataset(lib.tensor(X)), range(3)])
        found = [len(several), several[5], several[-1], several[7], several.cumulative_sizes]
        for loader in (
            data.DataLoader(Stream(5), 2),
            data.DataLoader(Stream(5), 2, drop_last=True),
            data.DataLoader(Stream(3), None),
            data.DataLoader(Stream(5), 4),
            data.DataLoader(range(3), None),
            data.DataLoader(np.arange(3.0), batch_size=None, collate_fn=lambda x: [x * 2]),
            data.DataLoader([{"a": np.float32(1), "b": (1, "c")}], None),
        ):
            found += [len(loader), list(loader), list(loader)]
        return [*found, data.get_worker_info(), data.default_collate([1, 2])]

    assert str(play(lib)) == str(play(torch))


def endless(data: Any) -> Any:
    """A dataset whose samples come by themselves."""
    return type("Endless", (data.IterableDataset,), {"__iter__": lambda self: itertools.count()})()


def test_what_loaders_and_samplers_refuse_is_what_torch_refuses(lib):
    attempts = [
        lambda d: d.DataLoader(endless(d), 2, shuffle=True),
        lambda d: d.DataLoader(endless(d), 2, sampler=[1]),
        lambda d: d.DataLoader(endless(d), batch_sampler=[[1]]),
        lambda d: d.DataLoader(range(3), None, drop_last=True),
        lambda d: d.ConcatDataset([]),
        lambda d: d.ConcatDataset([endless(d)]),
        lambda d: d.ConcatDataset([range(3)])[-4],
        lambda d: d.ConcatDataset([range(3)])[3],
        lambda d: d.WeightedRandomSampler([1.0], 0),
        lambda d: d.WeightedRandomSampler([1.0], 2, 1),
        lambda d: d.WeightedRandomSampler([[1.0]], 2),
        lambda d: list(d.WeightedRandomSampler([1.0], 2, False)),
        lambda d: next(iter(d.Sampler())),
    ]
    for attempt in attempts:
        raised = []
        for each in (torch, lib):
            with pytest.raises(Exception) as caught:
                attempt(each.utils.data)
            raised.append(caught.type)
        assert raised[0] is raised[1]
