"""Prose of a lesson -> Markdown, in which only what the lesson sets apart means anything.

    markdown("the product `x @ y`, and *not* x * y", links)

Lessons have backticks around names and asterisks around words; all other signs are signs. A name
that is another lesson's is a link to its page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

SPAN = re.compile(r"`([^`]+)`|(?<![\w*])\*(?=[^\s*])((?:[^*\n]|\n(?!\n))*?[^\s*])\*(?![\w*])")
SIGN = re.compile(r"([\\`*_{}\[\]<>()#+.!|$~^:@&=-])")
# Lessons whose name is an attribute's, too; and the words before it where that is meant.
ATTRIBUTES = {"backward", "data", "training"}
OF_AN_OBJECT = re.compile(r"\b(?:one|for|as|what|new|if)\s+$")


def markdown(text: str, links: Mapping[str, str]) -> str:
    """The text, in which `links` gives the page of each name that has one."""
    written, at = [], 0
    for m in SPAN.finditer(text):
        before = text[at : m.start()]
        known = {} if m[1] in ATTRIBUTES and OF_AN_OBJECT.search(before) else links
        written += [_plain(before), _span(m[1], m[2], known)]
        at = m.end()
    return "".join([*written, _plain(text[at:])])


def with_code(text: str) -> str:
    """A line as HTML, with code where its backticks are, and stress where its asterisks are."""
    written, at = [], 0
    for m in SPAN.finditer(text):
        inner = f"<code>{escape(m[1])}</code>" if m[1] else f"<em>{escape(m[2])}</em>"
        written += [escape(text[at : m.start()]), inner]
        at = m.end()
    return "".join([*written, escape(text[at:])])


def _plain(text: str) -> str:
    return SIGN.sub(r"\\\1", text)


def _span(code: str | None, stressed: str | None, links: Mapping[str, str]) -> str:
    if code is None:
        return f"*{_plain(stressed or '')}*"
    page = links.get(code)
    return f"[{_plain(code)}]({page})" if page else f"`{code}`"
