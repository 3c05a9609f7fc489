"""Asks a learner's library for answers, and survives whatever it does instead.

    worker = Worker(assemble(SOLUTIONS, EXERCISES, ["m04_toposort"]))
    answer = worker.ask(Question(Program("def f(lib, n):\n    return lib.tensor(n)", "f"), inputs))
    worker.close()

An `Answer` always comes back, within the limits.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from typing import Any

from ..library.assemble import Library
from .answer import Answer, Asked, Frame, Meanwhile, nothing
from .channel import Channel, Lost, describe_status
from .inside import wire
from .inside.faults import FRAMES, MESSAGE, UNABLE
from .inside.limits import LIMITS, Limits
from .launch import sweep

__all__ = ["Worker", "sweep"]

GRACE = 0.5  # seconds for a program that is late to say where it was


class Worker:
    """A library, ready to run programs in a process of its own, which starts at once.

    A program that costs the process (a timeout, a crash that leaves others behind) costs no other
    program: the next one gets a fresh process. `ask` never raises for what a library does.

    Programs that are asked with `stays` run one after the other in one child, as long as it lives,
    until `rest`. That takes a fifth of the time, but what one leaves behind the next one finds.
    """

    def __init__(self, library: Library, limits: Limits = LIMITS) -> None:
        self._library, self._limits = library, limits
        self._verdict: Answer | None = None  # the answer to everything, once there is one
        self._channel: Channel | None = None
        self._imported = False
        self._is_staying = False  # a child that has run a program will run the next one, too
        self._shared = False  # such a child was asked since the last rest
        self._owed = False  # the last child was to end, but that is not reported yet
        self._timeouts = 0
        self._spent = 0.0
        if library.problem:
            self._verdict = Answer("crashed", message=library.problem, at_import=True)
        else:
            self._channel = Channel(library, limits)

    def ask(
        self, question: Asked, *, meanwhile: Meanwhile = nothing, stays: bool = False
    ) -> Answer:
        """Runs the question's program on (library, *inputs).

        `meanwhile` is called, if the program is run at all, while the worker is busy with it. With
        `stays`, the child that runs it is there for the next program, too.
        """
        began = time.monotonic()
        self._shared = self._shared or self._is_staying
        if self._verdict is None:
            self._verdict = self._exhausted()
        if self._verdict is None:
            self._import()
        answer = self._verdict or self._run(question, meanwhile, stays)
        self._spent += time.monotonic() - began
        return answer

    def rest(self) -> bool:
        """The next program gets a child of its own; whether any since the last rest did not.

        Nothing is waited for.
        """
        if self._is_staying and self._channel:
            self._channel.request(wire.encode({"ends": True}))
            self._owed = True
        self._is_staying = False
        shared, self._shared = self._shared, False
        return shared

    def close(self) -> None:
        """Kills every process of this worker's and removes its folder. May be called twice."""
        if self._channel:
            self._channel.close()
        self._channel, self._imported = None, False
        self._owed = self._is_staying = False

    def hang_up(self) -> None:
        """Ends what runs, from whichever thread: the program that is waited for has crashed."""
        if channel := self._channel:
            channel.hang_up()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _exhausted(self) -> Answer | None:
        if self._timeouts >= self._limits.timeouts:
            line = f"not run: {_count(self._timeouts)} already timed out"
        elif self._spent > self._limits.total:
            line = f"not run: the programs before took longer than {self._limits.total:g} s"
        else:
            return None
        self.close()
        return Answer("timeout", message=line)

    def _import(self) -> None:
        """Sees to it that the library is imported, or that the verdict says why it is not."""
        if self._imported:
            return
        channel = self._channel = self._channel or Channel(self._library, self._limits)
        seconds = self._limits.imports
        deadline = max(channel.started + seconds, time.monotonic() + 1)
        try:
            reply = channel.reply(deadline, f"import took longer than {seconds:g} s")
            if reply.get("imported") is not True:
                self._verdict = _raised(reply, channel.output())
            elif reply.get("strays") is not False:
                raise Lost("crashed", "left processes running when it was imported")
        except Lost as lost:
            self._verdict = Answer(lost.outcome, message=lost.line, printed=channel.output())
        self._imported = True
        if self._verdict:
            self._verdict = replace(self._verdict, at_import=True)
            self.close()

    def _run(self, question: Asked, meanwhile: Meanwhile, stays: bool) -> Answer:
        channel, nonce = self._channel, secrets.token_hex(8)
        source, name = question.program
        assert channel is not None
        seconds = self._limits.program
        header = {"nonce": nonce, "source": source, "name": name, "stays": stays}
        request = wire.encode(header, question.inputs)
        try:
            channel.request(request)
            deadline, late = time.monotonic() + seconds + GRACE, f"took longer than {seconds:g} s"
            meanwhile()
            if self._owed and not _ended_well(channel):
                return self._run_afresh(question, stays)
            done = channel.reply_unless_answered(deadline, late)
            if done and self._is_staying:  # the child ended, but perhaps before this program
                return self._run_afresh(question, stays)
            answer = _read(channel.answer(), nonce, done or {}, channel.output(), late)
            self._is_staying = stays and done is None and answer.outcome != "timeout"
            self._owed = done is None and not self._is_staying
            reusable = done is None or done.get("strays") is False
        except Lost as lost:
            answer = Answer(lost.outcome, message=lost.line, printed=channel.output())
            reusable = False
        if answer.outcome == "timeout":
            self._timeouts += 1
        if not reusable:
            self.close()
        return answer

    def _run_afresh(self, question: Asked, stays: bool) -> Answer:
        """The program before answered, and then did harm; this one is not to suffer from it."""
        self.close()
        self._import()
        return self._verdict or self._run(question, nothing, stays)


def _ended_well(channel: Channel) -> bool:
    """Whether a program that has answered is gone, has left nobody, and its zygote well."""
    try:
        return channel.reply(time.monotonic() + GRACE, "").get("strays") is False
    except Lost:
        return False


def _read(frame: bytes, nonce: str, done: dict[str, Any], printed: str, late: str) -> Answer:
    """The answer in the bytes that a program wrote, or else what its exit status tells."""
    status = done.get("status")
    if not frame:
        return Answer("crashed", message=_epitaph(status), printed=printed)
    try:
        header, pairs = wire.decode(frame)
    except wire.WireError:
        raise Lost("crashed", "answer was not understood") from None
    if header.get("nonce") != nonce:
        raise Lost("crashed", "answer was not understood")
    if refused := header.get("refused"):
        return Answer("crashed", message=f"answer is {_text(refused)}", printed=printed)
    if header.get("late") is True:
        frames = _frames(header)
        return Answer("timeout", message=late, frames=frames, printed=printed)
    if "exception" in header:
        return _raised(header, printed)
    if len(pairs) != 1:
        raise Lost("crashed", "answer was not understood")
    return Answer("answered", pairs[0], printed=printed)


def _epitaph(status: object) -> str:
    if type(status) is not int:
        return "answer was not understood"
    if status == UNABLE:
        return "could not send its answer: out of memory, or the grader's files were closed"
    return describe_status(status)


def _raised(header: dict[str, Any], printed: str) -> Answer:
    """The exception that untrusted code describes; nothing about its form is taken for granted."""
    return Answer(
        "raised",
        exception=_text(header.get("exception"))[:200],
        message=_text(header.get("message")),
        frames=_frames(header),
        printed=printed,
    )


def _frames(header: dict[str, Any]) -> tuple[Frame, ...]:
    frames = header.get("frames")
    return tuple(map(_frame, frames[:FRAMES])) if type(frames) is list else ()


def _frame(fields: object) -> Frame:
    if type(fields) is not list or [type(field) for field in fields] != [str, int, str, str]:
        return Frame("", 0, "", "")
    path, line, function, text = fields
    return Frame(_text(path), line, _text(function), _text(text))


def _text(value: object) -> str:
    return wire.clean(value[:MESSAGE]) if type(value) is str else ""


def _count(timeouts: int) -> str:
    return {1: "a program", 2: "two programs"}.get(timeouts, f"{timeouts} programs")
