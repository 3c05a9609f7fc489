"""Time the peers of a case in turn, after making sure that they compute the same.

Run for one number of threads, in a process of its own: BLAS reads it before NumPy is imported.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter, process_time

import numpy as np

from . import hips
from .cases import CASES, Case
from .check import check_equal
from .peer import Compiling, Peer, copied, draw

Clock = Callable[[], float]
SEED = 0
TURN, SECONDS = 0.005, 2.0  # of a turn, about, and of all turns of a peer


def peers(case: Case, inputs: Sequence[np.ndarray]) -> dict[str, Peer]:
    """Who takes part, by name. All start from the same weights and read the same inputs."""
    import autodiff
    import torch

    found = {lib.__name__: case.network(lib, *inputs) for lib in (autodiff, torch)}
    found["compiled"] = case.network(Compiling(autodiff), *inputs)
    start = copied(found["torch"].state())
    found["numpy"] = case.by_hand(start, *inputs)
    if case.hips and hips.INSTALLED:
        found["autograd"] = case.hips(start, *inputs)
    return found


def time_in_turn(peers: Mapping[str, Peer], clock: Clock) -> dict[str, float]:
    """Seconds of a step of each peer: the best of many short turns, taken one after the other.

    As timeit's documentation has it, the best turn is the one that others on the machine disturbed
    least; what is above it is not the peer's. Short turns are disturbed less often.
    """
    counts = {name: max(1, int(TURN / timed(peer, 1, clock))) for name, peer in peers.items()}
    best = dict.fromkeys(peers, float("inf"))
    gc.freeze()  # else each collection walks through all of torch
    ends = clock() + SECONDS * len(peers)
    while clock() < ends:
        for name, peer in peers.items():
            gc.collect()
            gc.disable()  # as timeit does
            best[name] = min(best[name], timed(peer, counts[name], clock))
            gc.enable()
    return best


def timed(peer: Peer, count: int, clock: Clock) -> float:
    """Seconds of one of so many steps, after one that brings everything back into the caches."""
    peer.step()
    began = clock()
    for _ in range(count):
        peer.step()
    return (clock() - began) / count


def main() -> None:
    threads, *cases = sys.argv[1:]
    import torch

    torch.set_num_threads(int(threads))
    clock = process_time if threads == "1" else perf_counter  # the former stops while others run
    for case in map(CASES.__getitem__, cases):
        inputs = case.empty_inputs()
        check_equal(peers(case, inputs), inputs, case.changed)
        draw(inputs, np.random.default_rng(SEED))
        print(json.dumps([case.name, time_in_turn(peers(case, inputs), clock)]), flush=True)


if __name__ == "__main__":
    main()
