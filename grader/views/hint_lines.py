"""A hint in words: where it belongs, and which one it is."""

from __future__ import annotations

import textwrap

from ..advice import Hint
from ..judging.wording import one_line


def hint_heading(hint: Hint) -> str:
    """Where a hint belongs, and which one it is."""
    number = f"hint {hint.number} of {hint.total}" if hint.number <= hint.total else "read on"
    return f"{hint.place}, {one_line(hint.where)}: {number}"


def hint_in_lines(hint: Hint, width: int = 88) -> str:
    """A hint as lines of text."""
    lines = textwrap.wrap(hint.text, width - 2, break_on_hyphens=False)
    return "\n".join([hint_heading(hint), *(f"  {line}" for line in lines)])
