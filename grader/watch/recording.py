"""A session of `nox -s watch` as it is on a screen: somebody writes a line, wrong at first.

    python -P -m grader.watch.recording FOLDER MILESTONE PLACE RIGHT WRONG    # prints an SVG

FOLDER has the files of a learner who has come to this milestone. Its file is overwritten with the
reference's, in whose PLACE they write `return RIGHT`. `nox -s readme` gives a copy of the checkout.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot

from ..checkout import solution
from ..files import shown
from ..manifest import Milestone, find_milestone
from .app import Watch
from .events import Verdict
from .film import Shot, film
from .screens import Celebration
from .seen import CARET, editor, screen

COLUMNS, ROWS = 80, 24
STROKE = 4  # letters between two moments
PATIENCE = 300.0  # seconds until something is on the screen, on a machine that is busy
SAID = (
    "nox -s watch, while {place} is written. It is wrong at first: the watch names the mistake, "
    "shows what torch answers, and gives a hint. After the next save {milestone} is complete."
)


class Story(NamedTuple):
    """What is written, in which place of which file."""

    target: Path
    milestone: Milestone
    place: str
    right: str
    wrong: str

    @property
    def path(self) -> Path:
        """The file."""
        return self.target / f"{self.milestone.module}.py"

    @property
    def unwritten(self) -> str:
        """What stands there in the stub."""
        return f'raise NotImplementedError("{self.milestone.id}: {self.place}")'

    def text(self, line: str) -> str:
        """The file with this line in it."""
        return solution(self.milestone).replace(f"return {self.right}", line)


class Recorded(Watch):
    """Looks at the one milestone alone, and counts its verdicts."""

    verdicts = 0

    def __init__(self, story: Story) -> None:
        super().__init__(story.target, story.milestone, remember=False)
        self.COURSE = (story.milestone,)

    def judged(self, verdict: Verdict) -> None:
        super().judged(verdict)
        self.verdicts += 1


class Session:
    """Somebody who writes a line, saves and reads; and what is seen meanwhile."""

    def __init__(self, story: Story, app: Recorded, pilot: Pilot[None]) -> None:
        self.story, self.app, self.pilot = story, app, pilot
        self.shots: list[Shot] = []
        self.line = story.unwritten

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until it has happened, nothing is left to be graded, and all of it is shown."""
        deadline, app = time.monotonic() + PATIENCE, self.app
        while not happened() or app.view.working.milestone or not app.agenda.is_empty():
            if time.monotonic() > deadline:
                raise TimeoutError("the watch does not get on")
            await asyncio.sleep(0.05)
        await self.pilot.pause(0.1)

    def looks(self, seconds: float, does: str = "") -> None:
        """What is seen now is seen for so long."""
        lines = editor(self.story.text(f"{self.line}{CARET}"), COLUMNS)
        self.shots.append(Shot(seconds, lines, screen(self.app), does))

    def types(self, line: str) -> None:
        """Write the line, a few letters at a time."""
        for end in range(0, len(line) + STROKE, STROKE):
            self.line = line[:end]
            self.looks(0.15)

    async def saves(self, happened: Callable[[], object] = lambda: True) -> None:
        """Save, and wait for the verdict and what follows."""
        known = self.app.verdicts
        self.story.path.write_text(self.story.text(self.line), encoding="utf-8")
        self.looks(0.8, "you save")
        await self.until(lambda: self.app.verdicts > known and happened())


async def play(session: Session) -> None:
    """What happens in the recording."""
    app, story, press = session.app, session.story, session.pilot.press
    await session.until(lambda: story.milestone in app.page.course.results)
    session.looks(2.5)
    session.types(f"return {story.wrong}")
    await session.saves()
    session.looks(6)
    await press("h")
    await session.until(lambda: app.page.hints)
    session.looks(4, "you press h")
    session.types(f"return {story.right}")
    await session.saves(lambda: isinstance(app.screen, Celebration))
    session.looks(4)
    await press("enter")
    await session.until(lambda: app.screen.query("#demo"))
    session.looks(7, "you press Enter")


async def record(story: Story) -> list[Shot]:
    """The session, moment by moment."""
    story.path.write_text(story.text(story.unwritten), encoding="utf-8")
    app = Recorded(story)
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        session = Session(story, app, pilot)
        await play(session)
    app.examiner.join()
    return session.shots


def main() -> None:
    """Print the drawing."""
    folder, milestone, place, right, wrong = sys.argv[1:]
    story = Story(Path(folder), find_milestone(milestone), place, right, wrong)
    said = SAID.format(place=place, milestone=story.milestone.id)
    names = shown(story.path), f"nox -s watch -- {story.milestone.id}"
    sys.stdout.write(film(asyncio.run(record(story)), names, said))


if __name__ == "__main__":
    main()
