"""The widget that shows a page: whatever changes it, the screen follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.reactive import var
from textual.widgets import Static

from .events import Working
from .page import Page, body, foot, head

SCROLL_BAR = 4  # columns, with the room beside the text
AROUND = 6  # rows above and below the text


class PageView(Vertical):
    """A page, with room to scroll in its middle."""

    page: var[Page] = var(cast("Page", None))  # it is set before anybody reads it
    working: var[Working] = var(Working(None))

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._head, self._body, self._foot = (Static(id=n) for n in ("head", "verdict", "foot"))
        self._scroll = VerticalScroll(self._body, id="body")
        self.set_reactive(PageView.page, page)

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._scroll
        yield self._foot

    def on_mount(self) -> None:
        self._scroll.focus()

    def on_resize(self) -> None:
        self.watch_page(self.page)

    @property
    def text_width(self) -> int:
        """The columns that text has beside the scroll bar."""
        return self.app.size.width - SCROLL_BAR

    @property
    def rows(self) -> int:
        """The rows of text that can be seen at once."""
        return self.app.size.height - AROUND

    def change(self, **parts: Any) -> None:
        """Show these parts of the page otherwise."""
        self.page = replace(self.page, **parts)

    def watch_page(self, page: Page) -> None:
        """Write a changed page."""
        self._head.update(head(page))
        self._body.update(body(page, self.text_width, self.rows))
        self._foot.update(foot(page, self.working))

    def watch_working(self, working: Working) -> None:
        """Write what is being graded."""
        self._foot.update(foot(self.page, working))

    def to_top(self) -> None:
        """Scroll to where a page begins."""
        self._scroll.scroll_home(animate=False)

    def to_end(self) -> None:
        """Scroll to what was just added."""
        self.call_after_refresh(self._scroll.scroll_end, animate=False)

    def scroll(self, direction: int) -> None:
        """Scroll down, or up."""
        self._scroll.scroll_down() if direction > 0 else self._scroll.scroll_up()
