"""How long `nox -s watch` takes from a save to the verdict on the screen: `nox -s bench -- watch`.

The whole app runs, on a screen of 80x24 that nobody sees, in a folder of its own. Right and wrong
files are saved in turn, each when all that the last one affected has been graded.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tabulate import tabulate

from grader.checkout import solution
from grader.commands.exit_status import Status
from grader.commands.options import Parser
from grader.feedback.known_misconceptions import misconceptions
from grader.manifest import EXERCISES, Milestone
from grader.watch.app import Watch
from grader.watch.events import Verdict

MILESTONES = ("m02", "m04", "m05", "m07", "m08", "m12", "m14", "m16", "m19", "m22", "m25", "m31")
GOAL = 0.3  # seconds, in the median
WRONG = 3  # misconceptions of each milestone that are saved


class Save(NamedTuple):
    """One save: of what, how many tests passed, and the seconds until that could be read."""

    milestone: str
    passed: int
    total: int
    seconds: float


class Timed(Watch):
    """Notes when a verdict has reached the screen."""

    verdicts: asyncio.Queue[tuple[Verdict, float]]

    def judged(self, verdict: Verdict) -> None:
        super().judged(verdict)
        self.call_after_refresh(lambda: self.verdicts.put_nowait((verdict, time.perf_counter())))

    async def idle(self) -> None:
        """Wait until nothing is left to be graded."""
        await asyncio.sleep(0.3)
        while self.view.working.milestone or not self.agenda.is_empty():
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)


async def measure(milestones: Sequence[Milestone]) -> list[Save]:
    """Save each milestone's files, and time the verdicts."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "exercises"
        shutil.copytree(EXERCISES, target)
        app = Timed(target, milestones[0], remember=False)
        app.verdicts = asyncio.Queue()
        found = []
        async with app.run_test(size=(80, 24)):
            for milestone in milestones:
                found += await _milestone(app, milestone)
        app.examiner.join()
    return found


async def _milestone(app: Timed, milestone: Milestone) -> list[Save]:
    app.turn_to(milestone)
    found = []
    path = app.page.target / f"{milestone.module}.py"
    for source in _sources(milestone):
        await app.idle()
        began = time.perf_counter()
        path.write_text(source, encoding="utf-8")
        verdict, ended = await asyncio.wait_for(app.verdicts.get(), 60)
        result = verdict.result
        found.append(Save(result.id, result.passed, result.total, ended - began))
    return found


def _sources(milestone: Milestone) -> list[str]:
    """What a learner may save, one after the other: mistakes, and at last the right answer."""
    right = solution(milestone)
    return [*(each.apply(right) for each in misconceptions(milestone)[:WRONG]), right]


def stretch() -> float:
    """How much longer work takes on two processors than on a machine where nothing else runs."""
    with ProcessPoolExecutor(2) as pool:
        return max(1.0, *pool.map(_wait_for_processor, [1.0, 1.0]))


def _wait_for_processor(seconds: float) -> float:
    began, worked = time.monotonic(), time.process_time()
    while time.monotonic() - began < seconds:
        sum(range(1000))
    return (time.monotonic() - began) / (time.process_time() - worked)


def add_arguments(parser: Parser) -> None:
    parser.add_milestones(f"default: {' '.join(MILESTONES)}", default=MILESTONES)


def run(options: argparse.Namespace) -> int:
    """Measure, and print a row for each milestone and the median and worst of all.

    The exit status is 1 if the median is over the bar, which is for a machine where nothing else
    runs, and is stretched by what does.
    """
    milestones, before = options.milestones, stretch()
    saves = asyncio.run(measure(milestones))
    rows = []
    for milestone in milestones:
        own = [save for save in saves if save.milestone == milestone.id]
        counts = " ".join(f"{save.passed}/{save.total}" for save in own)
        seconds = [save.seconds for save in own]
        rows.append([f"{milestone.id} {milestone.title}", counts, median(seconds), max(seconds)])
    seconds = [save.seconds for save in saves]
    rows.append([f"all {len(saves)} saves", "", median(seconds), max(seconds)])
    print(tabulate(rows, headers=["milestone", "passed", "median, s", "worst"], floatfmt=".2f"))
    busy = max(before, stretch())
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"The bar is a median of {GOAL} s; here, where others work too, times {busy:.2f}")
    return Status.DONE if median(seconds) <= GOAL * busy else Status.UNMET
