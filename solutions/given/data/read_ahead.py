"""Batches that are fetched while those before them are worked on. (Given code.)

torch has processes for this. Here it is one thread: it runs while the other one waits for a file,
or is inside of NumPy. Which samples come next is found by whoever asks, as in torch. The thread
draws its random numbers from a generator of its own, so that those of a training do not depend on
who was faster.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, repeat
from typing import Any, Self
from weakref import finalize

import numpy as np

from ..random.drawing import here
from ..random.generator import Generator


class Ahead:
    """`map(loader.fetch, batches)`, by a thread; it ends when nobody holds this iterator."""

    def __init__(self, loader: Any, batches: Iterator[list[Any]], seed: int) -> None:
        """Begin with `prefetch_factor` batches for each of `num_workers`.

        Args:
            loader: a DataLoader.
            batches: which samples each batch has. Those of an IterableDataset are themselves what
                takes time, and so the thread asks for them.
            seed: where the thread's random numbers begin.
        """
        from concurrent.futures import ThreadPoolExecutor  # it takes a while to import

        begin = partial(_begin, Generator().manual_seed(seed), np.geterr())
        pool = ThreadPoolExecutor(1, "DataLoader", begin)
        self._end = finalize(self, pool.shutdown, wait=False, cancel_futures=True)
        fetch: Callable[[Any], Any] = loader.fetch
        if loader.sampler is loader.dataset:
            fetch, batches = partial(_fetch_next, fetch), repeat(batches)
        self._submitted = (pool.submit(fetch, indices) for indices in batches)
        self._timeout = loader.timeout
        self._due = deque(islice(self._submitted, loader.num_workers * loader.prefetch_factor))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        """The next batch. Raises what the dataset has raised, RuntimeError after `timeout` seconds,
        and StopIteration at the end."""
        if not self._due:
            self._end()
            raise StopIteration
        first = self._due.popleft()
        try:
            return first.result(self._timeout or None)
        except TimeoutError:
            if first.done():  # it is the dataset's own
                raise
            raise RuntimeError(f"DataLoader timed out after {self._timeout} seconds") from None
        finally:
            del first  # it holds its error, whose traceback holds this iterator
            self._due.extend(islice(self._submitted, 1))


def _begin(generator: Generator, errors: dict[str, Any]) -> None:
    here.generator = generator
    np.seterr(**errors)  # each thread has its own, and warns of 1 / 0 unless it is told


def _fetch_next(fetch: Callable[[Any], Any], batches: Iterator[list[Any]]) -> Any:
    return fetch(next(batches))
