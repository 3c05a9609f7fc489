"""The pool of those who answer: one for each library that is asked, ready before it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Protocol

from ..library.assemble import Library
from ..library.mounts import Mount
from ..sandbox.allowance import UNLIMITED, Allowance, allowing
from ..sandbox.answer import Answer, Meanwhile, nothing
from ..sandbox.worker import Worker
from .answerer import Answerer, Maker
from .hangs import Hangs
from .import_blame import NOTHING, ImportBlame
from .question import Question

PATIENT = 3  # time-outs of a submission, after which there is less time for each program


class OutOfTime(BaseException):
    """The time for all questions together is over. No Exception, or hypothesis would take it for
    one more thing that is wrong."""


class Stoppable(Protocol):
    """Somebody else who asks libraries, in time that is limited."""

    def stop(self, why: type[BaseException]) -> None:
        """Told, from any thread: end what runs, and raise this from now on."""


class Foreteller(Protocol):
    """Knows some answers without asking, by what has timed out."""

    def note(self, library: Library, answer: Answer) -> None:
        """Told what has timed out."""

    def foretell(self, library: Library, question: Question, hurried: bool) -> Answer | None:
        """The answer, if it is known; `hurried` says that there is little time to find out."""

    def hang_up(self) -> None:
        """Told, from any thread, that nobody waits for an answer any more."""

    def close(self) -> None:
        """Told that another suite begins."""


class Workers:
    """Asks each library of an answerer of its own, which `make` makes.

    Another thread may `interrupt`: whoever asks, or has asked, then gets a KeyboardInterrupt.
    """

    def __init__(self, make: Maker = Worker) -> None:
        self._make = make
        self.faults: list[str] = []  # tracebacks of what broke in the grader, and no answer tells
        self.allowance = UNLIMITED  # of all questions together
        self._workers: dict[Library, Answerer] = {}
        self._imports = ImportBlame(self.ask_once)
        self._hangs = Hangs()
        self._apart = False
        self._foreteller: Foreteller | None = None
        self._timeouts = 0
        self._stopped: type[BaseException] | None = None
        self._others: list[Stoppable] = []

    def others(self) -> Workers:
        """More of the same kind, of which these know nothing."""
        return Workers(self._make)

    def start(self, libraries: Iterable[Library]) -> None:
        """Have these be ready when they are asked."""
        for library in libraries:
            if library not in self._workers and not self._stopped:
                self._workers[library] = self._make(library)
                if self._is_hurried:
                    self._workers[library].hurry()
                if self._stopped:  # meanwhile
                    self._workers[library].hang_up()

    def is_known(self, mount: Mount) -> bool:
        """Whether nobody need be asked: it is of all files together, and these hang."""
        return self._hangs.known(mount) is not None

    def heed(self, foreteller: Foreteller) -> None:
        """Have somebody foretell what will time out."""
        self._foreteller = foreteller

    def begin_anew(self) -> None:
        """Other inputs come: what has timed out before makes nobody hurry any more."""
        self._timeouts = 0

    def keep(self, libraries: Iterable[Library]) -> None:
        """Another suite begins: close all but these."""
        if self._foreteller:
            self._foreteller.close()
        wanted = set(libraries)
        for library in [each for each in self._workers if each not in wanted]:
            self.faults += self._workers.pop(library).close()
        for worker in self._workers.values():
            worker.renew()

    def close(self) -> None:
        """Close all; who is asked later is made anew."""
        self.keep(())

    def ask(self, mount: Mount, question: Question, meanwhile: Meanwhile = nothing) -> Answer:
        """What the library answers; what is known to hang is not asked.

        `meanwhile` may be called while the library is busy. Raises what `check` does.
        """
        if known := self._hangs.known(mount, question):
            return known
        self.check()
        answer = self._foretold(mount, question) or self._answer(mount, question, meanwhile)
        self._hangs.note(mount, question, answer)
        return answer

    def _answer(self, mount: Mount, question: Question, meanwhile: Meanwhile) -> Answer:
        self.start([mount.library])
        worker = self._workers[mount.library]
        answer = worker.ask(question, meanwhile=meanwhile, stays=not self._apart)
        self.check()
        if answer.at_import:
            answer = self._imports.blamed(mount.library, answer)
        if answer.outcome == "timeout" and answer.was_run:
            self._note_timeout(mount, answer)
        return answer

    def ask_once(self, library: Library) -> Answer:
        """What becomes of a program that asks nothing, in a worker for it alone. Raises what
        `check` does."""
        worker = self._workers[library] = Worker(library)  # among the others, so as to be stopped
        if self._stopped:  # meanwhile
            worker.hang_up()
        answer = worker.ask(NOTHING)
        self.check()
        self.faults += self._workers.pop(library).close()
        return answer

    def _foretold(self, mount: Mount, question: Question) -> Answer | None:
        if not (self._timeouts and self._foreteller) or mount.is_so_far_only:
            return None
        return self._foreteller.foretell(mount.library, question, self._is_hurried)

    @property
    def _is_hurried(self) -> bool:
        return self._timeouts >= PATIENT

    def _note_timeout(self, mount: Mount, answer: Answer) -> None:
        self._timeouts += 1
        if self._foreteller and not mount.is_so_far_only:
            self._foreteller.note(mount.library, answer)
        if self._timeouts == PATIENT:
            for worker in self._workers.values():
                worker.hurry()

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

    def interrupt(self) -> None:
        """Put an end to it, whatever the learner's code is doing."""
        self.stop(KeyboardInterrupt)

    @contextmanager
    def allowed(self, allowance: Allowance) -> Iterator[None]:
        """Within this, whoever asks, or has asked, gets OutOfTime when the allowance is over."""
        self.allowance = allowance
        try:
            with allowing(allowance, partial(self.stop, OutOfTime)):
                yield
        finally:
            self.allowance = UNLIMITED
            self._stopped = None if self._stopped is OutOfTime else self._stopped

    def stop(self, why: type[BaseException]) -> None:
        """From any thread: end what runs, and have `check` raise this from now on."""
        self._stopped = why
        for worker in list(self._workers.values()):
            worker.hang_up()
        if self._foreteller:
            self._foreteller.hang_up()
        for other in list(self._others):
            other.stop(why)

    @contextmanager
    def stopping(self, other: Stoppable) -> Iterator[None]:
        """Within this, somebody else is stopped when these are."""
        self._others.append(other)
        if self._stopped:
            other.stop(self._stopped)
        try:
            yield
        finally:
            self._others.remove(other)

    def check(self) -> None:
        """Raise KeyboardInterrupt if somebody has interrupted, OutOfTime if the time is over."""
        if self._stopped:
            raise self._stopped
