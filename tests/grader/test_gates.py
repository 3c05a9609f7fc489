"""The gates: what must hold of every suite, solution and stub at all times.

They run on freshly generated stubs, never on `exercises/`, which is the learner's.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from grader.asking.question import Question
from grader.asking.workers import Workers
from grader.feedback.known_misconceptions import Misconception, misconceptions
from grader.grading.steps import grade
from grader.judging.explain import explain
from grader.library.assemble import Library, assemble
from grader.library.mounts import ISOLATED, mounts
from grader.library.submission import Submission
from grader.manifest import MILESTONES, PACKAGE, SOLUTIONS, Milestone
from grader.record import Record
from grader.sandbox.answer import Answer
from grader.sandbox.inside.limits import LIMITS, Limits
from grader.sandbox.worker import Worker
from grader.stubs.order import MODULES, file_name
from grader.suite.run import failures, run
from grader.suite.setup import Settings, Setup
from tests.grader.asked import asked_of, is_wrong, noted
from tests.grader.folders import fresh, solution, solved, stub, write
from tests.grader.liars import LIES, Liar, Lie, lied
from tests.grader.once import once
from tests.grader.today import OTHER_SEED
from tests.waiting import slowness

MISCONCEPTIONS = [(m, each) for m in MILESTONES for each in misconceptions(m)]
NAMES = [f"{m.id} {each.name}" for m, each in MISCONCEPTIONS]


def passed(record: Record) -> list[str]:
    return [f"{m.id} {t.name}" for m in record.milestones for t in m.tests if t.outcome == "passed"]


def failed(record: Record) -> list[str]:
    """What fails and how, and on which seed it may."""
    return [
        f"{m.id} {t.name}, seed {record.seed} or {record.confirmed_seed}: {t.outcome}"
        + (f"\n{explain(t.failure)}" if t.failure else "")
        for m in record.milestones
        for t in m.failing
    ]


class Overheard(Worker):
    """A worker that notes which programs print something, and what."""

    heard: ClassVar[list[tuple[str, str]]] = []

    def ask(self, question: Question, **options: Any) -> Answer:
        answer = super().ask(question, **options)
        if answer.printed:
            self.heard.append((question.program.source, answer.printed))
        return answer


def hurried() -> Limits:
    """A quarter of what programs may take of a processor, on a usual machine. Who is right gets all
    points with that, and so with a tenth of a processor, where programs take ten times as long by a
    clock that is as patient."""
    share = slowness() / 4
    return LIMITS._replace(
        program=LIMITS.program * share,
        imports=LIMITS.imports * share,
        total=LIMITS.total * share,
        patience=LIMITS.patience * 4,
    )


def graded_in_a_hurry() -> Record:
    limits = hurried()
    workers = Workers(lambda library: Overheard(library, limits))
    return grade(SOLUTIONS, settings=Settings(seed=OTHER_SEED), workers=workers)


def test_solutions_score_everything_in_suites_of_enough_tests_and_examples():
    record = graded_in_a_hurry()
    if any(t.outcome == "timeout" for m in record.milestones for t in m.tests):
        record = graded_in_a_hurry()  # the machine was busier than when its slowness was measured
    assert failed(record) == []
    # Of a variance without degrees of freedom torch warns, too.
    assert [each for each in Overheard.heard if "Degrees of freedom" not in each[1]] == []
    assert record.score == record.max_score == sum(m.points for m in MILESTONES)
    assert record.max_score % 100 == 0
    assert record.library_works
    assert {m.id: m.total for m in record.milestones if m.total < 15} == {}
    public = {m.id: sum(t.visibility == "public" for t in m.tests) for m in record.milestones}
    assert {id: count for id, count in public.items() if count < 3} == {}


def test_solutions_score_everything_on_the_fast_paths_too(tmp_path):
    # Handed in, they stand among the reference's fast paths.
    record = grade(
        solved(tmp_path), settings=Settings(only_isolated=True, shares=True), confirmed=False
    )
    assert failed(record) == []


def test_fresh_stubs_score_nothing_though_every_test_is_run(tmp_path):
    settings = Settings(run_untouched=True, shrinks=False)
    record = grade(fresh(tmp_path), settings=settings, diagnosed=False)
    assert passed(record) == []
    assert {t.outcome for m in record.milestones for t in m.tests} == {"not_started"}
    assert record.score == 0


def test_untouched_stubs_are_not_run(tmp_path):
    record = grade(fresh(tmp_path))
    assert passed(record) == []
    assert {m.state for m in record.milestones} == {"untouched"}


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_breaking_a_milestone_costs_only_that_milestone(milestone, tmp_path, stubs):
    write(solved(tmp_path), milestone, stub(milestone))
    # A suite is run on the isolated library first; where it is the reference, so is the result.
    whole, submission = assemble(SOLUTIONS, None), Submission.read(tmp_path)
    changed = {m for m in MILESTONES if isolated(submission, m) != whole}
    assert changed == {milestone}
    # And this one's is that of fresh stubs, which score nothing (the test above).
    assert isolated(submission, milestone) == isolated(stubs, milestone)


@pytest.fixture(scope="module")
def stubs(tmp_path_factory) -> Submission:
    return Submission.read(fresh(tmp_path_factory.mktemp("stubs")))


def isolated(submission: Submission, milestone: Milestone) -> Library:
    first = mounts(submission, milestone)[0]
    assert ISOLATED in first.kinds
    return first.library


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_every_misconception_is_caught_by_its_own_suite(milestone, tmp_path, tmp_path_factory):
    right = solution(milestone)
    found = once(tmp_path_factory, milestone.slug, lambda: noted(milestone))
    with asked_of(milestone, found.compared) as asked:
        known = misconceptions(milestone)
        doubtful = [each for each in known if not asked.finds_wrong(each.apply(right))]
    facts = list(dict.fromkeys(each.test for each in found.of_facts))
    assert [each.name for each in doubtful if not is_caught(each, milestone, facts, tmp_path)] == []


def is_caught(
    misconception: Misconception, milestone: Milestone, likely: Sequence[str], folder: Path
) -> bool:
    """Whether a test fails, of these or of all."""
    misconception.write(milestone, folder)
    return bool(likely and failures(folder, milestone, "-x", "-k", " or ".join(likely))) or bool(
        failures(folder, milestone, "-x")
    )


def test_misconceptions_are_many_and_each_says_something_of_its_own():
    assert len(MISCONCEPTIONS) >= 450
    counts = Counter(milestone.slug for milestone, _ in MISCONCEPTIONS)
    assert [m.slug for m in MILESTONES if counts[m.slug] < 12] == []
    assert len(set(NAMES)) == len(MISCONCEPTIONS)
    assert len({each.says for _, each in MISCONCEPTIONS}) == len(MISCONCEPTIONS)


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_no_test_accepts_an_answer_that_needs_no_work(milestone, tmp_path_factory):
    tests, compared, facts = once(tmp_path_factory, milestone.slug, lambda: noted(milestone))
    known = {each.question: each.answer for each in (*compared, *facts)}
    for lie in LIES:
        lies = [lied(lie, each.answer, each.question) for each in compared]
        failing = {j.test for j, answer in zip(compared, lies, strict=True) if is_wrong(answer, j)}
        doubtful = [test for test in tests if test not in failing]
        assert passed_by(lie, doubtful, milestone, known) == []


def passed_by(
    lie: Lie, tests: Sequence[str], milestone: Milestone, known: dict[Question, Answer]
) -> list[str]:
    """Those of the tests that a liar passes."""
    if not tests:
        return []
    liars = Workers(lambda library: Liar(lambda: Worker(library), lie, known))
    settings = Settings(only_isolated=True, shrinks=False, shares=True)
    setup = Setup.of(SOLUTIONS, settings, workers=liars)
    done = run(setup, [milestone], options=["-k", " or ".join(tests)])
    outcomes = {each.name: each.outcome for each in done.results.values()}
    return [test for test in tests if outcomes[test] == "passed"]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_before_it(module):
    lower = set(MODULES[: MODULES.index(module)])
    outside = {"numpy", "graphviz", "__future__"} | set(sys.stdlib_module_names)
    file = file_name(module)
    for node in ast.walk(ast.parse((SOLUTIONS / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= outside
        elif isinstance(node, ast.ImportFrom) and node.level:
            package = file.split("/")[:-1]
            above = ".".join([PACKAGE, *package][: len(package) + 2 - node.level])
            absolute = f"{above}.{node.module}" if node.module else above
            name = absolute.removeprefix(PACKAGE).removeprefix(".")
            parts = {f"{name}.{a.name}".removeprefix(".") for a in node.names}
            found = parts if not node.module else {name}
            assert node.level <= len(package) + 1 and found <= lower
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] in outside


def test_every_module_has_its_place():
    files = {path.relative_to(SOLUTIONS).as_posix() for path in SOLUTIONS.rglob("*.py")}
    assert files == {file_name(module) for module in MODULES}


def test_all_that_is_public_has_a_docstring():
    without = []
    for file in SOLUTIONS.rglob("*.py"):
        tree = ast.parse(file.read_text())
        public = [tree]
        for node in public:  # which grows meanwhile
            if not ast.get_docstring(node):
                without.append(f"{file.relative_to(SOLUTIONS)}: {getattr(node, 'name', 'module')}")
            if not isinstance(node, ast.FunctionDef):
                public += [each for each in node.body if _is_public(each)]
    assert without == []


def _is_public(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
