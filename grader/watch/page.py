"""What the main screen shows: one value, and how it is written.

page = page.turned(to)                  # each change makes another page
head(page), body(page), foot(page, working)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.style import Style
from rich.text import Text

from .. import files
from ..advice import Hint
from ..failure import Failure
from ..judging.explain import explain
from ..judging.wording import one_line
from ..manifest import MILESTONES, Milestone
from ..record import MilestoneResult, state_of
from ..views.facts import lacks, not_seen
from ..views.hint_lines import hint_heading
from ..views.links import places
from ..views.next_step import next_step
from ..views.words import bar, passed, points, so_far
from .course import Course
from .events import Verdict, Working

TOTAL = sum(m.points for m in MILESTONES)
LEAST = 12  # rows of a failure


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
        in_full: whether all of a failure is shown, or as much as the screen has room for.
        answer: what the last key is answered with, below them.
    """

    course: Course
    target: Path
    milestone: Milestone
    saved_at: str = ""
    seconds: float | None = None
    notice: str = ""
    hints: tuple[Hint, ...] = ()
    in_full: bool = False
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
        return replace(self, milestone=milestone, seconds=None, hints=(), in_full=False, answer="")

    def judged(self, milestone: Milestone, verdict: Verdict) -> Page:
        """After a verdict on a milestone. Hints go when something else begins to fail."""
        course = self.course.learn(verdict.result)
        if milestone != self.milestone:
            return replace(self, course=course)
        fails = [test.name for test in verdict.result.failing[:1]]
        before = [test.name for test in self.result.failing[:1]] if self.result else fails
        hints = self.hints if before == fails else ()
        return replace(self, course=course, hints=hints, seconds=verdict.seconds, answer="")


def given_notice(paths: Sequence[str]) -> str:
    """What there is to say when such files were saved."""
    names = ", ".join(map(one_line, paths[:3]))
    return f"{names}: given, so the grader uses its own copy; nothing to regrade."


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
    below = f"save {page.file}"
    if page.seconds is not None:
        below = f"saved {page.saved_at}, graded in {page.seconds:.2f} s"
    if result and result.so_far is not None:
        below += f"   so far {so_far(result)}"
    return _linked(text.append(f"\n{below}", "not bold dim"), page)


def body(page: Page, width: int, rows: float = math.inf) -> Text:
    """The first failure as `grade` shows it, or what there is instead, and the hints.

    No line is longer than `width`; the whole has as many `rows`, if the page is not in full, and
    the hints leave enough of them.
    """
    above = [Text(page.notice, "yellow")] if page.notice else []
    if result := page.result:
        above += [Text(said, "yellow") for said in [*lacks(result), *not_seen(result)]]
    below = [_hint(hint) for hint in page.hints]
    if page.answer:
        below.append(Text(page.answer, "bold cyan"))
    left = rows - sum(_height(part, width) + 1 for part in above + below)
    found = _found(page, width, math.inf if page.in_full else max(left, LEAST))
    return _linked(Text("\n\n").join([*above, *found, *below]), page)


def _found(page: Page, width: int, rows: float) -> list[Text]:
    """What the grading of a page's milestone has found."""
    result = page.result
    if result is None:
        return [Text(f"Looking at {page.file} ...", "dim")]
    if (trouble := _trouble(result)) is not None:
        return [Text(f"Not importable as saved:\n\n{explain(trouble, width)}", "yellow")]
    if result.failing:
        if result.state != "started" or not works(result):
            return [_next_step(page, result, width, rows)]
        said = Text("The idea passes. Confirming on other inputs ...", "bold green")
        return [said, _next_step(page, result, width, rows - 2)]
    passes = Text(f"All {result.total} pass.", "bold green")
    if result.state != "complete":
        return [passes, Text("Confirming on other inputs, and with your other files ...")]
    said = _next_step(page, result, width, rows)
    return [passes, said] if said else [passes]


def works(result: MilestoneResult) -> bool:
    """Whether the idea passes, confirmed or not."""
    return state_of(result.tests, "started") != "started"


def _trouble(result: MilestoneResult) -> Failure | None:
    """Why the file could not be imported, if so."""
    failure = result.failing[0].failure if result.failing else None
    return failure if failure and failure.stage == "import" else None


def _next_step(page: Page, result: MilestoneResult, width: int, rows: float) -> Text:
    lines = next_step([result], page.folder, width=width, rows=rows, has_keys=True)
    return Text("\n").join(Text(*line) for line in lines)


def _height(text: Text, width: int) -> int:
    """How many rows a text takes up."""
    return sum(max(1, math.ceil(len(line) / width)) for line in text.plain.split("\n"))


def _linked(text: Text, page: Page) -> Text:
    """The text, whose places in files are links; a click is the same as `e`."""
    for place in places(text.plain, page.folder):
        click = Style(link=place.url, meta={"@click": "app.edit"})
        text.stylize(click, place.start, place.end)
    return text


def foot(page: Page, working: Working) -> Text:
    """How far the course is, and what is being graded."""
    earned, done = page.course.earned(), page.course.working()
    known = len(page.course.results)
    of = "" if known == len(MILESTONES) else f" (looked at {known} so far)"
    text = Text(f"{done} of {len(MILESTONES)} work{of}  {bar(earned / TOTAL)}  ")
    text.append(f"{points(earned)}/{TOTAL} points")
    if working.milestone:
        text.append(f"   {_work(page, working.milestone, working)}", "dim")
    return text


def _work(page: Page, milestone: Milestone, working: Working) -> str:
    """What is being done; once all tests were run, what they lead to."""
    if not working.total or working.done < working.total:
        counts = f" {working.done}/{working.total}" if working.total else ""
        return f"grading {milestone.id}{counts}"
    result = page.course.results.get(milestone)
    if result is None or result.state in ("untouched", "missing"):
        return f"looking at {milestone.id}"
    return f"{milestone.id}: {'looking for the cause' if result.failing else 'confirming'}"


def _hint(hint: Hint) -> Text:
    return Text(f"{hint_heading(hint)}\n", "bold cyan").append(hint.text, "not bold")
