"""What the reference answers with one of its files edited, run as seldom as possible.

    with Edited() as edited:
        edited.ask([(Edit("m07_backward", source), questions), (None, questions)])

A misconception, the instrument and a trial repair are such edits. An answer is known by the
reference, the edit and the question, and is never asked for twice in a process; with a `Memory`,
not in a later one either. Where there was none, since it took too long or came too late for its
turn, that may be otherwise the next time: it is asked for again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from typing import ClassVar

import numpy as np

from ..asking.program import Program
from ..asking.question import Question
from ..cache import Memory
from ..library.assemble import assemble
from ..manifest import PACKAGE, SOLUTIONS
from ..sandbox.answer import Answer
from ..sandbox.inside.limits import LIMITS
from ..sandbox.inside.normal_form import Pair, WireError
from ..sandbox.worker import Worker

INSIDE = Path(__file__).with_name("in_worker.py").read_text(encoding="utf-8")
WORKERS = 2
AT_ONCE = 16  # questions that are sent together
PATIENT = LIMITS._replace(
    program=10.0, total=600.0, timeouts=2
)  # each question has its own, shorter, limit
SECONDS = 1.0  # of a processor, for a question; an answer that takes longer is not evidence
NO_ANSWER = Answer("crashed")

Told = tuple[Pair, ...]  # the inputs of `in_worker.answers`


@dataclass(frozen=True)
class Edit:
    """What stands in a milestone's file, and not the reference's answer.

    Args:
        module: `m07_backward`.
        source: the whole file.
    """

    module: str
    source: str

    @cached_property
    def key(self) -> str:
        """The same text for the same edit, and for no other."""
        return hashlib.sha256(f"{self.module}\n{self.source}".encode()).hexdigest()


Job = tuple[Edit | None, Sequence[Question]]  # None for the reference as it is


class Edited:
    """Answers questions for the reference, however it is edited; starts workers when they are
    needed, and stops them at its end.

    `check` is called now and then, and may raise to put an end to it.
    """

    _known: ClassVar[dict[str, Answer]] = {}

    def __init__(
        self, memory: Memory | None = None, check: Callable[[], object] = lambda: None
    ) -> None:
        self._memory, self._check = memory, check
        self._library = assemble(SOLUTIONS, None, fast=False)  # it is the plain files that we edit
        self._workers: list[Worker] = []
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

    def close(self) -> None:
        """Stop the workers."""
        for worker in self._workers:
            worker.close()
        self._workers = []

    def __enter__(self) -> Edited:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _unknown(self, edit: Edit | None, questions: Sequence[Question]) -> list[Job]:
        unknown = [q for q in questions if not self._is_known(self._key(edit, q))]
        starts = range(0, len(unknown), AT_ONCE)
        return [(edit, unknown[start : start + AT_ONCE]) for start in starts]

    def _run(self, batches: Sequence[Job], seconds: float, are_ours: bool) -> list[list[Answer]]:
        missing = min(WORKERS, len(batches)) - len(self._workers)
        self._workers += [Worker(self._library, PATIENT) for _ in range(missing)]
        idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            idle.put(worker)

        def answered(told: Told) -> list[Answer]:
            self._check()
            worker = idle.get()
            try:
                return _answers(worker, told, are_ours)
            finally:
                idle.put(worker)

        told = [_told(*batch, seconds) for batch in batches]
        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(answered, told))

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


def _told(edit: Edit | None, questions: Sequence[Question], seconds: float) -> Told:
    module, source = (f"{PACKAGE}.{edit.module}", edit.source) if edit else ("", "")
    asked = ("list", [*map(_pair, questions)])
    return ("str", module), ("str", source), ("float", seconds), asked


def _pair(question: Question) -> Pair:
    """The question itself as a value that can be sent."""
    source, name = question.program
    return "list", [("str", source), ("str", name), ("list", list(question.inputs))]


def _answers(worker: Worker, told: Told, are_ours: bool) -> list[Answer]:
    """What a worker answers to all questions that it is told.

    In a library with nobody's code but `ours` in it, whatever else `in_worker` raises is a fault.
    """
    count = len(told[-1][1])
    with suppress(WireError):  # too large to be sent
        answer = worker.ask(Question(Program(INSIDE, "answers"), told))
        if are_ours and answer.outcome in ("raised", "broken"):
            said = f"{answer.exception}: {answer.message}\n{answer.printed}"
            raise RuntimeError(f"an edited reference could not be asked: {said}")
        kind, frames = answer.value or ("", [])
        if kind == "list" and len(frames) == count:
            return [_read(payload) for _, payload in frames]
    return [NO_ANSWER] * count


def _read(frame: object) -> Answer:
    """The answer in a frame; there is none where the question's process came to no good end.

    Where the edit is a learner's code, the frame may be anything.
    """
    if isinstance(frame, np.ndarray):
        with suppress(WireError):
            return Answer.from_bytes(frame.tobytes())
    return NO_ANSWER
