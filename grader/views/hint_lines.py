"""A hint in words: where it belongs, and which one it is."""

from __future__ import annotations

import textwrap

from ..judging.wording import one_line
from ..record import Hint


def hint_heading(hint: Hint) -> str:
    """Where a hint belongs, and which one it is."""
    number = f"hint {hint.number} of {hint.total}" if hint.number <= hint.total else "read on"
    return f"{hint.place}, {one_line(hint.where)}: {number}"


def hint_in_lines(hint: Hint, width: int = 88) -> str:
    """A hint as lines of text."""
    indented = dict(width=width, initial_indent="  ", subsequent_indent="  ")
    text = textwrap.fill(hint.text, **indented, break_on_hyphens=False)
    return f"{hint_heading(hint)}\n{text}"
