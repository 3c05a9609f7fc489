"""`nox -s hint`: it finds the place that needs help, and gives one hint at a time."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import pytest

from benchmarks.localization import found, sample
from grader.advice import Filled
from grader.asking.workers import Workers
from grader.cache import HINTS
from grader.commands import hint as hint_command
from grader.feedback.edited import Edited
from grader.feedback.examination import Examination
from grader.feedback.filled import filled
from grader.feedback.hints import hints
from grader.feedback.instrument import instrumented
from grader.feedback.known_misconceptions import Misconception
from grader.feedback.localization import trial_repair
from grader.feedback.localization.suspects import others_to_mend, place_to_mend, suspects
from grader.feedback.localization.trial_repair import repairs, transplant
from grader.feedback.next_hint import Given, hints_until_next, next_hint, with_hints
from grader.feedback.notes import Notes
from grader.files import shown
from grader.grading import first_incomplete, steps
from grader.grading.steps import grade
from grader.library.submission import Submission
from grader.manifest import MILESTONES, find_milestone
from grader.record import Diagnosis, MilestoneResult, TestResult
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.worker import Worker
from grader.stubs.measure import measure
from grader.stubs.places import line_of
from grader.suite.setup import Settings
from grader.views.hint_lines import hint_in_lines
from grader.views.words import what_to_do
from tests.grader import records
from tests.grader.folders import solution, stub, write
from tests.grader.today import todays
from tests.waiting import ENOUGH

ALONE = Settings(only_isolated=True, shrinks=False)
QUICK = LIMITS._replace(program=LIMITS.program / 6)  # for what never ends
SAMPLE = 26  # nox -s bench -- localization measures it with more
pytestmark = pytest.mark.usefixtures("state")

M00, M03, M04, M06 = (find_milestone(name) for name in ("m00", "m04", "m05", "m07"))


NOT_STARTED = (TestResult("test_x", "x", "public", "not_started"),)


@pytest.fixture
def notes():
    """Of what `learner` has graded."""
    return Notes()


@pytest.fixture
def examine(notes):
    """`examine(milestone)` is the Examination of what `learner` has graded."""
    with Edited() as edited:
        yield lambda milestone: Examination(milestone, notes.of(milestone), edited)


@pytest.fixture
def mend(examine):
    """`mend(result, source)` is the place of the file that is to be mended."""
    return lambda result, source: place_to_mend(result, source, examine(find_milestone(result.id)))


@pytest.fixture
def learner(tmp_path, notes):
    """Grades one file of a learner's: `learner(milestone, source)` is its result and its folder."""

    def graded(milestone, source, limits=LIMITS):
        folder = tmp_path / "learner"
        folder.mkdir(exist_ok=True)
        write(folder, milestone, source)
        how = {"confirmed": False, "diagnosed": False, "notes": notes}
        workers = Workers(partial(Worker, limits=limits))
        record = grade(folder, [milestone], ALONE, workers=workers, **how)
        return record.milestones[0], folder

    return graded


def source_in(folder):
    """The only file in a folder."""
    (path,) = folder.iterdir()
    return path.read_text(encoding="utf-8")


def mistaken(milestone, where, old, new):
    return Misconception("", where, old, new, "").apply(solution(milestone))


def written(milestone, *places):
    """The stub with the solution's answers in these places."""
    source = stub(milestone)
    for place in places:
        source = transplant(source, solution(milestone), place)
    return source


# The place that needs help


def test_the_place_of_a_known_mistake_is_found_in_80_percent_or_more(monkeypatch):
    monkeypatch.setattr(trial_repair, "PATIENCE", ENOUGH)
    chosen = todays(sample(SAMPLE), 16)
    places = [(m.id, mistake.name, mistake.where, found(m, mistake)) for m, mistake in chosen]
    missed = [each for each in places if each[2] != each[3]]
    assert len(missed) <= 0.2 * len(chosen), missed


def test_in_a_fresh_stub_it_is_the_first_place(learner, mend):
    result, _ = learner(M03, stub(M03))
    assert mend(result, stub(M03)) == "add"
    assert mend(replace(result, tests=NOT_STARTED), stub(M03)) == "add"


@pytest.mark.parametrize(
    ("milestone", "places", "following"),
    [
        (M00, ["sigmoid"], "forward"),
        (M03, ["add", "sub"], "mul"),
        (M06, ["unbroadcast", "add_vjp"], "defvjp(mul)"),
    ],
    ids=["a function", "an op", "a rule"],
)
def test_what_is_right_so_far_leads_to_the_next_place(milestone, places, following, learner, mend):
    source = written(milestone, *places)
    result, _ = learner(milestone, source)
    assert mend(result, source) == following
    assert result.filled == filled(milestone, source)
    assert result.filled == Filled(
        len(places), measure(milestone.module).places, following, line_of(following, source)
    )


def test_the_first_failing_test_says_what_comes_next(learner, mend):
    backward = find_milestone("backward")
    places = list(hints(backward))
    source = written(backward, *(place for place in places if place != "accumulate_grad"))
    result, _ = learner(backward, source)
    assert mend(result, source) == "accumulate_grad"
    losses = find_milestone("losses")
    result, _ = learner(losses, stub(losses))
    needed = mend(result, stub(losses))
    later = replace(result, tests=tuple(t for t in result.tests if "huber" in t.name))
    assert (needed, mend(later, stub(losses))) == ("reduced", "reduced")
    source = written(losses, "reduced")
    result, _ = learner(losses, source)
    later = replace(result, tests=tuple(t for t in result.failing if "huber" in t.name))
    assert (mend(result, source), mend(later, source)) == ("mse_loss", "huber")


@pytest.mark.parametrize(
    ("slug", "places", "wrong", "following"),
    [
        ("computation_graph", ["primitive", "record"], "", "is_grad_enabled"),
        ("chain_rule", ["unbroadcast", "add_vjp", "defvjp(log)"], "g / x * 3", "defvjp(log)"),
    ],
)
def test_next_names_the_place_that_the_hint_is_about(slug, places, wrong, following, tmp_path):
    """What the first test needs, not what stands first in the file; or what is wrong."""
    milestone, notes = find_milestone(slug), Notes()
    source = written(milestone, *places).replace("g / x", wrong or "g / x")
    write(tmp_path, milestone, source)
    (result,) = grade(tmp_path, [milestone], confirmed=False, notes=notes).milestones
    assert what_to_do(result).endswith(f" in {following}")
    assert next_hint(result, source, Given(), notes).place == following


def test_what_is_written_and_wrong_comes_before_what_is_not_written(learner, mend, examine):
    source = written(M00, "sigmoid", "forward", "quadratic_loss")
    source = source.replace("2 * len", "3 * len")
    result, _ = learner(M00, source)
    assert {"wrong", "not_started"} <= {t.outcome for t in result.tests}
    assert mend(result, source) == "quadratic_loss"
    assert others_to_mend(result, source, examine(M00)) == ["gradients", "update", "train"]


def test_an_exception_leads_to_the_line_that_raised_it(learner, mend, examine):
    source = mistaken(M00, "quadratic_loss", "return float", "return Y.no_such_attribute or float")
    result, _ = learner(M00, source)
    assert result.failing[0].outcome == "error"
    assert mend(result, source) == "quadratic_loss"
    assert others_to_mend(result, source, examine(M00)) == ["quadratic_loss"]


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        ("quadratic_loss", "return float", "while True:\n        pass\n    return float"),
        ("train", "range(steps)", "iter(int, 1)"),
    ],
    ids=["where it was", "further up"],
)
def test_an_endless_loop_leads_to_the_place_it_is_in(place, old, new, learner, mend, monkeypatch):
    monkeypatch.setattr(trial_repair, "LIMITS", QUICK)
    source = mistaken(M00, place, old, new)
    result, _ = learner(M00, source, QUICK)
    assert {"timeout"} == {t.outcome for t in result.failing}
    assert mend(result, source) == place


def test_a_diagnosis_knows_best(learner, mend):
    source = mistaken(M00, "quadratic_loss", "2 * len", "3 * len")
    result, _ = learner(M00, source)
    told = replace(result, diagnosis=Diagnosis("", "", "sigmoid"))
    assert mend(told, source) == "sigmoid"
    elsewhere = replace(result, diagnosis=Diagnosis("", "", "_helper"))
    assert mend(elsewhere, source) == "quadratic_loss"


def test_nothing_needs_help_where_all_is_well(learner, mend, notes):
    result, folder = learner(M04, solution(M04))
    assert mend(result, solution(M04)) == ""
    assert next_hint(result, source_in(folder), Given(), notes) is None


def test_a_milestone_that_is_known_to_work_has_hints_for_its_edge_cases(tmp_path, monkeypatch):
    monkeypatch.setattr(first_incomplete, "EXERCISES", tmp_path)  # of which is remembered
    write(tmp_path, M00, mistaken(M00, "quadratic_loss", "return float(", "return ("))
    for _ in range(2):
        assert first_incomplete.first_incomplete(tmp_path, [M00]) is None
        result = first_incomplete.first_incomplete(tmp_path, [M00], edge_cases=True)
        assert result and result.is_working and result.state != "complete"


def test_the_most_suspicious_place_is_called_by_all_that_fails_and_by_little_that_passes():
    outcomes = {"a": "wrong", "b": "wrong", "c": "passed", "d": "not_started"}
    tests = tuple(TestResult(n, n, "public", outcome) for n, outcome in outcomes.items())
    result = MilestoneResult.of(M00, tests, untouched=False)
    calls = {"a": {"x", "y", "z"}, "b": {"y", "z"}, "c": {"x", "z"}, "d": {"y", "w"}}
    assert suspects(tests[0], result, calls, ["w", "x", "y", "z"]) == ["y", "z", "x"]
    assert suspects(tests[0], result, calls, ["x"]) == ["x"]


def test_an_instrumented_file_is_the_reference_and_names_what_is_called(learner, examine):
    learner(M06, solution(M06))
    examination = examine(M06)
    calls = examination.spectrum
    assert {"defvjp(mul)", "defvjp(exp)"} < set().union(*calls.values())
    assert all(calls.values())
    assert examination.spectrum == calls
    text = instrumented(solution(M03))
    assert text.count("_note('Operators.T')") == 1
    assert text.count("_noting('exp', promoted(") == 1


def test_a_transplant_brings_the_helpers_that_the_learner_lacks():
    reductions, place = find_milestone("reductions"), "prod_vjp"
    source, right = stub(reductions), solution(reductions)
    assert "_products_of_others" not in source
    assert "_products_of_others" in transplant(source, right, place)
    assert transplant(source, right, "no_such_place").count(f"{reductions.id}: {place}") == 1


def test_only_the_right_transplant_repairs(learner, examine):
    source = mistaken(M03, "Operators.__rsub__", "sub(other, self)", "sub(self, other)")
    learner(M03, source)
    test = "test_a_number_on_the_left_reaches_the_reflected_method"
    assert repairs("Operators.__rsub__", test, source, examine(M03))
    assert not repairs("Operators.__rpow__", test, source, examine(M03))


def test_nothing_repairs_a_test_that_asked_nothing_or_that_nobody_can_answer(
    examine, learner, monkeypatch
):
    monkeypatch.setattr(trial_repair, "LIMITS", QUICK)
    endless = "def toposort(root, parents):\n    while True:\n        pass\n"
    learner(M04, endless, QUICK)
    assert not repairs("toposort", "test_that_was_not_run", endless, examine(M04))
    test = next(iter(examine(M04).spectrum))
    assert not repairs("no such place", test, endless, examine(M04))
    assert repairs("toposort", test, endless, examine(M04))


def test_nothing_repairs_a_test_of_which_only_what_passes_is_noted(learner, examine):
    learner(M04, solution(M04))
    test = next(iter(examine(M04).spectrum))
    assert not repairs("toposort", test, solution(M04), examine(M04))


# One hint at a time


def test_hints_come_one_by_one_and_then_there_is_more_to_read(learner, notes):
    result, folder = learner(M04, stub(M04))
    said = hints(M04)["toposort"]
    given = [
        next_hint(result, source_in(folder), Given(HINTS), notes) for _ in range(len(said) + 2)
    ]
    assert [hint.text for hint in given[: len(said)]] == list(said)
    assert [(hint.number, hint.total) for hint in given[:2]] == [(1, len(said)), (2, len(said))]
    assert "more to read: " in given[-1].text
    assert given[-1] == given[-2]
    path, _, line = given[0].where.rpartition(":")
    assert path.endswith("m05_toposort.py")
    assert stub(M04).splitlines()[int(line) - 1].startswith("def toposort(")
    again = hints_until_next(result, source_in(folder), Given(HINTS), notes)
    assert [hint.text for hint in again[:-1]] == list(said)


def test_after_a_places_last_hint_comes_the_place_where_the_test_stopped(learner, notes):
    graph, given = find_milestone("computation_graph"), Given()
    source = written(graph, *list(hints(graph))[:4])
    graded, _ = learner(graph, source)
    stopped = [test for test in graded.failing if test.frame and test.frame.function == "no_grad"]
    result = replace(graded, tests=tuple(stopped))

    def say_all(place):
        for _ in range(len(hints(graph)[place]) + 1):
            given.add(result.where, place)

    first = next_hint(result, source, given, notes)
    say_all(first.place)
    *before, following = hints_until_next(result, source, given, notes)
    assert (first.place, following.place, following.number) == ("is_grad_enabled", "no_grad", 1)
    assert [hint.place for hint in before] == ["is_grad_enabled"] * (first.total + 1)
    for place in hints(graph):
        say_all(place)
    last = next_hint(result, source, given, notes)
    assert (last.place, last.number) == (first.place, first.total + 1)


@pytest.mark.parametrize("content", [b"", b"no database" * 500, None])
def test_a_damaged_memory_begins_with_the_first_hint(content, learner, state, notes):
    result, folder = learner(M04, stub(M04))
    if content is not None:
        state.mkdir()
        (state / "hints.sqlite").write_bytes(content)
    assert next_hint(result, source_in(folder), Given(HINTS), notes).number == 1
    assert next_hint(result, source_in(folder), Given(HINTS), notes).number == 2


def test_a_memory_that_can_not_be_written_gives_the_same_hint_again(learner, state, notes):
    result, folder = learner(M04, stub(M04))
    state.write_text("a file where the folder should be")
    for _ in range(2):
        hint = next_hint(result, source_in(folder), Given(HINTS), notes)
        assert hint.number == 1


def test_a_count_beyond_all_hints_is_harmless(learner, notes):
    result, folder = learner(M04, stub(M04))
    given = Given()
    for _ in range(50):
        given.add(result.where, "toposort")
    hint = next_hint(result, source_in(folder), given, notes)
    assert hint.number == hint.total + 1


# The command


def command(capsys, *arguments):
    status = hint_command.main(list(map(str, arguments)))
    return status, capsys.readouterr().out


def test_the_command_names_what_fails_the_place_and_the_number(learner, capsys):
    _, folder = learner(M00, mistaken(M00, "quadratic_loss", "2 * len", "3 * len"))
    arguments = ("m00", "--target", folder)
    status, first = command(capsys, *arguments)
    assert status == 0
    said = hints(M00)["quadratic_loss"]
    heading, blank, place, *text = first.splitlines()
    assert heading == "m00 by hand: the loss is half the squared distance averaged over the batch"
    assert blank == ""
    assert place.startswith("quadratic_loss, ")
    assert place.endswith(f": hint 1 of {len(said)}")
    assert " ".join(" ".join(text).split()) == said[0]
    _, second = command(capsys, *arguments)
    assert f"hint 2 of {len(said)}" in second
    _, again = command(capsys, *arguments, "--again")
    assert [f"hint {n} of" in again for n in (1, 2, 3)] == [True, True, False]


def test_nothing_to_repeat_is_said(capsys, learner):
    _, folder = learner(M04, stub(M04))
    status, out = command(capsys, "m05", "--again", "--target", folder)
    assert (status, out.splitlines()[-1]) == (0, "No hint was given yet for toposort.")


@pytest.mark.parametrize("source", ["def toposort(root, parents)\n    pass\n", "import nothing\n"])
def test_a_file_that_can_not_be_imported_uses_up_no_hint(source, learner, capsys, state, notes):
    result, folder = learner(M04, source)
    assert next_hint(result, source_in(folder), Given(), notes) is None
    status, out = command(capsys, "m05", "--target", folder)
    assert status == 0
    assert re.search(r"m05_toposort.py:1\b", out)
    assert "Mend this first" in out
    assert not (state / "hints.sqlite").exists()


def test_without_a_milestone_it_is_the_first_that_fails(learner, capsys):
    _, folder = learner(M04, stub(M04))
    for milestone in MILESTONES[:2]:
        write(folder, milestone, solution(milestone))
    write(folder, MILESTONES[2], stub(MILESTONES[2]))
    status, out = command(capsys, "--target", folder)
    assert (status, out[:4]) == (0, f"{MILESTONES[2].id} ")


def test_a_milestone_that_is_done_needs_no_hint(learner, capsys):
    _, folder = learner(M04, solution(M04))
    status, out = command(capsys, "m05", "--target", folder)
    assert (status, out) == (0, "m05 passes: no hint is needed.\n")


def test_what_passes_alone_but_not_together_is_not_taken_for_done(learner, capsys, monkeypatch):
    _, folder = learner(M04, solution(M04))
    fails = records.result("wrong", "it_sorts")
    apart = records.milestone(5, "passed", so_far=0, together_with="m02_wrapper.py", apart=fails)
    monkeypatch.setattr(steps, "grade", lambda *_, **__: SimpleNamespace(milestones=(apart,)))
    status, out = command(capsys, "m05", "--target", folder)
    assert status == 0 and "no hint is needed" not in out
    assert "with the reference's m02_wrapper.py and" in " ".join(out.split())
    assert f"--target {shown(folder)} --explain all" in out


SOURCES = {"stub": stub, "solution": solution, "not Python": lambda _: "def ("}


@pytest.mark.parametrize("kind", [*SOURCES, "missing"])
def test_a_place_that_is_named_gets_its_hints_whatever_fails(kind, tmp_path, capsys):
    if kind in SOURCES:
        write(tmp_path, M00, SOURCES[kind](M00))
    arguments = ("m00", "Update", "--target", tmp_path)
    _, none = command(capsys, *arguments, "--again")
    assert none.splitlines()[-1] == "No hint was given yet for update."
    for number in (1, 2):
        status, out = command(capsys, *arguments)
        heading, _, place, *text = out.splitlines()
        assert (status, heading) == (0, "m00 by hand")
        assert place.startswith("update, ") and f": hint {number} of " in place
        assert " ".join(" ".join(text).split()) == hints(M00)["update"][number - 1]
    _, again = command(capsys, *arguments, "--again")
    assert [f"hint {n} of" in again for n in (1, 2, 3)] == [True, True, False]


WRONG = [["m77"], ["--target", "no such folder"], ["--agai"], ["m00", "loss"], ["m01", "Value"]]


@pytest.mark.parametrize("arguments", WRONG)
def test_mistaken_arguments_are_refused_in_one_line(arguments, capsys):
    with pytest.raises(SystemExit) as exit:
        hint_command.main(arguments)
    assert exit.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_hint_is_wrapped(learner, notes):
    result, folder = learner(M04, stub(M04))
    hint = next_hint(result, source_in(folder), Given(), notes)
    assert max(map(len, hint_in_lines(hint, 60).splitlines()[1:])) <= 60


def test_a_record_carries_the_first_hint_for_what_fails(learner, notes):
    result, folder = learner(M03, mistaken(M03, "Operators.__rsub__", "sub(other, self)", "other"))
    (hinted,) = with_hints([result], Submission.read(folder), notes, Workers())
    assert (hinted.hint.place, hinted.hint.number) == ("Operators.__rsub__", 1)
    assert hinted.hint.text == hints(M03)["Operators.__rsub__"][0]
    done, _ = learner(M04, solution(M04))
    assert with_hints([done], Submission.read(folder), notes, Workers()) == [done]


@pytest.mark.parametrize("fault", [ValueError("zip()"), RecursionError(), MemoryError()])
def test_a_mistake_in_the_search_for_the_place_is_not_taken_for_the_learners(
    fault, learner, monkeypatch
):
    result, _ = learner(M04, stub(M04))

    def broken(*_):
        raise fault

    monkeypatch.setattr("grader.feedback.next_hint.place_to_mend", broken)
    with pytest.raises(type(fault)):
        hints_until_next(result, stub(M04), Given(), Notes())


@pytest.mark.parametrize("source", ["def f(:\n", "\0", "x = " + "-" * 5000 + "1\n", "(" * 200])
def test_what_was_saved_meanwhile_and_is_not_python_gives_no_hint(source, learner):
    result, _ = learner(M04, stub(M04))
    assert hints_until_next(result, source, Given(), Notes()) == []


def test_grade_says_where_a_wrong_answer_that_no_mistake_explains_comes_from(tmp_path):
    visualizer = find_milestone("visualizer")
    source = solution(visualizer).replace("str(i) for i, array", "str(i // 2) for i, array")
    write(tmp_path, visualizer, source)
    (found,) = steps.grade(tmp_path, [visualizer], Settings(shrinks=False)).milestones
    assert found.diagnosis is None and found.suspect.place == "number"
    assert source.splitlines()[found.suspect.line - 1].startswith("def number(")
