"""Grades a folder: has the suites run on it, and makes the one record of what happened."""

from __future__ import annotations

import platform
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from ..asking.inputs import DEFAULT_SEED
from ..asking.oracle import Oracle
from ..asking.oracle_cache import RememberingOracle
from ..asking.travelling import torch_version
from ..asking.workers import Workers
from ..checkout import as_it_is
from ..feedback.diagnosis import with_diagnoses
from ..feedback.diagnosis.without_solutions import with_suspects
from ..feedback.next_hint import with_hints
from ..feedback.notes import Notes
from ..feedback.time_outs import TimeOuts
from ..files import shown
from ..library.submission import Submission
from ..manifest import IS_HANDOUT, MILESTONES, Milestone
from ..record import DATE, Record
from ..sandbox.allowance import Allowance
from ..sandbox.launch import isolation
from ..suite.run import Progress, silently
from ..suite.setup import USUAL, Settings, Setup
from .broken_steps import Faults
from .confirmation import unconfirmed, with_confirmation
from .picture import draw
from .results import results_of
from .suites import Suites
from .together import with_the_file_that_matters

# Of a deadline: whatever hangs, there is time to confirm what works.
FOR_SUITES = 0.75
# So many of them all workers of a submission may use as long as its deadline allows. The reference,
# on a slow machine, uses a thirtieth of what ten minutes allow.
PROCESSORS = 1.0


@as_it_is()
def grade(
    target: Path | Submission,
    milestones: Sequence[Milestone] = MILESTONES,
    settings: Settings = USUAL,
    *,
    deadline: float | None = None,
    confirmed: bool = True,
    diagnosed: bool = True,
    hinted: bool = False,
    drawn: bool = False,
    remember: bool = False,
    side_by_side: bool = False,
    progress: Progress = silently,
    workers: Workers | None = None,
    oracle: Oracle | None = None,
    notes: Notes | None = None,
) -> Record:
    """Grade the milestones in `target`, and return the record.

    Args:
        target: a folder, which is read now, or a submission that has been.
        settings: what is run of the suites, and how.
        deadline: seconds, by the clock, for all of it, and as many of a processor for all that
            workers do. What is left over then is not run; nor is what the suites leave over after
            three quarters of either.
        confirmed: run the milestones of a learner's that work again, on a fresh seed.
        diagnosed: name the known mistakes behind what fails, and the earlier file that matters
            where files fail together.
        hinted: add a first hint for what fails.
        drawn: add what the learner's visualizer draws.
        remember: save time by what earlier runs left in the checkout (torch's answers, and which
            files were confirmed). It is for its owner's own files: code that is graded could write
            there.
        side_by_side: where there are many suites to run, and two processors, run them in two
            processes. This one must not have threads, nor have run anybody's code.
        progress: called before each test, or before those that are run in this process.
        workers: answer for the libraries.
        oracle: answers for torch on the settings' seed.
        notes: are taken of what is asked and answered, for hints.

    What breaks in the grader after the suites were run is among the record's faults. Raises
    SuitesBroken where the suites themselves could not be run, KeyboardInterrupt where the user
    interrupted.
    """
    began, date = time.perf_counter(), datetime.now(UTC)
    allowance = Allowance.of(deadline, deadline and deadline * PROCESSORS)
    setup = Setup.of(target, settings, workers, oracle or _oracle(settings, remember))
    setup.workers.heed(TimeOuts(setup.submission))
    notes, faults = notes or Notes(), Faults()
    fresh, graph, undrawn = None, "", None

    with Suites(setup, milestones, notes, progress, side_by_side) as suites:
        with setup.workers.allowed(allowance.share(FOR_SUITES)):
            done = suites.run(setup, milestones)
            results = results_of(done, milestones, partial=bool(settings.keyword))
        with setup.workers.allowed(allowance):
            if confirmed:
                found, results = results, unconfirmed(results, settings)
                with faults.noted():
                    results, fresh = with_confirmation(setup, found, remember, suites)
            # Part of the evidence may mislead, and in a handout there is no reference to ask.
            if diagnosed and not (settings.keyword or IS_HANDOUT):
                with faults.noted():
                    results = with_diagnoses(setup, notes, results, remember)
                with faults.noted():
                    results = with_the_file_that_matters(setup, done, results)
            if diagnosed and IS_HANDOUT:
                with faults.noted():
                    results = with_suspects(results, setup.submission, notes)
            if hinted and not IS_HANDOUT:
                with faults.noted():
                    results = with_hints(results, setup.submission, notes, setup.workers)
            if drawn:
                with faults.noted():
                    graph, undrawn = draw(setup)
            with faults.noted():
                setup.oracle.save()
    return Record(
        target=shown(setup.target),
        seed=settings.seed if settings.second is None else DEFAULT_SEED,
        seeds_are_secret=settings.second is not None,
        isolation=isolation(),
        torch=torch_version(),
        milestones=tuple(results),
        seconds=round(time.perf_counter() - began, 3),
        python=platform.python_version(),
        numpy=version("numpy"),
        confirmed_seed=fresh,
        files=setup.submission.digests,
        ignored=setup.submission.ignored,
        changed=setup.submission.changed,
        elsewhere=setup.submission.elsewhere,
        partial=bool(settings.keyword),
        public_alone=IS_HANDOUT,
        graph=graph,
        undrawn=undrawn,
        faults=(*setup.workers.faults, *faults.told),
        graded_at=date.strftime(DATE),
        deadline=deadline,
    )


def _oracle(settings: Settings, remember: bool) -> Oracle:
    return RememberingOracle() if remember and settings.seed == DEFAULT_SEED else Oracle()
