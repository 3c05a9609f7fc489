"""Grades what has no record yet, some submissions at a time.

A run may be killed at any time: what it has done stays done, and the next run goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from grader.record import Record

from ..intake.take_in import SUBMISSIONS
from .here import Grader, Task
from .records import Place, digest_of
from .seeds import key_of, seeds_of

TRIES = 2  # for what fails for the grader's sake

Progress = Callable[[int, int], None]  # how many are done, and of how many


@dataclass(frozen=True)
class Graded:
    """What became of it: its score and the one before, or why there is none. No record is held:
    those of a large class take gigabytes."""

    key: str
    score: float | None
    before: float | None = None
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
    grader: Grader, todo: Sequence[Task], jobs: int, progress: Progress = lambda *_: None
) -> list[Graded]:
    """Grade these, so many at once, and keep their records; by name."""
    done = list[Graded]()
    with ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(_grade, task, grader) for task in todo]
        try:
            for each in as_completed(running):
                done.append(each.result())
                progress(len(done), len(todo))
        except BaseException:
            grader.stop()
            pool.shutdown(cancel_futures=True)
            raise
        finally:
            grader.close()
    return sorted(done, key=lambda one: one.key)


def _grade(task: Task, grader: Grader) -> Graded:
    """Grade one, again if the grader was at fault, and keep what comes of it: of a run that was
    ended, nothing."""
    earlier, why = task.place.load(), ""
    before = earlier.score if earlier else None
    for _ in range(TRIES):
        found = grader.once(task)
        if not grader.goes_on:
            return Graded(task.key, None, before, "the run was ended")
        if isinstance(found, Record):
            task.place.put(found, task.digest)
            return Graded(task.key, found.score, before)
        why = found
    task.place.fail(why)
    return Graded(task.key, None, before, why)


def not_graded(found: Iterable[Task]) -> list[Task]:
    """Those without a record of these very files, suites and seeds."""
    return [each for each in found if not each.place.is_of(each.digest)]
