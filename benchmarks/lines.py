"""`nox -s bench -- lines CASE`: where the time of a compiled step goes, line by line of its script.

Beside each line stand the microseconds that it takes at the least, with one thread; behind them
what the call around the script takes, the whole step, and the same step by hand, each at the least,
so that they need not add up.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import numpy as np
from tabulate import tabulate

from .cases import CASES
from .library import known_case, printed
from .measure import SEED, timed
from .peer import Compiling, copied, draw

SECONDS, FIRST = 2.0, 20  # of the measurement; steps before it
SHARE = 0.01  # of the step: lines that take less are added up
WIDE = 100


class Timed:
    """A script, whose `text` notes the time before its first line and after each."""

    def __init__(self, source: str, space: dict[str, Any]) -> None:
        tree = ast.parse(source)
        (run,) = [x for x in ast.walk(tree) if isinstance(x, ast.FunctionDef) and x.name == "run"]
        *lines, end = run.body
        self.lines = [ast.unparse(line) for line in lines]
        self.at = space["_at"] = [0.0] * (len(lines) + 1)
        space["_now"] = perf_counter
        run.body = [_noting(0)]
        for number, line in enumerate(lines, 1):
            run.body += [line, _noting(number)]
        run.body.append(end)
        self.text = ast.unparse(ast.fix_missing_locations(tree))

    def spent(self) -> np.ndarray:
        """The seconds of each line in the latest run."""
        return np.diff(self.at)


def _noting(number: int) -> ast.stmt:
    return ast.parse(f"_at[{number}] = _now()").body[0]


def rows(name: str) -> Iterator[tuple[float, str]]:
    """Microseconds and what took them."""
    import autodiff
    from autodiff.given.compiling import build

    scripts, with_arrays = [], build.with_arrays

    def with_times(source: str, script: Any, space: dict[str, Any]) -> str:
        scripts.append(Timed(with_arrays(source, script, space), space))
        return scripts[-1].text

    case = CASES[name]
    inputs = case.empty_inputs()
    draw(inputs, np.random.default_rng(SEED))
    build.with_arrays = with_times
    own = case.network(Compiling(autodiff), *inputs)
    by_hand = case.by_hand(copied(own.state()), *inputs)
    for _ in range(FIRST):
        own.step()
    script = scripts[-1]
    best, whole, around, hand = script.spent(), np.inf, np.inf, np.inf
    ends = perf_counter() + SECONDS
    while perf_counter() < ends:
        seconds, spent = timed(own, 1, perf_counter), script.spent()
        best, whole = np.minimum(best, spent), min(whole, seconds)
        around = min(around, seconds - spent.sum())
        hand = min(hand, timed(by_hand, 1, perf_counter))
    slow = best >= SHARE * whole
    for seconds, line in zip(best[slow], np.array(script.lines)[slow], strict=True):
        yield seconds, shortened(line)
    yield best[~slow].sum(), f"{np.sum(~slow)} lines that take less than 1 % of it each"
    yield around, "the call around the script"
    yield whole, "the whole step"
    yield hand, "the same step by hand"


def shortened(line: str) -> str:
    """So much of a statement as fits."""
    first, *rest = line.split("\n")
    return f"{first[:WIDE]}..." if rest or len(first) > WIDE else first


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", type=known_case, metavar="CASE", help=f"of {', '.join(CASES)}")


def run(options: argparse.Namespace) -> int:
    """Have a process with one thread measure, and print its table."""
    print(printed("lines", options.case), end="")
    return 0


if __name__ == "__main__":
    table = [[f"{seconds * 1e6:,.1f}", text] for seconds, text in rows(sys.argv[1])]
    print(tabulate(table, ["us", "line"], colalign=("right", "left"), disable_numparse=True))
