"""The sources of all pages, in Markdown: what is run for a page is run here, in several processes.

blocks, lines = write(folder)    # how much code was run
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from grader.feedback.demonstration import demonstrate
from grader.manifest import MILESTONES, SOLUTIONS, Milestone, find_milestone

from .alike import shared, undrawn
from .answers import answers_on, never_met
from .around import around, picture
from .inline import css, with_pictures
from .page import Shown, page
from .pictures import picture_of
from .questions import source
from .snippets import reference, run, snippets
from .trap import sprung
from .worked import code, run_code

HERE = Path(__file__).parent


def write(folder: Path) -> tuple[int, int]:
    """The sources of all pages: those of the milestones, and those that stand in `front/`.

    Returns how many blocks of code on them were run, and how many lines of the lessons' own code.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "front", folder)
    shutil.copytree(HERE / "static", folder / "static")
    shutil.copy(HERE / "conf.py", folder)
    (folder / "static" / "pictures.css").write_text(css(), encoding="utf-8")
    for name, text in around().items():
        (folder / name).write_text(with_pictures(text, picture), encoding="utf-8")
    ran = sum(run(path.read_text(encoding="utf-8"), path.name) for path in folder.glob("*.md"))
    lines, drawn, told = 0, {}, {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        names = [milestone.id for milestone in MILESTONES]
        for milestone, (shown, asked, own) in zip(MILESTONES, pool.map(_run, names), strict=True):
            ran, lines = ran + asked, lines + own
            drawn[milestone.id] = shown.picture
            text = page(milestone, shown)
            told[milestone] = text.replace(shown.trap.shown, "")  # grading shows it, too
            (folder / f"{milestone.module}.md").write_text(text, encoding="utf-8")
    if found := [*shared(drawn), *undrawn(MILESTONES)]:
        raise ValueError(f"not each page has a picture of its own: {found}")
    _no_answers(told)
    return ran, lines


def _no_answers(told: dict[Milestone, str]) -> None:
    """Raise ValueError if some page holds an answer, or none holds what pages may hold."""
    for milestone, text in told.items():
        if found := answers_on(milestone, text):
            raise ValueError(f"the page of {milestone.id} holds an answer: {found[0]}")
    if needless := [*never_met(told)]:
        raise ValueError(f"pages may hold this, and none does: {needless[0]}")


def written(folder: Path) -> tuple[int, int]:
    """How many blocks of code stand on the pages, and lines of code in the lessons."""
    blocks = sum(len(snippets(path.read_text(encoding="utf-8"))) for path in folder.glob("*.md"))
    return blocks, sum(len(code(milestone)) for milestone in MILESTONES)


def _run(name: str) -> tuple[Shown, int, int]:
    """What is run for a milestone's page; how many blocks of code and lines of the lesson."""
    milestone = find_milestone(name)
    screen = demonstrate(SOLUTIONS, milestone)
    if screen.state != "shown":
        raise RuntimeError(f"the demo of {milestone.id}: {screen.text}")
    trap = sprung(milestone)
    reference()
    ran = run(source(milestone).read_text(encoding="utf-8"), source(milestone).name)
    return Shown(trap, screen.text, picture_of(milestone) or screen.svg), ran, run_code(milestone)
