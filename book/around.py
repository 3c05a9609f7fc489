"""The pages around the lessons that are made of what stands elsewhere: the path, and
two sections of README.

    around()    # {"path.md": "# The path\n...", ...}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from grader.commands.readme import README, REMOVES
from grader.manifest import MILESTONES

SECTIONS = {"departures.md": "Departures from torch", "checked.md": "How good is the library?"}


def around() -> dict[str, str]:
    """Each page's text, by the name of its file."""
    return {"path.md": "\n".join(_path())} | {
        name: section(title) for name, title in SECTIONS.items()
    }


def section(title: str) -> str:
    """A section of README as a page of its own, without the pictures and files it links to."""
    _, _, rest = README.read_text(encoding="utf-8").partition(f"\n## {title}\n")
    if not rest:
        raise ValueError(f"README has no section {title!r}")
    text = rest.partition("\n## ")[0].strip()
    return f"# {title}\n\n{_without_links(text)}\n"


def _without_links(text: str) -> str:
    """Links to files of the checkout, which are not among the pages, become their words; one that
    is all that stands in brackets goes with them."""
    text = re.sub(r"\s+\(\[[^\]]+\]\((?!https?:)[^)]+\)\)", "", text)
    return re.sub(r"\[([^\]]+)\]\((?!https?:)[^)]+\)", r"\1", text)


def _path() -> Iterator[str]:
    yield "# The path"
    yield ""
    yield (
        "Minutes are for somebody who knows Python and school calculus. Do the core and then the "
        "networks; the parts after them may come in any order. Stars say how hard a lesson is, "
        "five at most, and points what the grader gives for it. Each lesson removes a limit, "
        "of the forty lines that you write in m01, or of what they have become by then."
    )
    for part, milestones in groupby(MILESTONES, key=lambda m: m.part):
        group = list(milestones)
        yield f"\n## {part.capitalize()}: {sum(m.minutes for m in group):,} minutes\n"
        for m in group:
            facts = f"{m.minutes} min, {'★' * m.difficulty}, {m.points} points"
            yield f"- [{m.id} {m.title}]({m.module}.md) ({facts}) removes: {REMOVES[m.slug]}"
    yield ""
