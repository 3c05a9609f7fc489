"""A worker tells what a library answers with another text in place of one of its modules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.asking.program import Program
from grader.asking.question import Question
from grader.library.assemble import assemble
from grader.manifest import SOLUTIONS
from grader.sandbox.edits import EditableWorker
from grader.sandbox.inside.limits import LIMITS

MODULE = "autodiff.m05_toposort"
FILE = SOLUTIONS / "m05_toposort.py"
QUICK = LIMITS._replace(program=0.3)
SORTS = "def program(lib, n):\n    return lib.autograd.toposort(n, {1: [], 2: [1]}.get)\n"


def sorts(n: int) -> Question:
    return Question(Program(SORTS, "program"), (("int", n),))


def text(body: str) -> str:
    return f"{FILE.read_text()}\n\ndef toposort(root, parents):\n    {body}\n"


@pytest.fixture
def worker() -> Iterator[EditableWorker]:
    with EditableWorker(assemble(SOLUTIONS, None), QUICK) as someone:
        yield someone


def values(answers) -> list:
    return [answer.value for answer in answers]


TRUE = [("list", [("int", 1)]), ("list", [("int", 1), ("int", 2)])]
FALSE = [("list", [("int", 1)]), ("list", [("int", 2)])]


def test_an_edited_library_answers_and_then_the_library_as_it_is(worker):
    questions = [sorts(1), sorts(2)]
    for _ in range(2):
        assert values(worker.ask_all(questions, (MODULE, text("return [root]")))) == FALSE
        assert values(map(worker.ask, questions)) == TRUE
    assert worker.close() == []


def test_an_edit_of_nothing_changes_nothing(worker):
    assert values(worker.ask_all([sorts(1), sorts(2)], (MODULE, FILE.read_text()))) == TRUE


def test_each_program_has_a_process_of_its_own(worker):
    counts = text("parents.__self__.clear(); return [len(seen), seen.append(root)][:1]")
    (first, second) = worker.ask_all([sorts(1)] * 2, (MODULE, counts + "\nseen = []\n"))
    assert first.value == second.value == ("list", [("int", 0)])


def test_what_an_edited_library_raises_is_an_answer_with_a_place(worker):
    answers = worker.ask_all([sorts(1), sorts(2)], (MODULE, text("raise KeyError(root)")))
    assert [(a.outcome, a.exception, a.message) for a in answers] == [
        ("raised", "KeyError", "1"),
        ("raised", "KeyError", "2"),
    ]
    frame = answers[0].frames[-1]
    assert (frame.path, frame.text) == (str(FILE), "raise KeyError(root)")


def test_an_edit_that_can_not_be_imported_is_every_answer(worker):
    for edit, exception in (("1 / 0", "ZeroDivisionError"), ("def (", "SyntaxError")):
        answers = worker.ask_all([sorts(1), sorts(2)], (MODULE, edit))
        assert [(a.exception, a.stage) for a in answers] == [(exception, "import")] * 2
        assert worker.ask(sorts(1)).value == TRUE[0]


def test_after_a_program_that_is_late_none_is_run(worker):
    edit = text("\n    while root == 2: pass\n    return [root]")
    answers = worker.ask_all([sorts(1), sorts(2), sorts(1)], (MODULE, edit))
    assert [a.message for a in answers[1:]] == [
        "took longer than 0.3 s",
        "not run: a program already timed out",
    ]
    assert answers[0].value == TRUE[0]
    assert worker.ask(sorts(1)).value == TRUE[0]


@pytest.mark.parametrize(
    "harm", ["os._exit(3)", "os.kill(os.getppid(), 9)", "os.fork() or time.sleep(60)"]
)
def test_harm_costs_one_program(worker, harm):
    edit = text(f"\n    import os, time\n    if root == 2: {harm}\n    return [root]")
    answers = worker.ask_all([sorts(1), sorts(2), sorts(1), sorts(1)], (MODULE, edit))
    assert len(answers) == 4
    assert [*values(answers[:1]), *values(answers[2:])] == [TRUE[0]] * 3
    assert worker.ask(sorts(1)).value == TRUE[0]


COUNTS = text("\n    seen.append(root)\n    return [len(seen)]") + "\nseen = []\n"
COUNTED = [("list", [("int", n)]) for n in (1, 2, 3)]


def test_programs_that_are_asked_in_turn_share_a_process_and_need_not_all_be_run(worker):
    for _ in range(2):
        answers = worker.ask_in_turn([sorts(1)] * 9, (MODULE, COUNTS))
        assert [next(answers).value for _ in COUNTED] == COUNTED
        answers.close()
        assert values(worker.ask_all([sorts(1), sorts(2)])) == TRUE
    assert values(worker.ask_in_turn([sorts(1), sorts(2)])) == TRUE
    assert worker.close() == []


@pytest.mark.parametrize(
    "harm", ["os._exit(3)", "os.kill(os.getppid(), 9)", "os.fork() or time.sleep(60)"]
)
def test_harm_that_is_done_in_turn_costs_one_program(worker, harm):
    edit = text(f"\n    import os, time\n    if root == 2: {harm}\n    return [root]")
    answers = list(worker.ask_in_turn([sorts(1), sorts(2), sorts(1), sorts(1)], (MODULE, edit)))
    assert len(answers) == 4
    assert [*values(answers[:1]), *values(answers[2:])] == [TRUE[0]] * 3
    assert worker.ask(sorts(1)).value == TRUE[0]


def test_after_a_program_in_turn_that_is_late_none_is_run(worker):
    edit = text("\n    while root == 2: pass\n    return [root]")
    answers = worker.ask_in_turn([sorts(1), sorts(2), sorts(1)], (MODULE, edit))
    assert [answer.outcome for answer in answers] == ["answered", "timeout", "timeout"]
    assert worker.ask(sorts(1)).value == TRUE[0]


def test_an_edit_that_can_not_be_imported_is_every_answer_in_turn(worker):
    answers = worker.ask_in_turn([sorts(1), sorts(2)], (MODULE, "1 / 0"))
    assert [(a.exception, a.stage) for a in answers] == [("ZeroDivisionError", "import")] * 2
    assert worker.ask(sorts(1)).value == TRUE[0]
