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

OTHER_WAYS = "In torch, in JAX, and what the other way would cost"
TIME = re.compile(r"^About \d+ minutes; difficulty \d of 5\.\s*")
ADVICE = re.compile(
    r"\bmay\s+(?:wait|skip|be\s+(?:skipped|read))|be\s+skipped|for\s+(?:later|the\s+end)\b"
)
BEGINS = {  # how a part begins, where it has no heading of its own
    "other_ways": re.compile(rf"{OTHER_WAYS}\.?\s*"),
    "trap": re.compile(r"(?:The|Two) traps?\b[:.]?\s*"),
    "more traps": re.compile(r"(?=Another:|And a small one:)"),
    "done": re.compile(r"(?=When\s+it\s+(?:is\s+done|works),)"),
    "read": re.compile(r"To\s+read:\s+"),
}


@dataclass(frozen=True)
class Parts:
    """What a page is made of; each part in blocks, in the lesson's order.

    Args:
        advice: what may be skipped, where the lesson begins with that; else "".
    """

    title: str
    opening: str
    advice: str
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
    opening, advice = TIME.sub("", first.text), ""
    if ADVICE.search(opening):
        advice, (second, *rest) = opening, rest
        assert isinstance(second, Paragraph)
        opening = second.text
    found: dict[str, list[Block]] = {name: [] for name in ("body", *BEGINS)}
    found["more traps"] = found["trap"]
    now = "body"
    for block in rest:
        begins = _begins(block)
        if begins or isinstance(block, Heading):
            now = begins or "body"
        elif isinstance(block, Paragraph) and now != "body" and _is_over(now, found):
            now = "body"
        found[now] += _without_title(block, begins)
    read = " ".join(b.text for b in found["read"] if isinstance(b, Paragraph))
    works = tuple(re.sub(r"\s+", " ", work).strip(" .") for work in re.split(r";\s+", read))
    return Parts(
        title[:1].upper() + title[1:],
        opening,
        advice,
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
    """Whether a part without a heading has ended: it was a paragraph.

    What is set in goes with the paragraph before it.
    """
    return not any(isinstance(block, Heading) for block in found[now])


def _without_title(block: Block, begins: str) -> list[Block]:
    if not begins or isinstance(block, Heading):
        return [block]
    assert isinstance(block, Paragraph)
    text = BEGINS[begins].sub("", block.text, count=1)
    return [replace(block, text=sentence(text))]


def sentence(text: str) -> str:
    """The text with a capital letter, unless it begins with a name of code: `exp(1000)`."""
    return text if re.match(r"\w+\(", text) else text[:1].upper() + text[1:]
