"""A milestone's lesson, the module docstring of its reference, and the parts that it has."""

from __future__ import annotations

import re
from typing import NamedTuple

from book.lesson import OTHER_WAYS
from book.lesson import lesson as text_of
from grader.manifest import Milestone

TIME = re.compile(r"^About (\d+) minutes; difficulty (\d) of 5\.(?:\s|$)", re.M)
# How each part that a lesson must have can be told.
PARTS = {
    "minutes and difficulty": TIME,
    "what may be skipped": re.compile(
        r"skip|may\s+wait|be\s+read\s+later|for\s+(?:later|the\s+end)"
    ),
    "shapes": re.compile(r"\(\w+, |\(\w+,\)|shape"),
    "an example": re.compile(r"(?:^ {4}.+\n){3}", re.M),
    "torch and JAX": re.compile(rf"^{OTHER_WAYS}(?:\.|\n-+\n)", re.M),
    "a limit of the forty lines": re.compile(r"forty\s+lines|limits?\s+of\s+`scalars`"),
    "the trap": re.compile(r"^(?:The|Two) traps?\b", re.M),
    "what can be done now": re.compile(r"When\s+it\s+(?:is\s+done|works),"),
    "what to read": re.compile(r"\bTo\s+read:\s"),
}


class Lesson(NamedTuple):
    """The text, as a learner reads it."""

    text: str

    def missing(self) -> list[str]:
        """The parts that it does not have."""
        return [part for part, mark in PARTS.items() if not mark.search(self.text)]

    def time(self) -> tuple[int, int] | None:
        """Minutes and difficulty."""
        found = TIME.search(self.text)
        return (int(found[1]), int(found[2])) if found else None

    def section(self, title: str) -> str:
        """From the title to the next one, or to the end of the paragraph if it has no underline."""
        _, _, rest = self.text.partition(title)
        if not rest.startswith("\n--"):
            return rest.partition("\n\n")[0]
        return re.split(r"\n.+\n-+\n", rest.split("\n", 2)[2])[0]


def lesson(milestone: Milestone) -> Lesson:
    return Lesson(text_of(milestone))
