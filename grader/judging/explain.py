"""A failure as plain text: what a learner reads in a terminal, and in any file that is text.

print(explain(failure))
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..failure import Failure
from .passages import WIDTH, Passage, label_of, passages
from .quoting import LABEL, in_lines, quoted, wrapped

NARROWEST = 20
INDENT = "  "


def explain(failure: Failure, width: int = WIDTH) -> str:
    """What went wrong, in a few lines, which are not wider than `width`, save for a place that an
    editor can open."""
    room = max(width - len(INDENT), NARROWEST)
    before = labels_of(failure)
    lines = [line for passage in passages(failure, room) for line in _lines(passage, room, before)]
    return textwrap.indent("\n".join(lines), INDENT)


def labels_of(failure: Failure) -> int:
    """How many columns the labels of its answers take up."""
    return max(LABEL, len(f"{label_of(failure)} "))


def _lines(passage: Passage, width: int, before: int) -> Iterator[str]:
    if passage.kind == "verbatim":
        yield from passage.text.split("\n")
    elif passage.kind == "quote":
        yield from quoted(passage.text, width, passage.label, before)
    elif passage.kind == "naming":
        yield from in_lines(passage.text, width, passage.theirs)
    else:
        yield from wrapped(passage.text, width)
