"""How far runs are apart, the bars, and the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from tabulate import tabulate

from .training import CASES, Run

BARS = {"float32": 1e-4, "float64": 1e-9}  # for the first steps
FIRST = 100


class Result(NamedTuple):
    """The runs of a case in one dtype, by who made them: autodiff, torch, perhaps JAX."""

    case: str
    dtype: str
    runs: dict[str, Run]

    def difference(self, peer: str, steps: int | None = None) -> float:
        """The largest relative difference of the peer's loss; NaN where one is NaN."""
        own = np.array(self.runs["autodiff"].losses)
        return relative(own, np.array(self.runs[peer].losses))[:steps].max()

    def excused(self) -> str:
        """Why no bar counts here, if none does."""
        return CASES[self.case].amplifies if self.dtype == "float32" else ""

    def broken(self) -> bool:
        """Whether a peer is beyond the bar."""
        peers = self.runs.keys() - {"autodiff"}
        near = [self.difference(peer, FIRST) < BARS[self.dtype] for peer in peers]
        return not (self.excused() or all(near))


def relative(losses: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """The relative difference at each step."""
    return np.abs(losses - reference) / np.abs(reference)


def table(results: Sequence[Result]) -> str:
    """One row a result."""
    makers = list(results[0].runs)
    headers = ["", "", "bar", *(f"{peer},\nstep 1-{FIRST}" for peer in makers[1:])]
    headers += [f"{peer},\nwhole run" for peer in makers[1:]]
    headers += [f"accuracy,\n{maker}" for maker in makers]
    headers += [f"ms a step,\n{maker}" for maker in makers]
    return tabulate([_row(result) for result in results], headers, disable_numparse=True)


def _row(result: Result) -> list[str]:
    peers = list(result.runs)[1:]
    bar = "see below" if result.excused() else f"{BARS[result.dtype]:.0e}"
    return [
        result.case,
        result.dtype,
        f"{bar} BROKEN" if result.broken() else bar,
        *(f"{result.difference(peer, FIRST):.1e}" for peer in peers),
        *(f"{result.difference(peer):.1e}" for peer in peers),
        *(f"{run.accuracy:.2%}" for run in result.runs.values()),
        *(f"{1e3 * run.seconds:.2f}" for run in result.runs.values()),
    ]


def excuses(results: Sequence[Result]) -> Iterator[str]:
    """For each result without a bar why, and how far torch is from itself."""
    for result in results:
        if result.excused():
            yield f"{result.case} in {result.dtype}: {result.excused()}"
        other = [r for r in results if r.case == result.case and r.dtype == "float64"]
        if result.excused() and other and "torch" in result.runs:
            losses = [np.array(r.runs["torch"].losses) for r in (result, *other)]
            apart = relative(*losses)[:FIRST].max()
            yield f"torch in float32 and torch in float64 are {apart:.1e} apart there."
