"""Whether compiled steps learn what steps without a script learn: their losses, step by step.

Each case has a process of its own. `nox -s bench -- library --losses` prints it.
"""

from __future__ import annotations

import sys

import numpy as np

from .cases import CASES, Case
from .peer import Compiling, draw

STEPS, SEED = 100, 0


def gap(case: Case, steps: int = STEPS) -> float:
    """How far the losses are apart at the most, relatively. Each step sees new inputs."""
    import autodiff

    inputs, rng = case.empty_inputs(), np.random.default_rng(SEED)
    draw(inputs, rng)
    peers = [case.network(lib, *inputs) for lib in (autodiff, Compiling(autodiff))]
    largest = 0.0
    for _ in range(steps):
        draw(inputs, rng)
        expected, found = (peer.step() for peer in peers)
        largest = max(largest, abs(found - expected) / abs(expected))
    return largest


if __name__ == "__main__":
    print(gap(CASES[sys.argv[1]]))
