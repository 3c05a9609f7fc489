"""Every attack, written into an exercise: it costs its own milestone, and nothing else happens.

Half of them each day; all of them with `KATA_ALL` in the environment. `test_attacks.py` lets each
of them act every day.
"""

from __future__ import annotations

import os
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest

from grader.asking.program import Program
from grader.asking.question import Question
from grader.asking.workers import Workers
from grader.commands.grade import main
from grader.grading.steps import grade
from grader.judging.explain import explain
from grader.library.assemble import assemble
from grader.manifest import SOLUTIONS, find_milestone
from grader.sandbox.edits import EditableWorker
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.launch import processes_of
from grader.sandbox.worker import Worker
from grader.saved import load
from grader.suite.setup import Settings
from grader.views.table import render
from tests.grader import broken_grader
from tests.grader.folders import solution, solved, stub, write
from tests.grader.today import todays

ATTACKS = sorted(Path(__file__).with_name("attacks").glob("*.py"))
CALLS_ATTACK = "\n\ndef toposort(root, parents):\n    return attack()\n"
# By the clock, two seconds: one of the attacks only stops.
HURRIED = LIMITS._replace(program=0.3, imports=0.7, patience=7.0)
WRAPPER, TOPOSORT, BACKWARD = map(find_milestone, ("m02", "m05", "m08"))

CHOSEN = ATTACKS if os.environ.get("KATA_ALL") else todays(ATTACKS, 2)


@pytest.mark.parametrize("attack", CHOSEN, ids=lambda path: path.stem)
def test_an_attack_costs_its_milestone_alone(attack, tmp_path, nobody_left):
    write(solved(tmp_path), TOPOSORT, attack.read_text(encoding="utf-8") + CALLS_ATTACK)
    workers = Workers(lambda library: Worker(library, HURRIED))
    record = grade(
        tmp_path, [TOPOSORT, BACKWARD], Settings(seed=5, keyword="used twice"), workers=workers
    )
    (sorting,), (walk,) = (m.tests for m in record.milestones)
    assert sorting.outcome != "passed"
    assert explain(sorting.failure).strip()
    assert walk.outcome == "passed"
    assert "\x1b" not in render(record)
    assert not record.is_broken and record.faults == ()


FROM_MEMORY = """
import sys

books = [each.compiled for each in sys.meta_path if hasattr(each, "compiled")]
frame = sys._getframe()
while frame := frame.f_back:
    books += [each for each in frame.f_locals.values() if isinstance(each, dict)]
    books += [vars(each) for each in frame.f_locals.values() if hasattr(each, "__dict__")]
books += [each for book in books for each in book.values() if isinstance(each, dict)]
codes = [code for book in books for path, code in book.items() if "toposort.py" in str(path)]
codes = [code for code in codes if hasattr(code, "co_code")]
if codes:
    exec(codes[0], globals())
else:
    def toposort(root, parents):
        return []
"""
LEAVES_DEPTH = """
import os

def _deep():
    folder = os.open(os.environ["HOME"], os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=folder)
        inner = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner

_deep()
"""
LEAVES_A_LINK = """
import os

home = os.environ["HOME"]
os.rmdir(home)
os.symlink({victim!r}, home)
"""
REPLACES = """
import os

os.path.lexists({path!r}) or os.{how}
"""


def graded(folder, text, **options):
    write(folder, TOPOSORT, text)
    return grade(folder, [TOPOSORT], Settings(keyword="used twice"), **options)


def test_what_a_worker_is_to_write_is_not_in_its_memory(tmp_path):
    assert graded(tmp_path, FROM_MEMORY).milestones[0].passed == 0


def test_no_answer_lies_in_memory_that_was_given_back(tmp_path):
    code = compile(solution(TOPOSORT), "x", "exec", dont_inherit=True)
    (answer,) = [c.co_code for c in code.co_consts if getattr(c, "co_name", "") == "toposort"]
    library = assemble(SOLUTIONS, write(tmp_path, TOPOSORT, stub(TOPOSORT)), [TOPOSORT.module])
    for each, holds in (library, False), (assemble(SOLUTIONS, None, fast=False), True):
        with Worker(each) as worker:
            worker._import()
            zygote = processes_of(worker._channel._worker)[0]
            assert (answer in _memory_of(zygote)) == holds


def _memory_of(pid: int) -> bytes:
    """All that a process has written."""
    found = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, mode, *_ = line.split()
            start, end = (int(each, 16) for each in span.split("-"))
            if mode.startswith("rw"):
                with suppress(OSError):
                    found.append(os.pread(memory.fileno(), end - start, start))
    return b"".join(found)


def test_what_a_worker_leaves_is_removed_however_deep(tmp_path):
    record = graded(tmp_path, solution(TOPOSORT) + LEAVES_DEPTH)
    assert not record.is_broken


def test_no_link_that_a_worker_leaves_is_followed(tmp_path):
    victim = tmp_path / "victim"
    (victim / "inner").mkdir(parents=True)
    (victim / "inner").chmod(0o755)
    record = graded(tmp_path, solution(TOPOSORT) + LEAVES_A_LINK.format(victim=str(victim)))
    assert not record.is_broken
    assert (victim / "inner").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("how", ["mkfifo({path!r})", "symlink({other!r}, {path!r})"])
def test_a_record_is_written_whatever_a_submission_puts_there(how, tmp_path, capsys):
    path, other = tmp_path / "r.json", tmp_path / "other"
    how = how.format(path=str(path), other=str(other))
    text = REPLACES.format(path=str(path), how=how) + solution(TOPOSORT).replace(
        "from __future__", "#"
    )
    folder = tmp_path / "submission"
    folder.mkdir()
    write(folder, TOPOSORT, text)
    arguments = ["m05", "-k", "used twice", "--target", str(folder), "--json", str(path)]
    assert main(arguments) == 0
    assert path.is_file() and not path.is_symlink() and not other.exists()
    assert load(path).milestones


def test_the_grader_is_at_fault_where_it_is_broken_whatever_a_file_could_do(tmp_path):
    mistake = "zygote.py", 'request["stays"]', 'request["stay"]'
    with broken_grader.edited_inside(tmp_path / "edited", *mistake):
        assert graded(tmp_path, "import inside, sys, os\n").is_broken


SEARCHES = """
    import gc, sys

    kind, codes, frame = type(toposort.__code__), {}, sys._getframe()

    def look(code):
        codes[id(code)] = code
        for each in code.co_consts:
            if type(each) is kind:
                look(each)

    gc.unfreeze()
    objects = gc.get_objects()
    while frame := frame.f_back:
        objects += [frame.f_code, *frame.f_locals.values()]
    for each in [*objects, *gc.get_referents(*objects)]:
        if type(each) is kind:
            look(each)
    return sum(each.co_name == "toposort" for each in codes.values())
"""
AGAIN = "\n\nclass Another:\n    def toposort(self):\n        return []\n"  # which is found, too


@pytest.mark.parametrize(("more", "count"), [("", 1), ("\n\nLATER = 1\n", 1), (AGAIN, 2)])
def test_no_code_of_the_reference_is_alive_where_a_trial_repair_runs(more, count):
    # The first can be put in, the others are imported anew.
    head, docstring, _ = solution(TOPOSORT).rpartition('"""')
    source = "import sys\ndef program(lib):\n    module = sys.modules['autodiff.m05_toposort']\n"
    question = Question(Program(f"{source}    return module.toposort(0, 0)", "program"), ())
    with EditableWorker(assemble(SOLUTIONS, None, fast=False)) as worker:
        text = head + docstring + SEARCHES + more
        (answer,) = worker.ask_all([question], ("autodiff.m05_toposort", text))
    assert answer.value == ("int", count), answer


def test_a_strange_coding_is_not_the_graders_fault(tmp_path):
    record = graded(tmp_path, f"# coding: rot13\n{solution(TOPOSORT)}")
    assert record.milestones[0].passed == 0
    assert not record.is_broken and record.faults == ()


def test_a_method_that_is_set_below_its_class_is_not_the_graders_fault(tmp_path):
    below = "\n\ndef detach(self):\n    return self\n\n\nArray.detach = detach\n"
    write(tmp_path, WRAPPER, solution(WRAPPER) + below)
    record = grade(tmp_path, [WRAPPER], hinted=True)
    assert 0 < record.milestones[0].passed < record.milestones[0].total
    assert not record.is_broken and record.faults == ()


GROWING = {  # answers that become gigabytes where they are sorted
    "two that broadcast": "[np.zeros((30_000, 1), 'b'), np.zeros((1, 30_000), 'b')]",
    "one of many rows": "np.zeros((16 << 20, 1), 'b')",
}


@pytest.mark.parametrize("answer", GROWING)
def test_no_answer_grows_to_gigabytes(answer, tmp_path):
    text = f"import numpy as np\n\n\ndef toposort(*_):\n    return {GROWING[answer]}\n"
    write(tmp_path, TOPOSORT, text)
    tracemalloc.start()
    try:
        record = grade(tmp_path, [TOPOSORT], Settings(keyword="a diamond is ordered"))
        assert tracemalloc.get_traced_memory()[1] < 300 << 20
    finally:
        tracemalloc.stop()
    assert record.score == 0 and not record.is_broken


def test_what_can_not_be_confirmed_has_no_points(tmp_path, monkeypatch):
    def breaks(*_):
        raise RecursionError

    monkeypatch.setattr("grader.grading.steps.with_confirmation", breaks)
    write(tmp_path, TOPOSORT, solution(TOPOSORT))
    record = grade(tmp_path, [TOPOSORT])
    assert record.score == 0 and record.is_broken
