"""The next hint for what fails now.

    given = Given(HINTS)                              # how many were given before
    hint = next_hint(result, source, given, notes)    # of a MilestoneResult that is shown in full
    hint = hint_on(milestone, "no_grad", file, source, given)    # of a place, whatever fails

`next_hint` returns None where there is nothing to hint at: all passes, or the file can't be
imported, and then the first failing test's message says what to mend. When a place's hints are all
given, `hint.number` is larger than `hint.total`, and its text says where to read on; after that
come the hints for the next place that fails or is not written.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from ..advice import Hint
from ..asking.workers import OutOfTime, Workers
from ..cache import Memory, Store
from ..checkout import solution
from ..library.submission import Submission
from ..manifest import Milestone, find_milestone
from ..record import MilestoneResult
from ..stubs.places import is_python, named_places, parse
from .edited import Edited
from .examination import Examination
from .hints import hints
from .localization.suspects import others_to_mend, place_to_mend
from .notes import Notes


class Given:
    """How many hints were given for each place; forgotten with this object, without a store."""

    def __init__(self, store: Store | None = None) -> None:
        self._memory = Memory(store)

    def count(self, path: str, place: str) -> int:
        """How many were given for a place of the learner's file at `path`."""
        return int(self._memory.get(f"{path} {place}") or 0)

    def add(self, path: str, place: str) -> None:
        """Remember that one more was given."""
        self._memory.put(f"{path} {place}", b"%d" % (self.count(path, place) + 1))
        self._memory.save()


def next_hint(result: MilestoneResult, source: str, given: Given, notes: Notes) -> Hint | None:
    """The next hint for what fails first, which is then remembered as given; None if there is none.

    Args:
        result: how the milestone went, shown in full.
        source: the learner's file.
        given: what was given before.
        notes: of the run that made the result.
    """
    until_next = hints_until_next(result, source, given, notes)
    return _now_given(until_next[-1], result.where, given) if until_next else None


def hint_on(milestone: Milestone, place: str, path: str, source: str, given: Given) -> Hint:
    """The next hint for a place of the learner's file at `path`, which is then remembered."""
    *_, hint = hints_until_next_on(milestone, place, path, source, given)
    return _now_given(hint, path, given)


def _now_given(hint: Hint, path: str, given: Given) -> Hint:
    if given.count(path, hint.place) <= hint.total:  # or all was said, and where to read on
        given.add(path, hint.place)
    return hint


def hints_until_next(
    result: MilestoneResult, source: str, given: Given, notes: Notes
) -> list[Hint]:
    """The hints given so far for what is to be mended, and the next, which is yet to be given.

    Before the first hint for a place come those for the place before, if there is one.
    """
    with Edited() as edited:
        return _until_next(result, source, given, notes, edited)


def hints_until_next_on(
    milestone: Milestone, place: str, path: str, source: str, given: Given
) -> list[Hint]:
    """The hints given so far for a place of the file at `path`, and the next."""
    where = _where(path, source, place)
    count = min(given.count(path, place), len(hints(milestone)[place]))
    return [hint_for(milestone, place, number, where) for number in range(1, count + 2)]


def _until_next(
    result: MilestoneResult, source: str, given: Given, notes: Notes, edited: Edited
) -> list[Hint]:
    milestone = find_milestone(result.id)
    try:
        parse(source)
    except SyntaxError:  # as it was graded, or as it was saved meanwhile
        return []
    examination = Examination(milestone, notes.of(milestone), edited)
    found = result.suspect if result.diagnosis is None else None  # looked for by the diagnosis
    place = found.place if found else place_to_mend(result, source, examination)
    if not place:
        return []

    def until_next(place: str) -> list[Hint]:
        return hints_until_next_on(milestone, place, result.where, source, given)

    def is_done(place: str) -> bool:
        return given.count(result.where, place) > len(hints(milestone)[place])

    if not is_done(place):
        return until_next(place)
    places = [place, *others_to_mend(result, source, examination)]
    following = next((each for each in places if not is_done(each)), place)
    if following == place or given.count(result.where, following):
        return until_next(following)
    return [*until_next(places[places.index(following) - 1]), *until_next(following)]


def with_hints(
    results: Iterable[MilestoneResult],
    submission: Submission,
    notes: Notes,
    workers: Workers,
) -> list[MilestoneResult]:
    """The same results; those with failures carry the first hint for what fails first, as far as
    there is time, which is that of the `workers`."""
    with Edited() as edited, workers.stopping(edited):
        return [_with_hint(result, submission, notes, edited) for result in results]


def _with_hint(
    result: MilestoneResult, submission: Submission, notes: Notes, edited: Edited
) -> MilestoneResult:
    source = submission.text(find_milestone(result.id))
    if result.state != "started":
        return result
    try:
        found = _until_next(result, source, Given(), notes, edited)
    except OutOfTime:
        return result
    return replace(result, hint=next(iter(found), None))


def hint_for(milestone: Milestone, place: str, number: int, where: str) -> Hint:
    """The `number`-th hint for a place; after the last one, what to read."""
    said = hints(milestone)[place]
    if number <= len(said):
        return Hint(place, number, len(said), said[number - 1], where)
    return Hint(place, len(said) + 1, len(said), _read_on(milestone, place), where)


def _where(path: str, source: str, place: str) -> str:
    nodes = named_places(source) if is_python(source) else []
    lines = [node.lineno for name, node in nodes if name == place]
    return f"{path}:{lines[0]}" if lines else path


def _read_on(milestone: Milestone, place: str) -> str:
    lesson = ast.get_docstring(ast.parse(solution(milestone))) or ""
    reading = " ".join(lesson.rpartition("To read: ")[2].split())
    return (
        f"These were all the hints for {place}. What it must do stands in its docstring and in the "
        f"lesson above it; and there is more to read: {reading}"
    )
