"""Grades what has no record yet, some submissions at a time, in as many processes.

A run may be killed at any time: what it has done stays done, and the next run goes on from there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.files import remove
from grader.record import Record
from grader.saved import RecordError, from_json

from ..intake.take_in import SUBMISSIONS
from .process import Processes
from .records import Place, digest_of
from .seeds import key_of, seeds_of

ANSWERS, WORK, RECORD = "answers", "work", "record.json"
DEADLINE = 600.0  # seconds for a submission
GRACE = 120.0  # more, for the process to end by itself
TRIES = 2  # for what fails for the grader's sake

Progress = Callable[[int, int], None]  # how many are done, and of how many


@dataclass(frozen=True)
class Task:
    """A submission that is to be graded."""

    key: str
    folder: Path
    place: Place
    digest: str
    seeds: tuple[int, int]


@dataclass(frozen=True)
class Graded:
    """What became of it: the record and the one before, or why there is none."""

    key: str
    record: Record | None
    before: Record | None = None
    why: str = ""


def tasks(classroom: Path, isolation: str, shard: tuple[int, int] = (1, 1)) -> list[Task]:
    """All submissions of a class, or of one of so many shares of it, by name."""
    key, found = key_of(classroom), []
    part, parts = shard
    for number, folder in enumerate(sorted((classroom / SUBMISSIONS).iterdir())):
        if folder.name.startswith(".") or number % parts != part - 1:
            continue
        seeds = seeds_of(key, folder.name)
        digest = digest_of(folder, seeds, isolation)
        found.append(Task(folder.name, folder, Place.of(classroom, folder.name), digest, seeds))
    return found


def run(
    classroom: Path, todo: Sequence[Task], jobs: int, progress: Progress = lambda *_: None
) -> list[Graded]:
    """Grade these, so many at once, and keep their records; by name."""
    done, stopped = list[Graded](), threading.Event()
    processes = Processes(lambda: not stopped.is_set())
    with ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(_grade, classroom, task, processes) for task in todo]
        try:
            for each in as_completed(running):
                done.append(each.result())
                progress(len(done), len(todo))
        except BaseException:
            stopped.set()
            pool.shutdown(cancel_futures=True)
            raise
        finally:
            processes.close()
    with suppress(OSError):  # other shares of the class may be in there
        (classroom / WORK).rmdir()
    return sorted(done, key=lambda one: one.key)


def _grade(classroom: Path, task: Task, processes: Processes) -> Graded:
    """Grade one, again if the grader was at fault, and keep what comes of it: of a run that was
    ended, nothing."""
    before, why = task.place.load(), ""
    for _ in range(TRIES):
        found = _once(classroom, task, processes)
        if not processes.go_on():
            return Graded(task.key, None, before, "the run was ended")
        if isinstance(found, Record):
            task.place.put(found, task.digest)
            return Graded(task.key, found, before)
        why = found
    task.place.fail(why)
    return Graded(task.key, None, before, why)


def _once(classroom: Path, task: Task, processes: Processes) -> Record | str:
    """A record, or why there is none that can be kept."""
    folder = (classroom / WORK / task.key).absolute()
    if folder.exists():  # of a run that was killed
        remove(folder)
    folder.mkdir(parents=True)
    told = {"folder": str(task.folder.absolute()), "seed": task.seeds[0], "second": task.seeds[1]}
    told |= {"deadline": DEADLINE, "answers": str((classroom / ANSWERS).absolute())}
    told |= {"scratch": str(folder), "record": str(folder / RECORD)}
    try:
        with processes.one() as process:
            why = process.grade(told, DEADLINE + GRACE, processes.go_on)
        return why or from_json((folder / RECORD).read_text(encoding="ascii"))
    except RecordError as problem:
        return str(problem)
    finally:
        remove(folder)


def not_graded(found: Iterable[Task]) -> list[Task]:
    """Those without a record of these very files, suites and seeds."""
    return [each for each in found if not each.place.is_of(each.digest)]
