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
from pathlib import Path
from threading import Thread
from typing import Any

from ..asking.inputs import DEFAULT_SEED
from ..asking.oracle import Oracle
from ..asking.oracle_cache import RememberingOracle
from ..grading.grade import SLOW_MODULES, grade, milestone_result
from ..judging.outcome import place_of
from ..judging.wording import one_line
from ..manifest import SOLUTIONS, Milestone
from ..record import MilestoneResult
from ..sandbox.answer import Answer
from ..suite.run import SuitesBroken, run
from .agenda import Agenda, Call, Job, Judge, Settle, Warm
from .course import affected
from .events import Broken, Event, Found, Settled, Verdict, Working
from .log import LOG, write_down
from .prefetch import Ahead, Interruptible, Questions


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

    def _next(self) -> Job | None:
        if self._agenda.is_empty():
            self._tell(Working(None))
        return self._agenda.next()

    def _do(self, job: Job) -> None:
        match job:
            case Judge(milestone, moment):
                self._judge(milestone, moment)
            case Call(function):
                self._tell(Found(function()))
            case Warm(milestone):
                self._warm(milestone)
            case Settle(milestone):
                self._settle(milestone)

    def _broken(self, job: Job, problem: Exception) -> Broken:
        """What to tell where it is not the learner who is at fault."""
        at_fault = "A suite" if isinstance(problem, SuitesBroken) else "The grader"
        what = one_line(f"{type(problem).__name__}: {problem}")
        said = [
            f"{at_fault} is at fault here, not your file: {what}",
            "It is tried again when you next save, or press r.",
            write_down(problem, job, self._log),
        ]
        return Broken("\n".join(said), None if isinstance(job, Call) else job.milestone)

    def _warm(self, milestone: Milestone) -> None:
        """Learn the suite's questions and torch's answers, by running it on the reference."""
        if milestone not in self._warmed:
            grading = self._ahead(SOLUTIONS, milestone)
            self._run(grading, milestone)
            self._asked[milestone] = grading.asked
            self._save_answers()
            if not self._warmed:
                Oracle().prepare(SLOW_MODULES[0])  # to confirm on a fresh seed takes torch itself
            self._warmed.add(milestone)

    def _judge(self, milestone: Milestone, moment: float) -> None:
        grading = self._ahead(self._target, milestone)
        self._tell(Working(milestone))
        result = self._run(grading, milestone)
        if result.state == "complete":
            result = replace(result, state="started")  # it is not confirmed yet
        trouble = _trouble(grading.unreadable, self._target) if grading.unreadable else ""
        self._tell(Verdict(result, time.monotonic() - moment, trouble))
        self._agenda.in_full(affected(self._target, [milestone]))

    def _ahead(self, target: Path, milestone: Milestone) -> Ahead:
        return Ahead(
            target,
            only_isolated=True,
            shrinks=False,
            oracle=self._oracle,
            asked=dict(self._asked.get(milestone, {})),
        )

    def _run(self, grading: Ahead, milestone: Milestone) -> MilestoneResult:
        self._agenda.works_on(grading)
        grading.start(milestone)  # while pytest gets ready
        return milestone_result(run(grading, [milestone]), milestone, grading.target)

    def _settle(self, milestone: Milestone) -> None:
        record = grade(
            self._target,
            [milestone],
            remember=self._remember,
            progress=lambda _, done, total: self._tell(Working(milestone, done, total, True)),
            make=self._interruptible,
        )
        self._save_answers()
        self._tell(Settled(record.milestones[0]))

    def _interruptible(
        self, target: Path, seed: int, *, oracle: Oracle, **settings: Any
    ) -> Interruptible:
        grading = Interruptible(
            target, seed, oracle=self._oracle if seed == DEFAULT_SEED else oracle, **settings
        )
        self._agenda.works_on(grading)
        return grading

    def _save_answers(self) -> None:
        if isinstance(self._oracle, RememberingOracle):
            self._oracle.save()


def _trouble(answer: Answer, target: Path) -> str:
    """Why a file can't be imported, in one line: where, what, and the line itself."""
    where, _ = place_of(answer, target)
    what = ": ".join(filter(None, [where, one_line(answer.message or answer.exception)]))
    text = answer.frames[-1].text.strip() if where else ""
    return f"{what}\n    {one_line(text)}" if text else what
