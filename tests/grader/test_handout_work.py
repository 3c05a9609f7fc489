"""What a student reads in a handout while the work goes on: where to look, and what is left."""

from __future__ import annotations

import ast
import shutil

import pytest

from grader.failure import Failure
from grader.feedback.diagnosis.without_solutions import forgotten_return, is_forgetful
from grader.grading import results
from grader.library.mounts import ISOLATED
from grader.library.submission import Submission
from grader.manifest import MILESTONES, SOLUTIONS, find_milestone
from grader.record import MilestoneResult, TestResult
from grader.stubs.places import extents, named_places
from grader.suite.run import Done
from tests.grader.folders import fresh, solution, stub, write
from tests.grader.test_handout import command, given, mine

__all__ = ["given", "mine"]  # fixtures

BY_HAND, SCALARS = find_milestone("by_hand"), find_milestone("scalars")


def unwritten(place: str) -> str:
    """m01's solution, but for a place."""
    source, handed_out = solution(SCALARS), stub(SCALARS)
    (first, last), (start, end) = extents(source)[place], extents(handed_out)[place]
    return source[:first] + handed_out[start:end] + source[last:]


@pytest.mark.parametrize("group", ["idea", "edge_case"])
def test_nothing_works_while_a_place_is_to_be_written(tmp_path, monkeypatch, group):
    monkeypatch.setattr(results, "IS_HANDOUT", True)
    folder = write(fresh(tmp_path), SCALARS, unwritten("Value.relu"))
    passed = TestResult("test_a", "a", "public", "passed")
    failed = TestResult("test_b", "b", "public", "wrong", group=group)
    for test, expected in ((passed, 1), (failed, 1 if group == "idea" else 2)):
        keys = {((SCALARS, each.name), ISOLATED): each for each in (passed, test)}
        names = [name for (_, name), _ in keys]
        done = Done(Submission.read(folder), 0, {SCALARS: names}, keys)
        found = results.milestone_result(done, SCALARS)
        assert found.state == "started" and len(found.failing) == expected
        assert found.filled and (found.filled.count, found.filled.places) == (8, 9)
    complete = Done(
        Submission.read(write(folder, SCALARS, solution(SCALARS))),
        0,
        {SCALARS: ["test_a"]},
        {((SCALARS, "test_a"), ISOLATED): passed},
    )
    assert results.milestone_result(complete, SCALARS).state == "complete"


def test_a_wrong_value_leads_to_the_place_that_made_it(mine):
    wrong = solution(BY_HAND).replace("(Y - T) / len(T) * Y", "(Y - T) * Y")
    assert wrong != solution(BY_HAND)
    write(mine / "exercises", BY_HAND, wrong)
    assert "probably in gradients" in command(mine, "grade", "m00").stdout
    assert "\ngradients, exercises/m00_by_hand.py:" in command(mine, "hint", "m00").stdout


def test_a_forgotten_return_is_named():
    wrapper = find_milestone("wrapper")
    source = solution(wrapper).replace("        return self\n\n    def detach", "\n    def detach")
    raised = Failure(exception="AttributeError", message="'NoneType' object has no attribute 'T'")
    calls = {"test_a": {"Array.detach", "Array.requires_grad_"}, "test_b": {"Array.detach"}}
    for name, text, expected in (
        ("test_a", source, "Array.requires_grad_"),
        ("test_b", source, None),
        ("test_a", solution(wrapper), None),
    ):
        test = TestResult(name, name, "public", "error", raised)
        result = MilestoneResult.of(wrapper, [test], untouched=False)
        found = forgotten_return(result, text, calls)
        assert (found and (found.where, found.explains)) == (expected and (expected, (name,)))


def test_no_solution_forgets_a_return():
    for milestone in MILESTONES:
        functions = dict(named_places(solution(milestone))).items()
        forgetful = [n for n, f in functions if isinstance(f, ast.FunctionDef) and is_forgetful(f)]
        assert forgetful == []


def test_what_an_earlier_file_lacks_is_said_with_that_file(mine):
    for slug in ("by_hand", "scalars", "computation_graph"):
        shutil.copy(SOLUTIONS / f"{find_milestone(slug).module}.py", mine / "exercises")
    demo = command(mine, "demo", "m03").stdout
    assert "It is to be written in exercises/m02_wrapper.py:" in demo
    graded = command(mine, "grade", "m03").stdout
    assert "Next: exercises/m02_wrapper.py:" in graded and "nox -s hint -- m02" in graded
    (mine / "exercises" / "m02_wrapper.py").unlink()
    graded = " ".join(command(mine, "grade", "m03").stdout.split())
    assert "exercises/m02_wrapper.py is missing: `nox -s reset -- m02` restores it" in graded
    shutil.copy(SOLUTIONS / "m02_wrapper.py", mine / "exercises")
    demo = command(mine, "demo", "m03").stdout
    assert "It is to be written in exercises/m04_magic_methods.py:" in demo
