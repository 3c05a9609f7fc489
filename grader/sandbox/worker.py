"""Asks a learner's library for answers, and survives whatever it does instead.

    worker = Worker(assemble(SOLUTIONS, EXERCISES, ["m05_toposort"]))
    answer = worker.ask(Question(Program("def f(lib, n):\n    return lib.tensor(n)", "f"), inputs))
    worker.close()

An `Answer` always comes back, within the limits.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import replace

from ..library.assemble import Library
from .answer import Answer, Asked, Meanwhile, nothing
from .budget import Budget
from .channel import Channel
from .clock import GRACE, Clock
from .endings import Lost, ended
from .inside import wire
from .inside.limits import LIMITS, Limits
from .launch import sweep
from .replies import not_imported, read

__all__ = ["Worker", "sweep"]


class Worker:
    """A library, ready to run programs in a process of its own, which starts at once.

    A program that costs the process (a timeout, a crash that leaves others behind) costs no other
    program: the next one gets a fresh process. `ask` never raises for what a library does.

    Programs that are asked with `stays` run one after the other in one child, as long as it lives,
    until `rest`. That takes a fifth of the time, but what one leaves behind the next one finds.
    """

    def __init__(self, library: Library, limits: Limits = LIMITS, editable: bool = False) -> None:
        self._library, self._limits, self._editable = library, limits, editable
        self._verdict: Answer | None = None  # the answer to everything, once there is one
        self._channel: Channel | None = None
        self._imported = self._is_over = False
        self._is_staying = False  # a child that has run a program will run the next one, too
        self._shared = False  # such a child was asked since the last rest
        self._owed = 0  # how many children were to end, but that is not reported yet
        self._faults: list[str] = []
        self._budget = Budget(limits)
        self._child_age = 0.0  # the seconds that programs have taken in the child that stays
        if library.problem:
            self._verdict = Answer("crashed", message=library.problem, stage="import")
        else:
            self._channel = Channel(library, limits, editable)

    def ask(
        self, question: Asked, *, meanwhile: Meanwhile = nothing, stays: bool = False
    ) -> Answer:
        """Runs the question's program on (library, *inputs).

        `meanwhile` is called, if the program is run at all, while the worker is busy with it. With
        `stays`, the child that runs it is there for the next program, too.
        """
        self._shared = self._shared or self._is_staying
        if self._verdict:
            return self._verdict
        if line := self._budget.exhausted(self._channel):
            self.close()
            return Answer("timeout", message=line, was_run=False)
        began = time.monotonic()
        try:
            self._import()
            answer = self._verdict or self._run(question, meanwhile, stays)
            if not answer:
                self.close()
                self._import()
                answer = self._verdict or self._run(question, nothing, stays)
                assert answer  # no program was run in that process before
        except BaseException:  # of the grader's, perhaps in the middle of a reply
            self.close()
            raise
        self._budget.spend(time.monotonic() - began, answer.outcome == "timeout")
        self._verdict = self._verdict and replace(self._verdict, was_run=False)
        return answer

    def rest(self) -> bool:
        """The next program gets a child of its own; whether any since the last rest did not.

        Nothing is waited for.
        """
        if self._is_staying and self._channel:
            self._channel.request(wire.encode({"ends": True}))
            self._owed += 1
        self._is_staying = False
        shared, self._shared = self._shared, False
        return shared

    def renew(self) -> None:
        """Another suite begins, whose programs have a time of their own."""
        self._budget.renew(self._channel)

    def hurry(self) -> None:
        """Give programs less time from now on, and an import that is not done."""
        self._limits = limits = self._limits.hurried()
        self._budget.hurry(limits)
        if channel := self._channel:
            channel.import_clock = Clock("import ", limits.imports, limits.patience, channel.used)

    def close(self) -> list[str]:
        """Kills every process of this worker's and removes its folder. May be called twice.

        Returns the tracebacks of what broke in the grader's own code, and cost no program anything.
        """
        if self._channel:
            self._budget.end(self._channel)
            if untold := self._channel.close():
                self._faults.append(untold)
        self._channel, self._imported = None, False
        self._owed, self._is_staying = 0, False
        return self._faults

    def hang_up(self) -> None:
        """Ends what runs, from whichever thread, and all that would: each program has crashed."""
        self._is_over = True
        if channel := self._channel:
            channel.hang_up()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _import(self) -> None:
        """Sees to it that the library is imported, or that the verdict says why it is not."""
        if self._imported:
            return
        channel = self._channel or Channel(self._library, self._limits, self._editable)
        self._channel = channel
        if self._is_over:
            channel.hang_up()
        try:
            clock = channel.import_clock
            reply = channel.reply(clock)
            if reply.get("imported") is not True:
                self._verdict = not_imported(reply, channel.output(), clock)
            elif reply.get("strays") is not False:
                raise Lost("crashed", "left processes running when it was imported")
        except Lost as lost:
            self._verdict = _lost(lost, channel.output())
        self._imported = True
        if self._verdict:
            self._verdict = replace(self._verdict, stage="import")
            self.close()

    def _run(self, question: Asked, meanwhile: Meanwhile, stays: bool) -> Answer | None:
        """None where the program before answered and then did harm; this one is to run afresh."""
        channel, nonce = self._channel, secrets.token_hex(8)
        source, name = question.program
        assert channel is not None
        began = time.monotonic()
        header = {"nonce": nonce, "source": source, "name": name, "stays": stays}
        header["seconds"] = self._limits.program
        request = wire.encode(header, question.inputs)
        try:
            channel.request(request)
            clock = self._clock(channel)
            meanwhile()
            if not self._settle(channel):
                return None
            done = channel.reply_unless_answered(clock)
            end = channel.explained(ended(done.get("status"))) if done else None
            if end and self._is_staying and end.outcome != "broken":  # before this program?
                return None
            frame, printed = channel.answer(), channel.output()
            answer = (
                _lost(end, printed) if end and not frame else read(frame, nonce, printed, clock)
            )
            self._is_staying = stays and done is None and answer.outcome != "timeout"
            self._owed = int(done is None and not self._is_staying)
            self._child_age += time.monotonic() - began
            reusable = done is None or done.get("strays") is False
        except Lost as lost:
            answer, reusable = _lost(lost, channel.output()), False
        if not reusable:
            self.close()
        return answer

    def _clock(self, channel: Channel) -> Clock:
        """That of a program which begins now, perhaps in a process where others were before."""
        if not self._is_staying:
            self._child_age = 0.0
        limits, used = self._limits, channel.used_by_programs
        return Clock("", limits.program, limits.patience, used, GRACE, before=self._child_age)

    def _settle(self, channel: Channel) -> bool:
        """Hears how the programs ended that have answered; whether it may go on after them."""
        while self._owed and _ended_well(channel):
            self._owed -= 1
        return not self._owed


def _ended_well(channel: Channel) -> bool:
    """Whether a program that has answered is gone, has left nobody, and its zygote well.

    Raises Lost where the grader's own code broke.
    """
    try:
        done = channel.reply(Clock("", GRACE, 4.0, lambda: 0.0))
    except Lost as lost:
        if lost.outcome == "broken":
            raise
        return False
    if (end := channel.explained(ended(done.get("status")))).outcome == "broken":
        raise end
    return done.get("strays") is False


def _lost(lost: Lost, printed: str) -> Answer:
    return Answer(lost.outcome, message=lost.line, printed=printed)
