"""Whether a page gives away what a learner is to write, in its own lesson or in any other.

    answers_on("m08_backward", page)    # ["m07: return g * out"]: lines of answers that stand there

A few lines may stand on any page, since every user of torch types them; and the last lesson shows
lines of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from grader.checkout import solution
from grader.manifest import MILESTONES, Milestone
from grader.stubs.erase import stub
from grader.stubs.given import given_in
from grader.stubs.leaks import secret_lines, squeezed, stands_in

COMMON = {
    "try:",
    "with no_grad():",
    "model.eval()",
    "optimizer.step()",
}
# `compile` ends the course with the program that it began with: its lesson shows the lines of
# `by_hand` beside what the library has written. Whoever reads it has written them long ago.
BESIDE = {
    ("compile", "by_hand"): {
        "W1, b1, W2, b2 = parameters",
        "H = sigmoid(X @ W1 + b1)",
        "dZ2 = (Y - T) / len(T) * Y * (1 - Y)",
    }
}


def answers_on(page: Milestone, text: str) -> list[str]:
    """The lines of all milestones' answers that stand on the page of one, and whose they are."""
    read = squeezed(as_read(text))
    found = [(m, line) for m in MILESTONES for line in lines_of(m) if _stands(line, read)]
    allowed = {m: COMMON | BESIDE.get((page.slug, m.slug), set()) for m in MILESTONES}
    return sorted(f"{m.id}: {line}" for m, line in found if line not in allowed[m])


@cache
def lines_of(milestone: Milestone) -> frozenset[str]:
    """The lines of a milestone's answers, without what its stub shows, too."""
    source = solution(milestone)
    shown = stub(milestone.module, source)
    return frozenset(secret_lines(source, shown, given_in(milestone.module)))


def never_met(pages: dict[Milestone, str]) -> Iterator[str]:
    """What may stand on pages and stands on none: an exception that nobody needs."""
    read = {page: squeezed(as_read(text)) for page, text in pages.items()}
    yield from (line for line in COMMON if not any(_stands(line, text) for text in read.values()))
    for (slug, _), lines in BESIDE.items():
        text = next(text for page, text in read.items() if page.slug == slug)
        yield from (line for line in lines if not _stands(line, text))


def as_read(text: str) -> str:
    """Markdown as a reader sees it: without tags of HTML, and signs without their backslashes."""
    return re.sub(r"\\(?=[^\w\s])", "", unescape(re.sub(r"</?[a-z]\w*(?: [^<>]*)?>", "", text)))


def _stands(line: str, text: str) -> bool:
    return line in text and stands_in(line, text)
