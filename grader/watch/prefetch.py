"""A grading that asks a suite's questions before pytest comes to them, two at a time.

The questions are those that an earlier run of the suite asked; pytest then finds the answers
there. One that is asked for the first time waits its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event, Thread

from ..asking.answerer import Answerer
from ..asking.grading import Grading
from ..asking.question import Question
from ..library.assemble import Library
from ..library.mounts import Mount
from ..manifest import Milestone
from ..sandbox.answer import Answer, Meanwhile, nothing
from ..sandbox.worker import Worker

SIDE_BY_SIDE = 2  # workers of one library

Questions = dict[Question, Question]  # each once, in the order in which a suite asks them


@dataclass
class Interruptible(Grading):
    """A grading that another thread may end: `run` then raises KeyboardInterrupt."""

    stop: Event = field(default_factory=Event)

    def interrupt(self) -> None:
        """End it soon, whatever the learner's code is doing."""
        self.stop.set()
        for worker in list(self._workers.values()):
            worker.hang_up()

    def check(self) -> None:
        if self.stop.is_set():
            raise KeyboardInterrupt

    def ask(self, mount: Mount, question: Question, meanwhile: Meanwhile = nothing) -> Answer:
        """The answer, unless it came from a worker that was interrupted."""
        self.check()
        answer = super().ask(mount, question, meanwhile)
        self.check()
        return answer


class SideBySide(Answerer):
    """Workers of one library that answer at the same time, each question once.

    Programs always share processes, and which one runs where is known to nobody: there is no rest.
    """

    def __init__(self, library: Library) -> None:
        self._workers = [Worker(library) for _ in range(SIDE_BY_SIDE)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(SIDE_BY_SIDE)
        self._answers: dict[Question, Future[Answer]] = {}

    def begin(self, questions: Iterable[Question]) -> None:
        """Ask these, in this order."""
        for question in questions:
            self._submit(question)

    def ask(
        self, question: Question, *, meanwhile: Meanwhile = nothing, stays: bool = False
    ) -> Answer:
        """As a worker's `ask`."""
        answer = self._submit(question)
        meanwhile()
        try:
            return answer.result()
        except CancelledError:
            return Answer("crashed", message="interrupted")

    def hang_up(self) -> None:
        """Have no more questions asked, and end what runs."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.hang_up()

    def close(self) -> None:
        """End all workers. Nobody waits for it, least of all a verdict."""
        self.hang_up()
        Thread(target=self._clear_up).start()

    def _clear_up(self) -> None:
        self._threads.shutdown()
        for worker in self._workers:
            worker.close()

    def _submit(self, question: Question) -> Future[Answer]:
        if question not in self._answers:
            self._answers[question] = self._threads.submit(self._ask, question)
        return self._answers[question]

    def _ask(self, question: Question) -> Answer:
        worker = self._idle.get()
        try:
            return worker.ask(question, stays=True)
        finally:
            self._idle.put(worker)


@dataclass
class Ahead(Interruptible):
    """Begins to ask all that was `asked` before as soon as a suite is started, and adds to it."""

    answerer: Callable[[Library], SideBySide] = SideBySide
    asked: Questions = field(default_factory=dict)

    def start(self, milestone: Milestone) -> None:
        for mount in self.mounts(milestone):
            worker = self._worker(mount.library)
            assert isinstance(worker, SideBySide)
            worker.begin(self.asked)

    def ask(self, mount: Mount, question: Question, meanwhile: Meanwhile = nothing) -> Answer:
        self.asked.setdefault(question, question)
        return super().ask(mount, question, meanwhile)
