"""Every place to fill in is needed by its own milestone's suite: one that raises is noticed there.

The other milestones are the reference's meanwhile. None of them may stand in for the place, and
none may take what a learner writes out of use.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from grader.manifest import CORE, MILESTONES, Milestone
from grader.stubs.places import named_places, places_to_fill, span, todos
from grader.suite.run import failures
from tests.grader.folders import solution, stub, write
from tests.grader.today import todays

DAYS = 10  # so many days until each had its turn: all of them take a minute or two


def unwritten(milestone: Milestone) -> Iterator[tuple[str, str]]:
    """For each answer of a milestone, its name and the solution in which it alone raises."""
    right = ast.unparse(ast.parse(solution(milestone)))
    blanks = list(named_places(stub(milestone)))
    for place in places_to_fill(stub(milestone)):
        ours = [node for name, node in named_places(right) if name == place]
        theirs = [node for name, node in blanks if name == place]
        for old, blank in zip(ours, theirs, strict=True):  # a property may have two functions
            for new in _without(old, blank):
                yield place, _replaced(right, old, new)


def _without(ours: ast.stmt, blank: ast.stmt) -> Iterator[ast.stmt]:
    """The place, unwritten; of a row of a table, each of its answers by itself."""
    if not isinstance(blank, ast.Expr):
        yield from [blank] if todos(ast.unparse(blank)) else []
        return
    for number, argument in enumerate(blank.value.args):
        if todos(ast.unparse(argument)):
            row = ast.parse(ast.unparse(ours)).body[0]
            row.value.args[number] = argument
            yield row


def _replaced(source: str, old: ast.stmt, new: ast.stmt) -> str:
    first, last = span(old)
    lines = source.splitlines()
    lines[first - 1 : last] = [" " * old.col_offset + line for line in ast.unparse(new).split("\n")]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("milestone", [m for m in MILESTONES if m.part == CORE], ids=lambda m: m.id)
def test_a_place_that_raises_is_noticed_by_its_own_suite(milestone, tmp_path):
    cases = list(unwritten(milestone))
    assert len(cases) == len(todos(stub(milestone)))
    for name, source in todays(cases, DAYS):
        write(tmp_path, milestone, source.replace("NotImplementedError(", "RuntimeError("))
        assert failures(tmp_path, milestone, "-x"), name
