"""`nox -s bench -- library [CASE ...] [--threads N ...] [--compilers] [--memory] [--losses]`: how
fast is it?

Each case is the same computation by autodiff, by autodiff's `compile` of the whole step, by hand in
NumPy, in torch, and in HIPS autograd where it is installed; with --compilers by torch.compile and
jax.jit, too, where these can be had. The table shows microseconds a step, the ratio to NumPy with
its range over the rounds, beside the bar that it must not exceed, that of the compiled step, and
how much longer torch takes than autodiff.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from tabulate import tabulate

from grader.manifest import PACKAGE, ROOT, SOLUTIONS
from grader.sandbox.threads import THREADS

from .cases import CASES, Case
from .losses import STEPS
from .memory import CLEAR, LATER

ONE_THREAD = "1 thread, microseconds of the processor"  # so that nobody else's time counts
PEERS = ("autodiff", "compiled", "numpy", "torch", "autograd")
COMPILERS = ("torch.compile", "jax.jit")
MEASURED = ("autodiff", "numpy", "torch", *LATER)  # in megabytes


@contextmanager
def environment(threads: int) -> Iterator[dict[str, str]]:
    """In which `import autodiff` works, with so many threads."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / PACKAGE).symlink_to(SOLUTIONS)
        path = os.pathsep.join([str(ROOT), folder])
        yield os.environ | dict.fromkeys(THREADS, str(threads)) | {"PYTHONPATH": path}


def measure(
    cases: Sequence[str], threads: int, compilers: bool
) -> Iterator[tuple[str, dict[str, list[float]]]]:
    """Each case with the seconds a step of each peer, in each round, from a process with so many
    threads."""
    with environment(threads) as variables:
        asked = [str(threads), "compilers" * compilers, *cases]
        command = [sys.executable, "-m", "benchmarks.measure", *asked]
        with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) as peer:
            assert peer.stdout
            for line in peer.stdout:
                case, seconds = json.loads(line)
                yield case, seconds
        if peer.returncode:
            sys.exit(peer.returncode)


def row(
    case: Case, rounds: dict[str, list[float]], threads: int, who: Sequence[str] = PEERS
) -> list[object]:
    """One line of the table. The bars are for one thread."""
    seconds = {name: min(each) for name, each in rounds.items()}

    def ratio(own: float, by_hand: float) -> float:
        return own * 1e6 / case.nodes if case.nodes else own / by_hand

    figure, compiled = (ratio(seconds[name], seconds["numpy"]) for name in ("autodiff", "compiled"))
    each = list(map(ratio, rounds["autodiff"], rounds["numpy"]))
    unit = " us" if case.nodes else ""
    times = [f"{seconds[p] * 1e6:,.0f}" if p in seconds else "-" for p in who]
    spread = f"{min(each):.2f} to {max(each):.2f}"
    verdict = "over" if threads == 1 and figure > case.bar else ""
    takes = f"{seconds['torch'] / seconds['autodiff']:.2f}"
    ratios = f"{figure:.2f}{unit}", spread, f"{case.bar}{unit}", verdict, f"{compiled:.2f}{unit}"
    return [case.name, *times, *ratios, takes]


def megabytes(case: Case) -> dict[str, float]:
    """What each peer needs at the most for a step, with one thread."""
    import torch

    with tempfile.NamedTemporaryFile(suffix=".npz") as weights:
        np.savez(weights.name, **case.network(torch, *case.empty_inputs()).state())
        asked = {peer: ["memory", case.name, peer, weights.name] for peer in MEASURED}
        return {peer: float(printed(*words)) for peer, words in asked.items()}


def printed(module: str, *words: str) -> str:
    """What a module of `benchmarks` prints in a process of its own, with one thread."""
    with environment(1) as variables:
        command = [sys.executable, "-m", f"benchmarks.{module}", *words]
        done = subprocess.run(command, env=variables, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "cases", nargs="*", type=known_case, metavar="CASE", help=f"of {', '.join(CASES)}"
    )
    parser.add_argument("--memory", action="store_true", help="megabytes, and not microseconds")
    parser.add_argument(
        "--losses", action="store_true", help="whether compiled steps learn the same: takes minutes"
    )
    parser.add_argument(
        "--compilers", action="store_true", help="torch.compile and jax.jit, too: takes minutes"
    )
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])


def known_case(name: str) -> str:
    """The name. Raises ArgumentTypeError if no case has it."""
    if name not in CASES:
        raise argparse.ArgumentTypeError(f"there is no {name}; choose from {', '.join(CASES)}")
    return name


def run(options: argparse.Namespace) -> int:
    """Measure, and print a table of the memory, or one for each number of threads."""
    if options.memory and not CLEAR.exists():
        sys.exit("nox -s bench -- library --memory: only Linux tells how much a process has held")
    if options.memory:
        needs = {name: megabytes(CASES[name]) for name in options.cases or CASES}
        table = [[name, *needs[name].values()] for name in needs]
        print("\n1 thread, megabytes that a step needs at the most\n")
        print(tabulate(table, ["", *MEASURED], floatfmt=",.1f"))
        return 0
    if options.losses:
        table = [[name, float(printed("losses", name))] for name in options.cases or CASES]
        print("\nhow far the losses of compiled steps are from those of others, relatively\n")
        print(tabulate(table, ["", f"of {STEPS}"], floatfmt=".1e"))
        return 0
    for threads in options.threads:
        who = PEERS + COMPILERS if options.compilers else PEERS
        found = measure(options.cases or list(CASES), threads, options.compilers)
        rows = [row(CASES[name], rounds, threads, who) for name, rounds in found]
        unit = f"{threads} threads, microseconds" if threads > 1 else ONE_THREAD
        print(f"\n{unit} a step\n")
        titles = ("to numpy", "rounds", "bar", "", "compiled", "torch takes")
        print(tabulate(rows, ["", *who, *titles]))
    return 0
