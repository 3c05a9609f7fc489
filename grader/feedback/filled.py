"""How many of a milestone's places a learner has filled in, and which is next: `Filled(7, 9, ...)`
are 7 of 9."""

from __future__ import annotations

from ..advice import Filled
from ..manifest import Milestone
from ..stubs.places import is_python, line_of, named_places, places_to_fill
from .hints import hints


def filled(milestone: Milestone, source: str) -> Filled | None:
    """Of how many places the source has something else than was handed out; None where it can't be
    read as Python."""
    if not is_python(source):
        return None
    there = {name for name, _ in named_places(source)}
    places, to_fill = hints(milestone), places_to_fill(source)
    count = sum(each in there and each not in to_fill for each in places)
    left = next((place for place in to_fill if place in places), "")
    return Filled(count, len(places), left, line_of(left, source))
