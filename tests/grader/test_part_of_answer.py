"""What is wrong is told by the expression of the program that stands there, and not by its number
alone."""

from __future__ import annotations

import pytest

from grader.judging.part_of_answer import LONGEST, part_of_answer

LOOP = "a = []\n    for x in xs:\n        a += [x.data, x.grad]\n    return a"
TWICE = "a = []\n    for x in xs:\n        a.append(x)\n    a.append(1)\n    return a"
PARTS = [
    ("return x.data, x.grad", "[1]", "x.grad"),
    ("return {'W': [x, y]}", "['W'][1]", "y"),
    ("return [each.grad for each in (x, y)]", "[1]", "y.grad"),
    ("return [lib.tensor(each) for each in xs]", "[2]", "lib.tensor(xs[2])"),
    ("return x, f(y)", "[1][0]", "f(y)[0]"),
    ("return x, y + 1", "[1][0]", "(y + 1)[0]"),
    (LOOP, "[3]", "x.grad in turn 2"),
    (LOOP, "[3][0]", ""),
    (TWICE, "[0]", ""),
    ("a = [1]\n    for x in xs:\n        a.append(x)\n    return a", "[1]", ""),
    ("return [*xs, y]", "[1]", ""),
    ("return [x for x in xs if x]", "[1]", ""),
    ("return x", "", ""),
    ("return x,", "[3]", ""),
    ("return {'W': x}", "['b']", ""),
    ("return x, " + "y + " * LONGEST + "y", "[1]", ""),
    ("return x, y", "[0].", ""),
    ("lib.run(x)", "[0]", ""),
]


@pytest.mark.parametrize(("body", "path", "part"), PARTS)
def test_which_expression_stands_there(body, path, part):
    assert part_of_answer(f"    def program(lib, x, y, xs):\n    {body}\n".lstrip(), path) == part
    assert part_of_answer("not Python", path) == ""
