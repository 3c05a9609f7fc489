"""What the reference answers with one of its files edited, run as seldom as possible.

    with Edited() as edited:
        edited.ask([(Edit("m08_backward", source), questions), (None, questions)])

A misconception, the instrument and a trial repair are such edits. An answer is known by the
reference, the edit and the question, and is never asked for twice in a process; with a `Memory`,
not in a later one either. Where there was none, since it took too long or came too late for its
turn, that may be otherwise the next time: it is asked for again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from queue import SimpleQueue
from typing import ClassVar

from ..asking.question import Question
from ..cache import Memory
from ..library.assemble import assemble
from ..manifest import PACKAGE, SOLUTIONS
from ..sandbox.answer import Answer
from ..sandbox.edits import EditableWorker
from ..sandbox.inside.normal_form import WireError

WORKERS = 2
AT_ONCE = 16  # questions that one worker is asked in a row
SECONDS = 1.0  # of a processor, for a question; an answer that takes longer is not evidence
NO_ANSWER = Answer("crashed")


@dataclass(frozen=True)
class Edit:
    """What stands in a milestone's file, and not the reference's answer.

    Args:
        module: `m08_backward`.
        source: the whole file.
        may_share: whatever its programs leave behind harms no other, so that they may share a
            process: a tenth of the time.
    """

    module: str
    source: str
    may_share: bool = False

    @cached_property
    def key(self) -> str:
        """The same text for the same edit, and for no other."""
        return hashlib.sha256(f"{self.module}\n{self.source}".encode()).hexdigest()


Job = tuple[Edit | None, Sequence[Question]]  # None for the reference as it is


class Edited:
    """Answers questions for the reference, however it is edited; starts workers when they are
    needed, and stops them at its end, or when it is told to."""

    _known: ClassVar[dict[str, Answer]] = {}

    def __init__(self, memory: Memory | None = None) -> None:
        self._memory = memory
        self._stopped: type[BaseException] | None = None
        self._library = assemble(SOLUTIONS, None, fast=False)  # it is the plain files that we edit
        self._ours: list[EditableWorker] = []
        self._theirs: list[EditableWorker] = []  # a learner's code may have spoilt these
        self._silent: set[str] = set()  # what had no answer this time
        self.seconds_once = 0.0  # that `ask_once` took

    def ask(self, jobs: Sequence[Job]) -> list[list[Answer]]:
        """What each of these edited libraries answers to each of its questions.

        Raises RuntimeError where one could not be asked, for which only the grader is to blame.
        """
        batches = [batch for job in jobs for batch in self._unknown(*job)]
        found = self._run(batches, SECONDS, are_ours=True)
        for (edit, questions), answers in zip(batches, found, strict=True):
            for question, answer in zip(questions, answers, strict=True):
                self._keep(self._key(edit, question), answer)
        known = self._known
        return [[known.get(self._key(edit, q), NO_ANSWER) for q in asked] for edit, asked in jobs]

    def ask_once(self, jobs: Sequence[Job], seconds: float) -> list[list[Answer]]:
        """The same for a learner's code: a question may take so long, and nothing is remembered."""
        began = time.monotonic()
        try:
            return self._run(jobs, seconds, are_ours=False)
        finally:
            self.seconds_once += time.monotonic() - began

    def stop(self, why: type[BaseException]) -> None:
        """From any thread: end what runs, and raise this from whatever is asked now or later."""
        self._stopped = why
        for worker in [*self._ours, *self._theirs]:
            worker.hang_up()

    def _check(self) -> None:
        if self._stopped:
            raise self._stopped

    def close(self) -> None:
        """Stop the workers."""
        for workers in (self._ours, self._theirs):
            while workers:
                workers.pop().close()

    def __enter__(self) -> Edited:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _unknown(self, edit: Edit | None, questions: Sequence[Question]) -> list[Job]:
        unknown = [q for q in questions if not self._is_known(self._key(edit, q))]
        starts = range(0, len(unknown), AT_ONCE)
        return [(edit, unknown[start : start + AT_ONCE]) for start in starts]

    def _run(self, batches: Sequence[Job], seconds: float, are_ours: bool) -> list[list[Answer]]:
        self._check()
        workers = self._ours if are_ours else self._theirs
        missing = min(WORKERS, len(batches)) - len(workers)
        workers += [EditableWorker(self._library) for _ in range(missing)]
        idle: SimpleQueue[EditableWorker] = SimpleQueue()
        for worker in workers:
            idle.put(worker)

        def answered(batch: Job) -> list[Answer]:
            self._check()
            worker = idle.get()
            try:
                answers = _answers(worker, batch, seconds, are_ours)
            finally:
                idle.put(worker)
            self._check()
            return answers

        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(answered, batches))

    def _key(self, edit: Edit | None, question: Question) -> str:
        key = (self._library.key, edit and edit.key, question.key)
        return hashlib.sha256(repr(key).encode()).hexdigest()

    def _is_known(self, key: str) -> bool:
        if key not in self._known and self._memory and (frame := self._memory.get(key)):
            with suppress(WireError):  # it is damaged
                self._known[key] = Answer.from_bytes(frame)
        return key in self._known or key in self._silent

    def _keep(self, key: str, answer: Answer) -> None:
        if answer is NO_ANSWER:
            self._silent.add(key)
            return
        self._known[key] = answer
        if self._memory:
            with suppress(WireError):  # too large for a frame, so that it is asked again
                self._memory.put(key, answer.to_bytes())


def _answers(worker: EditableWorker, job: Job, seconds: float, are_ours: bool) -> list[Answer]:
    """What a worker answers to all questions of a job.

    In a library with nobody's code but `ours` in it, what breaks is a fault.
    """
    edit, questions = job
    change = (f"{PACKAGE}.{edit.module}", edit.source) if edit else None
    ask = worker.ask_in_turn if not edit or edit.may_share else worker.ask_all
    answers = list(ask(questions, change, seconds))
    for answer in answers if are_ours else ():
        if answer.outcome == "broken":
            raise RuntimeError(f"an edited reference could not be asked: {answer.message}")
    return [_plain(answer) for answer in answers]


def _plain(answer: Answer) -> Answer:
    """A value, or an exception's type and message, as it is remembered; or neither."""
    if answer.outcome not in ("answered", "raised") or answer.at_import:
        return NO_ANSWER
    return Answer(answer.outcome, answer.value, answer.exception, answer.message)
