"""The process in which submissions are graded, as the one sees it that has them graded."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from grader.commands.exit_status import BLAME
from grader.judging.wording import one_line
from grader.manifest import ROOT

LOOK = 0.2  # seconds, after which it is seen whether the run goes on
REFUSED = "refused: "  # how it begins, why this host grades nothing
MOST = 50  # submissions, after which there is another process: its memory is flat by that


class Process:
    """Grades one submission at a time (one.py). It ends with this one."""

    def __init__(self) -> None:
        self._count = 0
        self._maker = threading.current_thread()  # with which it ends (one.py: die_with_parent)
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "classroom.running.one"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,  # a terminal's Ctrl-C is for this process, which ends that one
        )

    @property
    def can_go_on(self) -> bool:
        """Whether it may grade another one."""
        is_there = self._process.poll() is None and self._maker.is_alive()
        return is_there and self._count < MOST

    def grade(self, told: Mapping[str, Any], seconds: float, goes_on: Callable[[], bool]) -> str:
        """Have it do what it is told; "" once the record is there, or else why it is not. It is
        ended after so many seconds, and when the run does not go on."""
        self._count += 1
        end = time.monotonic() + seconds
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return self._why()
        while not select.select([self._process.stdout], [], [], LOOK)[0]:
            if not goes_on() or time.monotonic() > end:
                self.close()
                return "it took too long to end"
        line = self._process.stdout.readline()
        why = line.decode().rstrip("\n") if line else self._why()
        if why.startswith(REFUSED):
            self.close()  # once the host was put right, another one is asked
        return why

    def close(self) -> None:
        """End it, and with it all that it has started."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self._complaints.close()

    def _why(self) -> str:
        """What it said in the end."""
        status = self._process.wait()
        self._complaints.seek(0)
        lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        said = [line for line in lines if line != BLAME]
        return one_line(said[-1] if said else f"exit status {status}")


class Processes:
    """As many of them as are asked for at once; each is used again."""

    def __init__(self, go_on: Callable[[], bool]) -> None:
        self.go_on = go_on  # whether the run does
        self._idle = list[Process]()

    @contextmanager
    def one(self) -> Iterator[Process]:
        """One that grades for nobody else meanwhile."""
        process = self._used_before() or Process()
        try:
            yield process
        except BaseException:
            process.close()
            raise
        if process.can_go_on:
            self._idle.append(process)
        else:
            process.close()

    def _used_before(self) -> Process | None:
        with suppress(IndexError):  # there is none, or another thread was sooner
            while True:
                process = self._idle.pop()
                if process.can_go_on:
                    return process
                process.close()
        return None

    def close(self) -> None:
        """End those that nobody uses."""
        while self._idle:
            self._idle.pop().close()
