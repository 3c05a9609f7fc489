"""What returns a constant in every place, or what it is given, earns nothing.

Two milestones a day; with `KATA_ALL` in the environment, all of them, which takes some minutes.
"""

from __future__ import annotations

import ast
import os

import pytest

from grader.asking.workers import Workers
from grader.manifest import MILESTONES
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.worker import Worker
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.folders import stub, write
from tests.grader.today import todays

HURRIED = LIMITS._replace(program=0.5, imports=1.0)
CHOSEN = MILESTONES if os.environ.get("KATA_ALL") else todays(MILESTONES, 18)

FAMILIES = {  # what each place returns, of its first and last arguments
    "nothing": "None",
    "zero": "0.0",
    "one": "1.0",
    "truth": "True",
    "an empty tuple": "()",
    "an empty list": "[]",
    "the first argument": "{first}",
    "the second argument": "{second}",
    "the last argument": "{last}",
    "zeros like the first": "__import__('numpy').zeros_like({first})",
    "minus the first": "-{first}",
    "an exception": "(_ for _ in ()).throw(RuntimeError())",
    "a copy of the first": "__import__('copy').copy({first})",
    "a pair of the first": "({first}, {first})",
}


class _Filled(ast.NodeTransformer):
    """Fills in each place of a stub."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.names = ["None"]  # of the arguments of the function that is being filled in

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._within(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return self._within(node)

    def _within(self, node: ast.FunctionDef | ast.Lambda) -> ast.AST:
        before, names = self.names, [each.arg for each in node.args.posonlyargs + node.args.args]
        self.names = [each for each in names if each != "self"] or names or ["None"]
        node = self.generic_visit(node)
        self.names = before
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        if "NotImplementedError('m" not in ast.unparse(node):
            return node
        return ast.Return(self._value())

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if (name := ast.unparse(node.func)) not in ("todo", "todo_op"):
            return self.generic_visit(node)
        if name == "todo":
            return self._value()
        self.names = ["x"]
        return ast.parse(f"lambda x=None, *_: {ast.unparse(self._value())}", mode="eval").body

    def _value(self) -> ast.expr:
        text = self.value.format(
            first=self.names[0], second=self.names[:2][-1], last=self.names[-1]
        )
        return ast.parse(text, mode="eval").body


def filled(stub: str, family: str) -> str:
    """The stub with one of the families' bodies in each place."""
    tree = _Filled(FAMILIES[family]).visit(ast.parse(stub))
    return ast.unparse(ast.fix_missing_locations(tree))


@pytest.mark.parametrize("milestone", CHOSEN, ids=lambda m: m.id)
def test_a_constant_earns_nothing(milestone, tmp_path):
    for family in FAMILIES:
        write(tmp_path, milestone, filled(stub(milestone), family))
        workers = Workers(lambda library: Worker(library, HURRIED))
        settings = Settings(only_isolated=True, shrinks=False, shares=True)
        done = run(Setup.of(tmp_path, settings, workers), [milestone])
        workers.close()
        passed = {each.name for each in done.results.values() if each.outcome == "passed"}
        assert passed == set(), family
        assert "not_started" not in {each.outcome for each in done.results.values()}
