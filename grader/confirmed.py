"""Which complete milestones have been confirmed on a fresh seed, so that it is done only once.

A milestone is known by the content of every file that its tests ran with, the suite's included.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress

from .grading import Grading
from .manifest import STATE, Milestone

FILE = STATE / "confirmed.json"
MOST = 1000  # forget the oldest beyond this


class Confirmed:
    """What was confirmed of the files that are graded; kept in the checkout, and never needed."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading
        self._keys = _load()

    def knows(self, milestone: Milestone) -> bool:
        """Whether this milestone was confirmed with these very files."""
        return self._key(milestone) in self._keys

    def add(self, milestones: Iterable[Milestone]) -> None:
        """Remember these."""
        news = [self._key(m) for m in milestones]
        if not news:
            return
        self._keys += news
        with suppress(OSError):  # a checkout that can't be written to just confirms again
            FILE.parent.mkdir(exist_ok=True)
            FILE.write_text(json.dumps(self._keys[-MOST:]))

    def _key(self, milestone: Milestone) -> str:
        libraries = [mount.library.key for mount in self._grading.mounts(milestone)]
        suite = hashlib.sha256(milestone.suite.read_bytes()).hexdigest()
        return hashlib.sha256(json.dumps([suite, *libraries]).encode()).hexdigest()


def _load() -> list[str]:
    try:
        keys = json.loads(FILE.read_text())
    except (OSError, ValueError):
        return []
    return [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
