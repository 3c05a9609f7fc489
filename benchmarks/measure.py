"""Time the peers of a case in turn, after making sure that they compute the same.

Run for one number of threads, in a process of its own: BLAS reads it before NumPy is imported.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import sys
from time import perf_counter

import numpy as np

from . import by_hand, networks
from .networks import Step

ROUNDS, SECONDS = 40, 0.02  # how often each peer has its turn, and about how long a turn is
SAME = 1e-4  # how far losses may be apart, relatively, while they are compared
STEPS = 5


def peers(case: str) -> dict[str, Step]:
    """The case's step by the name of who takes it, all from the same weights."""
    import autodiff
    import torch

    build = getattr(networks, case)
    steps = {}
    steps["autodiff"], weights = build(autodiff)
    steps["torch"], _ = build(torch)
    if hand := getattr(by_hand, case, None):
        steps["numpy"] = hand({name: w.copy() for name, w in weights.items()})
    if importlib.util.find_spec("autograd"):
        from . import hips

        if their := getattr(hips, case, None):
            steps["autograd"] = their({name: w.copy() for name, w in weights.items()})
    return steps


def check_equal(case: str, steps: dict[str, Step]) -> None:
    """Take the first steps together. Raises AssertionError when the losses differ."""
    losses = {name: [step() for _ in range(STEPS)] for name, step in steps.items()}
    for name, found in losses.items():
        if not np.allclose(found, losses["autodiff"], SAME, 0):
            raise AssertionError(f"{case}: {name} computes {found}, not {losses['autodiff']}")


def time_in_turn(steps: dict[str, Step]) -> dict[str, float]:
    """Seconds of a step of each peer: the best of many short turns, taken one after the other.

    As timeit's documentation has it, the best turn is the one that others on the machine disturbed
    least; what is above it is not the peer's.
    """
    counts = {}
    for name, step in steps.items():
        began = perf_counter()
        step()
        counts[name] = max(1, int(SECONDS / (perf_counter() - began)))
    turns: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            gc.collect()
            gc.disable()  # as timeit does: it would walk through all of torch, in anybody's turn
            began = perf_counter()
            for _ in range(counts[name]):
                step()
            turns[name].append((perf_counter() - began) / counts[name])
            gc.enable()
    return {name: min(times) for name, times in turns.items()}


def main() -> None:
    threads, *cases = sys.argv[1:]
    import torch

    torch.set_num_threads(int(threads))
    for case in cases:
        steps = peers(case)
        check_equal(case, steps)
        print(json.dumps([case, time_in_turn(steps)]), flush=True)


if __name__ == "__main__":
    main()
