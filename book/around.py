"""The pages around the lessons that are made of what stands elsewhere: pages of docs/.

around()    # {"course.md": "# The course\\n...", ...}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from grader.manifest import MILESTONES, ROOT

from .pictures import library

PAGES = (
    *("course.md", "how_it_grades.md", "departures.md", "how_good.md"),
    "how_it_is_built.md",  # below a map of it
)
MAP = "![A map of the library: its parts, its drawers, and who imports whom](library.svg)"
TABLE = re.compile(r"<!-- milestones: .*?<!-- end -->\n", re.DOTALL)


def around() -> dict[str, str]:
    """Each page's text, by the name of its file."""
    return {name: page(name) for name in PAGES}


def page(name: str) -> str:
    """A page of docs/, with a list of lessons in place of its table, if it has that."""
    text = _without_links((ROOT / "docs" / name).read_text(encoding="utf-8"))
    text = TABLE.sub(lambda _: "\n".join(_lessons()), text)
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{MAP}\n{rest}" if name == "how_it_is_built.md" else text


def picture(name: str) -> str:
    """What is shown on these pages under a name: the map, or a file of docs/."""
    if name == "library.svg":
        return library.picture()
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def _without_links(text: str) -> str:
    """Links to files of the checkout, which are not among the pages, become their words; one that
    is all that stands in brackets goes with them."""
    text = re.sub(r"\s+\(\[[^\]]+\]\((?!https?:)[^)]+\)\)", "", text)
    return re.sub(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)]+\)", r"\1", text)


def _lessons() -> Iterator[str]:
    """The lessons, part by part."""
    for part, milestones in groupby(MILESTONES, key=lambda m: m.part):
        group = list(milestones)
        yield f"\n## {part.capitalize()}: {sum(m.minutes for m in group):,} minutes\n"
        for m in group:
            facts = f"{m.minutes} min, {'★' * m.difficulty}, {m.points} points"
            yield f"- [{m.id} {m.title}]({m.module}.md) ({facts}) removes: {m.removes}"
    yield ""
