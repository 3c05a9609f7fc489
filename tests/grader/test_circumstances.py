"""What goes wrong because of where a learner's code runs is named, and what to do about it."""

from __future__ import annotations

import pytest

from grader.grading.steps import grade
from grader.judging.circumstances import NO_SUCH_MODULE, NO_TERMINAL, NUMPY_ALONE
from grader.manifest import find_milestone
from grader.saved import from_json, to_json
from grader.suite.setup import Settings
from grader.views.table import render
from tests.grader.folders import solution, write

TOPOSORT = find_milestone("toposort")
ALONE = Settings(only_isolated=True, shrinks=False)
MET = {  # what stands in a learner's file, and what is said of it
    "torch": ("import torch\n", NUMPY_ALONE),
    "a part of scipy": ("from scipy.special import expit\n", NUMPY_ALONE),
    "what nobody has": ("import nosuchmodule\n", NUMPY_ALONE),
    "a file of one's own": ("from .helpers import order\n", NO_SUCH_MODULE),
    "the grader": ("import grader\n", NUMPY_ALONE),
    "a debugger": ("def toposort(root, parents):\n    breakpoint()\n    return []\n", NO_TERMINAL),
    "in a function": ("def toposort(root, parents):\n    import torch\n", NUMPY_ALONE),
}


def said(folder, source: str) -> str:
    write(folder, TOPOSORT, source)
    record = grade(folder, [TOPOSORT], ALONE, confirmed=False, diagnosed=False)
    assert from_json(to_json(record)) == record
    return " ".join(render(record).split())


@pytest.mark.parametrize("name", MET)
def test_a_circumstance_is_named(name, tmp_path):
    source, expected = MET[name]
    text = said(tmp_path, f"{solution(TOPOSORT)}\n\n{source}")
    assert text.count(expected) == 1


@pytest.mark.parametrize(
    "raises",
    [
        "KeyError('torch')",
        "ImportError('No module named torch')",
        "type('BdbQuit2', (Exception,), {})",
    ],
)
def test_other_exceptions_are_not_taken_for_circumstances(raises, tmp_path):
    text = said(tmp_path, f"def toposort(root, parents):\n    raise {raises}\n")
    assert not any(each in text for each in (NUMPY_ALONE, NO_SUCH_MODULE, NO_TERMINAL))


def test_a_strange_name_does_not_break_anything(tmp_path):
    lies = "raise ModuleNotFoundError(name=[1, 2])"
    text = said(tmp_path, f"def toposort(root, parents):\n    {lies}\n")
    assert "ModuleNotFoundError" in text and NUMPY_ALONE not in text
