"""What nobody has begun is listed once in a process, and is the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.files import File
from grader.grading.steps import grade
from grader.manifest import find_milestone
from grader.suite import collection, listed
from grader.suite.setup import Settings
from tests.grader.folders import solved

SORT = find_milestone("toposort")
OTHERS = [find_milestone(name) for name in ("by_hand", "chain_rule")]


@pytest.fixture
def suites(monkeypatch) -> list[list[str]]:
    """Which suites pytest was told, each time."""
    told, arguments = [], collection.arguments

    def noting(milestones):
        told.append([each.slug for each in milestones])
        return arguments(milestones)

    monkeypatch.setattr(collection, "arguments", noting)
    monkeypatch.setattr(listed, "_TESTS", {})
    return told


def outcomes(folder: Path, **options):
    found = grade(folder, [SORT, *OTHERS], confirmed=False, diagnosed=False, **options)
    return [(m.id, m.state, [(t.name, t.outcome) for t in m.tests]) for m in found.milestones]


def test_what_nobody_has_begun_is_listed_once(tmp_path, suites):
    folder = solved(tmp_path, SORT)
    first, second = outcomes(folder), outcomes(folder)
    assert first == second and [len(tests) > 2 for _, _, tests in first] == [True] * 3
    assert suites == [["toposort", "by_hand", "chain_rule"], ["toposort"]]
    (folder / f"{SORT.module}.py").unlink()
    assert [state for _, state, _ in outcomes(folder)] != [state for _, state, _ in first]


def test_what_is_asked_in_part_is_not_taken_for_all_of_it(tmp_path, suites):
    folder = solved(tmp_path, SORT)
    part = outcomes(folder, settings=Settings(keyword="deep"))
    whole = outcomes(folder)
    assert [len(tests) for _, _, tests in part] != [len(tests) for _, _, tests in whole]
    assert len(suites) == 2 and suites[0] == suites[1]


def test_a_suite_that_was_changed_is_listed_again(tmp_path, suites, monkeypatch):
    folder = solved(tmp_path, SORT)
    outcomes(folder)
    monkeypatch.setattr(listed, "kept", lambda path: File(path, b"another one"))
    outcomes(folder)
    assert suites[0] == suites[1]
