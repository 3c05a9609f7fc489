"""The trap of a lesson, sprung: a program, and what it gives on a library with a known mistake.

    sprung(milestone)    # Sprung(says="...", shown="...")

The mistake is the misconception whose words are nearest to the lesson's warning. The milestone's
suite is run on the reference with this one mistake in it, until the first test that fails says how.
Of the mistake's own text nothing is shown: it is an answer with a change in it.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import dedent

from grader.asking.oracle_cache import RememberingOracle
from grader.feedback.known_misconceptions import Misconception, misconceptions
from grader.judging.explain import explain
from grader.manifest import Milestone
from grader.suite.run import run
from grader.suite.setup import Settings, Setup

from .blocks import Heading, Paragraph
from .lesson import lesson, parts

WORD = re.compile(r"[^\W\d]{3,}")
WIDTH = 76
LONGEST, TRIES = 40, 3  # lines of what is shown, and mistakes
ALONE = Settings(only_isolated=True, shrinks=False, shares=True)


@dataclass(frozen=True)
class Sprung:
    """What is wrong, in a sentence; the test that finds it; and how its answers differ."""

    says: str
    test: str
    shown: str


def sprung(milestone: Milestone) -> Sprung:
    """The mistake of the lesson's trap, sprung; or the next one, where nobody could read it."""
    mistakes = likest(milestone)
    made: list[Sprung] = []
    while not made or (made[-1].shown.count("\n") > LONGEST and len(made) < len(mistakes)):
        made.append(_spring(milestone, mistakes[len(made)]))
    return min(made, key=lambda each: each.shown.count("\n"))


def _spring(milestone: Milestone, mistake: Misconception) -> Sprung:
    """Run the suite on the reference with one mistake in it."""
    with tempfile.TemporaryDirectory() as folder:
        mistake.write(milestone, Path(folder))
        setup = Setup.of(Path(folder), ALONE, oracle=RememberingOracle(ALONE.seed))
        done = run(setup, [milestone], options=["-x"])
        setup.oracle.save()
    test = next(test for test in done.results.values() if test.failure)
    assert test.failure
    shown = replace(test.failure, frames=())  # they are lines of the reference
    return Sprung(mistake.says, test.title, dedent(explain(shown, WIDTH)))


def likest(milestone: Milestone) -> list[Misconception]:
    """The mistakes that are likest to the warning, above all to its first sentence, in order."""
    warning = " ".join(
        block.text
        for block in parts(lesson(milestone)).trap
        if isinstance(block, Heading | Paragraph)
    )
    warning = warning.removeprefix("The traps").strip(" -")
    first = re.split(r"(?<=\w[.:]) ", warning, maxsplit=1)[0]
    known = misconceptions(milestone)
    likeness = {each: sum(_likeness(_words(t), each) for t in (warning, first)) for each in known}
    return sorted(known, key=likeness.__getitem__, reverse=True)[:TRIES]


def _likeness(words: frozenset[str], mistake: Misconception) -> float:
    """How much of what is said of a mistake is in the warning."""
    said = _words(f"{mistake.name} {mistake.says} {mistake.trap}")
    return len(said & words) / len(said) ** 0.5


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower().rstrip("s") for word in WORD.findall(text))
