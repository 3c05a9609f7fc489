"""Suites compute nothing with what a library answered before its form is known.

Two arrays of an answer, or one and what is expected, may broadcast to gigabytes: (100000, 1) beside
(1, 100000). So `close`, `equal` and `are_numbers` of grader/suite/forms.py come first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest

from grader.manifest import MILESTONES, Milestone

CLEARING = {"read", "close", "equal", "are_numbers", "len", "isinstance", "type"}
COMPUTING = {"sorted", "sum", "min", "max"}
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


Functions = Mapping[str, ast.FunctionDef]


class Sweep(ast.NodeVisitor):
    """The lines of a test that compute with an answer's raw values."""

    def __init__(self, body: Sequence[ast.stmt], suite: Functions, raw: Iterable[str] = ()) -> None:
        self.suite, self.raw = suite, set(raw)
        self.found: list[str] = []
        for statement in body:
            self.visit(statement)

    def is_raw(self, node: ast.AST | None) -> bool:
        """Whether the value may be an array that a library answered."""
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            return name == "facts" or (name not in CLEARING and any(map(self.is_raw, node.args)))
        if isinstance(node, ast.Name):
            return node.id in self.raw
        if isinstance(node, ast.Compare):
            return False  # which is looked at by itself
        return node is not None and any(map(self.is_raw, ast.iter_child_nodes(node)))

    def note(self, node: ast.expr) -> None:
        self.found.append(f"{node.lineno}: {ast.unparse(node)}")

    def bind(self, target: ast.AST, value: ast.AST) -> None:
        names = {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}
        if self.is_raw(value):
            self.raw |= names

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """A program, which a library runs."""

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        for target in node.targets:
            self.bind(target, node.value)

    def visit_For(self, node: ast.For) -> None:
        self.bind(node.target, node.iter)
        self.generic_visit(node)

    def visit_comprehensions(self, node: Any) -> None:
        for each in node.generators:
            self.bind(each.target, each.iter)
        self.generic_visit(node)

    visit_ListComp = visit_GeneratorExp = visit_DictComp = visit_SetComp = visit_comprehensions

    def visit_Assert(self, node: ast.Assert) -> None:
        self.visit(node.test)
        for part in ast.walk(node.test):
            match part:
                case ast.Call(ast.Name("are_numbers"), [ast.Name(name)]):
                    self.raw.discard(name)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if self.is_raw(node.left) or self.is_raw(node.right):
            self.note(node)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        raw = [self.is_raw(each) for each in (node.left, *node.comparators)]
        if sum(raw) > 1 or (any(raw) and any(isinstance(op, ORDER) for op in node.ops)):
            self.note(node)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        raw = [self.is_raw(each) for each in node.args]
        match node.func:
            case ast.Name(name) if name in self.suite and any(raw):
                function = self.suite[name]
                given = [a.arg for a, r in zip(function.args.args, raw, strict=False) if r]
                self.found += Sweep(function.body, self.suite, given).found
            case ast.Name(name) if name in COMPUTING and any(raw):
                self.note(node)
            case ast.Attribute() if any(raw):  # np's, or an answer's own
                self.note(node)
        self.generic_visit(node)


def swept(source: str) -> list[str]:
    """The lines of a suite's tests of facts that compute with what may be of any form."""
    tree = ast.parse(source)
    suite = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    tests = [test for test in suite.values() if "facts" in [a.arg for a in test.args.args]]
    return [line for test in tests for line in Sweep(test.body, suite).found]


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_nothing_is_computed_with_an_answer_of_any_form(milestone: Milestone):
    assert swept(milestone.suite.read_text(encoding="utf-8")) == []


COMPUTES = {
    "np.allclose(answer, x)": 1,
    "close(answer, x)": 0,
    "answer * 2 == x": 1,
    "answer[0] == answer[1]": 1,
    "answer == [1, 2]": 0,
    "answer < 3": 1,
    "sorted(answer) == [1]": 1,
    "are_numbers(answer) and sorted(answer) == [1]": 1,
    "[a for a in answer] == [b for b in answer]": 1,
    "answer[0].dot(answer[1]) is None": 1,
    "check(answer, x)": 1,
    "check(x, answer)": 1,
}


@pytest.mark.parametrize("condition", COMPUTES)
def test_what_computes_is_found(condition):
    check = "def check(a, b):\n    assert a + b\n    assert are_numbers(a)\n    assert a + a\n"
    test = f"def test_x(facts):\n    answer = facts(1)\n    assert {condition}\n"
    assert len(swept(check + test)) == COMPUTES[condition]
