"""Workers that are asked a suite's questions before pytest comes to them, two at a time.

The questions are those that an earlier run of the suite asked; pytest then finds the answers
there. One that is asked for the first time waits its turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Thread

from ..asking.answerer import Answerer
from ..asking.question import Question
from ..library.assemble import Library
from ..sandbox.answer import Answer, Meanwhile, nothing
from ..sandbox.inside.limits import LIMITS
from ..sandbox.worker import Worker

SIDE_BY_SIDE = 2  # workers of one library
BRISK = LIMITS._replace(timeouts=1)  # of each: somebody is looking on

Questions = dict[Question, None]  # each once, in the order in which a suite asks them


class WorkerPair(Answerer):
    """Two workers of one library that answer at the same time, each question once.

    It begins with all that was `asked` before, and adds to it what else it is asked. Programs
    always share processes, and which one runs where is known to nobody: there is no rest.
    """

    def __init__(self, library: Library, asked: Questions) -> None:
        self._asked = asked
        self._workers = [Worker(library, BRISK) for _ in range(SIDE_BY_SIDE)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(SIDE_BY_SIDE)
        self._answers = {question: self._submit(question) for question in asked}

    def ask(
        self, question: Question, *, meanwhile: Meanwhile = nothing, stays: bool = False
    ) -> Answer:
        """As a worker's `ask`."""
        if question not in self._answers:
            self._answers[question] = self._submit(question)
            self._asked[question] = None
        meanwhile()
        try:
            return self._answers[question].result()
        except CancelledError:
            return Answer("crashed", message="interrupted")

    def hang_up(self) -> None:
        """Have no more questions asked, and end what runs."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.hang_up()

    def close(self) -> Sequence[str]:
        """End all workers. Nobody waits for it, least of all a verdict."""
        self.hang_up()
        Thread(target=self._clear_up).start()
        return ()

    def _clear_up(self) -> None:
        self._threads.shutdown()
        for worker in self._workers:
            worker.close()

    def _submit(self, question: Question) -> Future[Answer]:
        return self._threads.submit(self._ask, question)

    def _ask(self, question: Question) -> Answer:
        worker = self._idle.get()
        try:
            return worker.ask(question, stays=True)
        finally:
            self._idle.put(worker)
