"""The record as one HTML file that needs nothing else: no script, no network, no other file.

The template lies in `report.html.jinja`, which Jinja escapes everything in, and its looks in
`report.css`. What a learner's code wrote passes through `wording.visible` or `one_line` as well.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..checkout import source_of
from ..failure import Failure
from ..judging.explain import explain
from ..judging.passages import passages
from ..judging.quoting import columns
from ..judging.wording import one_line
from ..record import MilestoneResult, Record
from .apart import apart_in_words
from .facts import facts
from .graph import NoPicture, in_words, picture
from .reasons import reasons
from .words import (
    at_import,
    deadline,
    first_failing,
    hint_command,
    name,
    next_up,
    outcome,
    percent,
    place,
    points,
    seed,
    so_far,
    summary,
    waiting,
)

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

FOLDER = Path(__file__).parent

MOST_FAILURES = 40  # of each milestone
LONGEST_SENTENCE = 2000
NARROW = 56  # characters in a line


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


def html(record: Record) -> str:
    """The record as an HTML document."""
    image, no_picture = _drawn(record.graph)
    return _template().render(
        record=record,
        parts=[Part(name, tuple(m)) for name, m in groupby(record.milestones, lambda m: m.part)],
        next=None if record.feedback == "score" else next_up(record.milestones),
        apart=[] if record.feedback == "score" else apart_in_words(record.milestones),
        graph=base64.b64encode(image).decode(),
        graph_in_words=in_words(record.graph),
        no_picture=no_picture,
    )


def _drawn(graph: str) -> tuple[bytes, str]:
    """The picture of a graph, or else why there is none, in a sentence."""
    try:
        return (picture(graph) if graph else b""), ""
    except NoPicture as problem:
        return b"", str(problem)


def fit_beside(failure: Failure) -> bool:
    """Whether both answers are there, and narrow enough to stand beside each other."""
    if failure.exception or not (failure.yours and failure.torch):
        return False
    lines = f"{failure.yours}\n{failure.torch}".split("\n")
    return max(map(columns, lines)) <= NARROW


def prose(text: str) -> Markup:
    """A sentence of the grader's: what stands in backticks is code."""
    from markupsafe import Markup

    pieces = re.split("`([^`]+)`", one_line(text, LONGEST_SENTENCE))
    made = [Markup("<code>{}</code>" if i % 2 else "{}").format(p) for i, p in enumerate(pieces)]
    return Markup("").join(made)


def prepare() -> None:
    """Load what `html` needs."""
    import graphviz  # noqa: F401

    _template()


@cache
def _template() -> Template:
    return environment().get_template("report.html.jinja")


def environment(folder: Path = FOLDER) -> Environment:
    """Templates and styles of this folder, and those that lie here: everything in them is
    escaped."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    def found(name: str) -> str:
        return source_of((folder if (folder / name).exists() else FOLDER) / name)

    environment = Environment(
        loader=FunctionLoader(found),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "line": one_line,
        "name": name,
        "outcome": outcome,
        "summary": summary,
        "at_import": at_import,
        "points": points,
        "prose": prose,
        "passages": passages,
        "explain": explain,
        "fit_beside": fit_beside,
    }
    environment.globals |= {
        "reasons": reasons,
        "facts": facts,
        "first_failing": first_failing,
        "hint_command": hint_command,
        "seed": seed,
        "deadline": deadline,
        "most_failures": MOST_FAILURES,
        "percent": percent,
        "place": place,
        "so_far": so_far,
        "waiting": waiting,
    }
    return environment
