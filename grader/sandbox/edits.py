"""Asks a library that has another text in place of one of its modules.

    worker = EditableWorker(library)
    answers = worker.ask_all(questions, ("autodiff.m05_toposort", source))

Where bodies of functions alone differ, these are put in. Else the library is imported anew, in a
process that has NumPy and the other modules' code: a third of the time of another worker.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace

import numpy as np

from ..library.assemble import Library
from .answer import Answer, Asked, nothing
from .clock import GRACE, Clock
from .endings import Lost
from .inside import wire
from .inside.limits import LIMITS, Limits
from .replies import not_imported
from .time_out_sentences import others_timed_out
from .worker import Worker

Change = tuple[str, str]  # a module's name, and its source
NOT_RUN = Answer("timeout", message=others_timed_out(1))


class EditableWorker(Worker):
    """A worker that can also be asked what its library answers when it is edited."""

    def __init__(self, library: Library, limits: Limits = LIMITS) -> None:
        super().__init__(library, limits, editable=True)
        self._usual = limits

    def ask_all(
        self, questions: Sequence[Asked], change: Change | None = None, seconds: float | None = None
    ) -> list[Answer]:
        """What the library answers to each question, changed in this way for them.

        Each program is run in a process of its own, which may take so many seconds of a processor,
        or as many as any program. After one that takes longer, none is run.
        """
        answers: list[Answer] = []
        with self._within(seconds):
            while left := questions[len(answers) :]:
                answers += self._ask_some(left, change)
        return answers

    def ask_in_turn(
        self, questions: Sequence[Asked], change: Change | None = None, seconds: float | None = None
    ) -> Iterator[Answer]:
        """The same, one answer after the other, as long as somebody wants the next.

        As long as a process lives, it runs the next program, too. That takes a tenth of the time,
        but what one program leaves behind the next one finds.
        """
        given = 0
        with self._within(seconds):
            while given < len(questions):
                with closing(self._some_in_turn(questions[given:], change)) as answers:
                    for answer in answers:
                        given += 1
                        yield answer

    @contextmanager
    def _within(self, seconds: float | None) -> Iterator[None]:
        """Meanwhile, programs may take so long. Whatever is raised, but that no more answers are
        wanted, ends the worker."""
        self._limits = self._usual._replace(program=seconds or self._usual.program)
        try:
            yield
        except GeneratorExit:
            raise
        except BaseException:
            self.close()
            raise
        finally:
            self._limits = self._usual

    def _some_in_turn(
        self, questions: Sequence[Asked], change: Change | None
    ) -> Generator[Answer, None, None]:
        """The answers to all questions, or to the first of them if their process is lost then."""
        self._import()
        if verdict := self._verdict or self._change(change, 1):
            yield from [verdict] * len(questions)
            return
        try:
            for number, question in enumerate(questions):
                answer = self._run(question, nothing, stays=True)
                if not answer or (number and answer.outcome == "crashed"):
                    self.close()  # perhaps for what another one did
                    return
                if answer.outcome == "timeout":
                    self.close()
                    yield from [answer] + [NOT_RUN] * (len(questions) - number - 1)
                    return
                yield answer
                if not self._is_staying:
                    return
        finally:
            if self._channel:
                self.rest()
                self._end_of_change(change)

    def _end_of_change(self, change: Change | None) -> None:
        """The edited library's zygote ends by itself."""
        if change and self._channel:
            self._channel.zygotes = 1
            self._owed += 1

    def _ask_some(self, questions: Sequence[Asked], change: Change | None) -> list[Answer]:
        """The answers to all questions, or to the first of them if the worker is lost then."""
        self._import()
        verdict = self._verdict or self._change(change, len(questions))
        if verdict:
            return [verdict] * len(questions)
        answers: list[Answer] = []
        while self._channel and len(answers) < len(questions):
            answer = self._run(questions[len(answers)], nothing, stays=False)
            if not answer or answer.outcome == "timeout":
                self.close()
            if answer:
                answers.append(answer)
        if not self._channel and answers[-1].outcome == "timeout":
            answers += [NOT_RUN] * (len(questions) - len(answers))
        else:
            self._end_of_change(change)
        return answers

    def _change(self, change: Change | None, count: int) -> Answer | None:
        """Has the library imported anew for so many programs; why it can't be, if it can't."""
        assert self._channel
        if not self._settle(self._channel):
            self.close()
            self._import()
        if self._verdict or not change:
            return self._verdict
        module, source = change
        text = np.frombuffer(source.encode(), np.uint8)
        channel, limits = self._channel, self._limits
        channel.modules.append((module, source.encode()))
        channel.request(wire.encode({"edit": module, "count": count}, [("ndarray", text)]))
        try:
            used = channel.used_by_programs
            clock = Clock("import ", limits.imports, limits.patience, used, GRACE)
            reply = channel.reply(clock)
            if reply.get("imported") is True:
                channel.zygotes = 2
                return None
            answer = not_imported(reply, channel.output(), clock)
            self._owed += 1
        except Lost as lost:
            answer = Answer(lost.outcome, message=lost.line, printed=channel.output())
            self.close()
        return replace(answer, stage="import")
