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
from typing import Any, NamedTuple

from ..asking.grading import Grading
from ..asking.program import Program
from ..library.assemble import Library
from ..library.mounts import Mount
from ..manifest import Milestone
from ..sandbox.inside.wire import Pair, encode
from ..sandbox.worker import Answer, Worker

SIDE_BY_SIDE = 2  # workers of one library


class Question(NamedTuple):
    """A program and its inputs."""

    program: Program
    inputs: tuple[Pair, ...]


Questions = dict[bytes, Question]  # each by its bytes, in the order in which a suite asks them


@dataclass
class Interruptible(Grading):
    """A grading that another thread may end: `run` then raises KeyboardInterrupt.

    `unreadable` is the answer of a library that could not be imported.
    """

    stop: Event = field(default_factory=Event)
    unreadable: Answer | None = None

    def interrupt(self) -> None:
        """End it soon, whatever the learner's code is doing."""
        self.stop.set()
        for worker in list(self._workers.values()):
            worker.hang_up()

    def check(self) -> None:
        if self.stop.is_set():
            raise KeyboardInterrupt

    def ask(
        self,
        mount: Mount,
        program: Program,
        inputs: tuple[Pair, ...],
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Answer:
        """The answer, unless it came from a worker that was interrupted."""
        self.check()
        answer = super().ask(mount, program, inputs, meanwhile)
        self.check()
        if answer.at_import:
            self.unreadable = answer
        return answer


@dataclass
class Ahead(Interruptible):
    """Begins to ask all that was `asked` before as soon as a suite is started, and adds to it."""

    asked: Questions = field(default_factory=dict)

    def start(self, milestone: Milestone) -> None:
        for mount in self.mounts(milestone):
            self._worker(mount.library).begin(self.asked.values())

    def ask(
        self,
        mount: Mount,
        program: Program,
        inputs: tuple[Pair, ...],
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Answer:
        self.asked.setdefault(key_of(program, inputs), Question(program, inputs))
        return super().ask(mount, program, inputs, meanwhile)

    def _worker(self, library: Library) -> Any:
        if library not in self._workers:
            self._workers[library] = SideBySide(library)
        return self._workers[library]


class SideBySide:
    """Workers of one library that answer at the same time, each question once."""

    is_staying = False

    def __init__(self, library: Library) -> None:
        self._workers = [Worker(library) for _ in range(SIDE_BY_SIDE)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(SIDE_BY_SIDE)
        self._answers: dict[bytes, Future[Answer]] = {}

    def begin(self, questions: Iterable[Question]) -> None:
        """Ask these, in this order."""
        for program, inputs in questions:
            self._submit(program, inputs)

    def ask(
        self,
        source: str,
        name: str,
        inputs: tuple[Pair, ...] = (),
        meanwhile: Callable[[], object] = lambda: None,
        stays: bool = True,
    ) -> Answer:
        """As a worker's `ask`; programs always share processes."""
        answer = self._submit(Program(source, name), inputs)
        meanwhile()
        try:
            return answer.result()
        except CancelledError:
            return Answer("crashed", message="interrupted")

    def rest(self) -> None:
        """There is no rest: which program runs where is known to nobody."""

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

    def _submit(self, program: Program, inputs: tuple[Pair, ...]) -> Future[Answer]:
        key = key_of(program, inputs)
        if key not in self._answers:
            self._answers[key] = self._threads.submit(self._ask, program, inputs)
        return self._answers[key]

    def _ask(self, program: Program, inputs: tuple[Pair, ...]) -> Answer:
        worker = self._idle.get()
        try:
            return worker.ask(program.source, program.name, inputs, stays=True)
        finally:
            self._idle.put(worker)


def key_of(program: Program, inputs: tuple[Pair, ...]) -> bytes:
    """The bytes of a question: the same for the same program and inputs."""
    return encode({"program": program}, inputs)
