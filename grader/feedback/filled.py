"""How many of a milestone's places a learner has filled in, and which is next: `Filled(7, 9, ...)`
are 7 of 9."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from ..advice import Filled
from ..checkout import solution
from ..manifest import Milestone
from ..stubs.erase import stub
from ..stubs.places import is_python, line_of, missing, named_places


def filled(milestone: Milestone, source: str) -> Filled | None:
    """Of how many places the source has something else than was handed out; None where it can't be
    read as Python."""
    if not is_python(source):
        return None
    there = {name for name, _ in named_places(source)}
    asked, left = _asked(milestone.module, solution(milestone)), missing(source)
    count = sum(max(n - left[place], 0) for place, n in asked.items() if place in there)
    following = next((place for place in left if place in asked), "")
    return Filled(count, asked.total(), following, line_of(following, source))


@lru_cache(maxsize=64)
def _asked(module: str, solution: str) -> Counter[str]:
    """How many answers a stub asks for in each place."""
    return missing(stub(module, solution))
