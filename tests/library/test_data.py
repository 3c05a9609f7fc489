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
