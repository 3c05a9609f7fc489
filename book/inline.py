"""A picture as a part of its page: in the page's colours, dark ones on a dark page.

inline("<svg ...", "what is written in it")    # '<div class="picture"><svg ...'
css()                                          # the rules that pages need for it
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from demos.palette import rules

WIDEST = 600  # a wider picture keeps its size, and scrolls in a box of its own
NEEDLESS = re.compile(
    r'<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<style>.*?</style>| xmlns(:\w+)?="[^"]*"| id="[^"]*"',
    re.DOTALL,
)
SHOWN = re.compile(r"!\[([^\]]*)\]\((\w+\.svg)\)")


def inline(picture: str, said: str) -> str:
    """A picture for a page, with words for those who do not see it."""
    drawn = NEEDLESS.sub("", picture).strip()
    wide = re.search(r'<svg width="(\d+)', drawn)
    kind = "picture wide" if wide and int(wide[1]) > WIDEST else "picture"
    name = f'<svg role="img" aria-label="{escape(said)}"'
    return f'<div class="{kind}">{drawn.replace("<svg", name, 1)}</div>'


def with_pictures(text: str, picture: Callable[[str], str]) -> str:
    """A page in Markdown, whose pictures (by their file's name) have become parts of it."""
    return SHOWN.sub(lambda m: f"```{{raw}} html\n{inline(picture(m[2]), m[1])}\n```", text)


def words_of(picture: str) -> str:
    """What is written in a picture, for those who do not see it: "Loss: 1.59; 0.197; training"."""
    texts = [
        unescape(re.sub(r"<[^>]+>", "", text)).strip()
        for text in re.findall(r"<text\b[^>]*>(.*?)</text>", picture, re.DOTALL)
    ]
    title, *others = filter(None, texts)
    return f"{title}: {'; '.join(others)}" if others else title


def css() -> str:
    """Dark colours where the page is dark: by its own switch, or else by the reader's choice."""
    chosen = "\n".join(rules('body[data-theme="dark"] .picture'))
    asked = "\n".join(rules('body:not([data-theme="light"]) .picture'))
    return (
        f"@media not print {{\n{chosen}\n@media (prefers-color-scheme: dark) {{\n{asked}\n}}\n}}\n"
    )
