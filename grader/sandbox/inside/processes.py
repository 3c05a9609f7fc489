"""Finding and ending every process that descends from another one.

Standard library only: the warden inside a worker uses this file as well as the trusted side.
"""

from __future__ import annotations

import _thread
import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Collection
from typing import NamedTuple

PROC = os.path.exists(f"/proc/self/task/{os.getpid()}/children")
PAGE = os.sysconf("SC_PAGE_SIZE")
PYTHON = ctypes.PyDLL(None)  # C functions that are called with Python's lock held
TICKS = os.sysconf("SC_CLK_TCK")  # of a second


def children(pid: int) -> list[int]:
    """The living children of a process, and the dead ones that it has not waited for."""
    if not PROC:
        return [child for child, parent, _ in _listing() if parent == pid]
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                found += map(int, _read(f"/proc/{pid}/task/{task}/children").split())
    return found


def descendants(pid: int) -> list[int]:
    """All processes below this one, parents before children."""
    found = children(pid)
    for child in found:
        found += children(child)
    return found


class Taken(NamedTuple):
    """What a process takes: seconds of a processor, its own and of those that it has waited for;
    threads, and bytes of memory that are resident."""

    seconds: float
    threads: int
    resident: int


def taken(pids: Collection[int]) -> list[Taken]:
    """What each of these processes takes; nothing where the system does not tell."""
    found: list[Taken] = []
    for pid in pids:
        with contextlib.suppress(OSError, ValueError, IndexError):
            told = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
            seconds = sum(map(int, told[11:15])) / TICKS
            found.append(Taken(seconds, int(told[17]), int(told[21]) * PAGE))
    return found


def _read(path: str) -> bytes:
    """A file of the system's, which `open` would take twice as long to read."""
    file = os.open(path, os.O_RDONLY)
    try:
        return b"".join(iter(lambda: os.read(file, 1 << 12), b""))
    finally:
        os.close(file)


def processor_seconds(pids: Collection[int]) -> float:
    """The processor time of these processes, and of those that they have waited for."""
    if not PROC:
        return sum(seconds for pid, _, seconds in _listing() if pid in pids)
    return sum(each.seconds for each in taken(pids))


def fork() -> int:
    """`os.fork`, without what Python does after it on account of other threads.

    Where there are none, that has no effect, and would write to 114 pages of memory, each of which
    has to be copied: half a millisecond of the three that a child takes.
    """
    return os.fork() if _thread._count() else PYTHON.fork()


def wait_for(pid: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 0


def stop_descendants() -> set[int]:
    """Stops everything below this process, however fast it forks; all that is there then."""
    stopped: set[int] = set()
    while fresh := set(descendants(os.getpid())) - stopped:
        send(fresh, signal.SIGSTOP)
        stopped |= fresh
    return stopped


def end_descendants(seconds: float = 5.0) -> None:
    """Kills everything below this process, however fast it forks, and waits for all of it.

    Stopping comes first: what is stopped cannot fork, so the sweep ends.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        send(stop_descendants(), signal.SIGKILL)
        if not reap():
            return
        time.sleep(0.001)


def end_tree(pid: int, seconds: float = 5.0) -> None:
    """Kills a child of this process and all that descends from it; does not wait for the child."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        stopped: set[int] = set()
        while fresh := {pid, *descendants(pid)} - stopped:
            send(fresh, signal.SIGSTOP)
            stopped |= fresh
        send(stopped - {pid}, signal.SIGKILL)
        if not any(map(_runs, stopped - {pid})):
            break
        time.sleep(0.001)
    send({pid}, signal.SIGKILL)


def send(pids: Collection[int], number: int) -> None:
    """Sends a signal to each process that still exists."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def reap() -> bool:
    """Waits for the children that have ended; whether any others are left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _runs(pid: int) -> bool:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] not in "ZX"
    return False


def _listing() -> list[tuple[int, int, float]]:
    """Each process, its parent, and its seconds of processor time, where there is no /proc."""
    import subprocess  # every worker loads this file, and few systems need this

    command = ["ps", "-A", "-o", "pid=,ppid=,time="]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    rows = [line.split() for line in lines]
    return [(int(pid), int(parent), _seconds(time)) for pid, parent, time in rows]


def _seconds(time: str) -> float:
    """The seconds of "1:02.34", "01:02:03" or "1-01:02:03"."""
    days, _, rest = time.rpartition("-")
    seconds = 86400.0 * int(days or 0)
    return seconds + sum(float(part) * 60.0**i for i, part in enumerate(reversed(rest.split(":"))))
