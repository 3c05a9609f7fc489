"""The book as one file: all pages, with styles and pictures inside, to read where no folder can be.

single(source, Path("kata.html"))
"""

from __future__ import annotations

import re
import tempfile
from base64 import b64encode
from pathlib import Path

STYLE = re.compile(r'<link rel="stylesheet"[^>]*href="([^"?]+)[^"]*"[^>]*>')
SCRIPT = re.compile(r"<script\b.*?</script>\s*", re.S)
PICTURE = re.compile(r'(?<=src=")(_images/[^"]+\.svg)')
ELSEWHERE = re.compile(r'<link rel="(?:index|search)"[^>]*>\s*')  # pages that one file has not

NEED_SCRIPTS = (
    re.compile(r'<form class="sidebar-search-container".*?</form>\s*', re.S),
    re.compile(r'<div class="theme-toggle-container.*?</div>\s*', re.S),
    re.compile(r'<a href="#" class="back-to-top.*?</a>\s*', re.S),
)
CHAPTER = re.compile(r'(?=<span id="document-)')
BEGINS = re.compile(r'<span id="(document-[^"]+)"')
ID = re.compile(r'\bid="([^"]+)"')
PLACE = re.compile(r'((?:\bid="|\bhref="#))([^"]+)')


def single(source: Path, file: Path) -> int:
    """Make the file of the pages' sources; what Sphinx ends with."""
    from sphinx.cmd.build import build_main

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        status = build_main(["-q", "-b", "singlehtml", str(source), scratch])
        if status == 0:
            file.write_text(inlined(folder / "index.html"), encoding="utf-8")
    return status


def inlined(page: Path) -> str:
    """A page with its styles and pictures inside, and without scripts and what needs them."""

    def style(m: re.Match[str]) -> str:
        return f"<style>{(page.parent / m[1]).read_text(encoding='utf-8')}</style>"

    def picture(m: re.Match[str]) -> str:
        data = b64encode((page.parent / m[1]).read_bytes()).decode()
        return f"data:image/svg+xml;base64,{data}"

    text = page.read_text(encoding="utf-8")
    for gone in (SCRIPT, ELSEWHERE, *NEED_SCRIPTS):
        text = gone.sub("", text)
    return PICTURE.sub(picture, STYLE.sub(style, own_ids(text)))


def own_ids(text: str) -> str:
    """The same, in which each chapter's places have its name in front: of chapters that have a
    heading in common, the links to it would all lead to the first."""
    article, end, rest = text.partition("</article>")
    before, *chapters = CHAPTER.split(article)
    return "".join([before, *map(_own_ids, chapters), end, rest])


def _own_ids(chapter: str) -> str:
    begins = BEGINS.match(chapter)
    assert begins
    own = {each for each in ID.findall(chapter) if each != begins[1]}
    name = begins[1].removeprefix("document-")
    return PLACE.sub(lambda m: f"{m[1]}{name}-{m[2]}" if m[2] in own else m[0], chapter)
