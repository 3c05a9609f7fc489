"""The book as one file: all pages, with styles and pictures inside, to read where no folder can be.

single(source, Path("kata.html"))
"""

from __future__ import annotations

import re
import tempfile
from base64 import b64encode
from pathlib import Path

STYLE = re.compile(r'<link rel="stylesheet"[^>]*href="([^"?]+)[^"]*"[^>]*>')
SCRIPT = re.compile(r"<script src=[^>]*></script>\s*")
PICTURE = re.compile(r'(?<=src=")(_images/[^"]+\.svg)')
ELSEWHERE = re.compile(r'<link rel="(?:index|search)"[^>]*>\s*')  # pages that one file has not


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
    """A page with its styles and pictures inside, and without scripts."""

    def style(m: re.Match[str]) -> str:
        return f"<style>{(page.parent / m[1]).read_text(encoding='utf-8')}</style>"

    def picture(m: re.Match[str]) -> str:
        data = b64encode((page.parent / m[1]).read_bytes()).decode()
        return f"data:image/svg+xml;base64,{data}"

    text = SCRIPT.sub("", ELSEWHERE.sub("", page.read_text(encoding="utf-8")))
    return PICTURE.sub(picture, STYLE.sub(style, text))
