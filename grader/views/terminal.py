"""What a terminal can show: color, width, and which characters."""

from __future__ import annotations

import os
from typing import Final, Literal, NamedTuple, TextIO

Style = Literal["", "bold", "dim", "red", "green", "bold green"]
BOLD: Final = "bold"
DIM: Final = "dim"
RED: Final = "red"
GREEN: Final = "green"
CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32"}
ASCII = str.maketrans("│", "|")


class Line(NamedTuple):
    """Some text, and its style, by a name that rich knows, too."""

    text: str
    style: Style = ""


def want_color(stream: TextIO) -> bool:
    """Whether to color what goes to `stream`: a capable terminal, and nobody set NO_COLOR."""
    dumb = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not dumb


def draws_unicode(stream: TextIO) -> bool:
    """Whether the encoding of `stream` has every character that a learner's text may bring."""
    return (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "").startswith("utf")


def paint(text: str, style: str, color: bool) -> str:
    """`text` in a style of the terminal's, such as RED, if there is to be `color`."""
    if not (color and style):
        return text
    return f"\x1b[{';'.join(CODES[name] for name in style.split())}m{text}\x1b[0m"


def to_ascii(text: str) -> str:
    """`text` for a terminal that has no other characters."""
    return text.translate(ASCII).encode("ascii", "backslashreplace").decode("ascii")
