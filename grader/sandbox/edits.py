"""Asks a library that has another text in place of one of its modules.

    worker = EditableWorker(library)
    answers = worker.ask_edited("autodiff.m04_toposort", source, questions)

To import a library anew, in a process that has NumPy and the other modules' code, takes a third of
the time of another worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .answer import Answer, Asked, nothing
from .clock import Clock
from .endings import Lost
from .inside import wire
from .replies import raised
from .worker import Worker

NOT_RUN = Answer("timeout", message="not run: a program already timed out")


class EditableWorker(Worker):
    """A worker that can also be asked for what an edited library answers."""

    def ask_edited(self, module: str, source: str, questions: Sequence[Asked]) -> list[Answer]:
        """What the library answers to each question with this source for one of its modules.

        Each program is run in a process of its own. After one that takes too long, none is run.
        """
        answers: list[Answer] = []
        try:
            while left := questions[len(answers) :]:
                answers += self._ask_edited(module, source, left)
        except BaseException:
            self.close()
            raise
        return answers

    def _ask_edited(self, module: str, source: str, questions: Sequence[Asked]) -> list[Answer]:
        """The answers to all questions, or to the first of them if the worker is lost then."""
        self._import()
        verdict = self._verdict or self._edit(module, source, len(questions))
        if verdict:
            return [verdict] * len(questions)
        answers: list[Answer] = []
        while self._channel and len(answers) < len(questions):
            answer = self._run(questions[len(answers)], nothing, stays=False)
            if not answer or answer.outcome == "timeout":
                self.close()
            if answer:
                answers.append(answer)
        if self._channel:
            self._channel.zygotes = 1
            self._owed += 1  # the edited library's zygote ends by itself
        elif answers[-1].outcome == "timeout":
            answers += [NOT_RUN] * (len(questions) - len(answers))
        return answers

    def _edit(self, module: str, source: str, count: int) -> Answer | None:
        """Has the library imported anew for so many programs; why it can't be, if it can't."""
        assert self._channel
        if not self._settle(self._channel):
            self.close()
            self._import()
        channel, limits = self._channel, self._limits
        channel.request(wire.encode({"edit": module, "source": source, "count": count}))
        try:
            used = channel.used_by_programs
            reply = channel.reply(Clock("import ", limits.imports, limits.patience, used))
            if reply.get("imported") is True:
                channel.zygotes = 2
                return None
            answer = raised(reply, channel.output())
            self._owed += 1
        except Lost as lost:
            answer = Answer(lost.outcome, message=lost.line, printed=channel.output())
            self.close()
        return replace(answer, stage="import")
