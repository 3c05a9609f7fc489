"""`nox -s parity`: train in autodiff and in torch from one seed, and compare every loss.

`nox -s parity -- --target exercises` trains in the learner's own library instead of the reference.

Nothing passes between the two but the seed and the files that both read. Where JAX is installed it
trains too, from weights and batches that are handed over. The exit status is 1 if a bar is broken.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.asking.oracle import torch
from grader.commands.options import Parser
from grader.files import shown
from grader.manifest import STATE

from .curves import draw
from .libraries import HAS_JAX, INSTALL_JAX, autodiff
from .report import BARS, Result, excuses, table
from .training import CASES, Case, Run, train

CLEAR = "\r\033[K"  # the line
NOT_STARTED = re.compile(r"m\d\d: ")  # as a stub says it
Train = Callable[[Any, Case, str, int], Run]


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = Parser("parity", "Train in autodiff and torch from one seed, and compare every loss.")
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help=f"of {', '.join(CASES)}")
    parser.add_argument(
        "--target",
        choices=("solutions", "exercises"),
        default="solutions",
        help="whose library: the reference (default), or yours where you have started",
    )
    parser.add_argument("--dtypes", nargs="+", choices=BARS, default=list(BARS))
    parser.add_argument("--no-jax", action="store_true", help="leave JAX out where it is installed")
    parser.add_argument("--steps", type=int, default=160)
    parser.add_argument("--plot", type=Path, default=STATE / "parity.svg", metavar="FILE")
    options = parser.parse_args(argv)
    if unknown := set(options.networks) - CASES.keys():
        parser.error(f"there is no {', '.join(sorted(unknown))}; choose from {', '.join(CASES)}")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Train, print the table, save the plot."""
    options = arguments(argv)
    own = autodiff(options.target)
    makers: dict[str, tuple[Any, Train]] = {"autodiff": (own, train), "torch": (torch(), train)}
    if HAS_JAX and not options.no_jax:
        from .in_jax import train as train_in_jax

        makers["JAX"] = own, train_in_jax
    results = list(trained(makers, options))
    print(
        f"{options.steps} steps on one thread; largest relative difference of autodiff's loss from "
        "its peers'; accuracy on the test set at the end; milliseconds of a step (median)"
    )
    print("", table(results), "", *excuses(results), "", sep="\n")
    if not HAS_JAX:
        print(INSTALL_JAX)
    options.plot.parent.mkdir(parents=True, exist_ok=True)
    options.plot.write_text(draw(results))
    print(f"The curves are in {shown(options.plot)}")
    return int(any(result.broken() for result in results))


def trained(
    makers: Mapping[str, tuple[Any, Train]], options: argparse.Namespace
) -> Iterator[Result]:
    """The runs, one network after the other. Exits where one needs what is not started."""
    for dtype in options.dtypes:
        for name in options.networks or CASES:
            runs = {}
            for maker, (lib, how) in makers.items():
                print(f"{CLEAR}{name} {dtype} {maker}", end="", file=sys.stderr, flush=True)
                try:
                    runs[maker] = how(lib, CASES[name], dtype, options.steps)
                except NotImplementedError as missing:
                    if not NOT_STARTED.match(str(missing)):
                        raise
                    sys.exit(f"{CLEAR}{name} needs what is not started: {missing}")
            yield Result(name, dtype, runs)
    print(CLEAR, end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
