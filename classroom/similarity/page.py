"""The pairs side by side, in a page for a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from grader.views.html import environment

from .pairs import Pair
from .tokens import tokens

PAGE = "similarity.html"
MOST = 40  # pairs
AROUND = 2  # lines
LONGEST = 2_000  # lines of a file that are compared one by one


class Line(NamedTuple):
    """Two lines that stand beside each other; 0 and "" where one has none."""

    number: int
    text: str
    other_number: int
    other_text: str
    is_shared: bool


def similarity_page(title: str, found: Sequence[Pair], count: int) -> str:
    """The page. Everything in it is escaped; it needs no other file."""
    template = environment(Path(__file__).parent).get_template("similarity.html.jinja")
    shown = [(pair, dict(_beside(pair))) for pair in found[:MOST]]
    return template.render(title=title, shown=shown, count=count, more=len(found) - len(shown))


def _beside(pair: Pair) -> Iterator[tuple[str, list[Line]]]:
    for file, (mine, others) in sorted(pair.lines.items()):
        yield file, aligned(pair.one.texts[file], pair.other.texts[file], mine, others)


def aligned(one: str, other: str, mine: set[int], others: set[int]) -> list[Line]:
    """The lines that both have, names apart, and some around them; the nth of one beside the mth of
    the other where they are alike."""
    one, other = (_first(each) for each in (one, other))
    left, right = one.split("\n"), other.split("\n")
    found = list[Line]()
    matcher = SequenceMatcher(None, _plain(one), _plain(other), autojunk=False)
    for _, a, a_end, b, b_end in matcher.get_opcodes():
        for step in range(max(a_end - a, b_end - b)):
            n, m = a + step + 1 if a + step < a_end else 0, b + step + 1 if b + step < b_end else 0
            texts = left[n - 1] if n else "", right[m - 1] if m else ""
            found.append(Line(n, texts[0], m, texts[1], n in mine or m in others))
    near = {n + k for n, line in enumerate(found) if line.is_shared for k in range(-AROUND, 3)}
    return [line for n, line in enumerate(found) if n in near]


def _first(text: str) -> str:
    return "\n".join(text.split("\n")[:LONGEST])


def _plain(text: str) -> list[str]:
    """Each line as its tokens, so that names don't matter."""
    lines = [""] * len(text.split("\n"))
    for each in tokens(text):
        lines[each.line - 1] += f"{each.text} "
    return lines
