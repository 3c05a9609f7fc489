"""Known wrong implementations: a small edit to the reference, and a sentence about it.

Each milestone's are listed in `tests/misconceptions/`. Its suite must catch every one of them.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from ..checkout import solution
from ..manifest import Milestone
from ..stubs.places import extents, place_at
from .catalogue import catalogue


@dataclass(frozen=True)
class Misconception:
    """An edit inside one named place of a milestone's solution.

    Args:
        name: what is wrong, in a few words.
        where: one of the file's `places`: `toposort`, `Operators.__rsub__`, `defvjp(mul)`.
        old: source text that stands exactly once in that place.
        new: what stands there instead.
        says: one sentence or two for the learner who made this mistake.
        trap: words of the milestone's lesson that warn of it, if a search for the sentence with
            most of the same words (diagnosis/lesson.py) does not find them.
        taught: the slug of the earlier milestone whose lesson that is, if it is not its own.
        outcome: what is seen of it, where others that cannot be told from it lead to the same.
    """

    name: str
    where: str
    old: str
    new: str
    says: str
    trap: str = ""
    taught: str = ""
    outcome: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What is told, as of several at once."""
        return (self.name,)

    def apply(self, source: str) -> str:
        """The solution with the mistake in it. Raises ValueError unless it applies exactly once."""
        edited = self.edited(source)
        ast.parse(edited)
        return edited

    def edited(self, source: str) -> str:
        """The same, which need not be Python."""
        start, end = self.find(source)
        return source[:start] + self.new + source[end:]

    def find(self, source: str) -> tuple[int, int]:
        """Where the edit starts and ends. Raises ValueError unless it applies exactly once."""
        places = extents(source)
        if self.where not in places:
            raise ValueError(f"there is no {self.where}")
        start, end = places[self.where]
        times = source[start:end].count(self.old)
        if times != 1:
            raise ValueError(f"{self.name!r}: {self.old!r} stands {times} times in {self.where}")
        first = source.index(self.old, start)
        return first, first + len(self.old)

    def inner(self, source: str) -> str:
        """Its place; of one in a class, the method where it is made."""
        inside = place_at(source, source.count("\n", 0, self.find(source)[0]) + 1)
        return inside if inside.startswith(f"{self.where}.") else self.where

    def write(self, milestone: Milestone, folder: Path) -> None:
        """Save the edited solution into a folder that can then be graded."""
        file = folder / f"{milestone.module}.py"
        file.write_text(self.apply(solution(milestone)), encoding="utf-8")


def misconceptions(milestone: Milestone) -> list[Misconception]:
    """All that are known for a milestone; [] while nobody has listed any."""
    listed = catalogue("misconceptions", milestone)
    return list(listed.MISCONCEPTIONS) if listed else []
