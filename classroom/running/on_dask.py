"""Grades on other machines, where dask has workers: `nox -s classroom -- run CLASS --dask ADDRESS`.

A submission travels as bytes, and with it its seeds; its record comes back as text, and is kept as
one that was made here. Each worker has the same checkout and seals in the same way, or refuses; it
tries the seal before it grades anything. Of a worker that is lost, dask gives the task to another.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import sys
import tempfile
from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event, Lock
from typing import Any

from grader.files import remove
from grader.judging.wording import one_line
from grader.manifest import STATE
from grader.record import Record

from .here import DEADLINE, Task, graded, record_of
from .process import REFUSED, Processes

INSTALL = f"dask is not installed; this installs it: {sys.executable} -m pip install distributed"
AGAIN = "run this again, and it goes on"
PATIENCE = 30  # seconds for the scheduler to answer, and for a worker to come
LEAST = 32  # submissions that are sent at once, for workers that are still to come


class Lost(Exception):
    """There is nobody to grade; one line on what to do."""


class There:
    """Workers of dask's.

    Args:
        address: the scheduler's. Raises Lost where it does not answer, or has no worker.
        isolation, checkout: what each worker's are to be.
    """

    goes_on = True

    def __init__(self, address: str, isolation: str, checkout: str) -> None:
        if not importlib.util.find_spec("distributed"):
            raise Lost(INSTALL)
        from distributed import Client

        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # one line is told instead
        self._address, self._own = address, (isolation, checkout)
        try:
            self._client = Client(address, timeout=PATIENCE)
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError) as problem:  # a time-out is an OSError
            raise Lost(f"{address}: {one_line(str(problem))}") from None

    @property
    def most(self) -> int:
        """How many submissions are sent at once: none of the workers is to wait for one."""
        threads: dict[str, int] = self._client.nthreads()
        return max(LEAST, 2 * sum(threads.values()))

    def once(self, task: Task) -> Record | str:
        """A record, or why there is none that can be kept. Raises Lost."""
        files = {path.name: path.read_bytes() for path in task.folder.iterdir() if path.is_file()}
        told, folder = task.told(*self._own), str(task.folder.absolute())
        try:
            future = self._client.submit(grade, told, task.key, files, folder, pure=False)
            text, why, worker = future.result()
        except CancelledError:
            raise Lost(f"{self._address}: the scheduler is gone; {AGAIN}") from None
        except Exception as problem:  # of dask's, or of a worker's, such as one that kills it
            return one_line(f"{type(problem).__name__}: {problem}")
        if why.startswith(REFUSED):
            raise Lost(f"{worker}: {why}")
        return record_of(text, why)

    def stop(self) -> None:
        """Have nobody wait for what is being graded."""
        self.goes_on = False
        self._client.close()

    def close(self) -> None:
        """Leave the scheduler."""
        self._client.close()


class Host:
    """The processes of a dask worker's, and whether the seal was tried there."""

    def __init__(self) -> None:
        self.processes = Processes(lambda: True)
        self._lock, self._holds = Lock(), Event()

    def refuses(self, told: dict[str, Any]) -> str:
        """Why nothing is graded here; "" if something is."""
        with self._lock:
            if self._holds.is_set():
                return ""
            with self.processes.one() as process:
                why = process.grade(told, DEADLINE, self.processes.go_on)
            if not why:
                self._holds.set()
            return why


HOST = Host()


def grade(
    told: dict[str, Any], key: str, files: dict[str, bytes], known_as: str
) -> tuple[str, str, str]:
    """Run by a worker: the record of these files, as text, or why there is none; and who says so.
    The record gives their folder as it is `known_as` where they come from."""
    from distributed import get_worker

    worker = get_worker()
    if why := HOST.refuses(told):
        return "", why, worker.address
    place = Path(tempfile.mkdtemp(dir=worker.local_directory))
    folder, work = place / "submission" / key, place / "work"
    try:
        folder.mkdir(parents=True)
        work.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        text, why = graded(HOST.processes, told, folder, work, STATE)
        return text.replace(_quoted(str(folder)), _quoted(known_as)), why, worker.address
    finally:
        remove(place)


def _quoted(path: str) -> str:
    return json.dumps(path)[1:-1]
