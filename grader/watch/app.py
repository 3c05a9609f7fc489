"""The screen of `nox -s watch`: the milestone, its verdict, and the keys."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Footer, Static

from ..cache import HINTS
from ..failure import Failure
from ..feedback.next_hint import Given, next_hint
from ..judging.explain import explain
from ..judging.wording import one_line
from ..manifest import MILESTONES, SOLUTIONS, Milestone, find_milestone
from ..record import Hint, MilestoneResult
from ..views.next_step import next_step
from ..views.words import bar, hint_heading, points, so_far
from . import progress
from .course import Course, first_incomplete
from .examiner import Broken, Event, Examiner, Found, Settled, Verdict, Working
from .files import GONE, saves
from .screens import Celebration, Diff, Pick

FILES = {f"{m.module}.py": m for m in MILESTONES}
SCROLL_BAR = 4  # columns, with the room beside the text
TOTAL = sum(m.points for m in MILESTONES)


class Told(Message):
    """What the examiner has to say, on its way to the screen."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self.event = event


class Watch(App[None]):
    """Shows one milestone, and regrades what each save can affect.

    Args:
        target: the folder to watch.
        milestone: the one to begin with; the first incomplete one if None.
        remember: whether the folder is its owner's own (see `grade`).
    """

    TITLE = "kata"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDINGS: ClassVar = [
        Binding("h", "hint", "hint"),
        Binding("n", "move(1)", "next"),
        Binding("p", "move(-1)", "previous"),
        Binding("l", "list", "list"),
        Binding("r", "run_all", "run all"),
        Binding("d", "diff", "diff"),
        Binding("q", "quit", "quit"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, target: Path, milestone: Milestone | None, remember: bool) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"  # the terminal's own colors, whichever they are
        self.target, self.remember = target, remember
        self.course = Course(target)
        self.current = milestone or first_incomplete(target)
        self.examiner = Examiner(target, lambda event: self.post_message(Told(event)), remember)
        self.working = Working(self.current)
        self.seconds: float | None = None
        self.saved_at = ""
        self.notice = ""
        self.hints: list[Hint] = []
        self.descents: dict[Milestone, list[int]] = {}
        self._given = Given(HINTS if remember else None)
        self._head, self._verdict, self._foot = (Static(id=n) for n in ("head", "verdict", "foot"))

    def compose(self) -> ComposeResult:
        yield self._head
        with VerticalScroll(id="body"):
            yield self._verdict
        yield self._foot
        yield Footer(compact=True)

    def on_mount(self) -> None:
        self.examiner.start()
        self.examiner.in_full(MILESTONES)
        self.examiner.look_at(self.current)
        self.watch_files()
        self.query_one("#body").focus()
        self.refresh_text()

    def on_resize(self) -> None:
        self.refresh_text()

    def on_unmount(self) -> None:
        self.examiner.stop()

    @work
    async def watch_files(self) -> None:
        """Have every save graded, as long as the app runs."""
        async for paths in saves(self.target):
            if paths is GONE:
                self.notice = f"{self.shown} is gone. Put it back, and we go on."
                self.refresh_text()
            else:
                self.files_changed(paths)

    def files_changed(self, paths: set[str]) -> None:
        """These files, named within the folder, hold something else than before."""
        self.notice = ""
        self.saved_at = datetime.now().strftime("%H:%M:%S")
        saved = sorted((FILES[path] for path in paths if path in FILES), key=lambda m: m.number)
        others = sorted(paths - FILES.keys())
        if saved:
            self.examiner.saved(saved)
            if self.current not in saved:
                self.show_milestone(saved[0])
        elif others and self.target == SOLUTIONS:
            self.examiner.in_full(MILESTONES)
        elif others:
            names = ", ".join(map(one_line, others[:3]))
            self.notice = f"{names}: given, so the grader uses its own copy; nothing to regrade."
            self.refresh_text()

    def on_told(self, message: Told) -> None:
        match message.event:
            case Verdict() as verdict:
                self.judged(verdict)
            case Settled(result):
                self.settled(result)
            case Working() as working:
                self.working = working
                self._foot.update(self._progress())
                return
            case Broken(text):
                self.notice = f"The suites could not be run: {text}"
            case Found(value):
                self.found(value)
        self.refresh_text()

    def judged(self, verdict: Verdict) -> None:
        """A save was graded, alone."""
        milestone = find_milestone(verdict.result.id)
        known = self.course.results.get(milestone)
        if verdict.result.state == "complete":  # not before it is confirmed
            verdict = replace(verdict, result=replace(verdict.result, state="started"))
        self.course.learn(verdict.result)
        self.descents.setdefault(milestone, []).append(len(verdict.result.failing))
        if milestone == self.current:
            self.seconds = verdict.seconds
            if known and known.failing[:1] != verdict.result.failing[:1]:
                self.hints = []

    def settled(self, result: MilestoneResult) -> None:
        """A milestone was graded in full; perhaps it is finished."""
        milestone = find_milestone(result.id)
        self.course.learn(result)
        if result.state == "complete" and self.descents.get(milestone):
            descent = self.descents.pop(milestone)
            self.push_screen(
                Celebration(result, descent, self._notes(milestone)),
                lambda _: self.go_on(milestone),
            )

    def go_on(self, finished: Milestone) -> None:
        """Turn from a finished milestone to what comes after it."""
        following = self.course.after(finished)
        if self.current == finished and following:
            self.show_milestone(following)

    def found(self, hint: Hint | None) -> None:
        """A hint was looked for."""
        if hint is None:
            self.notice = "There is nothing to hint at here."
        elif hint not in self.hints:
            self.hints.append(hint)
        self.call_after_refresh(self.query_one("#body").scroll_end, animate=False)

    def show_milestone(self, milestone: Milestone) -> None:
        """Make this the current milestone."""
        self.current, self.seconds, self.hints = milestone, None, []
        self.examiner.look_at(milestone)
        self.query_one("#body").scroll_home(animate=False)
        self.refresh_text()

    def action_move(self, step: int) -> None:
        place = MILESTONES.index(self.current) + step
        self.show_milestone(MILESTONES[place % len(MILESTONES)])

    def action_list(self) -> None:
        self.push_screen(
            Pick(self.course, self.current), lambda found: found and self.show_milestone(found)
        )

    def action_diff(self) -> None:
        path = self.target / f"{self.current.module}.py"
        self.push_screen(Diff(self.current, path, f"{self.shown}/{path.name}"))

    def action_run_all(self) -> None:
        self.examiner.in_full(MILESTONES)

    def action_hint(self) -> None:
        result = self.course.results.get(self.current)
        if result is None or not result.failing:
            self.notice = "Nothing fails here." if result else "Not graded yet: a moment, please."
            self.refresh_text()
        else:
            self.examiner.call(partial(next_hint, result, self.target, self._given))

    def action_scroll(self, direction: int) -> None:
        body = self.query_one("#body")
        body.scroll_down() if direction > 0 else body.scroll_up()

    @property
    def shown(self) -> str:
        """The folder, as people type it."""
        inside = self.target.is_relative_to(Path.cwd())
        return one_line(os.path.relpath(self.target) if inside else str(self.target))

    def refresh_text(self) -> None:
        """Write everything anew."""
        self._head.update(self._title())
        self._verdict.update(self._news())
        self._foot.update(self._progress())

    def _title(self) -> Text:
        result = self.course.results.get(self.current)
        text = Text(f"{self.current.id} {self.current.title}", "bold")
        if result:
            share = result.passed / result.total if result.total else 0.0
            text.append(f"   {result.passed}/{result.total}  {bar(share)}  ", "not bold")
            text.append(f"{points(result.earned)}/{result.points} points", "not bold")
            if result.so_far is not None:
                text.append(f"   so far {so_far(result)}", "not bold dim")
        if self.seconds is not None:
            text.append(f"\nsaved {self.saved_at}, graded in {self.seconds:.2f} s", "not bold dim")
        else:
            text.append(f"\nsave {self.shown}/{self.current.module}.py", "not bold dim")
        return text

    def _news(self) -> Text:
        result = self.course.results.get(self.current)
        parts = [Text(self.notice, "yellow")] if self.notice else []
        if result is None:
            parts.append(Text(f"Looking at {self.shown}/{self.current.module}.py ...", "dim"))
        elif (trouble := _trouble(result)) is not None:
            said = explain(trouble, self.text_width)
            parts.append(Text(f"Not importable as saved:\n\n{said}", "yellow"))
        elif result.failing:
            parts.append(self._next_step(result))
        else:
            parts.append(Text(f"All {result.total} pass.", "bold green"))
            if result.state != "complete":
                parts.append(Text("Confirming on other inputs, and with your other files ..."))
            elif said := self._next_step(result):
                parts.append(said)
        parts += [_hint(hint) for hint in self.hints]
        return Text("\n\n").join(parts)

    def _next_step(self, result: MilestoneResult) -> Text:
        return Text("\n").join(
            Text(*line) for line in next_step([result], self.shown, width=self.text_width)
        )

    @property
    def text_width(self) -> int:
        """The columns that text has beside the scroll bar."""
        return self.size.width - SCROLL_BAR

    def _progress(self) -> Text:
        earned, done = self.course.earned(), self.course.complete()
        text = Text(f"{done} of {len(MILESTONES)} complete  {bar(earned / TOTAL)}  ")
        text.append(f"{points(earned)}/{TOTAL} points")
        if self.working.milestone:
            counts = f" {self.working.done}/{self.working.total}" if self.working.total else ""
            text.append(f"   grading {self.working.milestone.id}{counts}", "dim")
        return text

    def _notes(self, milestone: Milestone) -> list[str]:
        """What a celebration says besides: the log's line, the reference, and where to go on."""
        notes = []
        if self.target != SOLUTIONS:
            log = progress.log_of(self.target)
            try:
                if progress.add(log, milestone, date.today()):
                    notes.append(f"{progress.NAME} has its line.")
            except OSError as problem:
                notes.append(f"{progress.NAME} could not be written: {problem.strerror}.")
            notes.append(f"Compare with the reference: nox -s compare -- {milestone.id}")
        following = self.course.after(milestone)
        on = f"on to {following.id} {following.title}" if following else "that was the last one"
        return [*notes, "", f"Enter: {on}."]


def _trouble(result: MilestoneResult) -> Failure | None:
    """Why the file could not be imported, if so."""
    failure = result.failing[0].failure if result.failing else None
    return failure if failure and failure.stage == "import" else None


def _hint(hint: Hint) -> Text:
    return Text(f"{hint_heading(hint)}\n", "bold cyan").append(hint.text, "not bold")
