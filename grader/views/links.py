"""Places in a learner's files, as links: a terminal that can opens the file when one is clicked.

    for place in places("Next: exercises/m05_toposort.py:12 in toposort", "exercises"):
        place.url                       # file:///.../exercises/m05_toposort.py#12

The line is the fragment, as VS Code, iTerm2 and kitty read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

OPEN, CLOSE = "\x1b]8;;{}\x1b\\", "\x1b]8;;\x1b\\"  # OSC 8


class Place(NamedTuple):
    """Where a text names a file, which file that is, and the line if it says one."""

    start: int
    end: int
    path: Path
    line: int | None

    @property
    def url(self) -> str:
        """What a terminal is told to open."""
        return self.path.absolute().as_uri() + (f"#{self.line}" if self.line else "")


def places(text: str, folder: str) -> Iterator[Place]:
    """The places that a text names in a folder, where there are such files."""
    for found in re.finditer(rf"({re.escape(folder)}/[\w/]+\.py)(?::(\d+))?", text):
        path = Path(found[1])
        if path.is_file():
            yield Place(*found.span(), path, int(found[2]) if found[2] else None)


def linked(text: str, folder: str) -> str:
    """A text whose places in a folder are links."""
    for place in reversed(list(places(text, folder))):
        named = text[place.start : place.end]
        text = text[: place.start] + OPEN.format(place.url) + named + CLOSE + text[place.end :]
    return text
