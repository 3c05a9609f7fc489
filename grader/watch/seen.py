"""What is seen of an app and of an editor beside it, as lines of `film`.

screen(app)                             # all that is on an app's screen
editor(f"x = {CARET}1\\n", columns=80)    # the lines around the caret
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.syntax import Syntax
from textual._compositor import LayoutUpdate
from textual.app import App

from .film import Line, Run

CARET = "▏"
ABOVE, BELOW = 2, 1  # lines that an editor shows around the caret's


def editor(text: str, columns: int) -> list[Line]:
    """The lines around the caret, with their numbers and Python's colors."""
    at = text[: text.index(CARET)].count("\n")
    first, end = at - ABOVE, at + BELOW + 1
    colored = Syntax("", "python", theme="ansi_dark").highlight(text).split("\n")[first:end]
    console = Console(width=columns)
    lines = []
    for number, line in enumerate(colored, first + 1):
        segments = [Segment(f"{number:>4} ", Style(dim=True)), *line.render(console)]
        lines.append(runs((s for s in segments if s.text != "\n"), columns))
    return lines


def screen(app: App[None]) -> list[Line]:
    """What is on the screen, with what lies below it, as textual's own screenshots take it."""
    update = app.screen._compositor.render_update(
        full=True, screen_stack=app._background_screens, simplify=True
    )
    assert isinstance(update, LayoutUpdate)
    return [runs(chain(*strips), app.size.width) for strips in update.strips]


def runs(segments: Iterable[Segment], columns: int) -> Line:
    """The columns of a line, without the room at its end."""
    cut = Segment.adjust_line_length(list(segments), columns)
    found = [Run(text, look(style)) for text, style, _ in cut]
    while found and not found[-1].text.strip():
        found.pop()
    return tuple(found)


def look(style: Style | None) -> str:
    """The names that `film` has for a style."""
    if style is None:
        return ""
    color = style.color.number if style.color else None
    named = {"bold": style.bold, "dim": style.dim, f"c{color}": color}
    return " ".join(name for name, is_so in named.items() if is_so)
