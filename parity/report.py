"""How far runs are apart, the bars, and the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from tabulate import tabulate

from .training import CASES, Run

BARS = {"float32": 1e-4, "float64": 1e-9}
FIRST = 100  # steps for which the bar counts
SAFE = 10  # for which it counts in float32 with kinks
KINKS = """\
Kinks: the slope of ReLU jumps at 0, and max-pool jumps from one pixel to another. Of half a million
activations a step, one now and then lies so close that rounding decides its side. Up to there the
losses agree to the last bits; from there on training magnifies the difference, in deep nets at high
rates most of all, and only float64 can prove more. Torch parts from itself like this, sooner or
later:"""


class Result(NamedTuple):
    """The runs of a case in one dtype, by who made them: autodiff, torch, perhaps JAX."""

    case: str
    dtype: str
    runs: dict[str, Run]

    def difference(self, peer: str, steps: int | None = None) -> float:
        """The largest relative difference of the peer's loss; NaN where one is NaN."""
        own = np.array(self.runs["autodiff"].losses)
        return relative(own, np.array(self.runs[peer].losses))[:steps].max()

    def broken(self) -> bool:
        """Whether a peer is beyond the bar, and that not for kinks alone; or a loss was NaN."""
        steps = SAFE if self.has_kinks() else FIRST
        lost = any(np.isnan(self.difference(peer)) for peer in self.peers())
        return lost or self._beyond(steps)

    def excused(self) -> bool:
        """Whether a peer is beyond the bar for kinks alone."""
        return not self.broken() and self._beyond(FIRST)

    def _beyond(self, steps: int) -> bool:
        return any(self.difference(peer, steps) >= BARS[self.dtype] for peer in self.peers())

    def has_kinks(self) -> bool:
        """Whether rounding may decide between slopes; in float64, hardly ever."""
        return CASES[self.case].kinks and self.dtype == "float32"

    def peers(self) -> list[str]:
        """All but autodiff."""
        return list(self.runs)[1:]


def relative(losses: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """The relative difference at each step."""
    return np.abs(losses - reference) / np.abs(reference)


def table(results: Sequence[Result]) -> str:
    """One row a result."""
    makers = list(results[0].runs)
    headers = ["", "", "bar", *(f"{peer},\nstep 1-{FIRST}" for peer in results[0].peers())]
    headers += [f"{peer},\nwhole run" for peer in results[0].peers()]
    headers += [f"accuracy,\n{maker}" for maker in makers]
    headers += [f"ms a step,\n{maker}" for maker in makers]
    return tabulate([_row(result) for result in results], headers, disable_numparse=True)


def _row(result: Result) -> list[str]:
    verdict = " BROKEN" if result.broken() else " kinks" if result.excused() else ""
    return [
        result.case,
        result.dtype,
        f"{BARS[result.dtype]:.0e}{verdict}",
        *(f"{result.difference(peer, FIRST):.1e}" for peer in result.peers()),
        *(f"{result.difference(peer):.1e}" for peer in result.peers()),
        *(f"{run.accuracy:.2%}" for run in result.runs.values()),
        *(f"{1e3 * run.seconds:.2f}" for run in result.runs.values()),
    ]


def excuses(results: Sequence[Result]) -> Iterator[str]:
    """Why results were excused, if any were, and how far torch in float32 is from float64 there."""
    excused = [result for result in results if result.excused()]
    if excused:
        yield KINKS
    for result in excused:
        exact = [r for r in results if r.case == result.case and r.dtype == "float64"]
        if exact:
            losses = [np.array(r.runs["torch"].losses[:FIRST]) for r in (result, *exact)]
            apart = relative(*losses).max()
            yield f"  {result.case}: torch in float32 and in float64 are {apart:.1e} apart"
