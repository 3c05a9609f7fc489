"""What a class costs, and how much memory it takes: `nox -s bench -- classroom`.

Submissions are made of the known mistakes: every other file is right, and each of the others is
wrong in a way of its own. They are graded as `nox -s classroom -- run` does it. All classes have
one key, so that torch answers what the first ask, and who meets a seed that those did not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import psutil
from tabulate import tabulate

from classroom.commands.run import left
from classroom.intake.take_in import SUBMISSIONS
from classroom.running.here import Here
from classroom.running.records import RECORDS, checkout
from classroom.running.run import Progress, tasks
from classroom.running.run import run as run_class
from grader.checkout import solution
from grader.commands.exit_status import Status
from grader.commands.options import Parser
from grader.feedback.known_misconceptions import misconceptions
from grader.manifest import Milestone
from grader.sandbox.jail import strongest
from grader.sandbox.launch import isolate, isolation

MILESTONES = ("m05", "m06", "m07")
SIZES = (10, 100, 500)
PRICE = 0.05  # of a processor's hour, in whatever money
LOOK = 0.5  # seconds between two looks at memory
MB = 1 << 20


class Cost(NamedTuple):
    """What a class took: seconds of processors, seconds by the clock, and the most memory of the
    process that has them graded, and of one that grades, in MB."""

    count: int
    processor: float
    seconds: float
    own: float
    grading: float


def add_arguments(parser: Parser) -> None:
    """The options of `nox -s bench -- classroom`."""
    parser.add_milestones(f"default: {' '.join(MILESTONES)}", default=MILESTONES)
    said = "how many submissions there are (default 10, 100 and 500)"
    parser.add_argument("--count", type=int, nargs="+", default=SIZES, metavar="N", help=said)
    jobs = os.cpu_count() or 1
    parser.add_argument("--jobs", type=int, default=jobs, metavar="N", help="how many at a time")
    said = f"of a processor for an hour (default {PRICE})"
    parser.add_argument("--price", type=float, default=PRICE, metavar="PRICE", help=said)


def run(options: argparse.Namespace) -> int:
    """Grade classes of each size, and print what each took, once it is known, and all of it."""
    isolate(strongest())
    names = " ".join(milestone.id for milestone in options.milestones)
    print(f"submissions of {names}, {isolation()}, {options.jobs} at a time", file=sys.stderr)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for count in options.count:
            cost = measured(Path(folder), count, options.milestones, options.jobs)
            rows.append(_row(cost, options.price))
            print(rows[-1], file=sys.stderr, flush=True)
    print(tabulate(rows, headers="keys", floatfmt=("d", ".1f", ".1f", ".0f", ".0f", ".3f")))
    return Status.DONE


def _row(cost: Cost, price: float) -> dict[str, float]:
    each = cost.processor / cost.count
    return {
        "submissions": cost.count,
        "processor seconds each": each,
        "a minute": 60 * cost.count / cost.seconds,
        "MB, this process": cost.own,
        "MB, the largest that grades": cost.grading,
        f"1,000 at {price:g} an hour": 1000 * each / 3600 * price,
    }


def measured(classroom: Path, count: int, milestones: Sequence[Milestone], jobs: int) -> Cost:
    """Make a class of so many, none of whom has a record, and have it graded."""
    for folder in (SUBMISSIONS, RECORDS):
        shutil.rmtree(classroom / folder, ignore_errors=True)
    for number, files in zip(range(count), handed_in(milestones), strict=False):
        folder = classroom / SUBMISSIONS / f"{number:04}"
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    todo, began = tasks(classroom, isolation()), time.monotonic()
    with Watched() as watched:
        done = run_class(Here(classroom, isolation(), checkout()), todo, jobs, _told(began))
    if failed := [each.key for each in done if each.score is None]:
        raise RuntimeError(f"not graded: {', '.join(failed)}")
    seconds = time.monotonic() - began
    return Cost(count, watched.processor(), seconds, watched.own / MB, watched.grading / MB)


def handed_in(milestones: Sequence[Milestone]) -> Iterator[dict[str, str]]:
    """The files of one submission after the other."""
    mistakes = {each: cycle(misconceptions(each)) for each in milestones}
    number = 0
    while True:
        files = {}
        for place, milestone in enumerate(milestones):
            text = solution(milestone)
            is_wrong = (number + place) % 2
            written = next(mistakes[milestone]).apply(text) if is_wrong else text
            files[f"{milestone.module}.py"] = f"{written}\n# {number}\n"  # no two are alike
        yield files
        number += 1


class Watched:
    """What this process takes while a class is graded, and what those take that it has started."""

    def __init__(self) -> None:
        self.own = self.grading = 0  # bytes, the most
        self._took: dict[psutil.Process, float] = {}
        self._before, self._done = time.process_time(), Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watched:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def processor(self) -> float:
        """Seconds of processors, of all of them."""
        return time.process_time() - self._before + sum(self._took.values())

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._done.wait(LOOK):
            self.own = max(self.own, own.memory_info().rss)
            for child in own.children():
                with suppress(psutil.Error):
                    self.grading = max(self.grading, child.memory_info().rss)
                    took = sum(map(_took, [child, *child.children(recursive=True)]))
                    self._took[child] = max(took, self._took.get(child, 0.0))


def _took(process: psutil.Process) -> float:
    """Its seconds, and those of whom it has waited for."""
    with suppress(psutil.Error):
        return float(sum(process.cpu_times()[:4]))
    return 0.0


def _told(began: float) -> Progress:
    """Prints how far it is, every tenth of the way."""

    def tell(done: int, count: int) -> None:
        if done % max(count // 10, 1) == 0:
            rest = (time.monotonic() - began) / done * (count - done)
            print(f"{done}/{count}, {left(rest)}", file=sys.stderr, flush=True)

    return tell
