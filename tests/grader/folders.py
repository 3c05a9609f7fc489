"""Learners' folders for tests: as they were handed out, as the solutions are, or with a file in it.

All start from freshly generated stubs, never from `exercises/`, which is the learner's.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.manifest import MILESTONES, SOLUTIONS, Milestone
from grader.stubs.contents import contents, file_name
from grader.stubs.generate import generate, generate_all


def solution(milestone: Milestone) -> str:
    """The text of the reference's file."""
    return (SOLUTIONS / f"{milestone.module}.py").read_text(encoding="utf-8")


def stub(milestone: Milestone) -> str:
    """The text of the file as a learner first gets it."""
    return generate(milestone.module).decode()


def fresh(folder: Path) -> Path:
    """The folder, with all files as a learner first gets them."""
    forms = contents()
    for module, content in generate_all().items():
        path = folder / file_name(module, forms[module])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def solved(folder: Path) -> Path:
    """The folder, with the solutions of all milestones."""
    for milestone in MILESTONES:
        shutil.copy(SOLUTIONS / f"{milestone.module}.py", folder)
    return folder


def write(folder: Path, milestone: Milestone, text: str) -> Path:
    """The folder, in which the milestone's file has this text."""
    (folder / f"{milestone.module}.py").write_text(text, encoding="utf-8")
    return folder
