"""Wrong answers as learners write them, to measure the diagnosis by.

Each commits a mistake that the corpus of misconceptions knows, but in other code: another
algorithm, other helpers, other names. Some commit two, and some one that is not in the corpus,
where nothing may be named. `python -m tests.grader.variants m08` shows what each of them fails, and
that it passes everything once its mistake is mended.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent, indent

from grader.manifest import Milestone
from grader.stubs.places import extents


@dataclass(frozen=True)
class Variant:
    """A wrong implementation of one or several whole places of a milestone's file.

    Args:
        name: what this learner did, in a few words.
        mistake: the name of the misconception that it commits; a tuple of names where it commits
            several, any of which is a right answer; None where the corpus does not know it.
        where: the place, or a tuple of places.
        source: what stands there instead; one text per place. It may bring helpers along.
        mends: what is wrong in the source, and what would be right. Every key stands exactly once.
    """

    name: str
    mistake: str | tuple[str, ...] | None
    where: str | tuple[str, ...]
    source: str | tuple[str, ...]
    mends: Mapping[str, str] = field(hash=False)

    @property
    def mistakes(self) -> tuple[str, ...]:
        """The names of all misconceptions that it commits."""
        return _as_tuple(self.mistake) if self.mistake is not None else ()

    @property
    def places(self) -> tuple[str, ...]:
        """All places that it replaces."""
        return _as_tuple(self.where)

    def apply(self, solution: str, mended: bool = False) -> str:
        """The milestone's solution with this learner's code in it, or with the mended code.

        Raises ValueError for a place that is not there, and for a mend that does not apply once.
        """
        for where, source in self.sources(mended).items():
            solution = _replaced(solution, where, dedent(source))
        return solution

    def sources(self, mended: bool = False) -> dict[str, str]:
        """What stands in each place. Raises ValueError for a mend that does not apply once."""
        sources = dict(zip(self.places, _as_tuple(self.source), strict=True))
        for wrong, right in self.mends.items():
            times = sum(source.count(wrong) for source in sources.values())
            if times != 1:
                raise ValueError(f"{self.name!r}: {wrong!r} stands {times} times in the source")
            if mended:
                sources = {w: source.replace(wrong, right) for w, source in sources.items()}
        return sources


def variants(milestone: Milestone) -> list[Variant]:
    """All of a milestone's."""
    return list(importlib.import_module(f"{__name__}.{milestone.module}").VARIANTS)


def _as_tuple(x: str | tuple[str, ...]) -> tuple[str, ...]:
    return (x,) if isinstance(x, str) else x


def _replaced(solution: str, where: str, source: str) -> str:
    places = extents(solution)
    if where not in places:
        raise ValueError(f"there is no {where}")
    start, end = places[where]
    margin = len(solution[start:end]) - len(solution[start:end].lstrip(" "))
    body = indent(source.strip("\n"), " " * margin) + "\n"
    return solution[:start] + body + solution[end:]
