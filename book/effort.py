"""What it takes to write a milestone: how many places and minutes, how hard it is, where to begin.

effort(milestone)         # "4 places · 45 minutes · difficulty ★★☆☆☆"
first_hints(milestone)    # what is folded below the list of places
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.feedback.hints import hints
from grader.manifest import Milestone

from .places import described
from .words import markdown


def effort(milestone: Milestone) -> str:
    """How much there is to write, how long it takes, and how hard it is."""
    count = len(described(milestone))
    said = "One place" if count == 1 else f"{count} places"
    return f"{said} · {milestone.minutes} minutes · difficulty {stars(milestone)}"


def stars(milestone: Milestone) -> str:
    """The difficulty of a milestone: ★★☆☆☆."""
    return "★" * milestone.difficulty + "☆" * (5 - milestone.difficulty)


def first_hints(milestone: Milestone) -> Iterator[str]:
    """The first hint of each place, folded; places that share theirs stand in one line."""
    known, sharing = hints(milestone), dict[str, list[str]]()
    for place, _ in described(milestone):
        sharing.setdefault(known[place][0], []).append(f"`{place}`")
    yield "<details>\n<summary>Where to begin: the first hint of each place</summary>"
    yield "\n".join(f"- {', '.join(of)}: {markdown(hint, {})}" for hint, of in sharing.items())
    yield f"`nox -s hint -- {milestone.id}` gives the next one for what fails."
    yield "</details>"
