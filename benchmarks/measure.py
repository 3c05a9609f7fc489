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

from . import compiled, hips
from .cases import CASES, Case
from .check import check_equal
from .peer import Compiling, Peer, copied, draw

Clock = Callable[[], float]
SEED = 0
TURN, SECONDS = 0.005, 2.0  # of a turn, about, and of all turns of a peer
ROUNDS = 4  # between which the turns are divided


def peers(case: Case, inputs: Sequence[np.ndarray], compilers: bool = False) -> dict[str, Peer]:
    """Who takes part, by name. All start from the same weights and read the same inputs."""
    import autodiff
    import torch

    found = {lib.__name__: case.network(lib, *inputs) for lib in (autodiff, torch)}
    found["compiled"] = case.network(Compiling(autodiff), *inputs)
    start = copied(found["torch"].state())
    found["numpy"] = case.by_hand(start, *inputs)
    if case.hips and hips.INSTALLED:
        found["autograd"] = case.hips(start, *inputs)
    if compilers:
        library = compiled.Torch()
        compiling = case.network(library, *inputs)
        if library.has_compiled:
            found["torch.compile"] = compiling
        if compiled.INSTALLED and case.name in compiled.JAX:
            found["jax.jit"] = compiled.JAX[case.name](start, *inputs)
    return found


def time_in_turn(peers: Mapping[str, Peer], clock: Clock) -> dict[str, list[float]]:
    """Seconds of a step of each peer, in each round: the best of many short turns, taken one after
    the other.

    As timeit's documentation has it, the best turn is the one that others on the machine disturbed
    least; what is above it is not the peer's. Short turns are disturbed less often.
    """
    counts = {name: max(1, int(TURN / timed(peer, 1, clock))) for name, peer in peers.items()}
    best = {name: [float("inf")] * ROUNDS for name in peers}
    gc.freeze()  # else each collection walks through all of torch
    for i in range(ROUNDS):
        ends = clock() + SECONDS * len(peers) / ROUNDS
        while clock() < ends:
            for name, peer in peers.items():
                gc.collect()
                gc.disable()  # as timeit does
                best[name][i] = min(best[name][i], timed(peer, counts[name], clock))
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
    threads, compilers, *cases = sys.argv[1:]
    import torch

    torch.set_num_threads(int(threads))
    clock = process_time if threads == "1" else perf_counter  # the former stops while others run
    for case in map(CASES.__getitem__, cases):
        inputs = case.empty_inputs()
        check_equal(peers(case, inputs, bool(compilers)), inputs, case.changed)
        draw(inputs, np.random.default_rng(SEED))
        found = time_in_turn(peers(case, inputs, bool(compilers)), clock)
        print(json.dumps([case.name, found]), flush=True)


if __name__ == "__main__":
    main()
