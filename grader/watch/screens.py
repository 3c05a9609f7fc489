"""What lies over the main screen for a moment: the list, the diff, and the celebration."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from ..feedback.demonstration import has_demo
from ..files import read
from ..judging.wording import one_line
from ..library.assemble import problem
from ..manifest import MILESTONES, Milestone, find_milestone
from ..record import MilestoneResult
from ..stubs.generate import generate
from ..views.words import mark, points
from .course import Course
from .keys import QUIT
from .page import Page

STEPS = "▁▂▃▄▅▆▇█"
RUNNING = "Your library is at work on something to see ..."
COLORS = {"+": "green", "-": "red", "@": "cyan"}


class Pick(ModalScreen[Milestone | None]):
    """The list of all milestones; gives back the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,l", "dismiss(None)", "back"),
        QUIT,
        Binding("j", "app.simulate_key('down')", show=False),
        Binding("k", "app.simulate_key('up')", show=False),
    ]

    def __init__(self, course: Course, current: Milestone) -> None:
        super().__init__()
        self._course, self._current = course, current

    def compose(self) -> ComposeResult:
        options = OptionList(*(Text(self._line(m)) for m in MILESTONES), classes="over")
        options.highlighted = MILESTONES.index(self._current)
        yield options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(MILESTONES[event.option_index])

    def _line(self, milestone: Milestone) -> str:
        result = self._course.results.get(milestone)
        done = mark(result.state) if result else ""
        name = f"{milestone.id} {milestone.title}"
        if result is None:
            return f"{done:<2} {name:<24}"
        counts = f"{result.passed}/{result.total}"
        return f"{done:<2} {name:<24} {counts:>6}  {points(result.earned):>4}/{milestone.points}"


class Diff(ModalScreen[None]):
    """What a learner's file has that its stub has not, and the other way around."""

    AUTO_FOCUS = "VerticalScroll"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,d", "dismiss", "back"), QUIT]

    def __init__(self, page: Page) -> None:
        super().__init__()
        path = page.target / f"{page.milestone.module}.py"
        self._lines = diff(page.milestone, path, page.file)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="over"):
            yield Static(Text("\n").join(map(_colored, self._lines)))


class Celebration(ModalScreen[None]):
    """A milestone works, or is complete: says so, and what can be done with it. Its last page is
    what the milestone's demo shows, once that is there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,escape,n", "turn", "go on"),
        QUIT,
    ]

    def __init__(
        self,
        result: MilestoneResult,
        descent: Sequence[int],
        notes: Sequence[str],
    ) -> None:
        super().__init__()
        self._result, self._descent, self._notes = result, descent, notes
        self._pages_left = int(has_demo(self.milestone))
        self._demo = Static(Text(RUNNING))

    @property
    def milestone(self) -> Milestone:
        """Whose celebration it is."""
        return find_milestone(self._result.id)

    def compose(self) -> ComposeResult:
        yield Static(self._text(), classes="over")

    def show(self, demo: str) -> None:
        """What the demo shows is there."""
        self._demo.update(Text(demo))

    def action_turn(self) -> None:
        """Turn to the demo, or leave."""
        if not self._pages_left:
            self.dismiss()
            return
        self._pages_left -= 1
        self.query(Static).remove()
        page = VerticalScroll(self._demo, id="demo")
        self.mount(page, Static(Text("Enter: go on", "dim"), id="after"))
        page.focus()

    def _text(self) -> Text:
        result = self._result
        text = Text()
        says = "is complete" if result.state == "complete" else "works"
        text.append(f"✦ {result.id} {result.title} {says} ✦\n\n", "bold green")
        text.append(f"{result.passed} of {result.total} tests, {points(result.earned)} points.\n")
        if len(self._descent) > 1:
            text.append(f"Your descent in {len(self._descent)} saves:  ")
            text.append(f"{descent(self._descent)}\n", "green")
        text.append("\n" + "\n".join(self._notes))
        return text


def diff(milestone: Milestone, path: Path, shown: str) -> list[str]:
    """A unified diff from the stub to the file, in lines that are safe to show."""
    file = read(path)
    if trouble := problem(file):
        return [one_line(trouble, 500)]
    stub = generate(milestone.module).decode().splitlines()
    mine = file.data.decode("utf-8", "replace").splitlines()
    lines = difflib.unified_diff(stub, mine, "stub", shown, lineterm="", n=2)
    return [one_line(line.replace("\t", "    "), 500) for line in lines] or [
        f"{shown} is its stub, line for line."
    ]


def descent(failing: Sequence[int], width: int = 40) -> str:
    """How the number of failing tests fell, as a line of bars."""
    most = max(1, *failing)
    return "".join(STEPS[round((len(STEPS) - 1) * n / most)] for n in failing[-width:])


def _colored(line: str) -> Text:
    return Text(line, COLORS.get(line[:1], ""))
