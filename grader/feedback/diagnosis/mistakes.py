"""Known mistakes beyond the corpus: made in another place, or several of them in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import islice, permutations, product

from ...manifest import Milestone
from ...stubs.places import is_python
from ..hints import hints
from ..known_misconceptions import Misconception, misconceptions
from .edit_differences import patterns
from .edit_patterns import Pattern

MOST_ORDERS = 6  # in which mistakes are put into one file, until all of them apply


@dataclass(frozen=True, eq=False)
class Elsewhere:
    """A known mistake that is made in another place, or once more in its own."""

    mistake: Misconception
    where: str
    pattern: Pattern

    @property
    def names(self) -> tuple[str, ...]:
        return self.mistake.names

    @property
    def name(self) -> str:
        return self.mistake.name

    @property
    def says(self) -> str:
        return self.mistake.says

    @property
    def trap(self) -> str:
        return self.mistake.trap

    @property
    def taught(self) -> str:
        return self.mistake.taught

    def apply(self, source: str) -> str:
        """The source with it. Raises ValueError where it does not apply."""
        return self.pattern.apply(source, self.where)


Part = Misconception | Elsewhere


@dataclass(frozen=True, eq=False)
class Combination:
    """Several mistakes in one file."""

    parts: tuple[Part, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Each mistake once."""
        return tuple(dict.fromkeys(part.name for part in self.parts))

    @property
    def name(self) -> str:
        return self.parts[0].name

    @property
    def says(self) -> str:
        """What the first one says, and all the places where it is made."""
        places = ", ".join(dict.fromkeys(f"`{p.where}`" for p in self.parts if p.name == self.name))
        return f"{self.parts[0].says} (In {places}.)"

    @property
    def where(self) -> str:
        return self.parts[0].where

    @property
    def trap(self) -> str:
        return self.parts[0].trap

    @property
    def taught(self) -> str:
        return self.parts[0].taught

    def apply(self, source: str) -> str:
        """The source with all of them, in an order in which they apply: the first to do so may be
        in another's way. Raises ValueError where there is none."""
        for order in islice(permutations(self.parts), MOST_ORDERS):
            with suppress(ValueError, SyntaxError):
                return reduce(lambda text, part: part.apply(text), order, source)
        raise ValueError(f"these do not apply together: {self.names}")


@dataclass(frozen=True, eq=False)
class OneOf:
    """Known mistakes that give the same answers, so that nobody can tell which was made."""

    among: tuple[Part, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def name(self) -> str:
        """What is seen of all of them, if that has a name; else what each is called."""
        outcomes = {getattr(each, "outcome", "") for each in self.among}
        one = outcomes.pop() if len(outcomes) == 1 else ""
        return one or ", or ".join(dict.fromkeys(each.name for each in self.among))

    @property
    def says(self) -> str:
        """What each of them says, and where it would be, if not all are in one place."""
        apart = len(places_of(self.among)) > 1
        each = [f"{m.name}{f', in `{m.where}`' * apart}. {m.says}" for m in self.among]
        return f"Several mistakes give just these answers. Perhaps {' Or '.join(each)}"

    @property
    def where(self) -> str:
        return self.among[0].where

    @property
    def trap(self) -> str:
        return self.among[0].trap

    @property
    def taught(self) -> str:
        return self.among[0].taught

    def apply(self, source: str) -> str:
        """The source with one of them."""
        return self.among[0].apply(source)


Mistake = Part | Combination | OneOf


def apart(mistake: Mistake) -> list[Mistake]:
    """Several mistakes one by one; one that is made in several places stays together."""
    parts = parts_of(mistake)
    named = [tuple(p for p in parts if p.name == name) for name in mistake.names]
    return [Combination(each) if len(each) > 1 else each[0] for each in named]


def places_of(parts: Iterable[Part]) -> set[str]:
    """Where they are made."""
    return {part.where for part in parts}


def one_in_each_place(parts: Iterable[Part], but: Iterable[Part]) -> tuple[Part, ...]:
    """The first of the parts in each place, without places where others are already."""
    taken = places_of(but)
    first: dict[str, Part] = {}
    for part in parts:
        if part.where not in taken:
            first.setdefault(part.where, part)
    return tuple(first.values())


def is_whole(mistake: Mistake) -> bool:
    """Whether what is made elsewhere is made in its own place, too: there its name fits."""
    parts = parts_of(mistake)
    at_home = {part.name for part in parts if part.where == _home(part)}
    return all(part.name in at_home for part in parts)


def _home(part: Part) -> str:
    return part.mistake.where if isinstance(part, Elsewhere) else part.where


def parts_of(mistake: Mistake) -> tuple[Part, ...]:
    """What it is made of."""
    if isinstance(mistake, OneOf):
        return mistake.among
    return mistake.parts if isinstance(mistake, Combination) else (mistake,)


@lru_cache(maxsize=64)
def elsewhere(milestone: Milestone, source: str) -> tuple[Elsewhere, ...]:
    """Each known mistake in all other places where it can be made."""
    known = misconceptions(milestone)
    return tuple(_elsewhere(known, list(hints(milestone)), source))


@lru_cache(maxsize=64)
def known_parts(milestone: Milestone, source: str) -> dict[Part, str]:
    """All known mistakes, at home and elsewhere, each with what it does to code, whatever the
    names: the same is the same mistake to whoever makes it."""
    at_home = {
        mistake: " and ".join(sorted({each.form for each in patterns(mistake, source)}))
        for mistake in misconceptions(milestone)
    }
    return at_home | {each: each.pattern.form for each in elsewhere(milestone, source)}


def _elsewhere(
    known: Sequence[Misconception], places: Sequence[str], source: str
) -> Iterator[Elsewhere]:
    seen = {_edits(m, source) for m in known}
    for mistake in known:
        found = patterns(mistake, source)
        if len({pattern.form for pattern in found}) != 1:  # all it changes, or it is another
            continue
        mine = set(seen)
        for pattern, where in product(found, dict.fromkeys([mistake.where, *places])):
            edits = (where, *pattern.edits(source, where))
            if len(edits) > 1 and edits not in mine and is_python(pattern.apply(source, where)):
                mine.add(edits)
                yield Elsewhere(mistake, where, pattern)


def _edits(mistake: Misconception, source: str) -> tuple[object, ...]:
    """Where it is made and what it changes; () where that is more than a pattern at one spot."""
    edits = [p.edits(source, mistake.where) for p in patterns(mistake, source)]
    return (mistake.where, *edits[0]) if len(edits) == len(edits[0] if edits else ()) == 1 else ()
