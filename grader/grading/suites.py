"""Runs the suites: those of many milestones in two processes, side by side.

with Suites(setup, milestones, notes, progress, side_by_side=True) as suites:
    done = suites.run(setup, milestones)
    again = suites.run(setup.on(8), milestones)

The second process is a fork of the first, made before there is a thread or torch: so both have read
the same files. What it can't do, because it broke, hangs or was killed, the first one does.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection

from ..feedback.notes import Notes
from ..manifest import Milestone
from ..suite.done import Done
from ..suite.run import Progress, SuitesBroken, run, silently
from ..suite.setup import Setup
from .so_far_first import passing_so_far

MANY = 8  # milestones; fewer are run sooner than another process has imported torch
PATIENCE = 5.0  # seconds for the second process to say what it has done, or to end


class Suites:
    """Runs suites on a submission, and has notes taken of what is asked and answered.

    Args:
        setup: the submission, on the first seed.
        milestones: all that are to be run; unless they are many, one process is enough.
        progress: called before each test that runs in this process.
        side_by_side: whether there may be a second process.
    """

    def __init__(
        self,
        setup: Setup,
        milestones: Sequence[Milestone],
        notes: Notes,
        progress: Progress,
        side_by_side: bool = False,
    ) -> None:
        self._notes, self._progress = notes, progress
        are_many = len(_to_run(setup, milestones)) >= MANY
        has_second = side_by_side and are_many and can_be_side_by_side()
        self._second = _Second(setup) if has_second else None

    def __enter__(self) -> Suites:
        return self

    def __exit__(self, *_: object) -> None:
        if self._second:
            self._second.close()

    def run(self, setup: Setup, milestones: Sequence[Milestone]) -> Done:
        """As `grader.suite.run.run`; of a class, what passes so far is not run alone, too."""
        if setup.settings.second is None:
            return self._run_all(setup, milestones)
        done = passing_so_far(setup, milestones, self._progress)
        done.add(self._run_all(setup, [each for each in milestones if each not in done.tests]))
        return done

    def _run_all(self, setup: Setup, milestones: Sequence[Milestone]) -> Done:
        found = _to_run(setup, milestones)
        theirs = found[1::2] if self._second and len(found) >= MANY else []
        if self._second and theirs:
            self._second.begin(setup, theirs)
        setup.workers.begin_anew()
        done = self._run(setup, [each for each in milestones if each not in theirs])
        if self._second and theirs:
            done.add(self._second.done(setup, self._notes) or self._run(setup, theirs))
        return done

    def _run(self, setup: Setup, milestones: Sequence[Milestone]) -> Done:
        return _run(setup, milestones, self._notes, self._progress)


class _Second:
    """The first process's side of the second one."""

    def __init__(self, setup: Setup) -> None:
        fork = multiprocessing.get_context("fork")
        self._theirs, other = fork.Pipe()
        told = (setup, other, self._theirs)
        self._process = fork.Process(target=_serve, args=told, daemon=True)
        self._process.start()
        other.close()

    def begin(self, setup: Setup, milestones: Sequence[Milestone]) -> None:
        """Have these suites run there."""
        with suppress(OSError):  # `done` will find out, too
            self._theirs.send((setup.settings.seed, milestones, setup.workers.allowance))

    def done(self, setup: Setup, notes: Notes) -> Done | None:
        """How the tests went that were begun; None if that process is gone, or hangs."""
        allowance = setup.workers.allowance
        patience = allowance.seconds + PATIENCE if math.isfinite(allowance.until) else None
        done: Done
        try:
            if not self._theirs.poll(patience):
                self.close()  # what it may still say is not asked for any more
                return None
            done, noted, faults = self._theirs.recv()
        except (EOFError, OSError):
            return None
        notes.add(noted)
        setup.workers.faults += faults
        return done

    def close(self) -> None:
        """Have it end, whatever it does."""
        self._theirs.close()
        self._process.join(PATIENCE / 10)
        if self._process.is_alive() and self._process.pid:
            os.kill(self._process.pid, signal.SIGINT)  # so that it ends its workers, too
            self._process.join(PATIENCE)
        self._process.kill()


def _serve(setup: Setup, connection: Connection, others: Connection) -> None:
    """The second process's life: runs what it is asked to, until the first one hangs up."""
    others.close()
    # What ends it early is met by the first process as well, which then runs the same suites.
    with suppress(EOFError, KeyboardInterrupt, SuitesBroken):
        while True:
            seed, milestones, allowance = connection.recv()
            here = setup if seed == setup.settings.seed else setup.on(seed)
            notes = Notes()
            here.workers.begin_anew()
            with here.workers.allowed(allowance):
                done = _run(here, milestones, notes)
            here.oracle.save()
            connection.send((done, notes, here.workers.faults))
            here.workers.faults.clear()


def _run(
    setup: Setup, milestones: Sequence[Milestone], notes: Notes, progress: Progress = silently
) -> Done:
    """In this process, while torch is being imported, unless nothing is to be run."""
    if _to_run(setup, milestones):
        setup.oracle.prepare()
    return run(setup, milestones, progress=progress, listeners=[notes])


def _to_run(setup: Setup, milestones: Sequence[Milestone]) -> list[Milestone]:
    return [milestone for milestone in milestones if setup.mounts(milestone)]


def can_be_side_by_side() -> bool:
    """Whether this system has two processors, and forks processes safely."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
