"""The thread that grades, while the screen stays alive.

    agenda = Agenda()
    Examiner(agenda, target, tell=print, remember=True).start()
    agenda.saved([milestone])    # the verdict comes first, then what else the save affects

What it finds it tells as events: a `Verdict` on the file alone, soon after the save; then `Settled`
for each milestone that was graded in full, as `nox -s grade` does it. A save interrupts everything.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

from ..asking.oracle import Oracle
from ..asking.oracle_cache import RememberingOracle
from ..asking.workers import Workers
from ..feedback.demonstration import demonstrate, has_demo, patient_workers
from ..feedback.next_hint import Given, next_hint
from ..feedback.notes import Notes
from ..grading.results import milestone_result
from ..grading.steps import grade
from ..judging.wording import one_line
from ..manifest import IS_HANDOUT, SOLUTIONS, Milestone, find_milestone
from ..record import MilestoneResult
from ..suite.run import SuitesBroken, run
from ..suite.setup import Settings, Setup
from .agenda import Agenda, Call, Job, Judge, Settle, Warm
from .course import affected
from .events import Broken, Event, Hinted, Settled, Shown, Verdict, Working
from .log import LOG, write_down
from .prefetch import Questions, WorkerPair

ALONE = Settings(only_isolated=True, shrinks=False)


class Examiner(Thread):
    """Does what is on the agenda, one job after another.

    Args:
        agenda: what to do; `agenda.stop` ends the thread.
        target: the folder that is graded.
        tell: called, in this thread, with each event.
        remember: whether the folder is its owner's own, so that `.kata/` may be used.
        log: where tracebacks of the grader's own mistakes are written.
    """

    def __init__(
        self,
        agenda: Agenda,
        target: Path,
        tell: Callable[[Event], object],
        remember: bool,
        log: Path = LOG,
    ) -> None:
        super().__init__(daemon=True)
        self._agenda, self._target, self._tell = agenda, target, tell
        self._remember, self._log = remember, log
        self._oracle = RememberingOracle() if remember else Oracle()
        self._asked: dict[Milestone, Questions] = {}
        self._warmed: set[Milestone] = set()
        self._notes: dict[Milestone, Notes] = {}  # of each one's latest result

    def run(self) -> None:
        while job := self._next():
            try:
                self._do(job)
            except KeyboardInterrupt:
                continue  # it is done when what is more urgent has been done
            except Exception as problem:
                self._agenda.put_off(job)
                self._tell(self._broken(job, problem))
            else:
                self._agenda.done(job)

    def hint(self, result: MilestoneResult, source: str, given: Given) -> Hinted:
        """The next hint for what failed; in this thread, for it takes a while."""
        milestone = find_milestone(result.id)
        notes = self._notes.get(milestone, Notes())
        return Hinted(milestone, next_hint(result, source, given, notes))

    def demo(self, milestone: Milestone) -> Shown:
        """What a milestone's demo shows; in this thread, and a save interrupts it."""
        if not has_demo(milestone):
            return Shown(milestone, "")
        workers = patient_workers()
        self._agenda.works_on(workers)
        return Shown(milestone, demonstrate(self._target, milestone, workers=workers).text)

    def _next(self) -> Job | None:
        if self._agenda.is_empty():
            self._tell(Working(None))
        return self._agenda.next()

    def _do(self, job: Job) -> None:
        match job:
            case Judge(milestone, moment):
                self._judge(milestone, moment)
            case Call(function):
                self._tell(function())
            case Warm(milestone):
                self._warm(milestone)
            case Settle(milestone):
                self._settle(milestone)

    def _broken(self, job: Job, problem: Exception) -> Broken:
        """What to tell where it is not the learner who is at fault."""
        at_fault = "A suite" if isinstance(problem, SuitesBroken) else "The grader"
        what = one_line(f"{type(problem).__name__}: {problem}".split("\n")[0])
        said = [
            f"{at_fault} is at fault here, not your file: {what}",
            "It is tried again when you next save, or press r.",
            write_down(problem, job, self._log),
        ]
        return Broken("\n".join(said), None if isinstance(job, Call) else job.milestone)

    def _warm(self, milestone: Milestone) -> None:
        """Learn the suite's questions and torch's answers, by running it on the reference; a
        handout has the answers, and no reference."""
        if milestone not in self._warmed and not IS_HANDOUT:
            asked: Questions = {}
            self._run(SOLUTIONS, milestone, asked)
            self._asked[milestone] = asked
            self._oracle.save()
            if not self._warmed:
                Oracle().prepare()  # to confirm on a fresh seed takes torch itself
            self._warmed.add(milestone)

    def _judge(self, milestone: Milestone, moment: float) -> None:
        self._tell(Working(milestone))
        asked, notes = dict(self._asked.get(milestone, {})), Notes()
        result = self._run(self._target, milestone, asked, notes)
        self._notes[milestone] = notes
        if result.is_working:
            result = replace(result, state="started")  # it is not confirmed yet
        self._tell(Verdict(result, time.monotonic() - moment))
        self._agenda.in_full(affected(self._target, [milestone]))

    def _run(
        self, target: Path, milestone: Milestone, asked: Questions, *listeners: object
    ) -> MilestoneResult:
        workers = Workers(partial(WorkerPair, asked=asked))
        self._agenda.works_on(workers)
        setup = Setup.of(target, ALONE, workers, self._oracle)
        workers.start(mount.library for mount in setup.mounts(milestone))  # while pytest gets ready
        return milestone_result(run(setup, [milestone], listeners=listeners), milestone)

    def _settle(self, milestone: Milestone) -> None:
        workers, notes = Workers(), Notes()
        self._agenda.works_on(workers)
        record = grade(
            self._target,
            [milestone],
            remember=self._remember,
            progress=lambda _, done, total: self._tell(Working(milestone, done, total, True)),
            workers=workers,
            oracle=self._oracle,
            notes=notes,
        )
        self._notes[milestone] = notes
        self._tell(Settled(record.milestones[0]))
