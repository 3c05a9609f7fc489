"""Three questions to each lesson, with their answers: about memory, about time, and what breaks.

    questions(milestone)    # [Question("memory", "How many bytes ...?", "Four: ..."), ...]

They are written in `questions/SLUG.md`: a line that begins with ### says what a question is about
and asks it, `### memory: How many bytes ...?`, and what follows answers, in paragraphs as in a
lesson, and in blocks of code, which `snippets` runs.
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
KINDS = ("memory", "time", "what breaks")
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
    """What a question is about, one of KINDS; what is asked, and the answer, both of which are
    written as a lesson is."""

    kind: str
    asked: str
    answer: str


def source(milestone: Milestone) -> Path:
    """The file of a milestone's questions."""
    return FOLDER / f"{milestone.slug}.md"


def questions(milestone: Milestone) -> list[Question]:
    """The questions to a milestone, in their order."""
    text = source(milestone).read_text(encoding="utf-8")
    parts = re.split(r"^### ([a-z ]+): (.+)\n", text, flags=re.M)[1:]
    found = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [Question(kind, asked, answer.strip()) for kind, asked, answer in found]


def section(milestone: Milestone, links: Mapping[str, str]) -> Iterator[str]:
    """The part of a page that asks them; each answer is folded."""
    asked = questions(milestone)
    yield TITLE
    has_code = any(FENCED.search(each.answer) for each in asked)
    yield f"{INTRODUCTION} {ABOUT_CODE}" if has_code else INTRODUCTION
    for kind, question, answer in asked:
        about = f"<em>{kind.capitalize()}.</em>"
        yield f"<details>\n<summary>{about} {with_code(question)}</summary>"
        yield from _written(answer, links)
        yield "</details>"


def _written(answer: str, links: Mapping[str, str]) -> Iterator[str]:
    at = 0
    for block in FENCED.finditer(answer):
        yield markdown(answer[at : block.start()].strip(), links)
        yield block[0]
        at = block.end()
    yield markdown(answer[at:].strip(), links)
