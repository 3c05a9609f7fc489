"""One grading run: what is graded, on which seed, and the workers that answer for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from ..library.assemble import Library
from ..library.mounts import ISOLATED, Mount, mounts, untouched
from ..manifest import SOLUTIONS, Milestone
from ..record import Outcome
from ..sandbox.answer import Answer, Meanwhile, nothing
from ..sandbox.inside.wire import Pair, WireError, encode
from ..sandbox.worker import Worker
from .answerer import Answerer, Maker
from .inputs import DEFAULT_SEED
from .oracle import Oracle
from .question import Question

NOTED = 1 << 18  # bytes of the largest answer that is kept

Liar = Callable[[Pair, tuple[Pair, ...]], Pair]


class Judged(NamedTuple):
    """A question, what the learner's library answered, and how that was found to be.

    `expected` is None in a test of facts, which torch can't answer.
    """

    question: Question
    answer: Answer
    expected: Answer | None
    outcome: Outcome


@dataclass
class Grading:
    """The settings of a run, and what it keeps open.

    Args:
        target: the folder that is graded.
        seed: where random inputs start.
        only_isolated: leave out how the learner's files work together.
        run_untouched: run the suites of untouched stubs too, to prove that nothing passes.
        answerer: what to make of each library that is asked.
        liar: answers in the library's place, given the right answer; for testing the suites.
        shrinks: where random programs differ, look for the smallest; else any of them will do.
        takes_notes: keep in `judged` what was asked of each milestone's isolated library.
    """

    target: Path = SOLUTIONS
    seed: int = DEFAULT_SEED
    only_isolated: bool = False
    run_untouched: bool = False
    answerer: Maker = Worker
    liar: Liar | None = None
    shrinks: bool = True
    takes_notes: bool = False
    oracle: Oracle = field(default_factory=Oracle)
    judged: dict[Mount, list[Judged]] = field(default_factory=dict)
    _mounts: dict[Milestone, list[Mount]] = field(default_factory=dict)
    _workers: dict[Library, Answerer] = field(default_factory=dict)
    _together: Answer | None = None  # why the learner's files can't be run together any more
    _apart: bool = False  # each program is run in a process of its own

    def mounts(self, milestone: Milestone) -> list[Mount]:
        """The libraries on which this milestone's suite is to be run; none for a fresh stub."""
        if milestone not in self._mounts:
            self._mounts[milestone] = self._find_mounts(milestone)
        return self._mounts[milestone]

    def _find_mounts(self, milestone: Milestone) -> list[Mount]:
        if untouched(self.target, milestone) and not self.run_untouched:
            return []
        found = mounts(self.target, milestone)
        return found[:1] if self.only_isolated else found

    def start(self, milestone: Milestone) -> None:
        """Start this milestone's workers, so that they are ready when they are asked."""
        for mount in self.mounts(milestone):
            self._worker(mount.library)

    def ask(self, mount: Mount, question: Question, meanwhile: Meanwhile = nothing) -> Answer:
        """What the library answers. Files that hang when they are run together do so once.

        `meanwhile` may be called while the library is busy.
        """
        if mount.is_so_far_only and self._together:
            return self._together
        worker = self._worker(mount.library)
        answer = worker.ask(question, meanwhile=meanwhile, stays=not self._apart)
        hangs = answer.outcome == "timeout" or (answer.at_import and answer.outcome == "crashed")
        if mount.is_so_far_only and hangs:
            self._together = replace(answer, message=f"your files together: {answer.message}")
        return answer

    def rest(self) -> bool:
        """Told that a test is over; whether some of its programs shared a process."""
        return any([worker.rest() for worker in self._workers.values()])

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Within this, each program is run in a process of its own."""
        self._apart = True
        try:
            yield
        finally:
            self._apart = False

    def check(self) -> None:
        """Called now and then in long work; may raise KeyboardInterrupt."""

    def note(self, mount: Mount, judged: Judged) -> None:
        """Told how an answer was found to be; about the same one perhaps twice."""
        if self.takes_notes and ISOLATED in mount.kinds and _is_small(judged.answer):
            self.judged.setdefault(mount, []).append(judged)

    def failed(self, mount: Mount) -> None:
        """Told of a failure, just after the answer that led to it."""

    def expect(self, question: Question) -> Answer:
        """What torch answers."""
        return self.oracle.ask(question)

    def close(self, keep: Sequence[Milestone] = ()) -> None:
        """Stop all workers but those of the milestones named."""
        wanted = {mount.library for milestone in keep for mount in self.mounts(milestone)}
        for library in [library for library in self._workers if library not in wanted]:
            self._workers.pop(library).close()

    def _worker(self, library: Library) -> Answerer:
        if library not in self._workers:
            self._workers[library] = self.answerer(library)
        return self._workers[library]


def _is_small(answer: Answer) -> bool:
    try:
        return answer.value is None or len(encode({}, [answer.value])) <= NOTED
    except WireError:
        return False
