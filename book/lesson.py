"""A milestone's lesson, taken apart for its page: the parts that every lesson has, by their name.

parts(lesson)    # Parts(title, opening, body, other_ways, trap, done, read)
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace

from grader.checkout import solution
from grader.manifest import Milestone

from .blocks import Block, Heading, Paragraph, blocks

TIME = re.compile(r"^About \d+ minutes; difficulty \d of 5\.\s*")
BEGINS = {  # how a part begins, where it has no heading of its own
    "other_ways": re.compile(r"In torch, in JAX, and what the other way would cost\.?\s*"),
    "trap": re.compile(r"(?:The|Two) traps?\b[:.]?\s*"),
    "done": re.compile(r"(?=When\s+it\s+(?:is\s+done|works),)"),
    "read": re.compile(r"To\s+read:\s+"),
}


@dataclass(frozen=True)
class Parts:
    """What a page is made of; each part in blocks, in the lesson's order."""

    title: str
    opening: str
    body: tuple[Block, ...]
    other_ways: tuple[Block, ...]
    trap: tuple[Block, ...]
    done: tuple[Block, ...]
    read: tuple[str, ...]


def lesson(milestone: Milestone) -> str:
    """The docstring of the milestone's file."""
    return ast.get_docstring(ast.parse(solution(milestone))) or ""


def parts(text: str) -> Parts:
    """The parts of a lesson's text."""
    title = text.partition("\n")[0].partition(": ")[2].rstrip(".")
    first, *rest = blocks(text)
    assert isinstance(first, Paragraph)
    found: dict[str, list[Block]] = {name: [] for name in ("body", *BEGINS)}
    now = "body"
    for block in rest:
        begins = _begins(block)
        if begins or isinstance(block, Heading):
            now = begins or "body"
        elif now == "read" or (now != "body" and _is_over(now, found)):
            now = "body"
        found[now] += _without_title(block, begins)
    read = " ".join(b.text for b in found["read"] if isinstance(b, Paragraph))
    works = tuple(re.sub(r"\s+", " ", work).strip(" .") for work in re.split(r";\s+", read))
    return Parts(
        title[:1].upper() + title[1:],
        TIME.sub("", first.text),
        tuple(found["body"]),
        tuple(found["other_ways"]),
        tuple(found["trap"]),
        tuple(found["done"]),
        works,
    )


def _begins(block: Block) -> str:
    """The part that a block begins; "" if it goes on."""
    text = block.text if isinstance(block, Heading | Paragraph) else ""
    return next((name for name, begin in BEGINS.items() if begin.match(text)), "")


def _is_over(now: str, found: dict[str, list[Block]]) -> bool:
    """Whether a part without a heading has ended: it was a paragraph."""
    return not any(isinstance(block, Heading) for block in found[now])


def _without_title(block: Block, begins: str) -> list[Block]:
    if not begins or isinstance(block, Heading):
        return [block]
    assert isinstance(block, Paragraph)
    text = BEGINS[begins].sub("", block.text, count=1)
    return [replace(block, text=text[:1].upper() + text[1:])]
