"""Whether a page gives away what a learner is to write: the gate of stubs, held to pages."""

from __future__ import annotations

import ast

from grader.checkout import solution
from grader.manifest import Milestone
from grader.stubs.erase import stub
from grader.stubs.leaks import leaks


def answers_on(milestone: Milestone, page: str) -> list[str]:
    """Lines of the milestone's answers that stand on the page; the page is read as the docstring
    of the milestone's stub would be."""
    source = solution(milestone)
    tree = ast.parse(stub(milestone.module, source))
    tree.body[0] = ast.Expr(ast.Constant(page))
    found = leaks(source, ast.unparse(ast.fix_missing_locations(tree)))
    return [line for line in found if line.startswith("text: ")]
