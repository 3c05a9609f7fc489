"""The trusted side of the process that forks workers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

from .endings import Lost, obituary, text_of
from .jail import Jail, packages, python
from .threads import THREADS

INSIDE = Path(__file__).parent / "inside"
# Read now: when another process is started, since somebody has killed the first, a learner's code
# has run, and the files may be others.
SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in INSIDE.glob("*.py")}
BOOT = """
import json, os, sys
folder, sources = sys.argv[1], json.load(open(int(sys.argv[2])))
path = os.path.join(folder, "forkserver.py")
exec(compile(sources["forkserver"], path, "exec"))
main(folder, sources, json.loads(sys.argv[3]))
"""
# Not -I, which would also ignore PYTHONHASHSEED; the environment is made from nothing anyway.
FLAGS = ("-s", "-S", "-B", "-P", "-u", "-X", "utf8")
PATIENCE = 2.0  # seconds for a process that closes its files to end


class Server:
    """A process that has imported NumPy. It starts at once, and ends with this one."""

    def __init__(self, jail: Jail | None = None) -> None:
        self.jail = jail  # that its workers are in
        self.folder = str(INSIDE)  # that its files are from
        self._requests, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        with theirs, tempfile.TemporaryFile("w+", encoding="utf-8") as sources:
            json.dump(SOURCES, sources)
            sources.seek(0)
            told = [self.folder, str(sources.fileno()), json.dumps(packages())]
            program = [*jail.prefix, python()] if jail and jail.prefix else [sys.executable]
            self._process = subprocess.Popen(
                [*program, *FLAGS, "-c", BOOT, *told],
                pass_fds=[sources.fileno()],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                env=environment(),
                start_new_session=True,
            )
        self._answers = self._requests.makefile("rb")
        self._numbers, self._pids = count(), list[int]()
        self._lock = Lock()  # workers may be ended by several threads
        self.pid = self._process.pid
        self.close = weakref.finalize(self, _close, self._requests, self._process, jail)

    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return self.status() is None

    def status(self) -> int | None:
        """Its exit status; None before its end."""
        return self._process.poll()

    def fork(self, config: dict[str, Any], descriptors: Sequence[int]) -> int | None:
        """Has it fork a worker, and hand this the descriptors. Nothing is waited for.

        Returns the worker's number, or None if the server is gone; so will be whoever should have
        the other ends.
        """
        line = json.dumps(config | {"descriptors": len(descriptors)}) + "\n"
        try:
            socket.send_fds(self._requests, [line.encode()], descriptors)
        except OSError:
            return None
        return next(self._numbers)

    def worker(self, number: int | None) -> int | None:
        """The process that a worker began as; None if there is none."""
        if number is None:
            return None
        with self._lock:
            while len(self._pids) <= number:
                with suppress(ConnectionError):
                    if line := self._answers.readline():
                        self._pids.append(int(line))
                        continue
                return None
        return self._pids[number]

    def end(self) -> Lost:
        """How this process ended: by a mistake in the grader, unless it was killed."""
        with suppress(subprocess.TimeoutExpired):
            if self._process.wait(PATIENCE) > 0:
                self._errors.seek(0)
                return Lost("broken", text_of(self._errors.read()))
        return obituary(b"")


def _close(requests: socket.socket, process: subprocess.Popen[bytes], jail: Jail | None) -> None:
    with suppress(OSError):  # somebody has killed the process
        requests.shutdown(socket.SHUT_RDWR)  # `close` would wait for the file made of it
    requests.close()
    with suppress(subprocess.TimeoutExpired):  # bubblewrap ends when what it has started has ended
        process.wait(PATIENCE if jail and jail.prefix else 0)
    process.kill()  # it holds nothing, and its workers have ends of their own
    process.wait()


def environment() -> dict[str, str]:
    """All that a worker is given of it."""
    passed = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in passed if name in os.environ},
        **dict.fromkeys(THREADS, "1"),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
    }
