"""`nox -s bench -- library [CASE ...] [--threads N ...]`: how fast is the library?

Each case is the same computation by autodiff, by hand in NumPy, in torch, and in HIPS autograd
where it is installed. The table shows microseconds a step, the ratio to NumPy beside the bar that
it must not exceed, and how much longer torch takes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tabulate import tabulate

from grader.manifest import PACKAGE, ROOT, SOLUTIONS
from grader.sandbox.threads import THREADS

from .cases import CASES, Case

ONE_THREAD = "1 thread, microseconds of the processor"  # so that nobody else's time counts
PEERS = ("autodiff", "numpy", "torch", "autograd")


def measure(cases: Sequence[str], threads: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Each case with the seconds a step of each peer, from a process with so many threads."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / PACKAGE).symlink_to(SOLUTIONS)
        environment = os.environ | dict.fromkeys(THREADS, str(threads))
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), folder])
        command = [sys.executable, "-m", "benchmarks.measure", str(threads), *cases]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as peer:
            assert peer.stdout
            for line in peer.stdout:
                case, seconds = json.loads(line)
                yield case, seconds
        if peer.returncode:
            sys.exit(peer.returncode)


def row(case: Case, seconds: dict[str, float], threads: int) -> list[object]:
    """One line of the table. The bars are for one thread."""
    own = seconds["autodiff"]
    figure = own * 1e6 / case.nodes if case.nodes else own / seconds["numpy"]
    unit = " us" if case.nodes else ""
    times = [f"{seconds[p] * 1e6:,.0f}" if p in seconds else "-" for p in PEERS]
    verdict = "over" if threads == 1 and figure > case.bar else ""
    takes = f"{seconds['torch'] / own:.2f}"
    return [case.name, *times, f"{figure:.2f}{unit}", f"{case.bar}{unit}", verdict, takes]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "cases", nargs="*", type=known_case, metavar="CASE", help=f"of {', '.join(CASES)}"
    )
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])


def known_case(name: str) -> str:
    """The name. Raises ArgumentTypeError if no case has it."""
    if name not in CASES:
        raise argparse.ArgumentTypeError(f"there is no {name}; choose from {', '.join(CASES)}")
    return name


def run(options: argparse.Namespace) -> int:
    """Measure, and print a table for each number of threads."""
    for threads in options.threads:
        found = measure(options.cases or list(CASES), threads)
        rows = [row(CASES[name], seconds, threads) for name, seconds in found]
        unit = f"{threads} threads, microseconds" if threads > 1 else ONE_THREAD
        print(f"\n{unit} a step\n")
        print(tabulate(rows, ["", *PEERS, "to numpy", "bar", "", "torch takes"]))
    return 0
