"""Which complete milestones have been confirmed on a fresh seed, so that it is done only once.

A milestone is known by the content of every file that its tests ran with: the libraries', the
suite's, and the grader's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from ..asking.grading import Grading
from ..cache import CONFIRMED, Memory
from ..manifest import Milestone


class Confirmed:
    """What was confirmed of the files that are graded; kept in the checkout, and never needed."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading
        self._memory = Memory(CONFIRMED)

    def knows(self, milestone: Milestone) -> bool:
        """Whether this milestone was confirmed with these very files."""
        return self._memory.get(self._key(milestone)) is not None

    def add(self, milestones: Iterable[Milestone]) -> None:
        """Remember these."""
        for milestone in milestones:
            self._memory.put(self._key(milestone), b"confirmed")
        self._memory.save()

    def _key(self, milestone: Milestone) -> str:
        libraries = [mount.library.key for mount in self._grading.mounts(milestone)]
        suite = hashlib.sha256(milestone.suite.read_bytes()).hexdigest()
        return hashlib.sha256(json.dumps([suite, *libraries]).encode()).hexdigest()
