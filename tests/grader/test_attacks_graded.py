"""Every attack, written into an exercise: it costs its own milestone, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.asking.workers import Workers
from grader.grading.grade import grade
from grader.judging.explain import explain
from grader.manifest import find_milestone
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.worker import Worker
from grader.suite.setup import Settings
from grader.views.table import render
from tests.grader.folders import solved, write

ATTACKS = sorted(Path(__file__).with_name("attacks").glob("*.py"))
TOPOSORT = "\n\ndef toposort(root, parents):\n    return attack()\n"
# By the clock, two seconds: one of the attacks only stops.
HURRIED = LIMITS._replace(program=0.5, imports=2.0, patience=4.0)
M04, M07 = find_milestone("m04"), find_milestone("m07")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_an_attack_costs_its_milestone_alone(attack, tmp_path, nobody_left):
    write(solved(tmp_path), M04, attack.read_text(encoding="utf-8") + TOPOSORT)
    workers = Workers(lambda library: Worker(library, HURRIED))
    record = grade(tmp_path, [M04, M07], Settings(seed=5, keyword="used twice"), workers=workers)
    (sorting,), (walk,) = (m.tests for m in record.milestones)
    assert sorting.outcome != "passed"
    assert explain(sorting.failure).strip()
    assert walk.outcome == "passed"
    assert "\x1b" not in render(record)
