"""Whatever stands in a file, grading it breaks nothing: the grader's own steps never fail over it.

Six pairs of a milestone and a fault a day; with `KATA_ALL` in the environment, all of
them, which takes some minutes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest

from grader.asking.workers import Workers
from grader.grading.steps import grade
from grader.manifest import MILESTONES, Milestone
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.worker import Worker
from grader.views.table import render
from tests.grader.folders import solution, write
from tests.grader.today import todays

HURRIED = LIMITS._replace(program=0.5, imports=1.0)  # several things never end


def _bodies_gone(text: str) -> str:
    """Each function that stands by itself does nothing."""
    return re.sub(r"(?m)^(def .*:)\n(?:    .*\n|\n)+", r"\1\n    pass\n", text)


SPOILED: dict[str, Callable[[str], str]] = {
    "a colon is missing": lambda text: re.sub(r"(?m)^( *def .*):$", r"\1", text, count=1),
    "a line stands too far right": lambda text: re.sub(r"(?m)^(    return)", r"     \1", text),
    "a tab among spaces": lambda text: re.sub(r"(?m)^    return", "\treturn", text),
    "a bracket is left open": lambda text: text.rstrip() + "\nx = (1,\n",
    "it ends in the middle": lambda text: text[: 2 * len(text) // 3],
    "it is empty": lambda _: "",
    "the lesson alone": lambda text: text[: text.index('"""', 3) + 3] + "\n",
    "all is renamed": lambda text: re.sub(r"\bdef (?=[a-z])", "def my_", text),
    "nothing is done": _bodies_gone,
    "all is a class": lambda text: re.sub(r"(?m)^def (\w+).*:$", r"class \1:", text),
    "it calls what is nowhere": lambda text: text.replace("    return ", "    return nowhere."),
    "it never ends": lambda text: re.sub(r"(?m)^(    )return ", r"\1while True: ", text),
}

NOT_PYTHON = list(SPOILED)[:4]
PAIRS = [(milestone, how) for milestone in MILESTONES for how in SPOILED]
CHOSEN = PAIRS if os.environ.get("KATA_ALL") else todays(PAIRS, len(PAIRS) // 6)


@pytest.mark.parametrize("milestone, how", CHOSEN, ids=lambda each: getattr(each, "id", each))
def test_a_spoiled_file_breaks_nothing_of_the_graders(milestone: Milestone, how, tmp_path):
    text = SPOILED[how](solution(milestone))
    if text == solution(milestone):
        pytest.skip("nothing of this kind stands in it")
    write(tmp_path, milestone, text)
    workers = Workers(lambda library: Worker(library, HURRIED))
    record = grade(tmp_path, [milestone], hinted=True, workers=workers)
    assert record.faults == () and not record.is_broken
    text = render(record)
    assert "Traceback" not in text
    (result,) = record.milestones
    if how in NOT_PYTHON:
        assert f"{milestone.module}.py:" in text and " is not Python yet:" in text
        assert result.tests[0].title not in text
