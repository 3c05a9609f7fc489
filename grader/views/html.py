"""The record as one HTML file that needs nothing else: no script, no network, no other file.

The template lies in `report.html.jinja`, which Jinja escapes everything in, and its looks in
`report.css`. What a learner's code wrote passes through `show.visible` or `one_line` as well.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..judging.explain import TORCH, YOURS
from ..judging.wording import one_line, visible
from ..record import MilestoneResult, Record, TestResult
from .graph import in_words, picture
from .words import facts, next_up, only_alone, outcome, points, so_far

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

MOST_FAILURES = 40  # of each milestone
LONGEST_SENTENCE = 2000
NARROW = 56  # characters in a line
INDENT = "  "  # of a failure's message
SIDES = {YOURS: "yours", TORCH: "torch"}


class Part(NamedTuple):
    """Some milestones, and their points."""

    name: str
    milestones: tuple[MilestoneResult, ...]

    @property
    def earned(self) -> float:
        return sum(m.earned for m in self.milestones)

    @property
    def points(self) -> int:
        return sum(m.points for m in self.milestones)


class Failure(NamedTuple):
    """A test that did not pass, and the others that say the same."""

    test: TestResult
    others: tuple[TestResult, ...]


class Block(NamedTuple):
    """Some lines of a message: `yours`, `torch`, or any other `text`."""

    kind: str
    text: str


def html(record: Record) -> str:
    """The record as an HTML document."""
    image = picture(record.graph) if record.graph else None
    return _template().render(
        record=record,
        parts=[Part(name, tuple(m)) for name, m in groupby(record.milestones, lambda m: m.part)],
        next=None if record.feedback == "score" else next_up(record),
        apart=[] if record.feedback == "score" else [only_alone(m) for m in record.milestones],
        graph=base64.b64encode(image).decode() if image else "",
        graph_in_words=in_words(record.graph),
    )


def failures(milestone: MilestoneResult) -> list[Failure]:
    """What fails, each reason once."""
    groups: dict[str, list[TestResult]] = {}
    for test in milestone.failing:
        groups.setdefault(test.message or test.name, []).append(test)
    return [Failure(first, tuple(others)) for first, *others in groups.values()]


def blocks(message: str) -> list[Block]:
    """A failure's message, cut where the learner's answer begins, and torch's."""
    lines = [line.removeprefix(INDENT) for line in visible(message).split("\n")]
    kinds = list(_kinds(lines))
    found = []
    for kind, pairs in groupby(zip(kinds, lines, strict=True), lambda pair: pair[0]):
        kept = [line if kind == "text" else line[len(YOURS) :] for _, line in pairs]
        if text := "\n".join(kept).strip("\n"):
            found.append(Block(kind, text))
    return found


def _kinds(lines: Sequence[str]) -> Iterator[str]:
    """What each line belongs to; the further lines of an answer are aligned under its first."""
    kind = "text"
    for line in lines:
        if line.startswith(tuple(SIDES)):
            kind = SIDES[line[: len(YOURS)]]
        elif not line.startswith(" " * len(YOURS)):
            kind = "text"
        yield kind


def fit_beside(parts: Sequence[Block]) -> bool:
    """Whether both answers are there, and narrow enough to stand beside each other."""
    answers = [part.text for part in parts if part.kind != "text"]
    lines = [line for text in answers for line in text.split("\n")]
    return len(answers) == 2 and max(map(len, lines)) <= NARROW


def prose(text: str) -> Markup:
    """A sentence of the grader's: what stands in backticks is code."""
    from markupsafe import Markup

    pieces = re.split("`([^`]+)`", one_line(text, LONGEST_SENTENCE))
    made = [Markup("<code>{}</code>" if i % 2 else "{}").format(p) for i, p in enumerate(pieces)]
    return Markup("").join(made)


def percent(earned: float, most: float) -> int:
    """A share of points or tests, never rounded up."""
    return math.floor(round(100 * earned / most, 3)) if most else 0


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "line": one_line,
        "outcome": outcome,
        "points": points,
        "prose": prose,
        "blocks": blocks,
        "fit_beside": fit_beside,
    }
    environment.globals |= {
        "failures": failures,
        "facts": facts,
        "most_failures": MOST_FAILURES,
        "percent": percent,
        "so_far": so_far,
    }
    return environment.get_template("report.html.jinja")
