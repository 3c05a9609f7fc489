"""What a terminal can show: color, width, and which characters."""

from __future__ import annotations

import os
from typing import TextIO

BOLD, DIM, RED, GREEN = "1", "2", "31", "32"


def want_color(stream: TextIO) -> bool:
    """Whether to color what goes to `stream`: a capable terminal, and nobody set NO_COLOR."""
    dumb = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not dumb


def draws_unicode(stream: TextIO) -> bool:
    """Whether the encoding of `stream` has every character that a learner's text may bring."""
    return (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "").startswith("utf")


def paint(text: str, style: str, color: bool) -> str:
    """`text` in a style of the terminal's, such as RED, if there is to be `color`."""
    return f"\x1b[{style}m{text}\x1b[0m" if color and style else text
