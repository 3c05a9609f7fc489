"""A submission as a whole has a deadline: what is left over is not run, and everybody says so."""

from __future__ import annotations

import ast
import json
import time
from functools import partial
from html import unescape
from threading import Timer

import pytest

from grader.asking.workers import OutOfTime, Workers
from grader.commands.grade import main
from grader.feedback.localization import suspects
from grader.feedback.localization.trial_repair import first_repair
from grader.grading import steps
from grader.grading.steps import grade
from grader.manifest import find_milestone
from grader.record import Record
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.worker import Worker
from grader.saved import from_json, load, to_json
from grader.stubs.places import places_in
from grader.views.gradescope import gradescope
from grader.views.html import html
from grader.views.junit import junit
from grader.views.markdown import markdown
from grader.views.table import render
from tests.grader.folders import solution, solved, write
from tests.grader.records import milestone, record, result

THREE = [find_milestone(name) for name in ("by_hand", "toposort", "visualizer")]
WALK = find_milestone("backward")
SLEEPS = "import time\n\n\ndef toposort(root, parents):\n    time.sleep(3600)\n"
SLEEPING = 25.0  # seconds; less than what sleeps may take by the clock, and so it is not waited for
BRISK = LIMITS._replace(program=0.5, patience=2.0)
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
    ideas = len(half.of_group("idea"))
    assert half.earned == pytest.approx(half.points * 2 / 3 * 2 / ideas, abs=1e-4)
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
    folder, path = tmp_path / "submission", tmp_path / "r.json"
    folder.mkdir()
    write(solved(folder, *THREE), THREE[1], SLEEPS)
    began = time.monotonic()
    chosen = [milestone.id for milestone in THREE[1:]]
    assert main([*chosen, "--target", str(folder), "--json", str(path), "--deadline", "3"]) == 0
    assert time.monotonic() - began < SLEEPING
    assert outcomes(load(path)) == [{"not_run"}, {"not_run"}]


BUSY = """import time


def toposort(root, parents):
    end = time.process_time() + 1.0
    while time.process_time() < end:
        pass
"""


def test_all_workers_together_have_so_much_of_a_processor(tmp_path, monkeypatch):
    """However patient the clock is. Some is left to confirm what works."""
    monkeypatch.setattr(steps, "PROCESSORS", 12.0 / 600.0)
    folder = solved(tmp_path, *THREE)
    write(folder, THREE[1], BUSY)
    found = grade(folder, THREE, deadline=600.0)
    assert outcomes(found)[0] == {"passed"} and outcomes(found)[2] == {"not_run"}
    assert found.milestones[1].tests[-1].outcome == "not_run"
    assert (found.is_broken, found.seconds < 300.0) == (False, True)


def asleep(source: str, raising: str) -> str:
    """A file in which every function sleeps, save one, which raises at once."""
    tree = ast.parse(source)
    for name, place in places_in(tree.body):
        if isinstance(place, ast.FunctionDef):
            does = "raise ValueError" if name == raising else "__import__('time').sleep(3600)"
            place.body[:] = ast.parse(does).body + place.body
    return ast.unparse(tree)


def test_a_trial_repair_that_is_running_is_cut_short(tmp_path, monkeypatch):
    """What raises at once is tried with the reference's answer in its place, and then sleeps."""
    workers, tried = Workers(partial(Worker, limits=BRISK)), []

    def trying(*arguments):
        tried.append(time.monotonic())
        Timer(1.0, workers.stop, [OutOfTime]).start()
        return first_repair(*arguments)

    monkeypatch.setattr(suspects, "first_repair", trying)
    write(solved(tmp_path), WALK, asleep(solution(WALK), "Differentiable.backward"))
    found = grade(tmp_path, [WALK], workers=workers, diagnosed=False, hinted=True, drawn=True)
    assert time.monotonic() - tried[0] < SLEEPING
    assert found.milestones[0].to_mend and not found.is_broken
    assert (found.milestones[0].hint, found.graph) == (None, "")


def test_of_what_fails_pytest_writes_a_short_traceback_that_is_not_read(tmp_path, monkeypatch):
    """Of a hundred that are not run, whole ones take ten seconds."""
    lengths, usual = [], pytest.ExceptionInfo.getrepr

    def counting(self, **how):
        lengths.append((how["style"], len(self.traceback)))
        return usual(self, **how)

    monkeypatch.setattr(pytest.ExceptionInfo, "getrepr", counting)
    workers = Workers()
    workers.stop(OutOfTime)
    assert outcomes(grade(tmp_path, THREE)) == [{"not_started"}] * 3
    assert outcomes(grade(solved(tmp_path, *THREE), THREE, workers=workers)) == [{"not_run"}] * 3
    assert set(lengths) == {("value", 1)}


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
    assert 'errors="2" skipped="0"' in junit(record(late))  # so that a CI job is not green
    assert "<skipped" not in junit(record(late))
    assert "A test was not run: out of time." in render(record(milestone(4, "not_run")))


def test_the_table_says_what_to_do_and_blames_nobody():
    late = milestone(4, result("not_run", "c"), "not_run", where="x.py")
    said = render(record(late))
    assert "Next: grade again with a longer --deadline\n\nidea: c: not run: out of time" in said
    assert "  1 more not run: out of time" in said
    assert "Grade again with a longer <code>--deadline</code>:" in html(record(late))
    for view in (render, html):
        assert "Stuck?" not in view(record(late)) and "Look at" not in view(record(late))
    other = milestone(7, "wrong", "not_run", "not_run")
    said = render(record(milestone(3, "wrong"), late, other))
    assert "m05 topological sort: 2 of 2 not run: out of time\n" in said
    assert "m08 backward: 1 of 3 fail, first test 0: wrong; 2 of 3 not run: out of time" in said


def test_what_was_never_judged_comes_before_what_was_not_begun():
    late = [milestone(n, *["not_run"] * 3, where=f"{n}.py") for n in (3, 4, 5)]
    stub = milestone(6, "not_started", untouched=True, where="6.py")
    said = render(record(*late, stub), rows=24)
    assert "Next: grade again with a longer --deadline\n" in said and "6.py" not in said
    assert said.endswith("\nand 2 more milestones were not run\n") and " fail" not in said
    wrong = [milestone(n, "wrong", where=f"{n}.py") for n in (0, 1, 2)]
    said = render(record(*wrong, *late[:1], stub), rows=24)
    assert "Next: 0.py\n" in said
    assert "\nand 1 more milestone fails\nand 1 more milestone was not run\n" in said
    assert "9 tests were not run: out of time." in json.loads(gradescope(record(*late)))["output"]
    assert "Look at" not in html(record(*late, stub)) and "Open" not in html(record(*late, stub))
