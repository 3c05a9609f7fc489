"""What a learner is told besides how a test failed: the known mistake behind it, a hint, what is
missing, and what to type next."""

from __future__ import annotations

import shlex
from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnosis:
    """A known mistake that gives the very answers that the learner got.

    `name` and `says` are the misconception's; `where` is the place in the milestone's file that it
    is about, `lesson` the line to read again (`exercises/m08_backward.py:31`), and `explains` are
    the names of the tests whose failure it explains. `also` are other mistakes in the same file,
    each in a few words, and where.
    """

    name: str
    says: str
    where: str
    lesson: str = ""
    explains: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the mistake is, the sentence, and where to read on."""
        text = f"This looks like a known mistake: {self.name}. {self.says}"
        return f"{text} Read again: {self.lesson}" if self.lesson else text

    @property
    def others(self) -> tuple[str, ...]:
        """A line for each of the others."""
        return tuple(f"Another one: {each}" for each in self.also)

    @property
    def whole(self) -> str:
        """All of it in one text."""
        return ". ".join([self.text, *self.others]) if self.also else self.text


@dataclass(frozen=True)
class Hint:
    """One hint: the `number`-th of `total` for a place, which stands at `where` (path:line)."""

    place: str
    number: int
    total: int
    text: str
    where: str


@dataclass(frozen=True)
class Suspect:
    """The place that what fails first leads to, and the lines of the file where it stands.

    Of the tests that show a smallest program, those in `unlike` go wrong for another reason.
    """

    place: str
    line: int
    unlike: tuple[str, ...] = ()
    last: int = 0

    def has(self, line: int) -> bool:
        """Whether a line belongs to it, as far as that is known."""
        return not self.last or self.line <= line <= self.last


@dataclass(frozen=True)
class Lack:
    """A place that a learner's file no longer has, and the new name there that is nearest to it."""

    place: str
    nearest: str = ""


@dataclass(frozen=True)
class Filled:
    """How many of a milestone's `places` a learner has filled in, right or wrong; and the first
    in the file that is left, with its line."""

    count: int
    places: int
    left: str = ""
    line: int = 0


def command(session: str, milestone: str, target: str) -> str:
    """What to type to have something done to a milestone (`m05`) of the folder `target`, as people
    type it: `nox -s hint -- m05 --target handed_in`."""
    elsewhere = "" if target == "exercises" else f" --target {shlex.quote(target)}"
    return f"nox -s {session} -- {milestone}{elsewhere}"
