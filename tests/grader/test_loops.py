"""Where a recursion that is too deep, or an endless loop, is said to be: at what keeps coming
back, and not at an innocent function that was called from there."""

from __future__ import annotations

import pytest

from grader.judging.loops import up_to_the_loop, up_to_the_recursion
from grader.manifest import find_milestone
from grader.sandbox.answer import Frame
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.folders import solution

ENDLESS = {  # a milestone, what is changed in its solution, and the line that must be shown last
    "a loop that calls": (
        "by_hand",
        "    H = sigmoid(X @ W1 + b1)\n",
        "    i = 0\n    while i < 10:\n        H = sigmoid(X @ W1 + b1)\n",
        ("while i < 10:", "H = sigmoid(X @ W1 + b1)"),
    ),
    "a setter that sets": (
        "wrapper",
        "        self._requires_grad = flag\n",
        "        self.requires_grad = flag\n",
        ("self.requires_grad = flag",),
    ),
    "an op that calls itself": (
        "magic_methods",
        "    return np.add.reduce(x, as_dims(dim, x.ndim), dtype, keepdims=keepdim)\n",
        "    return sum(x, dim, keepdim)\n",
        ("return sum(x, dim, keepdim)",),
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_keeps_coming_back_is_shown_last(name, tmp_path):
    slug, old, new, lines = ENDLESS[name]
    milestone = find_milestone(slug)
    source = solution(milestone).replace(old, new)
    assert source != solution(milestone)
    (tmp_path / f"{milestone.module}.py").write_text(source)
    settings = Settings(only_isolated=True, shrinks=False, shares=True)
    done = run(Setup.of(tmp_path, settings), [milestone], options=["-x"])
    last = [each.frame.text for each in done.results.values() if each.frame]
    assert last and set(last) <= set(lines)


def frame(line: int, path: str = "x.py") -> Frame:
    return Frame(path, line, "f", "")


def test_who_is_met_once_at_the_end_of_a_recursion_is_innocent():
    calls = [frame(1), *[frame(5), frame(8)] * 4, frame(5), frame(30)]
    assert up_to_the_recursion(calls) == calls[:-1]
    assert up_to_the_recursion([frame(1), frame(2)]) == [frame(1), frame(2)]


def test_who_is_called_from_the_innermost_while_comes_back(tmp_path):
    file = tmp_path / "x.py"
    file.write_text("while True:\n    a()\nb()\nwhile True:\n    c()\nd()\n")
    calls = [frame(line, str(file)) for line in (2, 3, 5, 6)]
    assert up_to_the_loop(calls) == calls[:3]
    assert up_to_the_loop(calls[1:2]) == calls[1:2]


@pytest.mark.parametrize("text", ["while True:\n  (", "\0", ""])
def test_a_file_that_can_not_be_read_has_no_loops(text, tmp_path):
    file = tmp_path / "x.py"
    file.write_text(text)
    assert up_to_the_loop([frame(1, str(file))]) == [frame(1, str(file))]
    assert up_to_the_loop([frame(1, str(tmp_path / "none.py"))])
