"""What the reference answers with a misconception in it, run as seldom as possible.

An answer is known by the reference, the misconception and the question, and is never asked for
twice in a process; with a `Memory`, not in a later one either.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from ..library import Library, assemble
from ..manifest import SOLUTIONS, Milestone
from ..memory import Memory
from ..sandbox.client import Answer, Worker
from ..sandbox.limits import LIMITS
from ..sandbox.wire import Pair, WireError, decode, encode
from ..suite.misconceptions import Misconception
from ..suite.program import Program

AHEAD = 2  # workers that start while another one answers
BRIEF = LIMITS._replace(program=1.0, timeouts=1)  # what takes longer is no evidence


@dataclass(frozen=True, eq=False)
class Question:
    """A program and its inputs."""

    program: Program
    inputs: tuple[Pair, ...]

    @cached_property
    def key(self) -> str:
        """The same for the same question, and no other."""
        return hashlib.sha256(encode({"program": self.program}, self.inputs)).hexdigest()


class Respondent:
    """The reference, perhaps with a mistake in one milestone. It works only if it must."""

    _known: ClassVar[dict[str, Answer]] = {}

    def __init__(
        self,
        reference: Library,
        memory: Memory | None,
        milestone: Milestone | None = None,
        mistake: Misconception | None = None,
    ) -> None:
        self._reference, self._memory = reference, memory
        self._milestone, self._mistake = milestone, mistake
        self._key = repr((reference.key, milestone, mistake))
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._worker: Worker | None = None

    def prepare(self, questions: Iterable[Question]) -> None:
        """Have the worker start if it will be needed for the first of these."""
        first = next(iter(questions), None)
        if first and self._recall(self._key_of(first)) is None:
            self._start()

    def ask(self, question: Question) -> Answer:
        """The answer; what the limits end is an answer, too."""
        key = self._key_of(question)
        answer = self._recall(key)
        if answer is None:
            source, name = question.program
            answer = self._start().ask(source, name, question.inputs)
            self._keep(key, answer)
        return answer

    def close(self) -> None:
        """Stop the worker, where one was started."""
        if self._worker:
            self._worker.close()
        if self._folder:
            self._folder.cleanup()
        self._worker = self._folder = None

    def _start(self) -> Worker:
        self._worker = self._worker or Worker(self._library(), BRIEF)
        return self._worker

    def _library(self) -> Library:
        if self._milestone is None or self._mistake is None:
            return self._reference
        self._folder = tempfile.TemporaryDirectory(prefix="kata-")
        self._mistake.write(self._milestone, Path(self._folder.name))
        return assemble(SOLUTIONS, Path(self._folder.name), [self._milestone.module])

    def _key_of(self, question: Question) -> str:
        return hashlib.sha256(f"{self._key} {question.key}".encode()).hexdigest()

    def _recall(self, key: str) -> Answer | None:
        if key not in self._known and self._memory and (frame := self._memory.get(key)):
            with suppress(WireError, KeyError, ValueError):
                header, pairs = decode(frame)
                value = pairs[0] if pairs else None
                self._known[key] = Answer(header["outcome"], value, header["exception"])
        return self._known.get(key)

    def _keep(self, key: str, answer: Answer) -> None:
        self._known[key] = answer
        if self._memory:
            header = {"outcome": answer.outcome, "exception": answer.exception}
            with suppress(WireError):  # too large for a frame
                self._memory.put(key, encode(header, [answer.value] if answer.value else []))
