"""Which places each public test calls, and the library that it may need: nothing that comes later.

    up_to(milestone, stubs)      # the solutions up to a milestone, and stubs of what comes later
    spectra(milestones, notes)   # {"toposort": {"test_parents_come_before_children": {"toposort"}}}

The places travel with a handout: there the library is of stubs, and can't be watched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..feedback.coverage import Coverage, Spectrum
from ..feedback.edited import Edited
from ..feedback.notes import Notes
from ..files import File
from ..library.assemble import Library, assemble
from ..manifest import MILESTONES, SOLUTIONS, Milestone


def up_to(milestone: Milestone, stubs: Mapping[str, bytes]) -> Library:
    """The library of somebody who has written all files up to a milestone's, and no other."""
    later = [m.module for m in MILESTONES[MILESTONES.index(milestone) + 1 :]]
    files = {module: File(Path("stubs", f"{module}.py"), stubs[module]) for module in later}
    return assemble(SOLUTIONS, files, later, fast=False)


def spectra(milestones: Sequence[Milestone], notes: Notes) -> dict[str, Spectrum]:
    """The places that each test calls, by milestones' slugs: those of its own milestone's file."""
    with Edited() as edited:
        return {m.slug: Coverage(m, edited).of_tests(notes.of(m)) for m in milestones}
