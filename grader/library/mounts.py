"""Which libraries a milestone's suite is run on, so that one mistake costs one milestone.

- isolated: the learner's file for this milestone, the reference's for all others;
- so far: the learner's files up to this milestone, the reference's after it.

A test earns its points on either. Where both are the same library, it is run once.

In a handout there is no reference, and both are the learner's files together, those up to the
milestone: its public tests need nothing later (grader/handout/spectra.py).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from ..manifest import IS_HANDOUT, MILESTONES, SOLUTIONS, Milestone
from .assemble import Library, assemble
from .submission import Submission
from .unreadable import unreadable

ISOLATED, SO_FAR = "isolated", "so far"
THE_REST = "given, or not written yet" if IS_HANDOUT else "the reference's"


class Mount(NamedTuple):
    """A library, and which of the two readings of a milestone it serves; perhaps both."""

    kinds: tuple[str, ...]
    library: Library

    @property
    def is_so_far_only(self) -> bool:
        """Whether its result only shows how the learner's files work together."""
        return self.kinds == (SO_FAR,)


def mounts(
    submission: Submission, milestone: Milestone, left_out: Collection[Milestone] = ()
) -> list[Mount]:
    """The libraries to run a milestone's suite on, isolated first.

    Of the reference itself, the plain ways are graded, which learners see, and not the fast ones.
    In a handout, earlier files are `left_out` where they can't be imported.
    """
    if IS_HANDOUT:
        earlier = MILESTONES[: MILESTONES.index(milestone)]
        own = [each for each in earlier if each not in left_out]
        return [Mount((ISOLATED, SO_FAR), together(submission, [*own, milestone]))]
    fast = submission.folder != SOLUTIONS
    up_to_here = MILESTONES[: MILESTONES.index(milestone) + 1]
    isolated = assemble(SOLUTIONS, submission.files, [milestone.module], fast)
    if any(map(submission.is_untouched, up_to_here)):
        return [Mount((ISOLATED,), isolated)]
    so_far = assemble(SOLUTIONS, submission.files, [m.module for m in up_to_here], fast)
    if so_far.key == isolated.key:
        return [Mount((ISOLATED, SO_FAR), isolated)]
    return [Mount((ISOLATED,), isolated), Mount((SO_FAR,), so_far)]


def together(submission: Submission, milestones: Sequence[Milestone]) -> Library:
    """The learner's files for these milestones: the last one, and of the others those that can be
    read."""
    *others, last = milestones
    own = [m.module for m in others if not unreadable(submission.files[m.module])]
    return assemble(SOLUTIONS, submission.files, [*own, last.module])


def learners(folder: Path) -> tuple[Library, list[Milestone]]:
    """A learner's whole library, the reference's files where theirs are untouched, and theirs."""
    submission = Submission.read(folder)
    mine = [m for m in MILESTONES if not submission.is_untouched(m)]
    return assemble(SOLUTIONS, submission.files, [m.module for m in mine]), mine


def spans(milestones: Sequence[Milestone]) -> str:
    """Milestones, in order, in words: "m00 to m04, m06, m08 to m12"."""
    runs: list[list[Milestone]] = []
    for milestone in milestones:
        if runs and MILESTONES.index(runs[-1][-1]) == MILESTONES.index(milestone) - 1:
            runs[-1].append(milestone)
        else:
            runs.append([milestone])
    ends = [dict.fromkeys((run[0].id, run[-1].id)) for run in runs]
    return ", ".join(" to ".join(pair) for pair in ends)


def name(mount_: Mount) -> str:
    """`isolated`, `so far`, or both: what a test's id shows."""
    return " and ".join(mount_.kinds)
