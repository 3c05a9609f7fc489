"""The editor in which `nox -s watch` opens a file, at a line.

editor = chosen()                   # VS Code's in its own terminal, else $VISUAL or $EDITOR
editor.command(path, 12)            # ["vim", "+12", "exercises/m05_toposort.py"]
editor.has_window                   # False: it takes the terminal until one leaves it
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COLON = ("{path}:{line}",)
PLUS = ("+{line}", "{path}")
# How an editor is told the line; others are not told.
WITH_WINDOW = {
    **dict.fromkeys(("code", "codium", "cursor", "windsurf"), ("--goto", *COLON)),
    **dict.fromkeys(("subl", "zed"), COLON),
    **dict.fromkeys(("gvim", "gedit"), PLUS),
    **dict.fromkeys(("pycharm", "charm", "idea", "kate"), ("--line", "{line}", "{path}")),
}
IN_TERMINAL = {
    **dict.fromkeys(("hx", "helix"), COLON),
    **dict.fromkeys(("vi", "vim", "nvim", "nano", "micro", "emacs", "emacsclient"), PLUS),
    **dict.fromkeys(("kak", "joe", "ne", "jed"), PLUS),
}
NO_EDITOR = "no editor is known: set EDITOR, say to vim or to code"


@dataclass(frozen=True)
class Editor:
    """An editor, as it is started.

    Args:
        typed: its name, or path, and its options.
    """

    typed: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name alone."""
        return Path(self.typed[0]).stem

    @property
    def has_window(self) -> bool:
        """Whether it has a window of its own; else, or if that is unknown, it gets the terminal."""
        return self.name in WITH_WINDOW

    def command(self, path: Path, line: int) -> list[str]:
        """What is run to open a file at a line."""
        place = (WITH_WINDOW | IN_TERMINAL).get(self.name, ("{path}",))
        return [*self.typed, *(part.format(path=path, line=line) for part in place)]


def chosen(environment: Mapping[str, str] = os.environ) -> Editor | None:
    """The editor that is used here, if that is known."""
    named = [environment.get(each, "") for each in ("VISUAL", "EDITOR")]
    if environment.get("TERM_PROGRAM") == "vscode":
        named = ["code", *named]
    command = next(filter(str.strip, named), "")
    try:
        typed = shlex.split(command)
    except ValueError:  # a quote has no end: no such program, as will be said
        typed = [command]
    return Editor(tuple(typed)) if typed else None
