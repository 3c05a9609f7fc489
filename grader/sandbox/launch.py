"""Starting a worker process in a folder and environment of its own, and leaving nothing of it.

    ends = launch(LIMITS)   # the pipes to talk through; nothing is waited for
    end(ends)

The worker runs as this user, but it sees of this machine's packages only those named here.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import tempfile
import time
from pathlib import Path
from threading import RLock
from typing import IO, Any, NamedTuple

import numpy as np

from ..files import File, remove
from ..library.assemble import Library
from ..manifest import PACKAGE
from .allowance import ledger
from .compiled import compiled
from .fork_client import Server
from .inside import kernel, processes, wire
from .inside.limits import Limits
from .jail import Jail

MOST_TROUBLE = 8 << 10  # bytes
PATIENCE = 2.0  # seconds for a warden to clear up by itself

_LOCK = RLock()  # a sweep would take a server that another thread is starting for a stray
_server: Server | None = None
_jail: Jail | None = None
_alive = 0  # how many workers there are
_own_children: set[int] = set()


class Ends(NamedTuple):
    """This side's ends of a worker's pipes, its first process, and its folder."""

    control: socket.socket  # requests go out, and the zygote's replies come in
    lifeline: socket.socket  # the warden's report comes in; closing it ends the worker
    answers: int  # what programs answer
    output: int  # what programs print
    trouble: IO[bytes]  # tracebacks of mistakes in the grader's own code; it can be forged
    compiled: frozenset[File]  # the files whose code the worker has
    home: Path  # on this machine; a worker in a jail of namespaces has another one
    server: Server
    number: int | None  # which of the server's workers it is


def isolate(jail: Jail | None) -> None:
    """Have workers from now on be sealed in this jail; without one, they are this user's. There
    are no others now."""
    global _jail, _server
    if _server and _server.jail != jail:
        _server.close()
        _server = None
    _jail = jail


def isolation() -> str:
    """How workers are isolated: "local", or which seal they are behind."""
    return _jail.name if _jail else "local"


def launch(limits: Limits) -> Ends:
    """Starts a worker that waits to be told its library on the control socket."""
    with _LOCK:
        return _launch(limits)


def _launch(limits: Limits) -> Ends:
    global _alive
    server = serving()
    home = Path(tempfile.mkdtemp(prefix="kata-"))
    lifeline, their_lifeline = socket.socketpair()
    control, their_control = socket.socketpair()
    answers, their_answers = os.pipe()
    output, their_output = os.pipe()
    trouble = tempfile.TemporaryFile(dir=home)  # noqa: SIM115  # a pipe would make writers wait
    theirs = [their_lifeline.detach(), their_output, their_control.detach(), their_answers]
    code = compiled()
    seal = _jail and _jail.seal(str(home))
    config: dict[str, Any] = {"limits": limits, "code": code.number, "start": code.start}
    config |= {"seal": seal, "home": seal.scratch if seal else str(home)}
    passed = [trouble.fileno(), ledger().fileno(), *theirs, *code.descriptors]
    number = server.fork(config, passed)
    for descriptor in theirs:
        os.close(descriptor)
    _alive += 1
    return Ends(control, lifeline, answers, output, trouble, code.files, home, server, number)


def first_frame(library: Library, ends: Ends, editable: bool) -> bytes:
    """Tells the worker the library's modules, and what was read in those files that it is not
    given as code; and whether it will be asked with other texts in their places."""
    sent = [file for _, file in library.files if file not in ends.compiled]
    header = {"package": PACKAGE, "files": library.paths, "editable": editable}
    header["sources"] = [str(f.path) for f in sent]
    return wire.encode(header, [("ndarray", np.frombuffer(f.data, np.uint8)) for f in sent])


def serving() -> Server:
    """The process that forks workers; started anew where somebody has killed it."""
    global _server
    if not _alive:
        kernel.adopt_orphans()
        kernel.keep_memory_private()
        _own_children.update(processes.children(os.getpid()))
    if _server is None or not _server.is_alive():
        _server = Server(_jail)
        _own_children.add(_server.pid)
    return _server


def first_process(ends: Ends) -> int | None:
    """The worker's warden; None if it has not come to that."""
    return ends.server.worker(ends.number)


def processes_of(ends: Ends) -> list[int]:
    """The zygote, and whatever else descends from the warden."""
    warden = first_process(ends)
    return processes.descendants(warden) if warden else []


def end(ends: Ends) -> bytes:
    """Kills the worker with all its descendants, waits for them, and removes its folder.

    The warden clears up when its lifeline goes; where it does not, this does. Returns its
    `trouble`.
    """
    global _alive
    with contextlib.suppress(OSError):
        ends.lifeline.shutdown(socket.SHUT_WR)
    ends.control.close()
    os.close(ends.answers)
    os.close(ends.output)
    warden = first_process(ends)
    if not _hangs_up(ends) and warden:
        processes.end_tree(warden)
    if warden:
        _wait_for_end(warden)
    ends.lifeline.close()
    with _LOCK:
        _alive -= 1
    sweep()
    remove(ends.home)
    with ends.trouble:
        return trouble(ends)


def trouble(ends: Ends) -> bytes:
    """What was written as `trouble` since the last time; the end of it, if it is much."""
    descriptor = ends.trouble.fileno()
    if size := os.fstat(descriptor).st_size:
        told = os.pread(descriptor, MOST_TROUBLE, max(size - MOST_TROUBLE, 0))
        os.lseek(descriptor, 0, os.SEEK_SET)  # where the worker's processes write, too
        os.ftruncate(descriptor, 0)
        return told
    return b""


def _hangs_up(ends: Ends) -> bool:
    """Waits for the end of the warden, which alone holds the other end of its lifeline."""
    with contextlib.suppress(OSError):
        while select.select([ends.lifeline], [], [], PATIENCE)[0]:
            if not ends.lifeline.recv(1 << 12):  # not its report
                return True
        return False
    return True


def _wait_for_end(pid: int) -> None:
    """Waits until a process that has closed its files, or was killed, hands its children on."""
    deadline = time.monotonic() + PATIENCE
    with contextlib.suppress(OSError):
        while time.monotonic() < deadline:
            os.kill(pid, 0)
            time.sleep(0.0002)


def sweep() -> None:
    """Kills every stray process of a worker that has come down to this one.

    Only those in another session than this process: workers begin one, nobody else's child does.
    """
    with _LOCK:
        while strays := [pid for pid in processes.children(os.getpid()) if _is_stray(pid)]:
            for pid in strays:
                processes.end_tree(pid)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def _is_stray(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return pid not in _own_children and os.getsid(pid) != os.getsid(0)
    return False
