"""The reference passes every suite, whatever the seed: two of forty a day, others each day.

The second one is the gate's, that of which solutions score everything. `nox -s seeds` runs all.
"""

from __future__ import annotations

from grader.commands import seeds
from grader.commands.exit_status import Status
from grader.commands.seeds import failures
from grader.manifest import find_milestone
from grader.suite.run import SuitesBroken
from tests.grader.folders import solution, write
from tests.grader.today import SEED

TOPOSORT = find_milestone("toposort")


def test_the_reference_passes_every_suite():
    assert failures(SEED) == [], f"seed {SEED}"


def test_what_fails_is_told_with_its_seed(monkeypatch, capsys, tmp_path):
    wrong = write(tmp_path, TOPOSORT, solution(TOPOSORT) + "\n\ntoposort = print\n")
    monkeypatch.setattr(seeds, "SOLUTIONS", wrong)
    assert seeds.main(["m05", "--first", "6", "--count", "1"]) == Status.UNMET
    first, second, *_, last = capsys.readouterr().out.splitlines()
    assert first == "seed 6:" and second.startswith("m05 test_")
    assert last == "1 seeds, 1 on which the reference fails"


def test_a_suite_that_breaks_on_a_seed_has_failed_on_it(monkeypatch):
    def run(setup, milestones, listeners):
        raise SuitesBroken("test_x: SuiteError: torch raises ValueError")

    monkeypatch.setattr(seeds, "run", run)
    assert failures(7, [TOPOSORT]) == ["test_x: SuiteError: torch raises ValueError"]


def test_a_test_that_passes_by_luck_is_told(monkeypatch):
    monkeypatch.setattr(seeds, "LUCKY", 1e-12)
    said = failures(0, [find_milestone("chain_rule")])
    assert said and all("passed by luck, with " in line for line in said)
