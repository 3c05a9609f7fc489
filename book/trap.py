"""The trap of a lesson, sprung: a program, and what it gives on a library with a known mistake.

    sprung(milestone)    # Sprung(name="2 - x computes x - 2", says="...", shown="...")

`traps.py` names the mistake. The milestone's suite is run on the reference with this one mistake in
it, until the first test that fails says how.
"""

from __future__ import annotations

import ast
import tempfile
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from textwrap import dedent

from grader.asking.oracle_cache import RememberingOracle
from grader.judging.explain import explain
from grader.manifest import Milestone
from grader.suite.run import run
from grader.suite.setup import Settings, Setup

from .traps import mistake, wrong_lines

WIDTH = 76
ALONE = Settings(only_isolated=True, shrinks=False, shares=True)


@dataclass(frozen=True)
class Sprung:
    """A mistake, shown.

    Args:
        name, says: what is wrong, in a few words, and in a sentence.
        wrong: the lines that are wrong, where they may be seen; else "".
        test, shown: the test that finds it; its program, and how the answers differ.
    """

    name: str
    says: str
    wrong: str
    test: str
    shown: str


def sprung(milestone: Milestone) -> Sprung:
    """Run the suite on the reference with the mistake of the lesson's trap in it.

    Raises ValueError if no test fails, or a program is shown that is not Python.
    """
    named = mistake(milestone)
    with tempfile.TemporaryDirectory() as folder:
        named.write(milestone, Path(folder))
        setup = Setup.of(Path(folder), ALONE, oracle=RememberingOracle(ALONE.seed))
        done = run(setup, [milestone], options=["-x"])
        setup.oracle.save()
    test = next((test for test in done.results.values() if test.failure), None)
    if test is None or test.failure is None:
        raise ValueError(f"the suite of {milestone.id} does not catch: {named.name}")
    failure = replace(test.failure, frames=())  # they are lines of the reference
    shown = dedent(explain(failure, WIDTH))
    ast.parse(program_of(shown))
    return Sprung(named.name, named.says, wrong_lines(milestone), test.title, shown)


def program_of(shown: str) -> str:
    """The program at the beginning of what is shown: it ends above its inputs, or in an empty line
    that none of its own follows."""
    above = takewhile(lambda line: not line.startswith("with "), shown.split("\n"))
    whole = "\n".join(above)
    first, *others = whole.split("\n\n")
    return "\n\n".join([first, *takewhile(lambda part: part.startswith(" "), others)])
