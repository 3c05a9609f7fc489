"""What the reference answers with a misconception in it, run as seldom as possible.

An answer is known by the reference, the misconception and the question, and is never asked for
twice in a process; with a `Memory`, not in a later one either. Where there was none, since it took
too long or came too late for its turn, that may be otherwise the next time: it is asked for again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import ClassVar, Protocol

from ...asking.question import Question
from ...cache import Memory
from ...files import solution
from ...library.assemble import assemble
from ...manifest import PACKAGE, SOLUTIONS, Milestone
from ...sandbox.answer import Answer
from ...sandbox.edits import EditableWorker
from ...sandbox.inside.limits import LIMITS
from ...sandbox.inside.wire import WireError

WORKERS = 2
AT_ONCE = 16  # questions that one worker is asked in a row
# What takes longer than a second is no evidence.
QUICK = LIMITS._replace(program=1.0, total=600.0, timeouts=1000)
NO_ANSWER = Answer("crashed")


class Edit(Protocol):
    """A misconception, or what else changes the source of a milestone's file."""

    def apply(self, source: str) -> str:
        """The changed source."""
        ...


Job = tuple[Edit | None, Sequence[Question]]  # None for the reference as it is
Batch = tuple[str | None, Sequence[Question]]  # the same, with the source of the milestone's file


class Answers:
    """The answers of one milestone's misconceptions. Workers start only for what is not known.

    `check` is called now and then, and may raise to put an end to it.
    """

    _known: ClassVar[dict[str, Answer]] = {}

    def __init__(
        self,
        milestone: Milestone,
        memory: Memory | None = None,
        check: Callable[[], object] = lambda: None,
    ) -> None:
        self._milestone, self._memory, self._check = milestone, memory, check
        self._library = assemble(SOLUTIONS, None, fast=False)  # mistakes are put into plain files
        self._solution = solution(milestone)
        self._module = f"{PACKAGE}.{milestone.module}"
        self._workers: list[EditableWorker] = []
        self._silent: set[str] = set()  # what had no answer this time

    def ask(self, jobs: Sequence[Job]) -> list[list[Answer]]:
        """What each of these misconceptions answers to each of its questions."""
        batches = [batch for job in jobs for batch in self._unknown(*job)]
        self._run(batches)
        known = self._known
        return [[known.get(self._key(edit, q), NO_ANSWER) for q in asked] for edit, asked in jobs]

    def close(self) -> None:
        """Stop the workers."""
        for worker in self._workers:
            worker.close()
        self._workers = []

    def _unknown(self, edit: Edit | None, questions: Sequence[Question]) -> list[Job]:
        unknown = [q for q in questions if not self._is_known(self._key(edit, q))]
        starts = range(0, len(unknown), AT_ONCE)
        return [(edit, unknown[start : start + AT_ONCE]) for start in starts]

    def _run(self, batches: Sequence[Job]) -> None:
        missing = min(WORKERS, len(batches)) - len(self._workers)
        self._workers += [EditableWorker(self._library, QUICK) for _ in range(missing)]
        idle: SimpleQueue[EditableWorker] = SimpleQueue()
        for worker in self._workers:
            idle.put(worker)

        def answered(batch: Batch) -> list[Answer]:
            self._check()
            worker = idle.get()
            try:
                return _answers(worker, self._module, *batch)
            finally:
                idle.put(worker)

        # Python 3.11 can't parse in two threads.
        sources = [edit.apply(self._solution) if edit else None for edit, _ in batches]
        asked = [(source, batch[1]) for source, batch in zip(sources, batches, strict=True)]
        with ThreadPoolExecutor(WORKERS) as pool:
            found = pool.map(answered, asked)
            for (edit, questions), answers in zip(batches, found, strict=True):
                for question, answer in zip(questions, answers, strict=True):
                    self._keep(self._key(edit, question), answer)

    def _key(self, edit: Edit | None, question: Question) -> str:
        key = (self._library.key, self._milestone.module, edit, question.key)
        return hashlib.sha256(repr(key).encode()).hexdigest()

    def _is_known(self, key: str) -> bool:
        if key not in self._known and self._memory and (frame := self._memory.get(key)):
            self._known[key] = _read(frame)
        return key in self._known or key in self._silent

    def _keep(self, key: str, answer: Answer) -> None:
        if answer is NO_ANSWER:
            self._silent.add(key)
            return
        self._known[key] = answer
        if self._memory:
            with suppress(WireError):  # too large for a frame, so that it is asked again
                self._memory.put(key, answer.to_bytes())


def _answers(
    worker: EditableWorker, module: str, source: str | None, questions: Sequence[Question]
) -> list[Answer]:
    """What the library answers, with this source for the module, if any."""
    if source is None:
        return [_plain(worker.ask(question)) for question in questions]
    return [_plain(answer) for answer in worker.ask_edited(module, source, questions)]


def _plain(answer: Answer) -> Answer:
    """A value, or the type of an exception, as it is remembered; or none of them."""
    has_substance = answer.outcome in ("answered", "raised") and not answer.at_import
    return Answer(answer.outcome, answer.value, answer.exception) if has_substance else NO_ANSWER


def _read(frame: bytes) -> Answer:
    """The answer in a frame; there is none where the question's process came to no good end."""
    try:
        return Answer.from_bytes(frame)
    except WireError:
        return NO_ANSWER
