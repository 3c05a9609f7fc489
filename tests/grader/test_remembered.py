"""torch's answers, remembered between commands."""

from __future__ import annotations

from threading import Event

import numpy as np
import pytest

from grader import cache
from grader.asking import oracle
from grader.asking import oracle_cache as remembered
from grader.asking.oracle_cache import RememberingOracle
from grader.asking.program import Program
from grader.asking.question import Question
from grader.cache import TORCH
from grader.grading.steps import grade
from grader.manifest import SOLUTIONS, find_milestone
from grader.sandbox.answer import Answer

SOURCE = "def program(lib, x):\n    return lib.tensor(x) ** 2\n"
CUBE = SOURCE.replace("2", "3")
X = np.array([1.5, 2.5])


def question(source: str, x: np.ndarray = X) -> Question:
    return Question(Program(source, "program"), (("ndarray", x),))


SQUARE = question(SOURCE)
REFUSED = question(SOURCE.replace("** 2", "+ lib.ones(7)"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def no_torch(monkeypatch):
    def run(*_):
        raise LookupError("torch was asked")

    return lambda: monkeypatch.setattr(oracle.Oracle, "_run", run)


def same(a: Answer, b: Answer) -> bool:
    if a.value is None or b.value is None:
        return a == b
    return a.value[0] == b.value[0] and np.array_equal(a.value[1], b.value[1])


def taught(folder) -> list[Answer]:
    first = RememberingOracle(folder)
    answers = [first.ask(SQUARE), first.ask(REFUSED)]
    first.save()
    return answers


def test_what_torch_answered_is_known_to_the_next_command(folder, no_torch):
    answers = taught(folder)
    assert answers[0].value is not None and answers[1].exception
    no_torch()
    later = RememberingOracle(folder)
    assert same(later.ask(SQUARE), answers[0]) and same(later.ask(REFUSED), answers[1])


@pytest.mark.parametrize("known", [True, False])
def test_torch_is_imported_ahead_only_if_it_will_be_asked(folder, monkeypatch, known):
    if known:
        taught(folder)
    asked = Event()
    monkeypatch.setattr(oracle, "_import_torch", asked.set)
    RememberingOracle(folder).prepare()
    assert asked.wait(0.2) is not known


def test_nothing_is_known_before_it_is_saved(folder, no_torch):
    RememberingOracle(folder).ask(SQUARE)
    no_torch()
    with pytest.raises(LookupError):
        RememberingOracle(folder).ask(SQUARE)


@pytest.mark.parametrize(
    "other",
    [
        question(CUBE),
        question(SOURCE, np.array([1.5, 2.25])),
        question(SOURCE, X.astype(np.float32)),
        question(SOURCE, X[:, None]),
    ],
    ids=["program", "inputs", "dtype", "shape"],
)
def test_another_question_is_asked_anew(folder, no_torch, other):
    taught(folder)
    no_torch()
    with pytest.raises(LookupError):
        RememberingOracle(folder).ask(other)


def test_another_torch_is_asked_anew(folder, no_torch, monkeypatch):
    taught(folder)
    monkeypatch.setattr(remembered, "torch_version", lambda: "0.0")
    no_torch()
    with pytest.raises(LookupError):
        RememberingOracle(folder).ask(SQUARE)


def test_torch_out_of_memory_is_not_an_answer(folder, monkeypatch):
    def run(*_):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Program, "run", run)
        oracle_ = RememberingOracle(folder)
        with pytest.raises(MemoryError):
            oracle_.ask(SQUARE)
        oracle_.save()
    assert RememberingOracle(folder).ask(SQUARE).value is not None


def test_a_damaged_memory_is_forgotten(folder):
    answers = taught(folder)
    (folder / "torch.sqlite").write_bytes(b"no database" * 500)
    assert same(RememberingOracle(folder).ask(SQUARE), answers[0])
    assert taught(folder)


def test_a_memory_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")
    oracle_ = RememberingOracle(tmp_path / "state")
    oracle_.ask(SQUARE)
    oracle_.save()
    assert (tmp_path / "state").is_file()


def test_too_much_is_forgotten_at_once(folder, no_torch):
    taught(folder)
    more = RememberingOracle(folder, TORCH._replace(most=2))
    more.ask(question(SOURCE, np.array([9.0])))
    more.save()
    no_torch()
    with pytest.raises(LookupError):
        RememberingOracle(folder).ask(SQUARE)


@pytest.mark.parametrize("remember", [True, False])
def test_grading_with_a_memory_asks_torch_once(tmp_path, no_torch, monkeypatch, remember):
    monkeypatch.setattr(cache, "STATE", tmp_path)
    milestone = find_milestone("m00")
    assert grade(SOLUTIONS, [milestone], remember=remember).score == milestone.points
    no_torch()
    monkeypatch.setattr(oracle.Oracle, "_known", {})  # the next command is another process
    if remember:
        assert grade(SOLUTIONS, [milestone], remember=True).score == milestone.points
    else:
        record = grade(SOLUTIONS, [milestone])
        assert record.broken == record.milestones[0].total
        assert "torch was asked" in record.milestones[0].tests[0].failure.broken
