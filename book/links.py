"""Links of the finished pages that lead nowhere: to a page, a file or a heading that is not there.

broken(folder)    # ["m08_backward.html: m99.html", ...]; addresses on the web are left alone
repeated(folder)  # ["kata.html: the-trap stands there 37 times"]
remote(folder)    # ["m08_backward.html: https://a.org/x.png"]: what would come from elsewhere
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

POINTS = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action"}


class Page(HTMLParser):
    """Where a page points, and the places in it that can be pointed at.

    Attributes:
        targets: all of them.
        fetched: those that a browser asks for when it opens the page.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.fetched: list[str] = []
        self.places: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.places += filter(None, [found.get("id")])
        if target := found.get(POINTS.get(tag, "")):
            self.targets.append(target)
            if tag not in ("a", "form") and found.get("rel") != "canonical":
                self.fetched.append(target)


@cache
def _read(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def broken(folder: Path) -> list[str]:
    """Each page that has such a link, and the link."""
    pages = sorted(folder.glob("*.html"))
    return [
        f"{page.name}: {t}" for page in pages for t in _read(page).targets if _is_broken(page, t)
    ]


def _is_broken(page: Path, target: str) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return False
    path = page.parent / unquote(parts.path) if parts.path else page
    if not path.is_file():
        return True
    return bool(parts.fragment) and unquote(parts.fragment) not in _read(path).places


def repeated(folder: Path) -> list[str]:
    """Each page in which several places have one name: links find the first alone."""
    return [
        f"{page.name}: {place} stands there {times} times"
        for page in sorted(folder.glob("*.html"))
        for place, times in Counter(_read(page).places).items()
        if times > 1
    ]


def remote(folder: Path) -> list[str]:
    """What a page would fetch from elsewhere when it is opened: scripts, styles, pictures."""
    pages = sorted(folder.glob("*.html"))
    return [
        f"{page.name}: {t}" for page in pages for t in _read(page).fetched if urlsplit(t).netloc
    ]
