"""What is given around m18: parts of datasets, and samplers of one's own, are torch's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

X = np.arange(12.0).reshape(6, 2)


def plain(x: Any) -> Any:
    return x.tolist() if hasattr(x, "tolist") else [plain(part) for part in x]


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
