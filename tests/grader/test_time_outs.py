"""What never ends costs little: a function that has timed out twice is not called any more."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.asking.answerer import Answerer
from grader.asking.question import Question
from grader.asking.workers import PATIENT, Workers
from grader.grading.steps import grade
from grader.library.assemble import assemble
from grader.library.mounts import ISOLATED, SO_FAR, Mount
from grader.manifest import MILESTONES, ROOT, SOLUTIONS, find_milestone
from grader.record import Record, TestResult
from grader.sandbox.answer import Answer
from grader.sandbox.inside import faults
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.worker import Worker
from tests.grader.folders import fresh, solution, solved, stub, write

M00 = find_milestone("by_hand")
QUICK = LIMITS._replace(program=0.3, imports=0.5)
HANGS = "while True:\n        pass"
RETURN = "return order"
RAN = re.compile(r"(import )?took longer than [\d.]+ s")


def graded(folder: Path, *names: str, limits=QUICK, **options) -> Record:
    workers = Workers(partial(Worker, limits=limits))
    chosen = [find_milestone(name) for name in names]
    return grade(folder, chosen, workers=workers, diagnosed=False, confirmed=False, **options)


def with_body(source: str, function: str, line: str) -> str:
    """A file, in which a function begins with this line."""
    start = source.index(f"def {function}(")
    end = source.index('"""\n', source.index('"""', start) + 3) + len('"""\n')
    return f"{source[:end]}    {line}\n{source[end:]}"


def failing(record: Record) -> set[str]:
    return {test.name for m in record.milestones for test in m.failing}


def line(test: TestResult) -> str:
    return test.failure.no_answer if test.failure else ""


@pytest.mark.parametrize("function", ["sigmoid", "gradients"])
def test_only_tests_that_call_what_hangs_are_given_up(tmp_path, function):
    source, folder = solution(M00), solved(tmp_path, M00)
    write(folder, M00, with_body(source, function, "return 1 / 0"))
    raising = failing(graded(folder, "m00"))
    write(folder, M00, with_body(source, function, HANGS))
    hanging = graded(folder, "m00")
    assert failing(hanging) == raising != set()
    (result,) = hanging.milestones
    assert result.passed >= 5
    lines = Counter(map(line, result.failing))
    calls = f"not run: it calls {function}, and that took longer than 0.3 s twice"
    assert lines == {"took longer than 0.3 s": 2, calls: len(raising) - 2}
    for test in result.failing:
        assert test.outcome == "timeout"
        assert (test.frame.function, test.frame.text) == (function, "while True:") or (
            test.frame.text == "pass"
        )


def test_a_loop_is_not_blamed_on_what_it_calls(tmp_path):
    source, folder = solution(M00), solved(tmp_path, M00)
    write(folder, M00, with_body(source, "train", "return 1 / 0"))
    raising = failing(graded(folder, "m00"))
    loop = "while True:\n        forward(parameters, X)"
    write(folder, M00, with_body(source, "train", loop))
    record = graded(folder, "m00")
    assert failing(record) == raising
    assert record.milestones[0].passed > 15


def test_what_hangs_everywhere_times_out_seldom(tmp_path):
    names = ["m00", "m07", "m31"]
    folder = fresh(tmp_path)
    for name in names:
        m = find_milestone(name)
        write(folder, m, hanging(stub(m)))
    record = graded(folder, *names)
    assert record.score == 0
    tests = [test for m in record.milestones for test in m.tests]
    assert {test.outcome for test in tests} == {"timeout"}
    ran = [line(test) for test in tests if RAN.fullmatch(line(test))]
    assert PATIENT < len(ran) <= PATIENT + 2 * len(names)
    assert set(ran) == {"took longer than 0.3 s", "took longer than 0.05 s"}


def test_what_hangs_in_one_file_is_not_counted_against_the_next_ones(tmp_path):
    folder = fresh(tmp_path)
    for m in MILESTONES[:7]:
        write(folder, m, f"{solution(m)}\nmine = 1\n")
        if m.id == "m05":
            endless = f"while len(order) > 50_000:\n        pass\n    {RETURN}"
            write(folder, m, solution(m).replace(RETURN, endless))
    order, drawing = graded(folder, "m05", "m06").milestones
    assert {test.outcome for test in order.failing} == {"timeout"}
    assert (order.so_far, drawing.so_far) == (order.passed, drawing.total)


def hanging(source: str) -> str:
    """A stub, in which nothing that is called comes to an end."""
    endless = "\n\ndef _endless(*_):\n    while True:\n        pass\n"
    beginning = "from __future__ import annotations\n"
    source = source.replace(beginning, beginning + endless, 1)
    source = re.sub(r'raise NotImplementedError\(".*?"\)', "_endless()", source)
    source = re.sub(r'\btodo_op\(".*?"\)', "_endless", source)
    return re.sub(r'\btodo\(".*?"\)', "_endless()", source)


class Endless(Answerer):
    """Times out whatever it is asked, and counts how often it was told to hurry."""

    def __init__(self, _: object) -> None:
        self.hurried = 0

    def ask(self, question, *, meanwhile=None, stays=False) -> Answer:
        return Answer("timeout", message="took longer than 3 s", was_run=question.inputs != ())

    def hurry(self) -> None:
        self.hurried += 1


def test_after_a_number_of_time_outs_everybody_hurries_once():
    made: list[Endless] = []
    workers = Workers(lambda library: made.append(Endless(library)) or made[-1])
    run, told = Question.of(_program, 1), Question.of(_program)
    libraries = [assemble(SOLUTIONS, None), assemble(SOLUTIONS, None, fast=False)]
    mount = Mount((ISOLATED,), libraries[0])
    for _ in range(PATIENT - 1):
        workers.ask(mount, run)
    workers.ask(mount, told)  # which does not count
    assert [each.hurried for each in made] == [0]
    workers.ask(Mount((SO_FAR,), libraries[1]), run)
    assert [each.hurried for each in made] == [1, 1]
    workers.ask(mount, run)
    workers.close()
    workers.ask(mount, run)
    assert [each.hurried for each in made] == [1, 1, 1]


def _program(lib, *x):
    return x


def test_what_is_confirmed_is_not_hurried_by_what_timed_out_elsewhere():
    workers = Workers(lambda library: Endless(library))
    mount = Mount((ISOLATED,), assemble(SOLUTIONS, None))
    for _ in range(PATIENT):
        workers.ask(mount, Question.of(_program, 1))
    workers.close()
    workers.begin_anew()
    made: list[Endless] = []
    workers._make = lambda library: made.append(Endless(library)) or made[-1]
    workers.ask(mount, Question.of(_program, 1))
    assert [each.hurried for each in made] == [0]


NAMES_A_LIMIT = re.compile(r"took longer|not run:|timed out|out of time|by the clock|too long\b")
HOME = Path("sandbox/time_out_sentences.py")


def worded(source: str) -> list[str]:
    """The texts of a file, its docstrings left out, that name a time limit."""
    tree = ast.parse(source)
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in prose]
    return [t.value for t in texts if isinstance(t.value, str) and NAMES_A_LIMIT.search(t.value)]


def test_time_outs_are_worded_in_one_file():
    files = {path.relative_to(ROOT / "grader"): path for path in (ROOT / "grader").rglob("*.py")}
    found = {str(name) for name, path in files.items() if worded(path.read_text("utf-8"))}
    assert found == {str(HOME)}


def searches(steps: list[int]) -> None:
    done: list[int] = []
    for step in steps:
        if step not in done:
            done.append(step)


@pytest.mark.parametrize("below", [2, 3, 4])
def test_what_runs_between_two_lines_is_told_at_the_one_before_and_not_at_the_def(below):
    code = searches.__code__
    at = code.co_firstlineno + below
    last = max(start for start, _, found in code.co_lines() if found == at)
    frame = SimpleNamespace(f_code=code, f_lineno=None, f_lasti=last, f_back=None)
    ((_, told, name, _),) = faults.stack(frame, [code.co_filename])
    assert (told, name) == (at, "searches")
