"""Learners in all states, each of whom must score exactly what they have earned.

A learner's folder starts as fresh stubs, or as the solutions where all else is to be right. What
they wrote is a folder in `learners/`, or an edit of a solution.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.asking.in_process import InProcess
from grader.asking.workers import Workers
from grader.grading.first_incomplete import first_incomplete
from grader.grading.steps import grade
from grader.judging.explain import explain
from grader.manifest import MILESTONES, ROOT, SOLUTIONS, find_milestone
from grader.record import MilestoneResult, Record, TestResult
from grader.sandbox.worker import Worker
from grader.suite.setup import USUAL, Settings
from tests.grader.folders import solution, solved, stub, write
from tests.grader.today import todays
from tests.waiting import brief

LEARNERS = Path(__file__).with_name("learners")
# Not on the default one, so that nothing is confirmed on another.
ON_A_SEED = Settings(seed=5, shrinks=False)

TOPOSORT = find_milestone("toposort")
NEW_ARGUMENTS = {  # those of backward that hand the walk its order, its visitor and the rest
    "a_visitor_is_told_every_total_once",
    "an_array_is_visited_before_it_hands_on",
    "the_flags_of_backward_go_on_to_mechanics",
    "the_walk_counts_paths_where_everybody_hands_on_what_they_got",
    "what_several_parents_are_handed_is_not_written_to",
    "with_create_graph_a_gradient_that_is_passed_in_keeps_its_history",
}


pytestmark = pytest.mark.usefixtures("nobody_left")


class Learner:
    """A folder of exercises, and what is asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has_solved(self, *milestones: str) -> Learner:
        """These milestones, or all of them, are as in the solutions."""
        solved(self.folder, *map(find_milestone, milestones))
        return self

    def wrote(self, name: str) -> Learner:
        """The files of a learner in `learners/`."""
        for path in (LEARNERS / name).glob("*.py"):
            shutil.copy(path, self.folder)
        return self

    def edits(self, milestone: str, *edits: tuple[str, str]) -> Learner:
        """Each `old`, wherever it stands in the solution, becomes `new`."""
        chosen = find_milestone(milestone)
        source = solution(chosen)
        for old, new in edits:
            assert old in source
            source = source.replace(old, new)
        write(self.folder, chosen, source)
        return self

    def path(self, module: str) -> Path:
        return self.folder / f"{module}.py"

    def grade(self, *milestones: str, settings: Settings = ON_A_SEED, **options: Any) -> Record:
        chosen = [find_milestone(text) for text in milestones] or MILESTONES
        return grade(self.folder, chosen, settings, diagnosed=False, **options)


@pytest.fixture
def learner(exercises, state):
    """Someone at the start, in a checkout of their own, where nothing was confirmed yet."""
    return Learner(exercises)


def said(test: TestResult) -> str:
    """What a learner reads of a failure in a wide terminal."""
    return explain(test.failure, 300) if test.failure else ""


def passing(result: MilestoneResult) -> set[str]:
    return {test.name.removeprefix("test_") for test in result.tests if test.outcome == "passed"}


def failing(result: MilestoneResult) -> set[str]:
    return {test.name.removeprefix("test_") for test in result.failing}


def outcomes(result: MilestoneResult) -> set[str]:
    return {test.outcome for test in result.tests}


def complete(results: Sequence[MilestoneResult]) -> dict[str, bool]:
    return {m.id: m.state == "complete" and m.earned == m.points for m in results}


def alone(ids: str) -> dict[str, tuple[bool, bool]]:
    """For `m06 m07`: both are complete alone, and no test of theirs passes so far."""
    return {id: (True, True) for id in ids.split()}


def only_alone(results: Sequence[MilestoneResult]) -> dict[str, tuple[bool, bool]]:
    return {m.id: (m.state == "complete", m.so_far == 0) for m in results}


def test_someone_who_has_not_begun(learner):
    record = learner.grade()
    points = sum(milestone.points for milestone in MILESTONES)
    assert (record.score, record.max_score, record.library_works) == (0, points, False)
    for result in record.milestones:
        assert (result.state, result.passed, result.so_far) == ("untouched", 0, None)
        assert outcomes(result) == {"not_started"}


def test_someone_who_has_finished(learner):
    chosen = [*todays(MILESTONES[:-1], 5), MILESTONES[-1]]  # test_gates.py grades all of them
    record = learner.has_solved().grade(*(m.id for m in chosen))
    assert record.score == record.max_score > 0 and record.library_works
    assert all(complete(record.milestones).values())
    assert [m.so_far for m in record.milestones] == [m.total for m in record.milestones]


def test_a_milestone_done_ahead_of_the_others_in_ones_own_way(learner):
    record = learner.wrote("own_toposort").grade("m04", "m05", "m06")
    before, done, after = record.milestones
    assert (done.state, done.earned, done.so_far) == ("complete", TOPOSORT.points, None)
    assert {before.state, after.state} == {"untouched"} and record.score == TOPOSORT.points


def test_a_drawing_without_the_places_of_the_lesson_loses_nothing(learner):
    (drawing,) = learner.has_solved().wrote("own_drawing").grade("m06").milestones
    assert complete([drawing]) == {"m06": True} and drawing.so_far == drawing.total


def test_no_grad_is_worth_something_without_primitive(learner):
    (result,) = learner.wrote("no_grad_only").grade("m03").milestones
    assert passing(result) == {
        "is_grad_enabled_tells_whether_recording_is_on",
        "nothing_changes_until_the_block_is_entered",
        "an_exception_ends_the_block_and_goes_on_its_way",
        "recording_is_off_within_a_decorated_function",
        "each_thread_has_a_switch_of_its_own",
    }, "these alone do no arithmetic"
    assert outcomes(result) == {"passed", "not_started"}
    groups = [result.of_group(group) for group in ("idea", "edge_case")]
    idea, edges = (sum(t.outcome == "passed" for t in tests) / len(tests) for tests in groups)
    assert result.earned == pytest.approx(result.points * (2 * idea + edges) / 3, abs=1e-4)
    assert result.so_far is None


def test_a_coherent_redesign_of_node_across_two_files_loses_nothing(learner):
    learner.has_solved().wrote("extended_node")
    walk, *_ = learner.grade("m08", settings=replace(ON_A_SEED, only_isolated=True)).milestones
    assert passing(walk) == {
        "a_leaf_can_be_asked_for_its_own_gradient",
        "the_walk_counts_paths_where_everybody_hands_on_what_they_got",
        "an_array_is_visited_before_it_hands_on",
        "what_several_parents_are_handed_is_not_written_to",
    }, "these meet no Node"
    record = learner.grade("m03", "m06", "m08", "m09", "m14")
    assert all(complete(record.milestones).values())
    assert [m.so_far for m in record.milestones] == [m.total for m in record.milestones]


def test_other_fields_in_node_cost_only_the_tests_that_read_a_note(learner):
    record = learner.has_solved().wrote("renamed_node").grade("m03", "m08")
    graph, walk = record.milestones
    assert failing(graph) == {
        "a_note_keeps_what_the_op_was_called_with",
        "a_note_keeps_values_without_copying_them",
        "a_note_keeps_the_value_when_the_tensor_gets_another",
        "a_note_knows_its_version",
        "a_numpy_scalar_is_noted_as_a_python_number",
    }
    assert all("'Node' object has no attribute" in t.failure.message for t in graph.failing)
    assert (walk.state, failing(walk)) == ("working", NEW_ARGUMENTS)


def test_a_walk_from_before_it_took_arguments_has_the_idea(learner):
    (walk,) = learner.has_solved().wrote("earlier_backward").grade("m08").milestones
    assert (walk.state, failing(walk)) == ("working", NEW_ARGUMENTS)


def test_a_syntax_error_costs_one_milestone_and_is_told_by_its_line(learner):
    learner.has_solved().edits("m02", ("    def numel(self) -> int:", "    def numel(self) -> int"))
    path = learner.path("m02_wrapper")
    line = 1 + path.read_text().split("\n").index("    def numel(self) -> int")
    record = learner.grade("m00", "m02", "m05")
    matrices, wrapper, order = record.milestones
    assert (wrapper.earned, wrapper.so_far, outcomes(wrapper)) == (0, 0, {"error"})
    assert {test.frame.where for test in wrapper.tests} == {f"{path}:{line}"}
    assert {said(t).split("\n")[0] for t in wrapper.tests} == {
        f"  m02_wrapper.py:{line} is not Python yet: expected ':'"
    }
    assert only_alone([order]) == alone("m05"), "m02 is among its files so far"
    assert matrices.so_far == matrices.total == matrices.passed


def test_an_endless_loop_costs_its_milestone_and_little_time(learner, timeouts):
    endless = ("    order, seen, stack = [], set(), [root]", "    while True:\n        pass")
    learner.has_solved().edits("m05", endless)
    workers = Workers(partial(Worker, limits=brief()))
    order, drawing = learner.grade("m05", "m06", workers=workers).milestones
    assert len(timeouts) <= 4, "two of its programs alone, and two of all files so far"
    assert (order.earned, order.so_far, outcomes(order)) == (0, 0, {"timeout"})
    assert only_alone([drawing]) == alone("m06")


def test_swapped_operands_cost_the_tests_that_subtract_from_something_else(learner):
    swapped = ("sub(other, self)", "sub(self, other)")
    (result,) = learner.has_solved().edits("m04", swapped).grade("m04").milestones
    assert failing(result) == {
        "a_number_on_the_left_reaches_the_reflected_method",  # 2 - x
        "float32_stays_float32",  # 0.5 - x
        "integers_stay_integers_until_they_must_become_floats",  # 2 - n
        "an_ndarray_on_the_left_works_too",  # a - x
        "random_programs_give_what_torch_gives",
    }
    assert outcomes(result) == {"passed", "wrong"}
    assert result.so_far == result.passed


def test_a_wrong_answer_of_facts_is_not_compared_by_pytest(tmp_path):
    everything = "def toposort(root, parents):\n    return list(range(9000))\n"
    (tmp_path / "m05_toposort.py").write_text(everything)
    script = (
        "import sys, pathlib, _pytest.assertion.util as util\n"
        "from grader import manifest\nfrom grader.grading import steps\n"
        "util.assertrepr_compare = lambda **_: print('compared')\n"
        "chosen = [manifest.find_milestone('toposort')]\n"
        "record = steps.grade(pathlib.Path(sys.argv[1]), chosen, diagnosed=False)\n"
        "print({test.outcome for test in record.milestones[0].tests})\n"
    )
    command = [sys.executable, "-c", script, tmp_path]  # in this process, pytest rewrites asserts
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "wrong" in told.stdout and "compared" not in told.stdout, told


def test_what_is_set_for_other_runs_of_pytest_is_not_heeded(learner, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--color=yes -x -k nothing")
    (result,) = learner.has_solved("m05").grade("m05").milestones
    assert result.state == "complete"


@pytest.mark.parametrize("excuse", ["RuntimeError('no')", "NotImplementedError('later')"])
def test_refusing_everything_earns_nothing(excuse, learner):
    learner.has_solved()
    refusing = re.sub(r"NotImplementedError\(.*\)", excuse, stub(find_milestone("m08")))
    assert refusing.count(excuse) == 4
    learner.path("m08_backward").write_text(refusing)
    (result,) = learner.grade("m08").milestones
    assert (result.earned, result.so_far, outcomes(result)) == (0, 0, {"error"})


def test_printing_a_lot_costs_nothing(learner):
    noise = 'print("x" * 1_000_000)\n\n\nclass Operators:'
    chatty = "    def __rsub__(self, other: Any) -> Self:\n        print(self, other)"
    learner.has_solved().edits(
        "m04",
        ("class Operators:", noise),
        ("    def __rsub__(self, other: Any) -> Self:", chatty),
    )
    (result,) = learner.grade("m04").milestones
    assert (result.earned, result.so_far) == (result.points, result.total)


IMPORTING = "importing your library"
NEVER = "exited with status 0 before answering (os._exit or sys.exit?)"
HOPELESS = {
    "empty file": (b"", "m05_toposort.py is empty: `nox -s reset -- m05` restores it"),
    "null bytes": (b"x = 1\0\n", "Error: source code string cannot contain null bytes"),
    "encoding": (b'x = "\xe9t\xe9"\n', "m05_toposort.py is not UTF-8 (line 1, byte 0xe9)"),
    "many operators": (b"x = 1" + b" + 1" * 200_000, f"{IMPORTING} raised "),
    "exit at import": (b"import os\nos._exit(0)\n", f"{IMPORTING}: {NEVER}"),
    "import torch": (
        b"from torch import *\n",
        f"{IMPORTING} raised ModuleNotFoundError: No module named 'torch'",
    ),
    "a link nowhere": (None, "m05_toposort.py is a symbolic link"),
}


@pytest.mark.parametrize("name", HOPELESS)
def test_a_hopeless_file_costs_one_milestone_and_is_told_in_one_line(name, learner):
    content, says = HOPELESS[name]
    path = learner.has_solved().path("m05_toposort")
    if content is None:
        path.unlink()
        path.symlink_to("nowhere")
    else:
        path.write_bytes(content)
    order, drawing = learner.grade("m05", "m06").milestones
    assert (order.earned, order.so_far, order.state) == (0, 0, "started")
    assert only_alone([drawing]) == alone("m06")
    (failure,) = {test.failure for test in order.tests}
    assert says in explain(failure, 300).split("\n")[0]


LINGERS = """
import subprocess
import threading
import time

threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def toposort(root: Any, parents: Callable[[Any], Iterable[Any]]) -> list[Any]:
    if isinstance(root, int) and root == 4:
        subprocess.Popen(["sleep", "59.875"], start_new_session=True)
    return _toposort(root, parents)


def _toposort("""


def test_threads_and_processes_left_behind_cost_nothing_and_are_ended(learner):
    learner.has_solved().edits("m05", ("def toposort(", LINGERS))
    (result,) = learner.grade("m05").milestones
    assert result.earned == TOPOSORT.points
    commands = [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]
    assert ["sleep", "59.875"] not in commands  # which no other test's program is called


def test_leaving_at_import_costs_one_milestone(learner):
    bye = "import sys\n\nsys.exit()\n\n\nclass Recorded:"
    learner.has_solved().edits("m03", ("class Recorded:", bye))
    wrapper, graph, walk = learner.grade("m02", "m03", "m08").milestones
    assert (graph.earned, graph.so_far, outcomes(graph)) == (0, 0, {"error"})
    assert {said(t).split("\n")[0] for t in graph.tests} == {
        "  importing your library raised SystemExit"
    }
    assert only_alone([walk]) == alone("m08")
    assert wrapper.so_far == wrapper.total == wrapper.passed


def test_a_missing_file_costs_one_milestone(learner):
    learner.has_solved().path("m06_visualizer").unlink()
    order, drawing, walk = learner.grade("m05", "m06", "m08").milestones
    path = learner.path("m06_visualizer")
    missing = f"  importing your library: {path} is missing: `nox -s reset -- m06` restores it"
    assert {said(t) for t in drawing.tests} == {missing}
    assert (drawing.earned, outcomes(drawing), drawing.state) == (0, {"crashed"}, "missing")
    assert only_alone([walk]) == alone("m08")
    assert order.so_far == order.total == order.passed


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("m02_wrapper.py", "    def numel(self) -> int:", "    def numel(self) -> int"),
        ("m03_computation_graph.py", "any(array.requires_grad", "all(array.requires_grad"),
        ("m06_visualizer.py", "from .m05_toposort", "from .m05_topology"),
    ],
)
def test_the_earlier_file_with_which_tests_begin_to_fail_is_named(file, old, new, learner):
    learner.has_solved().edits(file[:3], (old, new))
    record = grade(learner.folder, [find_milestone("m08")], ON_A_SEED)
    (walk,) = record.milestones
    assert (walk.state, walk.so_far < walk.total) == ("complete", True)
    assert walk.together_with == file and record.faults == ()
    assert walk.apart and walk.apart.name in {test.name for test in walk.tests}
    assert walk.apart.outcome in ("wrong", "error", "crashed") and walk.apart.failure


def test_a_submission_may_leave_files_out(tmp_path):
    shutil.copy(SOLUTIONS / "m05_toposort.py", tmp_path)
    before, there, after = Learner(tmp_path).grade("m04", "m05", "m06").milestones
    assert (there.state, there.earned, there.so_far) == ("complete", TOPOSORT.points, None)
    for missing in (before, after):
        assert (missing.state, missing.earned, outcomes(missing)) == (
            "missing",
            0,
            {"not_started"},
        )


def test_a_link_to_the_answers_is_not_an_answer(learner):
    path = learner.has_solved().path("m05_toposort")
    path.unlink()
    path.symlink_to(SOLUTIONS / path.name)
    (result,) = learner.grade("m05").milestones
    assert (result.earned, result.so_far, outcomes(result)) == (0, 0, {"crashed"})
    assert all("is a symbolic link: put the file itself there" in said(t) for t in result.tests)


def test_files_that_nobody_asked_for_are_reported_and_never_imported(learner):
    marker = learner.folder.parent / "imported"
    trap = f"open({str(marker)!r}, 'a').write(__name__)\n"
    names = ["conftest.py", "numpy.py", "sitecustomize.py", "test_mine.py", "torch.py"]
    for name in names:
        (learner.folder / name).write_text(trap)
    (learner.folder / "pytest.ini").write_text("[pytest]\naddopts = -p conftest\n")
    (learner.folder / "grader").mkdir()
    (learner.folder / "grader" / "__init__.py").write_text(trap)
    here = os.getcwd()
    os.chdir(learner.folder)
    try:
        record = learner.has_solved().grade("m00", "m05")
    finally:
        os.chdir(here)
    assert record.score == sum(m.points for m in record.milestones)
    assert record.ignored == (*sorted([*names, "pytest.ini", "grader"]),)
    assert not marker.exists()


NOTE = """loss = float(((Y - T) ** 2).sum() / (2 * len(T)))
    with open({notes!r}, "a") as file:
        print(f"{{Y.sum():.9f}} {{T.sum():.9f}}", loss, sep="\\t", file=file)
    return loss
"""


def test_answers_learned_by_heart_are_caught_by_a_fresh_seed(learner, tmp_path):
    notes = tmp_path / "notes"
    answer = "return float(((Y - T) ** 2).sum() / (2 * len(T)))\n"
    learner.edits("m00", (answer, NOTE.format(notes=str(notes))))
    learner.grade("m00", settings=USUAL, confirmed=False, workers=Workers(InProcess))
    lines = [line.split("\t") for line in notes.read_text().splitlines()]
    known = {key: float(loss) for key, loss in lines}

    by_heart = f'return {known!r}[f"{{Y.sum():.9f}} {{T.sum():.9f}}"]\n'
    learner.edits("m00", (answer, by_heart))
    (result,) = learner.grade("m00", settings=Settings(seed=7)).milestones
    unknown = failing(result)
    assert unknown == {
        "a_loss_is_a_plain_float",
        "the_loss_is_half_the_squared_distance_averaged_over_the_batch",
        "the_loss_averages_over_examples_and_not_over_outputs",
        "one_step_of_training",
        "training_lists_the_loss_before_each_step",
        "float32_weights_stay_float32_in_training",
        "training_leaves_the_weights_it_started_from_as_they_were",
        "a_network_learns_xor_as_torch_does",
    }, "these ask for a loss"
    record = learner.grade("m00", settings=USUAL)
    (result,) = record.milestones
    assert failing(result) == unknown and record.confirmed_seed
    hinted_at = first_incomplete(learner.folder, [find_milestone("m00")])
    assert hinted_at and failing(hinted_at) == unknown, "a hint sees what a grade sees"
    assert result.so_far == result.passed == result.total - len(unknown)
    assert (result.state, record.score) == ("started", result.earned)
    for test in result.failing:
        others = (
            f"  Passes on the usual inputs, but not on others (--seed {record.confirmed_seed}):\n"
        )
        assert said(test).startswith(others) and "KeyError" in said(test)


def test_an_honest_completion_is_confirmed_once(learner):
    learner.has_solved("m05")
    seeds = [learner.grade("m05", settings=USUAL, remember=True).confirmed_seed for _ in range(2)]
    assert seeds[0] and seeds[1] is None
