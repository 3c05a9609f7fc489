"""What passes on the files so far is not run alone, too; and each gets what they get if it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from grader.asking.workers import Workers
from grader.feedback.known_misconceptions import misconceptions
from grader.grading import so_far_first, suites
from grader.grading.steps import grade
from grader.library.mounts import ISOLATED
from grader.manifest import find_milestone
from grader.record import Record
from grader.sandbox.worker import Worker
from grader.suite.done import Done
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.folders import solution, solved, write
from tests.grader.today import todays
from tests.waiting import brief

LEARNERS = Path(__file__).with_name("learners")
WRAPPER, GRAPH, SORT, BACKWARD = map(find_milestone, ("m02", "m03", "m05", "m08"))
CHOSEN = [GRAPH, SORT, BACKWARD]
FIRST, SECOND = 11, 12  # seeds

pytestmark = pytest.mark.usefixtures("nobody_left")


def mistaken(milestone: Any) -> str:
    return misconceptions(milestone)[0].apply(solution(milestone))


TOGETHER = LEARNERS / "extended_node"
FILES = {
    "one is wrong": {SORT: mistaken(SORT)},
    "an earlier one is wrong": {WRAPPER: mistaken(WRAPPER)},
    "one never ends": {
        SORT: solution(SORT).replace("    order, seen", "    while True: pass\n    #")
    },
    "two go together": {m: (TOGETHER / f"{m.module}.py").read_text() for m in (GRAPH, BACKWARD)},
}


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[tuple[str, ...]]]:
    """Which kinds of libraries were asked."""
    asked: set[tuple[str, ...]] = set()
    ask = Workers.ask

    def noted(self: Workers, mount: Any, *others: Any) -> Any:
        asked.add(mount.kinds)
        return ask(self, mount, *others)

    monkeypatch.setattr(Workers, "ask", noted)
    yield asked


def handed_in(folder: Path, files: dict[Any, str]) -> Path:
    """Files of somebody's own, all of which are right but for these."""
    folder.mkdir(exist_ok=True)
    solved(folder)
    for milestone in (WRAPPER, *CHOSEN):
        write(folder, milestone, files.get(milestone, f"{solution(milestone)}\n# mine\n"))
    return folder


def graded(folder: Path) -> Record:
    settings = Settings(FIRST, second=SECOND, shrinks=False)
    workers = Workers(partial(Worker, limits=brief()))
    return grade(folder, CHOSEN, settings, workers=workers, diagnosed=False)


def told(record: Record) -> list[Any]:
    return [
        (m.id, m.state, m.earned, m.so_far, [(t.name, t.outcome, t.failure) for t in m.tests])
        for m in record.milestones
    ]


def nothing(setup: Setup, *_: Any) -> Done:
    return Done(setup.submission, setup.settings.seed)


@pytest.mark.parametrize("name", todays([*FILES], 2))
def test_each_gets_what_they_get_without_it(name, tmp_path, monkeypatch):
    folder = handed_in(tmp_path, FILES[name])
    found = graded(folder)
    monkeypatch.setattr(suites, "passing_so_far", nothing)
    assert told(found) == told(graded(folder))


def test_where_all_passes_together_nothing_is_asked_alone(tmp_path, kinds):
    record = graded(handed_in(tmp_path, {}))
    assert {m.state for m in record.milestones} == {"complete"}
    assert all(m.so_far == m.total for m in record.milestones)
    assert all(ISOLATED not in each for each in kinds)


def test_what_passes_on_one_seed_alone_earns_nothing(tmp_path, monkeypatch):
    folder = handed_in(tmp_path / "right", {})
    wrong = handed_in(tmp_path / "wrong", {SORT: mistaken(SORT)})

    def on_seed(setup: Setup, *arguments: Any, **more: Any) -> Done:
        is_second = setup.settings.seed == SECOND
        asked = Setup.of(wrong, setup.settings) if is_second else setup
        return run(asked, *arguments, **more)

    for module in (suites, so_far_first):
        monkeypatch.setattr(module, "run", on_seed)
    states = {m.id: m.state for m in graded(folder).milestones}
    assert states == {"m03": "complete", "m05": "started", "m08": "complete"}
