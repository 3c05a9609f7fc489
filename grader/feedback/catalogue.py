"""What `tests/` lists for each milestone in a file of its own: hints, and misconceptions."""

from __future__ import annotations

from functools import cache
from types import ModuleType

from ..checkout import kept, load
from ..manifest import TESTS, Milestone


@cache
def catalogue(kind: str, milestone: Milestone) -> ModuleType | None:
    """The module `tests/<kind>/<milestone>.py`; None where there is none."""
    path = TESTS / kind / f"{milestone.module}.py"
    return None if kept(path).trouble else load(path)
