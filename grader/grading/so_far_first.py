"""Runs suites on the learner's files together first, as long as all of their tests pass.

A test earns its points on either library. What passes on the files so far need not be run on the
milestone's file alone, too: for a class, most of whose files are right, that saves half the time.
What has passed is confirmed on all of the files together, by one worker. From the first test on
that fails, nothing is known but that it is to be found out as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..library.mounts import ISOLATED, SO_FAR, Mount
from ..manifest import Milestone
from ..suite.done import Done
from ..suite.run import Progress, run
from ..suite.setup import Setup

UNTIL_ONE_FAILS = "-x"


def passing_so_far(setup: Setup, milestones: Sequence[Milestone], progress: Progress) -> Done:
    """How the suites went of which all tests pass on the files so far: as well, by that, as they
    can. It ends at the first one that fails.

    Workers of its own answer, so that of what hangs nothing is known afterwards.
    """
    passing = Done(setup.submission, setup.settings.seed)
    chosen = [each for each in milestones if len(setup.mounts(each)) > 1]
    if not chosen:
        return passing
    workers, all_files = setup.workers.others(), setup.mounts(chosen[-1])[-1:]

    def together(milestone: Milestone) -> list[Mount]:
        return all_files if setup.settings.is_confirming else setup.mounts(milestone)[-1:]

    here = replace(setup, mounts=together, workers=workers)
    try:
        with setup.workers.stopping(workers):
            done = run(here, chosen, progress=progress, options=[UNTIL_ONE_FAILS])
    finally:
        workers.close()
    setup.workers.faults += workers.faults
    for milestone, names in done.tests.items():
        found = [done.results.get(((milestone, name), SO_FAR)) for name in names]
        passed = [test for test in found if test and test.outcome == "passed"]
        if len(passed) < len(names):
            break
        passing.tests[milestone] = names
        passing.seconds[milestone] = done.seconds[milestone]
        for test in passed:
            for kind in (ISOLATED, SO_FAR):
                passing.results[(milestone, test.name), kind] = test
    return passing
