"""The screen of `nox -s watch`: its keys, and what happens when a file is saved or graded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer

from ..cache import HINTS
from ..feedback.next_hint import Given
from ..grading.first_incomplete import unconfirmed
from ..manifest import MILESTONES, SOLUTIONS, Milestone, find_milestone
from ..record import MilestoneResult
from ..views import progress
from . import celebrations, hinting
from .agenda import Agenda
from .course import Course
from .editing import Opener
from .events import Broken, Event, Hinted, Settled, Shown, Told, Verdict, Working
from .examiner import Examiner
from .keys import KEYS
from .page import Page, given_notice
from .saves import GONE, saves
from .screens import Celebration, Diff, Pick
from .view import PageView

FILES = {f"{m.module}.py": m for m in MILESTONES}


class Watch(App[None]):
    """Shows one milestone, and regrades what each save can affect.

    Args:
        target: the folder to watch.
        milestone: the one to begin with; the first one that does not work if None.
        remember: whether the folder is its owner's own (see `grade`).
        follows: whether each file that is turned to is opened in an editor (see Opener).
    """

    TITLE = "kata"
    ENABLE_COMMAND_PALETTE = False
    COURSE: Sequence[Milestone] = MILESTONES  # what is looked at in the beginning
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(
        self, target: Path, milestone: Milestone | None, remember: bool, follows: bool = False
    ) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"  # the terminal's own colors, whichever they are
        self.agenda = Agenda()
        self.examiner = Examiner(self.agenda, target, self._tell, remember)
        self.celebrations = celebrations.Celebrations()
        self._given = Given(HINTS if remember else None)
        self._looking = [] if milestone else list(unconfirmed(target))
        first = milestone or next(iter(self._looking), MILESTONES[0])
        self.view = PageView(Page(Course(), target, first))
        self._opener = Opener(self.view, follows)

    @property
    def page(self) -> Page:
        return self.view.page

    def compose(self) -> ComposeResult:
        yield self.view
        yield Footer(compact=True)

    def on_mount(self) -> None:
        self.examiner.start()
        self.agenda.in_full(self.COURSE)
        self.agenda.look_at(self.page.milestone)
        self.watch_files()
        if not self._looking:
            self._opener.follow()

    def on_unmount(self) -> None:
        self.agenda.stop()

    @work
    async def watch_files(self) -> None:
        """Have every save graded, as long as the app runs."""
        async for paths in saves(self.page.target):
            if paths is GONE:
                self.view.change(notice=f"{self.page.folder} is gone. Put it back, and we go on.")
            else:
                self.files_changed(paths)

    def files_changed(self, paths: set[str]) -> None:
        """These files, named within the folder, hold something else than before."""
        self.view.change(notice="", saved_at=datetime.now().strftime("%H:%M:%S"))
        saved = sorted((FILES[path] for path in paths if path in FILES), key=lambda m: m.number)
        others = sorted(paths - FILES.keys())
        if saved:
            self.found_place()
            self.agenda.saved(saved)
            if self.page.milestone not in saved:
                self.turn_to(saved[0], is_open=True)
        elif others and self.page.target == SOLUTIONS:
            self.agenda.in_full(MILESTONES)
        elif others:
            self.view.change(notice=given_notice(others))

    def _tell(self, event: Event) -> None:
        self.post_message(Told(event))

    def on_told(self, message: Told) -> None:
        match message.event:
            case Verdict() as verdict:
                self.judged(verdict)
            case Settled(result):
                self.settled(result)
            case Working() as working:
                self.view.working = working
            case Broken(said, milestone):
                course = self.page.course.forget(milestone)
                self.view.change(notice=said, answer="", course=course)
            case Hinted() as found:
                self.view.page = hinting.told(self.page, found)
                self.view.to_end()
            case Shown(milestone, text):
                celebrations.show(self, milestone, text)

    def judged(self, verdict: Verdict) -> None:
        """A save was graded, alone."""
        milestone = find_milestone(verdict.result.id)
        self.celebrations.saved(milestone, len(verdict.result.failing))
        if verdict.result.failing:
            celebrations.end(self)
        self.view.page = self.page.judged(milestone, verdict)
        if milestone == self.page.milestone:
            self.view.to_top()

    def settled(self, result: MilestoneResult) -> None:
        """A milestone was graded in full; perhaps it is finished."""
        milestone = find_milestone(result.id)
        self.view.change(course=self.page.course.learn(result))
        if self._looking:
            self.look()
        elif descent := self.celebrations.news(milestone, result):
            notes = progress.notes(self.page.target, milestone, self.page.course.after(milestone))
            card = Celebration(result, descent, notes)
            celebrations.start(self, card, lambda _: self.go_on(milestone))
            self.agenda.call(partial(self.examiner.demo, milestone))

    def look(self) -> None:
        """Show the first milestone that does not work, as far as is known."""
        course = self.page.course
        first = next((m for m in self._looking if not course.works(m)), self.page.milestone)
        if first != self.page.milestone:
            self.view.page = self.page.turned(first)
        if first in course.results:
            self.found_place()
            self._opener.follow()

    def found_place(self) -> None:
        """Stop looking: what is shown now is worked on."""
        if self._looking:
            self._looking = []
            self.agenda.get_ready(self.page.milestone)

    def go_on(self, finished: Milestone) -> None:
        """Turn from a finished milestone to what comes after it."""
        following = self.page.course.after(finished)
        if self.page.milestone == finished and following:
            self.turn_to(following)

    def turn_to(self, milestone: Milestone, is_open: bool = False) -> None:
        """Show another milestone; whoever saves its file has it open."""
        self.view.page = self.page.turned(milestone)
        self.agenda.look_at(milestone)
        self.view.to_top()
        if not is_open:
            self._opener.follow()

    def action_move(self, step: int) -> None:
        self.found_place()
        place = MILESTONES.index(self.page.milestone) + step
        self.turn_to(MILESTONES[place % len(MILESTONES)])

    def action_list(self) -> None:
        def turn(found: Milestone | None) -> None:
            if found:
                self.found_place()
                self.turn_to(found)

        self.push_screen(Pick(self.page.course, self.page.milestone), turn)

    def action_edit(self) -> None:
        self._opener.open()

    def action_diff(self) -> None:
        self.push_screen(Diff(self.page))

    def action_in_full(self) -> None:
        self.view.change(in_full=not self.page.in_full)
        self.view.to_top()

    def action_run_all(self) -> None:
        self.view.change(notice="")
        self.agenda.in_full(MILESTONES)

    def action_hint(self) -> None:
        said = hinting.ask(self.page, self.agenda, self.examiner, self._given)
        self.view.change(answer=said)
        self.view.to_end()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Once the app is told to quit, no key opens anything more."""
        return not self._exit

    def action_scroll(self, direction: int) -> None:
        self.view.scroll(direction)
