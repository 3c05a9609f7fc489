"""A milestone that works is confirmed on a fresh seed, by every command with the same outcome."""

from __future__ import annotations

import pytest

from grader.checkout import solution
from grader.commands import hint
from grader.feedback.known_misconceptions import misconceptions
from grader.grading import confirmation, first_incomplete, suites
from grader.grading.steps import grade
from grader.manifest import find_milestone
from grader.record import Record
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.folders import fresh, write

TOPOSORT = find_milestone("m05")
FAILS, PASSES = 3, 4  # fresh seeds
MISTAKE = misconceptions(TOPOSORT)[0]


@pytest.fixture
def unlucky(exercises, state, tmp_path, monkeypatch):
    """Somebody's exercises, whose m05 is right on all seeds but FAILS, which is drawn first."""
    monkeypatch.setattr(first_incomplete, "EXERCISES", exercises)
    write(exercises, TOPOSORT, solution(TOPOSORT))
    wrong = fresh(tmp_path / "wrong")
    write(wrong, TOPOSORT, MISTAKE.apply(solution(TOPOSORT)))

    def on_seed(setup, *arguments, **more):
        asked = Setup.of(wrong, setup.settings) if setup.settings.seed == FAILS else setup
        return run(asked, *arguments, **more)

    drawn = iter([FAILS, PASSES])
    monkeypatch.setattr(suites, "run", on_seed)
    monkeypatch.setattr(confirmation.secrets, "randbelow", lambda _: next(drawn) - 1)
    return exercises


def graded(folder) -> Record:
    return grade(folder, [TOPOSORT], remember=True, diagnosed=False)


def test_what_failed_on_a_fresh_seed_fails_on_it_again(unlucky):
    first, second = graded(unlucky), graded(unlucky)
    assert first.confirmed_seed == second.confirmed_seed == FAILS
    assert first.milestones[0].state == second.milestones[0].state == "started"
    assert first.score == second.score < 10
    told = {test.failure.only_on_seed for test in second.milestones[0].failing}
    assert told == {FAILS}


def test_a_hint_is_given_for_what_grade_says_is_wrong(unlucky, capsys):
    assert graded(unlucky).milestones[0].failing
    assert hint.main(["m05", "--target", str(unlucky)]) == 0
    said = capsys.readouterr().out
    assert f"It passes on the usual inputs, but not on others (--seed {FAILS})." in said
    assert "toposort, " in said and "hint 1 of" in said


def test_an_edited_file_is_confirmed_on_another_seed(unlucky):
    graded(unlucky)
    write(unlucky, TOPOSORT, solution(TOPOSORT) + "\n# mended\n")
    record = graded(unlucky)
    assert record.confirmed_seed == PASSES
    assert record.milestones[0].state == "complete"
    assert graded(unlucky).confirmed_seed is None


def test_a_strangers_folder_is_confirmed_on_a_fresh_seed_each_time(unlucky):
    records = [grade(unlucky, [TOPOSORT], diagnosed=False) for _ in range(2)]
    assert [record.confirmed_seed for record in records] == [FAILS, PASSES]


def test_a_milestone_of_which_only_a_part_was_run_is_not_said_to_work(exercises):
    write(exercises, TOPOSORT, solution(TOPOSORT))
    for keyword in ("anything can be a node", "diamond"):
        (result,) = grade(exercises, [TOPOSORT], Settings(keyword=keyword)).milestones
        assert (result.state, result.passed) == ("started", result.total) and result.total
