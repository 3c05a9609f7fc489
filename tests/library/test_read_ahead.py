"""A DataLoader with workers: the same batches, fetched by a thread before they are asked for."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
import pytest
import torch

from tests.library.plain import parts

LONG = 20  # seconds that no test needs


class Numbers:
    """The squares below n, and which of them were read."""

    def __init__(self, n: int) -> None:
        self.n, self.read = n, []
        self.opened, self.may_go_on = threading.Semaphore(0), threading.Event()
        self.may_go_on.set()

    def __len__(self) -> int:
        return self.n

    def __getitem__(self, i: int) -> np.ndarray:
        self.opened.release()
        assert self.may_go_on.wait(LONG)
        self.read.append(i)
        return np.float32([i * i])


def threads() -> set[threading.Thread]:
    """The threads of loaders."""
    return {each for each in threading.enumerate() if each.name.startswith("DataLoader")}


def ended(before: set[threading.Thread]) -> bool:
    """Whether all threads that have come since have ended."""
    for each in threads() - before:
        each.join(LONG)
    return threads() <= before


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("factor", [None, 1, 5])
def test_batches_are_the_same_in_the_same_order(lib, workers, factor):
    data = lib.utils.data
    whole = data.TensorDataset(lib.arange(23.0), lib.arange(23))
    options: list[dict[str, Any]] = [
        {"batch_size": 4},
        {"batch_size": 4, "drop_last": True, "shuffle": True},
        {"batch_size": None},
        {"batch_sampler": [[3, 1], [2]]},
        {"batch_size": 5, "collate_fn": len},
        {"batch_size": 3, "shuffle": True, "generator": lib.Generator().manual_seed(4)},
        {"batch_size": 2, "sampler": data.RandomSampler(whole, replacement=True)},
    ]
    for dataset in (whole, Numbers(23)):
        for each in options:
            seen = []
            for more in ({}, {"num_workers": workers, "prefetch_factor": factor}):
                if "generator" in each:
                    each["generator"].manual_seed(4)
                lib.manual_seed(3)
                loader = data.DataLoader(dataset, **each, **more)
                epochs = [[str(batch) for batch in loader] for _ in range(2)]
                seen.append([*epochs, len(loader), lib.rand(1).item()])
            assert seen[0] == seen[1], each


def test_torchs_shuffled_batches_with_workers_are_ours(lib):
    def play(lib: Any) -> list[Any]:
        lib.manual_seed(8)
        loader = lib.utils.data.DataLoader(
            range(11), 3, True, num_workers=1, collate_fn=list, timeout=LONG
        )
        batches = [batch for _ in range(2) for batch in loader]
        return [batches, loader.prefetch_factor, loader.timeout, lib.rand(1).item()]

    assert play(lib) == play(torch)


def test_samples_in_a_row_are_the_same_and_their_end_is_the_end(lib):
    class Row(lib.utils.data.IterableDataset):
        def __iter__(self) -> Any:
            assert threading.current_thread() in threads()
            return iter(range(7))

    before = threads()
    loader = lib.utils.data.DataLoader(Row(), 3, num_workers=2)
    for _ in range(2):
        assert [batch.tolist() for batch in loader] == [[0, 1, 2], [3, 4, 5], [6]]
    batches = iter(loader)
    assert len([*batches]) == 3
    assert [*batches] == []
    del batches
    assert ended(before)


def test_the_next_batches_are_fetched_while_one_is_worked_on(lib):
    dataset = Numbers(10)
    batches = iter(lib.utils.data.DataLoader(dataset, 1, num_workers=2, prefetch_factor=1))
    for _ in range(2):  # nobody has asked for a batch
        assert dataset.opened.acquire(timeout=LONG)
    assert next(batches).tolist() == [[0.0]]
    assert dataset.opened.acquire(timeout=LONG)  # and this one is fetched while we have the first
    assert not dataset.opened.acquire(timeout=0.1)  # but no more than two are ahead
    assert [batch.item() for batch in batches] == [float(i * i) for i in range(1, 10)]


def test_a_slow_dataset_and_a_slow_training_work_at_the_same_time(lib):
    meeting = threading.Barrier(2, timeout=LONG)

    class Slow(Numbers):
        def __getitem__(self, i: int) -> np.ndarray:
            if i:
                meeting.wait()  # for whoever works on the sample before
            return super().__getitem__(i)

    seen = []
    for batch in lib.utils.data.DataLoader(Slow(6), 1, num_workers=1):
        seen.append(batch.item())
        if len(seen) < 6:
            meeting.wait()
    assert seen == [0, 1, 4, 9, 16, 25]


@pytest.mark.parametrize("wrong", [KeyError("no such file"), TimeoutError("slow"), OSError(5)])
def test_an_error_reaches_the_caller_as_itself_and_what_follows_does_too(lib, wrong):
    class Broken(Numbers):
        def __getitem__(self, i: int) -> np.ndarray:
            if i == 2:
                raise wrong
            return super().__getitem__(i)

    before = threads()
    batches = iter(lib.utils.data.DataLoader(Broken(5), 1, num_workers=1, timeout=LONG))
    assert [next(batches).item(), next(batches).item()] == [0, 1]
    with pytest.raises(type(wrong)) as caught:
        next(batches)
    assert caught.value is wrong
    assert [batch.item() for batch in batches] == [9, 16]
    del batches
    assert ended(before)


def test_the_thread_ends_with_the_loop_and_fetches_no_more(lib):
    before, dataset = threads(), Numbers(1000)
    loader = lib.utils.data.DataLoader(dataset, 2, num_workers=1, prefetch_factor=50)
    for batch in loader:
        assert batch.shape == (2, 1)
        dataset.may_go_on.clear()
        break
    left = len(dataset.read)
    dataset.may_go_on.set()
    assert ended(before)
    assert len(dataset.read) <= left + 2  # the batch that it was at
    assert len([*loader]) == 500
    assert ended(before)
    never_asked = iter(loader)
    assert threads() != before
    del never_asked
    assert ended(before)


def test_it_waits_no_longer_than_it_may(lib):
    before, dataset = threads(), Numbers(3)
    dataset.may_go_on.clear()
    batches = iter(lib.utils.data.DataLoader(dataset, 1, num_workers=1, timeout=0.05))
    with pytest.raises(RuntimeError, match=r"timed out after 0\.05 seconds"):
        next(batches)
    dataset.may_go_on.set()
    del batches
    assert ended(before)


def test_random_numbers_do_not_depend_on_who_is_faster(lib):
    class Noisy(Numbers):
        def __getitem__(self, i: int) -> Any:
            if i == 5:
                lib.manual_seed(i)  # of this thread's numbers, as of a worker's in torch
            return lib.rand(2) + super().__getitem__(i).item()

    def play(wait: float) -> list[Any]:
        lib.manual_seed(1)
        found = []
        for batch in lib.utils.data.DataLoader(Noisy(12), 2, num_workers=1):
            time.sleep(wait)
            found += [batch.tolist(), lib.rand(1).item()]
        return found

    quick, slow = play(0.0), play(0.01)
    assert quick == slow
    lib.manual_seed(1)
    drawn = [[*lib.utils.data.DataLoader(range(12), 2, num_workers=1)], lib.rand(6).tolist()]
    assert drawn[1] == quick[1::2]  # the thread has drawn none of these


def test_recording_is_switched_for_each_thread(lib):
    class Learned(Numbers):
        def __getitem__(self, i: int) -> Any:
            w = lib.ones(1, requires_grad=True)
            return (w * i).requires_grad

    with lib.no_grad():
        loader = lib.utils.data.DataLoader(Learned(3), 3, num_workers=1, collate_fn=parts)
        assert next(iter(loader)) == [True] * 3


def test_the_thread_is_one_of_this_process_and_as_silent(lib, recwarn):
    begun, seen = [], []

    class Logarithms(Numbers):
        def __getitem__(self, i: int) -> Any:
            seen.append(lib.utils.data.get_worker_info())
            return lib.tensor([float(i)]).log()

    loader = lib.utils.data.DataLoader(Logarithms(2), 2, num_workers=2, worker_init_fn=begun.append)
    assert [batch.tolist() for batch in loader] == [[[-np.inf], [0.0]]]
    assert (begun, seen) == ([], [None, None])
    assert not recwarn.list
