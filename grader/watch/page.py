"""What the main screen shows: one value, and how it is written.

page = page.turned(to)                  # each change makes another page
head(page), body(page), foot(page, working)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from rich.text import Text

from .. import files
from ..failure import Failure
from ..judging.explain import explain
from ..judging.wording import one_line
from ..manifest import MILESTONES, Milestone
from ..record import Hint, MilestoneResult, state_of
from ..views.hint_lines import hint_heading
from ..views.next_step import next_step
from ..views.words import bar, lacks, passed, points, so_far
from .course import Course
from .events import Verdict, Working

TOTAL = sum(m.points for m in MILESTONES)


@dataclass(frozen=True)
class Page:
    """A milestone, and what is to be said about it.

    Args:
        course: what is known of all milestones.
        target: the folder that is graded.
        milestone: the one that is shown.
        saved_at: the time of the last save.
        seconds: how long the last save's verdict took; None before there is one.
        notice: news that have nothing to do with what the file holds.
        hints: those given since something else began to fail.
        answer: what the last key is answered with, below them.
    """

    course: Course
    target: Path
    milestone: Milestone
    saved_at: str = ""
    seconds: float | None = None
    notice: str = ""
    hints: tuple[Hint, ...] = ()
    answer: str = ""

    @property
    def result(self) -> MilestoneResult | None:
        """How the milestone went, if that is known."""
        return self.course.results.get(self.milestone)

    @property
    def folder(self) -> str:
        """The folder, as people type it."""
        return one_line(files.shown(self.target))

    @property
    def file(self) -> str:
        """The milestone's file, as people type it."""
        return f"{self.folder}/{self.milestone.module}.py"

    def turned(self, milestone: Milestone) -> Page:
        """Another milestone's page."""
        return replace(self, milestone=milestone, seconds=None, hints=(), answer="")

    def judged(self, milestone: Milestone, verdict: Verdict) -> Page:
        """After a verdict on a milestone. Hints go when something else begins to fail."""
        course = self.course.learn(verdict.result)
        if milestone != self.milestone:
            return replace(self, course=course)
        fails = [test.name for test in verdict.result.failing[:1]]
        before = [test.name for test in self.result.failing[:1]] if self.result else fails
        hints = self.hints if before == fails else ()
        return replace(self, course=course, hints=hints, seconds=verdict.seconds, answer="")


def head(page: Page) -> Text:
    """The milestone, how far it is, and when that was found."""
    result = page.result
    text = Text(f"{page.milestone.id} {page.milestone.title}", "bold")
    if result:
        share = result.passed / result.total if result.total else 0.0
        counts = [passed(result, group) for group in ("idea", "edge_case")]
        told = [f"{what} {n}" for what, n in zip(("idea", "edge cases"), counts, strict=True) if n]
        text.append(f"   {', '.join(told)}  {bar(share)}  ", "not bold")
        text.append(f"{points(result.earned)}/{result.points} points", "not bold")
        if result.so_far is not None:
            text.append(f"   so far {so_far(result)}", "not bold dim")
    if page.seconds is not None:
        text.append(f"\nsaved {page.saved_at}, graded in {page.seconds:.2f} s", "not bold dim")
    else:
        text.append(f"\nsave {page.file}", "not bold dim")
    return text


def body(page: Page, width: int) -> Text:
    """The first failure as `grade` shows it, or what there is instead, and the hints.

    No line is longer than `width`, save those of programs.
    """
    result = page.result
    parts = [Text(page.notice, "yellow")] if page.notice else []
    if result and (gone := lacks(result)):
        parts.append(Text("\n".join(gone), "yellow"))
    if result is None:
        parts.append(Text(f"Looking at {page.file} ...", "dim"))
    elif (trouble := _trouble(result)) is not None:
        said = explain(trouble, width)
        parts.append(Text(f"Not importable as saved:\n\n{said}", "yellow"))
    elif result.failing:
        if result.state == "started" and works(result):
            said = "The idea passes. Confirming on other inputs ..."
            parts.append(Text(said, "bold green"))
        parts.append(_next_step(page, result, width))
    else:
        parts.append(Text(f"All {result.total} pass.", "bold green"))
        if result.state != "complete":
            parts.append(Text("Confirming on other inputs, and with your other files ..."))
        elif said := _next_step(page, result, width):
            parts.append(said)
    parts += [_hint(hint) for hint in page.hints]
    if page.answer:
        parts.append(Text(page.answer, "bold cyan"))
    return Text("\n\n").join(parts)


def works(result: MilestoneResult) -> bool:
    """Whether the idea passes, confirmed or not."""
    return state_of(result.tests, "started") != "started"


def _trouble(result: MilestoneResult) -> Failure | None:
    """Why the file could not be imported, if so."""
    failure = result.failing[0].failure if result.failing else None
    return failure if failure and failure.stage == "import" else None


def _next_step(page: Page, result: MilestoneResult, width: int) -> Text:
    lines = next_step([result], page.folder, width=width)
    return Text("\n").join(Text(*line) for line in lines)


def foot(page: Page, working: Working) -> Text:
    """How far the course is, and what is being graded."""
    earned, done = page.course.earned(), page.course.working()
    text = Text(f"{done} of {len(MILESTONES)} work  {bar(earned / TOTAL)}  ")
    text.append(f"{points(earned)}/{TOTAL} points")
    if working.milestone:
        counts = f" {working.done}/{working.total}" if working.total else ""
        text.append(f"   grading {working.milestone.id}{counts}", "dim")
    return text


def _hint(hint: Hint) -> Text:
    return Text(f"{hint_heading(hint)}\n", "bold cyan").append(hint.text, "not bold")
