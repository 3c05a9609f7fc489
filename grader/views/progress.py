"""The learner's own log: a dated **[DONE]** line for each milestone that works.

It is a Markdown file beside the exercises, theirs to edit and to commit; lines are only added.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ..advice import command
from ..feedback.demonstration import has_demo
from ..files import shown
from ..judging.wording import one_line
from ..manifest import IS_HANDOUT, SOLUTIONS, Milestone

NAME = "progress.md"
HEADING = "# Progress log\n\n"


def log_of(target: Path) -> Path:
    """The log that belongs to a folder of exercises."""
    return target.parent / NAME


def notes(target: Path, milestone: Milestone, following: Milestone | None) -> list[str]:
    """Add a milestone's line to a folder's log; what is to be said of that, and what is next."""
    said = []
    if target != SOLUTIONS:
        said += _written(target, milestone)
    if target != SOLUTIONS and not IS_HANDOUT:
        compare = command("compare", milestone.id, one_line(shown(target)))
        said.append(f"Compare with the reference: {compare}")
    if has_demo(milestone):
        said.append(f"See it: {_demo(target, milestone)}")
    on = f"on to {following.id} {following.title}" if following else "that was the last one"
    see = "something to see, then " if has_demo(milestone) else ""
    return [*said, "", f"Enter: {see}{on}."]


def news(target: Path, milestones: Iterable[Milestone]) -> list[str]:
    """Add the lines of milestones that work; a sentence for each that had none."""
    return [
        f"{milestone.id} {milestone.title} works. {said}{_see(target, milestone)}"
        for milestone in milestones
        for said in _written(target, milestone)
    ]


def _see(target: Path, milestone: Milestone) -> str:
    return f" See it: {_demo(target, milestone)}" if has_demo(milestone) else ""


def _demo(target: Path, milestone: Milestone) -> str:
    return command("demo", milestone.id, one_line(shown(target)))


def _written(target: Path, milestone: Milestone) -> list[str]:
    """Add a milestone's line to the log; what is to be said of it, if that is anything."""
    try:
        is_new = add(log_of(target), milestone, date.today())
    except OSError as problem:
        return [f"{NAME} could not be written: {problem.strerror}."]
    return [f"{NAME} has its line."] if is_new else []


def add(log: Path, milestone: Milestone, day: date) -> bool:
    """Add the milestone's line; whether it was not there yet. Raises OSError."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    name = f"{milestone.id} {milestone.title}"
    if any("[DONE]" in line and name in line for line in text.splitlines()):
        return False
    start = HEADING if not text else "" if text.endswith("\n") else "\n"
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{start}- **[DONE]** {day.isoformat()}: {name}\n")
    return True
