"""Three questions to each lesson, with their answers: about memory, about time, and what breaks.

    questions(milestone)    # [Question("How many bytes ...?", "Four: ..."), ...]

They are written in `questions/SLUG.md`: a line that begins with ### asks, and what follows it
answers, in paragraphs as in a lesson, and in blocks of code, which `snippets` runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from grader.manifest import Milestone

from .snippets import FENCED
from .words import markdown, with_code

FOLDER = Path(__file__).parent / "questions"
TITLE = "## Three questions"
INTRODUCTION = (
    "One is about memory, one about time, and one about what breaks. Think before you unfold an "
    "answer."
)
ABOUT_CODE = (
    "In the examples, `torch` is the library of this course, `import autodiff as torch`, and `np` "
    "is NumPy."
)


class Question(NamedTuple):
    """What is asked, and the answer; both are written as a lesson is."""

    asked: str
    answer: str


def source(milestone: Milestone) -> Path:
    """The file of a milestone's questions."""
    return FOLDER / f"{milestone.slug}.md"


def questions(milestone: Milestone) -> list[Question]:
    """The questions to a milestone, in their order."""
    text = source(milestone).read_text(encoding="utf-8")
    parts = re.split(r"^### (.+)\n", text, flags=re.M)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [Question(asked, answer.strip()) for asked, answer in pairs]


def section(milestone: Milestone, links: Mapping[str, str]) -> Iterator[str]:
    """The part of a page that asks them; each answer is folded."""
    asked = questions(milestone)
    yield TITLE
    has_code = any(FENCED.search(each.answer) for each in asked)
    yield f"{INTRODUCTION} {ABOUT_CODE}" if has_code else INTRODUCTION
    for question, answer in asked:
        yield f"<details>\n<summary>{with_code(question)}</summary>"
        yield from _written(answer, links)
        yield "</details>"


def _written(answer: str, links: Mapping[str, str]) -> Iterator[str]:
    at = 0
    for block in FENCED.finditer(answer):
        yield markdown(answer[at : block.start()].strip(), links)
        yield block[0]
        at = block.end()
    yield markdown(answer[at:].strip(), links)
