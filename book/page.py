"""A milestone's page in Markdown (MyST): its lesson, its trap sprung, three questions, what is
written, its demo.

page(milestone, shown)    # "# m08 backward\n..."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from grader.checkout import solution
from grader.manifest import MILESTONES, Milestone
from grader.stubs.places import named_places

from .blocks import ITEM, AsItStands, Block, Formula, Heading, Paragraph, Table
from .columns import Rows
from .effort import effort, first_hints, stars
from .formula import formula
from .inline import inline, words_of
from .lesson import OTHER_WAYS, Parts, lesson, parts
from .places import NAMES_OF_CODE, places
from .questions import section
from .trap import Sprung
from .words import markdown, with_code

WHOSE = (
    "In its program `lib` is this library; beside *yours* stands what the library answers, and "
    "beside *torch*, or *expected*, what is right."
)
CODE = "````"  # more backticks than what stands inside has


@dataclass(frozen=True)
class Shown:
    """What was run for a page: the trap, the demo's text, and the picture (an SVG) or ""."""

    trap: Sprung
    demo: str
    picture: str


def page(milestone: Milestone, shown: Shown) -> str:
    """The whole page."""
    lines = "\n\n".join(_sections(milestone, shown))
    return f"{lines}\n"


def _sections(milestone: Milestone, shown: Shown) -> Iterator[str]:
    told = parts(lesson(milestone))
    links = pages_of(milestone)
    yield f"# {milestone.id} {milestone.title}"
    if told.title.lower() != milestone.title:
        yield f"*{markdown(told.title, links)}*"
    yield _facts(milestone)
    yield markdown(told.opening, links)
    led_to = _led_to(told)
    yield from _written(told.body[:led_to], links)
    if shown.picture:
        yield _raw(inline(shown.picture, words_of(shown.picture)))
    yield from _written(told.body[led_to:], links)
    yield f"## {OTHER_WAYS}"
    yield from _written(_inner(told.other_ways), links)
    yield "## The trap"
    yield from _written(_inner(told.trap), links)
    yield from _trap(shown.trap)
    yield from section(milestone, links)
    yield "## What you write"
    yield effort(milestone)
    if told.advice:
        yield markdown(told.advice, links)
    yield places(milestone)
    yield from first_hints(milestone)
    yield "## When it works"
    yield from _written(told.done, links)
    yield f"What `nox -s demo -- {milestone.id}` shows:"
    yield _code(shown.demo)
    yield "## To read"
    yield "\n".join(f"- {markdown(work, links)}" for work in told.read)


@cache
def pages() -> Mapping[str, str]:
    """The page of each milestone, by the name that lessons use."""
    return {each.slug: f"{each.module}.md" for each in MILESTONES}


def pages_of(milestone: Milestone) -> Mapping[str, str]:
    """The pages that a lesson may link to: not those whose name is one of its own functions'."""
    own = {name.rpartition(".")[2] for name, _ in named_places(solution(milestone))}
    return {slug: path for slug, path in pages().items() if slug not in own | {milestone.slug}}


def _facts(milestone: Milestone) -> str:
    points = f"{milestone.points} points"
    facts = f"{milestone.minutes} minutes", stars(milestone), points, milestone.part
    return f"{' · '.join(facts)}. The limit that it removes: {milestone.removes}."


def _led_to(told: Parts) -> int:
    """How many blocks belong to the opening, for it ends with a colon."""
    if not told.opening.endswith(":"):
        return 0
    is_text = (isinstance(block, Paragraph | Heading) for block in told.body)
    return next((i for i, each in enumerate(is_text) if each), len(told.body))


def _inner(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """A part without its own title, which the page has."""
    return (block for i, block in enumerate(blocks) if i or not isinstance(block, Heading))


def _written(blocks: Iterable[Block], links: Mapping[str, str]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(text):
                yield f"## {markdown(text, links)}"
            case Paragraph(text):
                yield _prose(text, links)
            case Formula(lines):
                yield _raw(formula(lines))
            case Table(rows, has_head):
                yield _table(rows, has_head, links)
            case AsItStands(text):
                yield _code(text)


def _prose(text: str, links: Mapping[str, str]) -> str:
    """A paragraph; or a list, whose marks stay."""
    if not (first := ITEM.match(text)):
        return markdown(text, links)
    other = "- " if first[0] == "- " else r"\d+\. "
    lines = []
    for item in re.split(rf"\n(?={other})", text):
        mark, *said = item.split()
        lines.append(f"{mark} {markdown(' '.join(said), links)}")
    return "\n".join(lines)


def _raw(html: str) -> str:
    return f"```{{raw}} html\n{html}\n```"


def _code(text: str, language: str = "text") -> str:
    return f"{CODE}{language}\n{text}\n{CODE}"


def _table(rows: Rows, has_head: bool, links: Mapping[str, str]) -> str:
    linked = [[markdown(cell, links) for cell in row] for row in rows]
    if any("](" in cell for row in linked for cell in row):
        return _linked_table(linked, has_head)
    made = []
    for i, row in enumerate(rows):
        tag = "th" if has_head and i == 0 else "td"
        cells = "".join(f"<{tag}>{with_code(cell)}</{tag}>" for cell in row)
        made.append(f"<tr>{cells}</tr>")
    return _raw(f'<div class="worked"><table>{"".join(made)}</table></div>')


def _linked_table(rows: list[list[str]], has_head: bool) -> str:
    """One in Markdown: where the pages lie, Sphinx knows."""
    cells = (f"{'  ' if i else '* '}- {cell}" for row in rows for i, cell in enumerate(row))
    head = f"```{{list-table}}\n:class: worked\n:header-rows: {int(has_head)}\n"
    return "\n".join((head, *cells, "```"))


def _trap(trap: Sprung) -> Iterator[str]:
    yield "### Sprung"
    says = markdown(trap.says, NAMES_OF_CODE)
    yield f"A library with this mistake: *{markdown(trap.name, NAMES_OF_CODE)}*. {says}"
    if trap.wrong:
        yield "What is wrong in it:"
        yield _code(trap.wrong, "python")
    yield f"The test *{markdown(trap.test, NAMES_OF_CODE)}* fails on it. {WHOSE}"
    yield _code(trap.shown)
