"""Grades what has no record yet, some submissions at a time, each in a process of its own.

A run may be killed at any time: what it has done stays done, and the next run goes on from there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.files import remove
from grader.judging.wording import one_line
from grader.manifest import ROOT
from grader.record import Record
from grader.saved import RecordError, from_json

from ..intake.take_in import SUBMISSIONS
from .records import Place, digest_of
from .seeds import key_of, seeds_of

ANSWERS, WORK = "answers", "work"
DEADLINE = 600.0  # seconds for a submission
GRACE = 120.0  # more, for the process to end by itself
TRIES = 2  # for what fails for the grader's sake
LOOK = 0.2  # seconds, after which it is seen whether the run goes on

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
    with ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(_grade, classroom, task, stopped) for task in todo]
        try:
            for each in as_completed(running):
                done.append(each.result())
                progress(len(done), len(todo))
        except BaseException:
            stopped.set()
            pool.shutdown(cancel_futures=True)
            raise
    with suppress(OSError):  # other shares of the class may be in there
        (classroom / WORK).rmdir()
    return sorted(done, key=lambda one: one.key)


def _grade(classroom: Path, task: Task, stopped: threading.Event) -> Graded:
    """Grade one, again if the grader was at fault, and keep what comes of it: of a run that was
    ended, nothing."""
    before, why = task.place.load(), ""
    for _ in range(TRIES):
        found = _once(classroom, task, stopped)
        if stopped.is_set():
            return Graded(task.key, None, before, "the run was ended")
        if isinstance(found, Record):
            task.place.put(found, task.digest)
            return Graded(task.key, found, before)
        why = found
    task.place.fail(why)
    return Graded(task.key, None, before, why)


def _once(classroom: Path, task: Task, stopped: threading.Event) -> Record | str:
    """A record, or why there is none that can be kept."""
    told = {"folder": str(task.folder), "seed": task.seeds[0], "second": task.seeds[1]}
    told |= {"deadline": DEADLINE, "answers": str(classroom / ANSWERS)}
    folder = classroom / WORK / task.key
    if folder.exists():  # of a run that was killed
        remove(folder)
    folder.mkdir(parents=True)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "classroom.running.one"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder.absolute()), "PYTHONPATH": str(ROOT)},
        start_new_session=True,  # a terminal's Ctrl-C is for this process, which ends that one
    )
    try:
        out, said = _ended(process, json.dumps(told), stopped)
    except subprocess.TimeoutExpired:
        return "it took too long to end"
    finally:
        process.kill()
        process.wait()
        remove(folder)
    try:
        record = from_json(out)
    except RecordError:
        last = said.strip().splitlines()[-1:] or [f"exit status {process.returncode}"]
        return one_line(last[0])
    return record if process.returncode == 0 else "tests could not be judged"


def _ended(process: subprocess.Popen[str], told: str, stopped: threading.Event) -> tuple[str, str]:
    """What the process says and complains of. Raises TimeoutExpired for one that does not end, or
    that is not to go on."""
    end, untold = time.monotonic() + DEADLINE + GRACE, [told]
    while True:
        try:
            return process.communicate(untold.pop() if untold else None, timeout=LOOK)
        except subprocess.TimeoutExpired:
            if stopped.is_set() or time.monotonic() > end:
                raise


def not_graded(found: Iterable[Task]) -> list[Task]:
    """Those without a record of these very files, suites and seeds."""
    return [each for each in found if not each.place.is_of(each.digest)]
