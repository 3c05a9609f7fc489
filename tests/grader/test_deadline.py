"""A submission as a whole has a deadline: what is left over is not run, and everybody says so."""

from __future__ import annotations

import time
from html import unescape

import pytest

from grader.asking.workers import OutOfTime, Workers
from grader.grading.steps import grade
from grader.manifest import find_milestone
from grader.record import Record
from grader.saved import from_json, to_json
from grader.views.gradescope import gradescope
from grader.views.html import html
from grader.views.junit import junit
from grader.views.markdown import markdown
from grader.views.table import render
from tests.grader.folders import solved, write
from tests.grader.records import milestone, record, result

THREE = [find_milestone(name) for name in ("by_hand", "toposort", "visualizer")]
SLEEPS = "import time\n\n\ndef toposort(root, parents):\n    time.sleep(60)\n"
VIEWS = [render, markdown, gradescope, html, junit]


def outcomes(found: Record) -> list[set[str]]:
    return [{test.outcome for test in m.tests} for m in found.milestones]


def stopping(workers: Workers, round: int, name: str, number: int):
    """Have the time be over at a test of a milestone, the so-manyth time that it is run."""
    seen = []

    def progress(milestone, done, total):
        seen.append((milestone.slug, done))
        if (milestone.slug, done) == (name, number) and seen.count((name, number)) == round:
            workers.stop(OutOfTime)

    return progress


def test_what_is_left_over_is_not_run_and_the_record_is_written(tmp_path):
    folder, workers = solved(tmp_path, *THREE), Workers()
    options = dict(
        workers=workers, drawn=True, hinted=True, progress=stopping(workers, 1, "toposort", 3)
    )
    found = grade(folder, THREE, **options)
    assert outcomes(found) == [{"passed"}, {"passed", "not_run"}, {"not_run"}]
    assert [m.state for m in found.milestones] == ["complete", "started", "started"]
    half = found.milestones[1]
    assert (half.passed, half.to_mend, half.diagnosis, half.hint) == (2, (), None, None)
    assert half.earned == pytest.approx(10 * 2 / half.total, abs=1e-4)
    assert found.graph and (found.faults, found.is_broken) == ((), False)
    assert from_json(to_json(found)) == found


def test_what_is_not_confirmed_in_time_is_not_run(tmp_path, state):
    folder = solved(tmp_path, *THREE)
    for _ in range(2):  # nor is it remembered
        workers = Workers()
        late = stopping(workers, 2, "toposort", 3)
        found = grade(folder, THREE, remember=True, workers=workers, progress=late, drawn=True)
        assert outcomes(found) == [{"passed"}, {"passed", "not_run"}, {"not_run"}]
        assert found.confirmed_seed is not None
        assert (found.graph, found.undrawn, found.is_broken) == ("", None, False)


def test_a_program_that_is_running_is_cut_short(tmp_path):
    folder = write(solved(tmp_path, *THREE), THREE[1], SLEEPS)
    began = time.monotonic()
    found = grade(folder, THREE[1:], deadline=3.0, confirmed=False)
    assert time.monotonic() - began < 15  # by the clock, the program has twice as long
    assert outcomes(found) == [{"not_run"}, {"not_run"}]


def test_a_deadline_that_does_not_come_changes_nothing(tmp_path):
    folder = solved(tmp_path, *THREE)
    first, second = (grade(folder, THREE[:1], deadline=each) for each in (None, 600.0))
    assert outcomes(first) == outcomes(second) == [{"passed"}]


def test_every_view_says_so():
    late = milestone(4, "passed", "wrong", "not_run", "not_run")
    for view in VIEWS[:-1]:
        said = unescape(view(record(late)))
        assert "2 tests were not run: out of time." in said
        assert "not_run</" not in said
    assert 'message="not run: out of time"' in junit(record(late))
    assert 'skipped="2"' in junit(record(late))
    assert "A test was not run: out of time." in render(record(milestone(4, "not_run")))


def test_the_table_says_what_to_do_and_blames_nobody():
    late = milestone(4, result("not_run", "c"), "not_run", where="x.py")
    said = render(record(late))
    assert "Next: nox -s grade -- m04 --deadline 0\n\nidea: c: not run: out of time" in said
    assert "  1 more not run: out of time" in said
    assert "Grade it by itself: <code>nox -s grade -- m04 --deadline 0" in html(record(late))
    for view in (render, html):
        assert "Stuck?" not in view(record(late)) and "Look at" not in view(record(late))
    other = milestone(7, "wrong", "not_run", "not_run")
    said = render(record(milestone(3, "wrong"), late, other))
    assert "m04 topological sort: 2 of 2 not run: out of time\n" in said
    assert "m07 backward: 1 of 3 fail, first test 0: wrong; 2 of 3 not run: out of time" in said
