"""How many of a milestone's places a learner has filled in: `Filled(7, 9)` are 7 of 9."""

from __future__ import annotations

from ..advice import Filled
from ..manifest import Milestone
from ..stubs.places import is_python, named_places, places_to_fill
from .hints import hints


def filled(milestone: Milestone, source: str) -> Filled | None:
    """Of how many places the source has something else than was handed out; None where it can't be
    read as Python."""
    if not is_python(source):
        return None
    there, to_fill = {name for name, _ in named_places(source)}, places_to_fill(source)
    places = hints(milestone)
    return Filled(sum(each in there and each not in to_fill for each in places), len(places))
