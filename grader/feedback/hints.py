"""The hints for every place that a learner fills in, from a nudge to nearly the idea.

Each milestone's are listed in `tests/hints/`:

    HINTS = {
        "unbroadcast": ("A nudge.", "What to look at.", "Nearly the idea."),
        ("exp", "log"): ("These share their hints.", "...", "..."),
    }
"""

from __future__ import annotations

import re

from ..manifest import Milestone
from .catalogue import catalogue


def hints(milestone: Milestone) -> dict[str, tuple[str, ...]]:
    """The hints of a milestone by place, in the order in which they are given."""
    listed = catalogue("hints", milestone)
    assert listed, f"tests/hints has no file for {milestone.id}"
    return {
        place: said
        for key, said in listed.HINTS.items()
        for place in ((key,) if isinstance(key, str) else key)
    }


def places_named(milestone: Milestone, name: str) -> list[str]:
    """The places of a milestone that somebody may mean: `no_grad`, `__enter__` of a class, `mul`
    of `defvjp(mul)`; one that is spelled out is meant alone."""
    places, asked = hints(milestone), name.lower()
    if name in places:
        return [name]
    parts = {place: [place.lower(), *re.split(r"[.()]", place.lower())] for place in places}
    return [place for place in places if asked in parts[place]]
