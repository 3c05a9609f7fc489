"""Reads a page of HTML, and fails where it is not well formed."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "img"}


class Page(HTMLParser):
    """A document's elements; reading it fails where one is not closed in its place."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.elements, self.text, self._open = [], [], []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        assert len(dict(attributes)) == len(attributes), "no attribute comes twice"
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open and self._open.pop() == tag

    def handle_data(self, text):
        self.text.append(text)

    def all(self, tag):
        return [attributes for each, attributes in self.elements if each == tag]

    @property
    def tags(self):
        return [tag for tag, _ in self.elements]

    @property
    def words(self):
        return " ".join("".join(self.text).split())
