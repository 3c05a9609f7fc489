"""How much memory a step needs at the most, beside what was there before its network was made.

Each peer has a process of its own. `nox -s bench -- library --memory` prints it: what the system
says of a whole process, its first steps included; and of later steps of the library, as they are
and compiled, what Python says.
"""

from __future__ import annotations

import gc
import re
import sys
import tracemalloc
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from .cases import CASES, Case
from .peer import Arrays, Compiling, Peer, draw

STEPS, SEED, MB = 3, 0, 1e6
LATER = ("eager", "compiled")  # steps of autodiff after the first ones
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def peer(case: Case, name: str, start: Arrays, inputs: list[np.ndarray]) -> Peer:
    """Who computes the case: by hand, or a library by its name."""
    if name == "numpy":
        return case.by_hand(start, *inputs)
    lib = import_module("autodiff" if name in LATER else name)
    return case.network(Compiling(lib) if name == "compiled" else lib, *inputs)


def kilobytes(field: str) -> int:
    """What the system says of this process: VmRSS is what it holds, VmHWM the most that it held."""
    found = re.search(rf"{field}:\s+(\d+)", STATUS.read_text())
    assert found
    return int(found[1])


def of_later_steps(made: Callable[..., Peer], *what: Any) -> int:
    """The bytes that a peer's network has, and that its steps need at the most, from the fourth
    on."""
    tracemalloc.start()
    own = made(*what)
    for _ in range(STEPS):
        own.step()
    gc.collect()  # the trace
    tracemalloc.reset_peak()
    own.step()
    return tracemalloc.get_traced_memory()[1]


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
    if name in LATER:
        print(of_later_steps(peer, case, name, start, inputs) / MB)
        return
    before = kilobytes("VmRSS")
    CLEAR.write_text("5")  # the most is forgotten
    own = peer(case, name, start, inputs)
    for _ in range(STEPS):
        own.step()
    print((kilobytes("VmHWM") - before) * 1024 / MB)


if __name__ == "__main__":
    main()
