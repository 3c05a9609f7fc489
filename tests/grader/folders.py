"""Learners' folders: as they were handed out, as the solutions are, or with a file of one's own.

They start from freshly generated stubs, never from `exercises/`, which is the learner's.
"""

from __future__ import annotations

import shutil
import sys
from functools import cache
from pathlib import Path

from grader.checkout import solution
from grader.manifest import MILESTONES, ROOT, SOLUTIONS, Milestone
from grader.stubs import issued
from grader.stubs.contents import contents, file_name
from grader.stubs.generate import generate, generate_all

__all__ = ["fresh", "keep_compiled", "solution", "solved", "stub", "write"]

handed_out: dict[str, bytes] = {}  # what stands in each module's file when a learner gets it


@cache
def stub(milestone: Milestone) -> str:
    """The text of the file as a learner first gets it."""
    return (handed_out.get(milestone.module) or generate(milestone.module)).decode()


def fresh(folder: Path) -> Path:
    """The folder, with all files as a learner first gets them, and the record of these."""
    if not handed_out:
        handed_out.update(generate_all())
    forms = contents()
    for module, content in handed_out.items():
        path = folder / file_name(module, forms[module])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    issued.add(folder, handed_out)
    return folder


def solved(folder: Path, *milestones: Milestone) -> Path:
    """The folder, with the solutions of these milestones, or of all."""
    for milestone in milestones or MILESTONES:
        shutil.copy(SOLUTIONS / f"{milestone.module}.py", folder)
    return folder


def write(folder: Path, milestone: Milestone, text: str) -> Path:
    """The folder, in which the milestone's file has this text."""
    (folder / f"{milestone.module}.py").write_text(text, encoding="utf-8")
    return folder


def keep_compiled(checkout: Path) -> None:
    """Has Python find the grader compiled in a copy of the checkout, which else takes 2 s there.

    It goes by the files' times, so that these must have been copied, too.
    """
    if sys.pycache_prefix:
        ours, theirs = (
            Path(sys.pycache_prefix, folder.relative_to(folder.anchor), "grader")
            for folder in (ROOT, checkout)
        )
        if ours.exists():
            shutil.copytree(ours, theirs, dirs_exist_ok=True)
