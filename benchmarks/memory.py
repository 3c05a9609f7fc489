"""How much memory a step needs at the most, beside what was there before its network was made.

Each peer has a process of its own. `nox -s bench -- library --memory` prints it.
"""

from __future__ import annotations

import gc
import re
import sys
from importlib import import_module
from pathlib import Path

import numpy as np

from .cases import CASES, Case
from .peer import Arrays, Compiling, Peer, draw

STEPS, SEED, MB = 3, 0, 1e6
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def peer(case: Case, name: str, start: Arrays, inputs: list[np.ndarray]) -> Peer:
    """Who computes the case: by hand, or a library by its name."""
    if name == "numpy":
        return case.by_hand(start, *inputs)
    if name == "compiled":
        return case.network(Compiling(import_module("autodiff")), *inputs)
    return case.network(import_module(name), *inputs)


def kilobytes(field: str) -> int:
    """What the system says of this process: VmRSS is what it holds, VmHWM the most that it held."""
    found = re.search(rf"{field}:\s+(\d+)", STATUS.read_text())
    assert found
    return int(found[1])


def main() -> None:
    """Print the megabytes for the case and the peer that are named; the weights are in a file."""
    case, name, weights = CASES[sys.argv[1]], sys.argv[2], sys.argv[3]
    start = dict(np.load(weights))
    inputs = case.empty_inputs()
    draw(inputs, np.random.default_rng(SEED))
    if name != "numpy":
        tiny = peer(CASES["small_mlp"], name, {}, CASES["small_mlp"].empty_inputs())
        tiny.step()  # whatever is loaded at the first step
    gc.collect()
    before = kilobytes("VmRSS")
    CLEAR.write_text("5")  # the most is forgotten
    own = peer(case, name, start, inputs)
    for _ in range(STEPS):
        own.step()
    print((kilobytes("VmHWM") - before) * 1024 / MB)


if __name__ == "__main__":
    main()
