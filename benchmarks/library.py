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
from grader.sandbox.fork_server import THREADS

BARS = {  # with one thread, against NumPy; for the chain, microseconds a node
    "mlp": 1.2,
    "small_mlp": 2.0,
    "residual_mlp": 1.4,
    "conv8": 1.3,
    "conv28": 1.3,
    "attention": 1.5,
    "softmax": 1.5,
    "chain": 5.0,
}
CHAIN = 10_000


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


def row(case: str, seconds: dict[str, float], threads: int) -> list[object]:
    """One line of the table. The bars are for one thread."""
    own = seconds["autodiff"]
    figure = own / seconds["numpy"] if "numpy" in seconds else own * 1e6 / CHAIN
    unit = "" if "numpy" in seconds else " us"
    times = [f"{seconds[p] * 1e6:,.0f}" if p in seconds else "-" for p in PEERS]
    verdict = "over" if threads == 1 and figure > BARS[case] else ""
    return [
        case,
        *times,
        f"{figure:.2f}{unit}",
        f"{BARS[case]}{unit}",
        verdict,
        f"{seconds['torch'] / own:.2f}",
    ]


PEERS = ("autodiff", "numpy", "torch", "autograd")


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("nox -s bench -- library", description=__doc__.split("\n")[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(BARS)}")
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    options = parser.parse_args(argv)
    if unknown := set(options.cases) - BARS.keys():
        parser.error(
            f"there is no case {', '.join(sorted(unknown))}; choose from {', '.join(BARS)}"
        )
    for threads in options.threads:
        rows = [row(*found, threads) for found in measure(options.cases or list(BARS), threads)]
        print(f"\n{threads} thread{'s' if threads > 1 else ''}, microseconds a step\n")
        print(tabulate(rows, ["", *PEERS, "to numpy", "bar", "", "torch takes"]))
    return 0
