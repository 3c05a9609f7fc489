"""One running worker process, seen from the trusted side: its pipes, its clock, its end.

Whatever a worker does is either bytes that are read here up to a limit, or silence that is waited
for up to a deadline; anything else is `Lost`.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any

from ..library.assemble import Library
from .clock import GRACE, Clock
from .endings import Lost, mistake_in, obituary
from .forged import believed
from .inside import normal_form, processes, wire
from .inside.limits import Limits
from .launch import PATIENCE, Ends, end, first_frame, first_process, launch, processes_of, trouble

KEPT_OUTPUT = 8 << 10
ANSWER_LIMIT = wire.PREFIX.size + wire.HEADER_LIMIT + wire.BODY_LIMIT
CHUNK = 1 << 20


class Channel:
    """A worker process from its start, which does not wait for anything, to its `close`.

    It imports its library at once; its first reply says how that went.
    """

    def __init__(self, library: Library, limits: Limits, editable: bool = False) -> None:
        self._limits, self._theirs = limits, frozenset(library.paths.values())
        self.modules = [(name, file.data) for name, file in library.files]  # and edited ones
        ends = self._worker = launch(limits)
        self._control, self._lifeline = ends.control, ends.lifeline
        self._ends = {
            "control": ends.control.fileno(),
            "lifeline": ends.lifeline.fileno(),
            "answers": ends.answers,
            "output": ends.output,
        }
        self._received = {name: bytearray() for name in self._ends}
        self._printed = 0
        self.zygotes = 1  # two, while there is one with an edited library
        self._ended = False
        self._selector = selectors.DefaultSelector()
        for name, descriptor in self._ends.items():
            os.set_blocking(descriptor, False)
            self._selector.register(descriptor, selectors.EVENT_READ, name)
        self._finalizer = weakref.finalize(self, _close, self._selector, ends)
        self._outgoing = b""
        self.import_clock = Clock("import ", limits.imports, limits.patience, self.used, GRACE)
        self.request(first_frame(library, ends, editable))

    def close(self) -> str:
        """Ends the worker; the traceback of a mistake in the grader's own code that is not told
        yet. May be called twice."""
        return self._mistake(self._finalizer() or b"")

    def hang_up(self) -> None:
        """Ends the worker, from whichever thread; who waits for a reply finds it lost."""
        with contextlib.suppress(OSError):
            self._lifeline.shutdown(socket.SHUT_WR)

    def request(self, frame: bytes) -> None:
        """Queues a frame; it leaves while a reply is waited for."""
        self._outgoing += frame
        self._send()

    def reply(self, clock: Clock) -> dict[str, Any]:
        """The next control frame; raises Lost when it is late."""
        self._wait(lambda: self._has_frame("control"), clock)
        return self._take_reply()

    def reply_unless_answered(self, clock: Clock) -> dict[str, Any] | None:
        """The same, or None as soon as a whole answer is there, and its program perhaps not gone.

        The reply is still to come then.
        """
        self._wait(lambda: self._has_frame("answers") or self._has_frame("control"), clock)
        return None if self._has_frame("answers") else self._take_reply()

    def answer(self) -> bytes:
        """All bytes that were written as an answer; what a dead program wrote is all here."""
        self._drain("answers")
        return self._take("answers")

    def output(self) -> str:
        """What was printed since the last time."""
        with contextlib.suppress(Lost):
            self._drain("output")
        text = self._take("output").decode("utf-8", "replace")
        more, self._printed = self._printed - KEPT_OUTPUT, 0
        return normal_form.clean(text + f"\n... and {more} bytes more" if more > 0 else text)

    def explained(self, lost: Lost) -> Lost:
        """The same, or that the grader's own code broke in the worker, where that said so."""
        mistake = self._mistake(trouble(self._worker))
        return Lost("broken", mistake) if mistake else lost

    def _mistake(self, told: bytes) -> str:
        said = mistake_in(told, self._worker.server.folder, self._theirs)
        return believed(said, self.modules, partial(Channel, limits=self._limits))

    def used(self) -> float:
        """The seconds of processor time of the whole worker."""
        return processes.processor_seconds(processes_of(self._worker))

    def used_by_programs(self) -> float:
        """Those of the programs that run now, and of whatever they have started."""
        return processes.processor_seconds(processes_of(self._worker)[self.zygotes :])

    def _wait(self, ready: Callable[[], bool], clock: Clock) -> None:
        late = ""
        while not ready():
            if self._ended:
                raise self._end()
            if late:
                raise Lost("timeout", late)
            late = clock.late()  # what has come by now still counts
            self._pump(0.0 if late else clock.pause())

    def _has_frame(self, name: str) -> bool:
        """Whether a whole frame has come; what can't become one in `answers` never is."""
        buffer, size = self._received[name], wire.PREFIX.size
        if len(buffer) < size:
            return False
        try:
            return len(buffer) >= size + wire.remaining(bytes(buffer[:size]))
        except normal_form.WireError:
            if name == "answers":
                return False
            raise Lost("crashed", "the worker's reply was not understood") from None

    def _take_reply(self) -> dict[str, Any]:
        buffer, size = self._received["control"], wire.PREFIX.size
        size += wire.remaining(bytes(buffer[:size]))
        frame = bytes(buffer[:size])
        del buffer[:size]
        try:
            reply = wire.decode(frame)[0]
        except normal_form.WireError:
            raise Lost("crashed", "the worker's reply was not understood") from None
        if self.zygotes > 1 and reply.get("edited") is not True:
            raise Lost("crashed", "crashed: the edited library's process was killed")
        return reply

    def _take(self, name: str) -> bytes:
        data, self._received[name] = bytes(self._received[name]), bytearray()
        return data

    def _pump(self, seconds: float) -> None:
        """Moves whatever bytes there are, in either direction, waiting for them at most so long."""
        for key, mask in self._selector.select(seconds):
            if mask & selectors.EVENT_WRITE:
                self._send()
            if mask & selectors.EVENT_READ and (
                key.data == "lifeline" or not self._read(key.data, key.fd)
            ):
                self._selector.unregister(key.fd)
                self._ended |= key.data in ("control", "lifeline")
        if self._ended:
            self._drain("control")  # its last words may have come just before

    def _read(self, name: str, end: int) -> bool:
        """Whether the other end was still open."""
        try:
            data = os.read(end, CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if name == "output":
            self._printed += len(data)
            room = KEPT_OUTPUT - len(self._received[name])
            self._received[name] += data[: max(room, 0)]
        else:
            self._received[name] += data
            if len(self._received[name]) > ANSWER_LIMIT:
                raise Lost("crashed", "answer is larger than 64 MiB")
        return bool(data)

    def _drain(self, name: str) -> None:
        """Reads what is there, of whoever goes on writing no more than a pipe holds."""
        count, before, most = self._count(name), -1, self._count(name) + CHUNK
        while before < count and not (name == "output" and count > most):
            self._read(name, self._ends[name])
            before, count = count, self._count(name)

    def _count(self, name: str) -> int:
        return self._printed if name == "output" else len(self._received[name])

    def _send(self) -> None:
        with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
            while self._outgoing:
                self._outgoing = self._outgoing[self._control.send(self._outgoing) :]
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outgoing else 0)
        with contextlib.suppress(KeyError):
            self._selector.modify(self._control, events, "control")

    def _end(self) -> Lost:
        """How the worker ended, as its warden reports it, or whoever of the grader's broke."""
        self._lifeline.settimeout(PATIENCE)
        report = b""
        with contextlib.suppress(OSError):
            report = self._lifeline.recv(CHUNK)
        if not report and first_process(self._worker) is None:
            return self._worker.server.end()
        return self.explained(obituary(report))


def _close(selector: selectors.BaseSelector, ends: Ends) -> bytes:
    selector.close()
    return end(ends)
