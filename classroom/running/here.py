"""Where submissions are graded: in processes of this machine, unless on_dask.py has them graded."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from grader.files import remove
from grader.record import Record
from grader.saved import RecordError, from_json

from .process import Processes
from .records import Place

ANSWERS, WORK, RECORD = "answers", "work", "record.json"
DEADLINE = 600.0  # seconds for a submission
GRACE = 120.0  # more, for the process to end by itself


@dataclass(frozen=True)
class Task:
    """A submission that is to be graded."""

    key: str
    folder: Path
    place: Place
    digest: str
    seeds: tuple[int, int]

    def told(self, isolation: str, checkout: str) -> dict[str, Any]:
        """What a process that grades it is told, wherever that is: it refuses, if its own are not
        this isolation and this checkout."""
        first, second = self.seeds
        told = {"seed": first, "second": second, "deadline": DEADLINE}
        return told | {"isolation": isolation, "checkout": checkout}


class Grader(Protocol):
    """Whoever grades."""

    @property
    def goes_on(self) -> bool:
        """Whether the run does."""

    def once(self, task: Task) -> Record | str:
        """A record, or why there is none that can be kept."""

    def stop(self) -> None:
        """Told, from any thread, that the run does not go on."""

    def close(self) -> None:
        """Told that nothing is graded any more."""


class Here:
    """Processes of this machine."""

    def __init__(self, classroom: Path, isolation: str, checkout: str) -> None:
        self._classroom = classroom.absolute()
        self._own = isolation, checkout
        self._stopped = Event()
        self._processes = Processes(lambda: self.goes_on)

    @property
    def goes_on(self) -> bool:
        """Whether nobody has stopped it."""
        return not self._stopped.is_set()

    def once(self, task: Task) -> Record | str:
        """A record, or why there is none that can be kept."""
        work = self._classroom / WORK / task.key
        if work.exists():  # of a run that was killed
            remove(work)
        work.mkdir(parents=True)
        try:
            folder, answers = task.folder.absolute(), self._classroom / ANSWERS
            text, why = graded(self._processes, task.told(*self._own), folder, work, answers)
            return record_of(text, why)
        finally:
            remove(work)

    def stop(self) -> None:
        """Have what is being graded end."""
        self._stopped.set()

    def close(self) -> None:
        """End the processes."""
        self._processes.close()
        with suppress(OSError):  # other shares of the class may be in there
            (self._classroom / WORK).rmdir()


def record_of(text: str, why: str) -> Record | str:
    """What `graded` has returned: a record, or why there is none that can be kept."""
    try:
        return why or from_json(text)
    except RecordError as problem:
        return str(problem)


def graded(
    processes: Processes, told: dict[str, Any], folder: Path, work: Path, answers: Path
) -> tuple[str, str]:
    """The record of a folder, as text, or why there is none. `work` is an empty folder; `answers`
    is where torch's are kept."""
    record = work / RECORD
    told = told | {"folder": str(folder), "answers": str(answers)}
    told |= {"scratch": str(work), "record": str(record)}
    with processes.one() as process:
        why = process.grade(told, DEADLINE + GRACE, processes.go_on)
    return ("" if why else record.read_text(encoding="ascii")), why
