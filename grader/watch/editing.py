"""What `e` does, and `--edit`: opens the file that is shown, where its first failure is."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from subprocess import DEVNULL

from textual.app import SuspendNotSupported

from ..judging.wording import one_line
from ..views.links import places
from ..views.words import what_to_do
from .editor import NO_EDITOR, chosen
from .page import Page
from .view import PageView


class Opener:
    """Opens the file that a view shows, and says so there.

    Args:
        view: where it is shown; its app is left to an editor that needs the terminal.
        follows: whether an editor with a window opens each file that is turned to.
    """

    def __init__(self, view: PageView, follows: bool) -> None:
        self._view, self._editor = view, chosen()
        self._follows = follows and self._editor is not None and self._editor.has_window

    def open(self) -> None:
        """Open it."""
        self._view.change(answer=self._opened())

    def follow(self) -> None:
        """Open it if each file is to be opened."""
        if self._follows:
            self.open()

    def _opened(self) -> str:
        """What is to be said, once the editor was left, or has a window."""
        if self._editor is None:
            return f"{NO_EDITOR[0].upper()}{NO_EDITOR[1:]}."
        command = self._editor.command(*place(self._view.page))
        try:
            if self._editor.has_window:
                _beside(command)
                return f"Opened in {self._editor.name}."
            with self._view.app.suspend():
                subprocess.run(command, check=False)
            return f"Back from {self._editor.name}."
        except SuspendNotSupported:
            return f"{self._editor.name} needs the terminal, which can't be lent to it here."
        except OSError as problem:
            return one_line(f"{self._editor.typed[0]}: {problem.strerror}")


def place(page: Page) -> tuple[Path, int]:
    """The page's file, and the line of it that is to be looked at, or else the first."""
    path = page.target / f"{page.milestone.module}.py"
    result = page.result
    if result and result.was_run and result.failing:
        for found in places(what_to_do(result), page.folder):
            if found.line and found.path.absolute() == path.absolute():
                return path, found.line
    return path, 1


def _beside(command: Sequence[str]) -> None:
    """Start what has a window; it stays when this ends."""
    subprocess.Popen(command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True)
