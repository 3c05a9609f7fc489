"""One running worker process, seen from the trusted side: its pipes, its clock, its end.

Whatever a worker does is either bytes that are read here up to a limit, or silence that is waited
for up to a deadline; anything else is `Lost`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from pathlib import Path
from typing import Any

from . import limits as kernel
from . import processes, wire
from .library import Library
from .limits import Limits
from .manifest import PACKAGE

SCRIPT = Path(__file__).with_name("worker.py")
# Not -I, which would also ignore PYTHONHASHSEED; the environment is made from nothing anyway.
FLAGS = ("-s", "-S", "-B", "-P", "-u", "-X", "utf8")
IMPORTABLE = ("numpy", "graphviz")  # all that a worker sees besides Python and the library
KEPT_OUTPUT = 8 << 10
ANSWER_LIMIT = wire.PREFIX.size + wire.HEADER_LIMIT + wire.BODY_LIMIT
CHUNK = 1 << 20
PATIENCE = 2.0  # seconds for a warden to clear up by itself

_wardens: dict[int, subprocess.Popen[bytes]] = {}
_own_children: set[int] = set()


class Lost(Exception):
    """The worker is of no more use: "timeout" or "crashed", and why in one line."""

    def __init__(self, outcome: str, line: str) -> None:
        super().__init__(line)
        self.outcome, self.line = outcome, line


class Channel:
    """A worker process from its start, which does not wait for anything, to its `close`."""

    def __init__(self, library: Library, limits: Limits) -> None:
        _adopt_orphans()
        self._limits = limits
        self._folder = Path(tempfile.mkdtemp(prefix="kata-"))
        self._lifeline, lifeline = socket.socketpair()
        self._control, control = socket.socketpair()
        self._answers, answers = os.pipe()
        self._output, output = os.pipe()
        config = {
            "control": control.fileno(),
            "answers": answers,
            "packages": str(_packages(self._folder)),
            "limits": limits,
        }
        self.started = time.monotonic()
        self._warden = subprocess.Popen(
            [sys.executable, *FLAGS, SCRIPT, json.dumps(config)],
            stdin=lifeline,
            stdout=output,
            stderr=output,
            pass_fds=(control.fileno(), answers),
            env=_environment(self._folder),
            cwd=self._folder / "home",
            start_new_session=True,
        )
        _wardens[self._warden.pid] = self._warden
        for end in (lifeline, control):
            end.close()
        os.close(answers)
        os.close(output)
        ends = {
            "control": self._control.fileno(),
            "lifeline": self._lifeline.fileno(),
            "answers": self._answers,
            "output": self._output,
        }
        self._received = {name: bytearray() for name in ends}
        self._printed = 0
        self._selector = selectors.DefaultSelector()
        for name, end in ends.items():
            os.set_blocking(end, False)
            self._selector.register(end, selectors.EVENT_READ, name)
        self.close = weakref.finalize(
            self, _close, self._warden, self._folder, self._selector, self._lifeline, self._control,
            (self._answers, self._output),
        )  # fmt: skip
        files = {name: str(path) for name, path in library.files}
        self._outgoing = wire.encode({"package": PACKAGE, "files": files})
        self._send()

    def request(self, frame: bytes) -> None:
        """Queues a frame; it leaves while a reply is waited for."""
        self._outgoing += frame
        self._send()

    def reply(self, deadline: float, late: str) -> dict[str, Any]:
        """The next control frame; raises Lost, saying `late`, at the deadline (monotonic)."""
        overdue = False
        while (frame := self._frame()) is None:
            if overdue:
                raise Lost("timeout", late)
            overdue = time.monotonic() >= deadline  # what has come by now still counts
            self._pump(deadline)
        try:
            return wire.decode(frame)[0]
        except wire.WireError:
            raise Lost("crashed", "the worker's reply was not understood") from None

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
        return wire.clean(text + f"\n... and {more} bytes more" if more > 0 else text)

    def _frame(self) -> bytes | None:
        buffer, size = self._received["control"], wire.PREFIX.size
        if len(buffer) < size:
            return None
        try:
            size += wire.remaining(buffer[:size])
        except wire.WireError:
            raise Lost("crashed", "the worker's reply was not understood") from None
        if len(buffer) < size:
            return None
        frame = bytes(buffer[:size])
        del buffer[:size]
        return frame

    def _take(self, name: str) -> bytes:
        data, self._received[name] = bytes(self._received[name]), bytearray()
        return data

    def _pump(self, deadline: float) -> None:
        """Moves whatever bytes there are, in either direction, waiting at most to the deadline."""
        for key, mask in self._selector.select(max(deadline - time.monotonic(), 0.0)):
            if mask & selectors.EVENT_WRITE:
                self._send()
            if mask & selectors.EVENT_READ and not self._read(key.data, key.fd):
                self._selector.unregister(key.fd)
                if key.data in ("control", "lifeline"):
                    raise Lost("crashed", self._obituary())
            elif key.data == "lifeline":
                raise Lost("crashed", self._obituary())

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
            if self._printed > self._limits.output:
                raise Lost("crashed", f"printed more than {self._limits.output >> 20} MiB")
        else:
            self._received[name] += data
            if len(self._received[name]) > ANSWER_LIMIT:
                raise Lost("crashed", "answer is larger than 64 MiB")
        return bool(data)

    def _drain(self, name: str) -> None:
        end = self._answers if name == "answers" else self._output
        before = -1
        while before != (before := len(self._received[name]) + self._printed):
            self._read(name, end)

    def _send(self) -> None:
        with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
            while self._outgoing:
                self._outgoing = self._outgoing[self._control.send(self._outgoing) :]
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outgoing else 0)
        with contextlib.suppress(KeyError):
            self._selector.modify(self._control, events, "control")

    def _obituary(self) -> str:
        """How the worker ended, as its warden reports it."""
        self._lifeline.settimeout(PATIENCE)
        with contextlib.suppress(OSError):
            while data := self._lifeline.recv(CHUNK):
                self._received["lifeline"] += data
        try:
            status, line = json.loads(self._take("lifeline"))
        except ValueError:
            return "crashed: the worker was killed"
        return line or describe_status(status)


def describe_status(status: int) -> str:
    """One line for the way in which a process ended without an answer."""
    if status >= 0:
        return f"exited with status {status} before answering (os._exit or sys.exit?)"
    with contextlib.suppress(ValueError):
        number = signal.Signals(-status)
        return f"crashed: {(signal.strsignal(number) or '').lower()} ({number.name})"
    return f"crashed: signal {-status}"


def sweep() -> None:
    """Kills every stray process of a worker that has come down to this one.

    Only those in another session than this process: workers begin one, nobody else's child does.
    """
    while strays := [pid for pid in processes.children(os.getpid()) if _is_stray(pid)]:
        for pid in strays:
            processes.end_tree(pid)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _is_stray(pid: int) -> bool:
    with contextlib.suppress(OSError):
        known = pid in _wardens or pid in _own_children
        return not known and os.getsid(pid) != os.getsid(0)
    return False


def _adopt_orphans() -> None:
    if not _wardens:
        kernel.adopt_orphans()
        _own_children.update(processes.children(os.getpid()))


def _packages(folder: Path) -> Path:
    """A folder with links to the importable packages alone; beside it an empty `home`."""
    packages = folder / "packages"
    packages.mkdir()
    (folder / "home").mkdir()
    for name in IMPORTABLE:
        spec = importlib.util.find_spec(name)
        if spec and spec.submodule_search_locations:
            found = Path(spec.submodule_search_locations[0])
            for source in (found, found.with_name(f"{name}.libs")):
                if source.is_dir():
                    (packages / source.name).symlink_to(source)
    return packages


def _environment(folder: Path) -> dict[str, str]:
    passed = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    one_thread = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        **{name: os.environ[name] for name in passed if name in os.environ},
        **dict.fromkeys(one_thread, "1"),
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "home"),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
    }


def _close(
    warden: subprocess.Popen[bytes],
    folder: Path,
    selector: selectors.BaseSelector,
    lifeline: socket.socket,
    control: socket.socket,
    pipes: tuple[int, ...],
) -> None:
    """Ends the worker: its warden clears up when the lifeline goes, or else this does."""
    selector.close()
    lifeline.close()
    control.close()
    for end in pipes:
        os.close(end)
    try:
        warden.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        processes.end_tree(warden.pid)
        warden.wait()
    _wardens.pop(warden.pid, None)
    sweep()
    _remove(folder)


def _remove(folder: Path) -> None:
    """Deletes a folder, also where a program has taken away the permissions in it."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        for path, names, _ in os.walk(folder):
            for inner in (os.path.join(path, name) for name in names):
                if not os.path.islink(inner):
                    os.chmod(inner, 0o700)
        shutil.rmtree(folder, ignore_errors=True)
