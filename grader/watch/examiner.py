"""The thread that grades, while the screen stays alive.

    examiner = Examiner(target, tell=print, remember=True)
    examiner.start()
    examiner.saved([milestone])    # the verdict comes first, then what else the save affects

What it finds it tells as events: a `Verdict` on the file alone, soon after the save; then `Settled`
for each milestone that was graded in full, as `nox -s grade` does it. A save interrupts everything.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Condition, Thread
from typing import Any, NamedTuple

from ..asking.oracle import Oracle
from ..asking.oracle_cache import RememberingOracle
from ..asking.workers import Workers
from ..grading.grade import SLOW_MODULES, grade
from ..grading.results import milestone_result
from ..manifest import SOLUTIONS, Milestone
from ..record import MilestoneResult
from ..suite.run import SuitesBroken, run
from ..suite.setup import Settings, Setup
from .course import affected
from .prefetch import Questions, WorkerPair

ALONE = Settings(only_isolated=True, shrinks=False)


@dataclass(frozen=True)
class Verdict:
    """How a milestone's file does alone."""

    result: MilestoneResult
    seconds: float


@dataclass(frozen=True)
class Settled:
    """How a milestone does alone and so far, confirmed where it is complete."""

    result: MilestoneResult


@dataclass(frozen=True)
class Working:
    """What is being graded, and how far that is; None when there is nothing to do."""

    milestone: Milestone | None
    done: int = 0
    total: int = 0
    in_full: bool = False


@dataclass(frozen=True)
class Broken:
    """The suites could not be run: a mistake in them or in the grader."""

    message: str


@dataclass(frozen=True)
class Found:
    """What came of a `call`."""

    value: Any


class Job(NamedTuple):
    """What to do, and how to forget that it is to be done, once it is."""

    do: Callable[[], object]
    forget: Callable[[], object]


Event = Verdict | Settled | Working | Broken | Found


class Examiner(Thread):
    """Grades one milestone after another; all methods but `run` are for another thread.

    Args:
        target: the folder that is graded.
        tell: called, in this thread, with each event.
        remember: whether the folder is its owner's own, so that `.kata/` may be used.
    """

    def __init__(self, target: Path, tell: Callable[[Event], object], remember: bool) -> None:
        super().__init__(daemon=True)
        self._target, self._tell, self._remember = target, tell, remember
        self._oracle = RememberingOracle() if remember else Oracle()
        self._asked: dict[Milestone, Questions] = {}
        self._changed = Condition()
        self._saved: dict[Milestone, float] = {}  # when each was
        self._calls: list[Callable[[], Any]] = []
        self._in_full: list[Milestone] = []
        self._to_warm: Milestone | None = None
        self._warmed: set[Milestone] = set()
        self._workers: Workers | None = None  # whom a save interrupts
        self._is_interrupted = False
        self._stopped = False

    def saved(self, milestones: Iterable[Milestone]) -> None:
        """These were just saved: leave everything else, and grade them."""
        with self._changed:
            self._saved |= dict.fromkeys(milestones, time.monotonic())
            self._interrupt()

    def look_at(self, milestone: Milestone) -> None:
        """This is the one that will be saved next: get ready, and grade it."""
        with self._changed:
            self._to_warm = milestone
            self._enqueue([milestone])

    def in_full(self, milestones: Iterable[Milestone]) -> None:
        """Grade these in full, when there is nothing more urgent."""
        with self._changed:
            self._enqueue(milestones)

    def call(self, function: Callable[[], Any]) -> None:
        """Have this thread call a function soon, and tell what it `Found`."""
        with self._changed:
            self._calls.append(function)
            self._changed.notify()

    def stop(self) -> None:
        """End the thread and its workers."""
        with self._changed:
            self._stopped = True
            self._interrupt()

    def run(self) -> None:
        while job := self._next():
            try:
                job.do()
            except KeyboardInterrupt:
                continue  # it is done when what is more urgent has been done
            except SuitesBroken as problem:
                self._tell(Broken(str(problem)))
            except Exception as problem:  # files may vanish or change in the middle of it
                self._tell(Broken(_last_line(problem)))
            with self._changed:
                job.forget()

    def _enqueue(self, milestones: Iterable[Milestone]) -> None:
        news = list(milestones)
        self._in_full = [*news, *(m for m in self._in_full if m not in news)]
        self._changed.notify()

    def _interrupt(self) -> None:
        self._is_interrupted = True
        if self._workers:
            self._workers.interrupt()
        self._changed.notify()

    def _next(self) -> Job | None:
        """The most urgent thing to do; waits for one. None at the end."""
        with self._changed:
            if not (self._saved or self._calls or self._to_warm or self._in_full):
                self._tell(Working(None))
            while not self._stopped:
                self._is_interrupted, self._workers = False, None
                if self._saved:
                    latest = max(self._saved, key=lambda milestone: self._saved[milestone])
                    moment = self._saved[latest]
                    return Job(
                        partial(self._judge, latest, moment), partial(self._judged, latest, moment)
                    )
                if self._calls:
                    call = self._calls[0]
                    return Job(partial(self._answer, call), partial(self._calls.remove, call))
                if self._to_warm and self._to_warm not in self._in_full[:1]:
                    ready = self._to_warm
                    return Job(partial(self._warm, ready), partial(self._warmed_up, ready))
                if self._in_full:
                    first = self._in_full[0]
                    return Job(partial(self._settle, first), partial(self._settled, first))
                self._changed.wait()
        return None

    def _judged(self, milestone: Milestone, moment: float) -> None:
        if self._saved[milestone] == moment:  # or else it was saved again just now
            del self._saved[milestone]

    def _warmed_up(self, milestone: Milestone) -> None:
        if self._to_warm == milestone:
            self._to_warm = None

    def _settled(self, milestone: Milestone) -> None:
        self._in_full = [m for m in self._in_full if m != milestone]

    def _answer(self, function: Callable[[], Any]) -> None:
        self._tell(Found(function()))

    def _warm(self, milestone: Milestone) -> None:
        """Learn the suite's questions and torch's answers, by running it on the reference."""
        if milestone not in self._warmed:
            asked: Questions = {}
            self._run(SOLUTIONS, milestone, asked)
            self._asked[milestone] = asked
            self._oracle.save()
            if not self._warmed:
                Oracle().prepare(SLOW_MODULES[0])  # to confirm on a fresh seed takes torch itself
            self._warmed.add(milestone)

    def _judge(self, milestone: Milestone, moment: float) -> None:
        self._tell(Working(milestone))
        result = self._run(self._target, milestone, dict(self._asked.get(milestone, {})))
        self._tell(Verdict(result, time.monotonic() - moment))
        self.in_full(affected(self._target, [milestone]))

    def _run(
        self, target: Path, milestone: Milestone, asked: Questions, *listeners: object
    ) -> MilestoneResult:
        workers = self._take(Workers(partial(WorkerPair, asked=asked)))
        setup = Setup.of(target, ALONE, workers, self._oracle)
        workers.start(mount.library for mount in setup.mounts(milestone))  # while pytest gets ready
        return milestone_result(run(setup, [milestone], listeners=listeners), milestone)

    def _settle(self, milestone: Milestone) -> None:
        record = grade(
            self._target,
            [milestone],
            remember=self._remember,
            progress=lambda _, done, total: self._tell(Working(milestone, done, total, True)),
            workers=self._take(Workers()),
            oracle=self._oracle,
        )
        self._tell(Settled(record.milestones[0]))

    def _take(self, workers: Workers) -> Workers:
        """Make these the workers that a save interrupts; it does, if one came just now."""
        with self._changed:
            self._workers = workers
            if self._is_interrupted:
                workers.interrupt()
        return workers


def _last_line(problem: Exception) -> str:
    where = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__}: {problem} ({Path(where.filename).name}:{where.lineno})"
