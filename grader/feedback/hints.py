"""The hints for every place that a learner fills in, from a nudge to nearly the idea.

Each milestone's are listed in `tests/hints/`:

    HINTS = {
        "unbroadcast": ("A nudge.", "What to look at.", "Nearly the idea."),
        ("exp", "log"): ("These share their hints.", "...", "..."),
    }
"""

from __future__ import annotations

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
