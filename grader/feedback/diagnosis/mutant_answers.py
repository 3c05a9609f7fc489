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
from pathlib import Path
from queue import SimpleQueue
from typing import ClassVar, Protocol

from ...asking.program import Program
from ...asking.question import Question
from ...cache import Memory
from ...checkout import solution
from ...library.assemble import assemble
from ...manifest import PACKAGE, SOLUTIONS, Milestone
from ...sandbox.answer import Answer
from ...sandbox.inside.limits import LIMITS
from ...sandbox.inside.wire import Pair, WireError
from ...sandbox.worker import Worker

INSIDE = Path(__file__).with_name("in_worker.py").read_text(encoding="utf-8")
WORKERS = 2
AT_ONCE = 16  # questions that are sent together
PATIENT = LIMITS._replace(program=10.0, total=600.0)  # each question has its own, shorter, limit
NO_ANSWER = Answer("crashed")


Told = tuple[Pair, Pair, Pair]  # the inputs of `inside.answers`


class Edit(Protocol):
    """A misconception, or what else changes the source of a milestone's file."""

    def apply(self, source: str) -> str:
        """The changed source."""
        ...


Job = tuple[Edit | None, Sequence[Question]]  # None for the reference as it is


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
        self._workers: list[Worker] = []
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
        self._workers += [Worker(self._library, PATIENT) for _ in range(missing)]
        idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            idle.put(worker)

        def answered(told: Told) -> list[Answer]:
            self._check()
            worker = idle.get()
            try:
                return _answers(worker, told)
            finally:
                idle.put(worker)

        told = [self._told(*batch) for batch in batches]  # Python 3.11 can't parse in two threads
        with ThreadPoolExecutor(WORKERS) as pool:
            found = pool.map(answered, told)
            for (edit, questions), answers in zip(batches, found, strict=True):
                for question, answer in zip(questions, answers, strict=True):
                    self._keep(self._key(edit, question), answer)

    def _told(self, edit: Edit | None, questions: Sequence[Question]) -> Told:
        module = f"{PACKAGE}.{self._milestone.module}" if edit else ""
        source = edit.apply(self._solution) if edit else ""
        return ("str", module), ("str", source), ("list", [*map(_pair, questions)])

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


def _pair(question: Question) -> Pair:
    """The question itself as a value that can be sent."""
    source, name = question.program
    return "list", [("str", source), ("str", name), ("list", list(question.inputs))]


def _answers(worker: Worker, told: Told) -> list[Answer]:
    """What a worker answers to all questions that it is told."""
    with suppress(WireError):  # too large to be sent
        answer = worker.ask(Question(Program(INSIDE, "answers"), told))
        if answer.outcome in ("raised", "broken"):  # not the program that was asked, but ours
            said = f"{answer.exception}: {answer.message}\n{answer.printed}"
            raise RuntimeError(f"a misconception could not be asked: {said}")
        if answer.value is not None:
            return [_read(frame.tobytes()) for _, frame in answer.value[1]]
    return [NO_ANSWER] * len(told[-1][1])


def _read(frame: bytes) -> Answer:
    """The answer in a frame; there is none where the question's process came to no good end."""
    try:
        return Answer.from_bytes(frame)
    except WireError:
        return NO_ANSWER
