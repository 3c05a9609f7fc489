"""A worker answers programs of a library, tells what went wrong, and starts again when it must."""

from __future__ import annotations

import fcntl
import marshal
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from grader import manifest
from grader.asking.program import Program
from grader.asking.question import Question
from grader.files import read
from grader.library import assemble as library
from grader.library.assemble import Library, assemble, library_of, problem
from grader.library.submission import Submission
from grader.manifest import MILESTONES
from grader.sandbox import compiled
from grader.sandbox.answer import Answer
from grader.sandbox.channel import Channel
from grader.sandbox.endings import obituary
from grader.sandbox.inside import processes
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.launch import serving
from grader.sandbox.worker import Worker
from grader.stubs.order import MODULES, file_name

TINY = Path(__file__).with_name("attacks") / "tiny"
RAISING = '''"""Raises from a helper of its own."""


def attack(kind):
    return helper(kind)


def helper(kind):
    raise kind("two\\nlines \\x1b[2J")
'''


def tiny(folder: Path, exercise: str | None = None) -> Library:
    """The tiny library, with the text of another exercise if any."""
    path = TINY / "exercise.py"
    if exercise is not None:
        path = folder / "exercise.py"
        path.write_text(exercise)
    files = {"autodiff": TINY / "__init__.py", "autodiff.exercise": path}
    files["autodiff.tensor"] = TINY / "tensor.py"
    return library_of({name: read(path) for name, path in files.items()})


@pytest.fixture
def start(tmp_path, monkeypatch) -> Iterator:
    """`start(exercise, limit=...)` is a worker, which is closed after the test."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    workers = []

    def start(exercise: str | None = None, **limits) -> Worker:
        workers.append(Worker(tiny(tmp_path, exercise), LIMITS._replace(**limits)))
        return workers[-1]

    serving()  # one process stays, and forks the others
    before = set(psutil.Process().children(recursive=True))
    yield start
    for worker in workers:
        worker.close()
    assert set(psutil.Process().children(recursive=True)) <= before
    assert list(home.iterdir()) == []


def question(source: str, *inputs: tuple) -> Question:
    """About the function `program` that this text defines."""
    return Question(Program(source, "program"), inputs)


BUSY = "import time\nt = time.process_time()\nwhile time.process_time() - t < {}: pass"


def run(worker: Worker, body: str, *inputs: tuple, stays: bool = False) -> Answer:
    """Asks for a program of the inputs a, b, c with this body."""
    names = ", ".join(["lib", *"abc"[: len(inputs)]])
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return worker.ask(question(f"def program({names}):\n{lines}\n", *inputs), stays=stays)


def forbid_requests(monkeypatch) -> None:
    """Whatever is asked of a worker from now on fails the test."""
    monkeypatch.setattr(Channel, "request", lambda *_: pytest.fail("a worker was asked"))


def value(answer: Answer) -> tuple:
    assert answer.outcome == "answered", answer
    return answer.value


def test_a_program_is_given_the_library_and_its_inputs(start):
    inputs = (("ndarray", np.arange(3.0)), ("str", "text"), ("slice", [("int", 1)] * 3))
    answer = run(start(), "return lib.tensor(a), b, c, lib.attack()", *inputs)
    kind, ((tensor, array), *rest) = value(answer)
    assert (kind, tensor, array.dtype, array.tolist()) == ("tuple", "tensor", "float32", [0, 1, 2])
    assert rest == [inputs[1], inputs[2], ("int", 42)]
    assert answer == Answer("answered", answer.value)


def test_a_program_knows_np_and_math_and_nothing_else(start):
    worker = start()
    assert value(run(worker, "return np.float32(1).item() + math.floor(1.5)")) == ("float", 2.0)
    answer = run(worker, "return sorted(globals())")
    names = [name for _, name in value(answer)[1]]
    assert names == ["__builtins__", "math", "np", "program"]


def test_programs_do_not_see_each_other(start):
    worker = start()
    run(worker, "lib.attack = None\nnp.float32 = None\nlib.mark = 1")
    assert value(run(worker, "return hasattr(lib, 'mark'), lib.attack()")) == (
        "tuple",
        [("bool", False), ("int", 42)],
    )


def test_a_program_may_change_its_inputs(start):
    worker, array = start(), np.zeros(3)
    answer = run(worker, "a += 1\nreturn a", ("ndarray", array))
    assert value(answer)[1].tolist() == [1, 1, 1]
    assert array.tolist() == [0, 0, 0]


def test_large_arrays_go_both_ways(start):
    array = np.random.default_rng(0).random((1 << 20, 3))
    kind, back = value(run(start(), "return a * 2", ("ndarray", array)))
    assert kind == "ndarray"
    assert np.array_equal(back, array * 2)


def test_an_exception_tells_its_type_message_and_place(start, tmp_path):
    worker = start(RAISING)
    answer = run(worker, "class Odd(Exception): pass\nreturn lib.attack(Odd)")
    assert (answer.outcome, answer.value, answer.exception) == ("raised", None, "Odd")
    assert answer.message == "two\nlines \\x1b[2J"
    path = str(tmp_path / "exercise.py")
    call = (path, 5, "attack", "return helper(kind)")
    assert answer.frames == (call, (path, 9, "helper", 'raise kind("two\\nlines \\x1b[2J")'))
    assert not answer.at_import


def test_only_the_innermost_frames_are_told(start, tmp_path):
    answer = run(start("def attack():\n    return attack()\n"), "return lib.attack()")
    frame = (str(tmp_path / "exercise.py"), 2, "attack", "return attack()")
    assert (answer.exception, answer.frames) == ("RecursionError", (frame,) * 20)


def test_a_long_message_is_cut(start):
    assert len(run(start(), "raise ValueError('x' * 100_000)").message) == 2000


def test_what_is_printed_belongs_to_its_program(start):
    worker = start("print('hello from import')\ndef attack():\n    print('from attack')\n")
    assert run(worker, "lib.attack()").printed == "hello from import\nfrom attack\n"
    assert run(worker, "pass").printed == ""
    body = "import sys\nprint('out', end='')\nprint('err', file=sys.stderr)\nraise ValueError"
    assert run(worker, body).printed == "outerr\n"
    assert run(worker, "print('\\x1b[2J∂')").printed == "\\x1b[2J∂\n"


def test_long_output_is_cut_to_its_beginning(start):
    worker = start()
    printed = run(worker, "for i in range(100_000): print(i)").printed
    assert printed.startswith("0\n1\n2\n")
    assert printed.endswith(f"\n... and {588_890 - (8 << 10)} bytes more")
    assert run(worker, "print('next')").printed == "next\n"


def test_whoever_prints_much_is_answered_all_the_same(start):
    worker = start()
    answer = run(worker, "for _ in range(32): print('x' * (1 << 20), flush=True)\nreturn 1")
    assert value(answer) == ("int", 1)
    assert answer.printed.endswith(f"\n... and {32 * (1 << 20) + 32 - (8 << 10)} bytes more")


def test_what_goes_on_printing_is_not_waited_for(start):
    prints = "while True: print('x' * 10_000, flush=True)"
    body = f"import threading, time\ndef on():\n    {prints}\nthreading.Thread(target=on).start()\n"
    answer = run(start(program=30.0), f"{body}time.sleep(0.3)\nreturn 1")
    assert answer.value == ("int", 1) and "x" in answer.printed


def test_what_is_printed_before_a_crash_or_a_timeout_is_kept(start):
    worker = start(program=0.5)
    crashed = run(worker, "print('before', end='')\nimport os\nos._exit(3)")
    assert (crashed.outcome, crashed.printed) == ("crashed", "before")
    assert crashed.message == "exited with status 3 before answering (os._exit or sys.exit?)"
    late = run(worker, "print('before', end='')\nwhile True: pass")
    assert (late.outcome, late.message, late.printed) == (
        "timeout",
        "took longer than 0.5 s",
        "before",
    )


def test_after_two_timeouts_the_rest_is_not_run(start, monkeypatch):
    worker = start(program=0.3, timeouts=2)
    assert run(worker, "while True: pass").message == "took longer than 0.3 s"
    assert value(run(worker, "return 1")) == ("int", 1)
    assert run(worker, "while True: pass").message == "took longer than 0.3 s"
    forbid_requests(monkeypatch)
    answer = run(worker, "return 1")
    line = "not run: two programs already timed out"
    assert (answer.outcome, answer.message, answer.at_import) == ("timeout", line, False)


def test_who_hurries_gives_less_time_and_counts_anew(start):
    worker = start(program=1.8, patience=1000.0)
    busy = f"{BUSY.format(0.6)}\nreturn 1"
    assert value(run(worker, busy)) == ("int", 1)
    worker.hurry()
    assert run(worker, busy, stays=True).message == "took longer than 0.3 s"
    assert value(run(worker, "return 1")) == ("int", 1)
    assert run(worker, busy).message == "took longer than 0.3 s"
    answer = run(worker, "return 1")
    assert (answer.message, answer.was_run) == ("not run: two programs already timed out", False)


@pytest.mark.parametrize("endless", ["pass", "import time; time.sleep(9)"])
def test_an_import_that_comes_to_no_end_says_where_it_is(start, tmp_path, endless):
    answer = run(
        start(f"x = 1\nwhile True:\n    {endless}\n", imports=0.3, patience=2.0), "return 1"
    )
    assert (answer.outcome, answer.at_import) == ("timeout", True)
    frame = answer.frames[-1]
    assert (frame.path, frame.function) == (str(tmp_path / "exercise.py"), "<module>")
    assert frame.text in ("while True:", endless)


def test_an_import_that_is_under_way_can_be_hurried(start):
    worker = start("while True: pass", imports=6.0)
    worker.hurry()
    first, second = run(worker, "return 1"), run(worker, "return 1")
    assert first.message == second.message == "import took longer than 1 s"
    assert (first.was_run, second.was_run) == (True, False)


def test_all_programs_together_have_a_limit(start):
    worker = start(total=0.5)
    assert value(run(worker, f"{BUSY.format(0.6)}\nreturn 1")) == ("int", 1)
    answer = run(worker, "return 1")
    assert answer.outcome == "timeout"
    assert answer.message == "not run: the programs before took longer than 0.5 s"
    worker.renew()
    assert value(run(worker, "return 1")) == ("int", 1)


def test_what_waits_for_a_processor_is_not_late(start):
    worker = start(program=0.3, total=0.3)
    for _ in range(2):  # in one process, which is older than a program may be
        waits = f"import time\ntime.sleep(0.7)\n{BUSY.format(0.1)}\nreturn 1"
        assert value(run(worker, waits, stays=True)) == ("int", 1)


def test_what_sleeps_is_ended_by_the_clock_and_says_where(start, tmp_path):
    worker = start("import time\ndef attack():\n    time.sleep(60)\n", program=0.2, patience=2.0)
    answer = run(worker, "lib.attack()")
    line = "took longer than 0.4 s by the clock"
    assert (answer.outcome, answer.message) == ("timeout", line)
    assert answer.frames[-1][:3] == (str(tmp_path / "exercise.py"), 3, "attack")


def test_what_is_busy_is_ended_by_its_processor_time_and_says_where(start, tmp_path):
    endless = "def attack():\n    while True:\n        pass\n"
    answer = run(start(endless, program=0.3), "lib.attack()")
    assert (answer.outcome, answer.message) == ("timeout", "took longer than 0.3 s")
    frame = answer.frames[-1]
    assert (frame.path, frame.function) == (str(tmp_path / "exercise.py"), "attack")


def test_what_is_late_between_two_lines_says_in_which_function(start):
    endless = "def attack():\n    while True:\n        pass\n"
    without_lines = "attack.__code__ = attack.__code__.replace(co_linetable=b'')\n"
    answer = run(start(endless + without_lines, program=0.3), "lib.attack()")
    assert (answer.outcome, answer.message) == ("timeout", "took longer than 0.3 s")
    assert (answer.frames[-1].line, answer.frames[-1].function) == (1, "attack")


def test_what_holds_python_is_ended_from_outside(start):
    worker = start(program=0.3, patience=100.0)
    answer = run(worker, "import itertools\nsum(itertools.repeat(1))")
    assert (answer.outcome, answer.message) == ("timeout", "took longer than 0.3 s")


@pytest.mark.skipif(not shutil.which("ps"), reason="there is no ps")
def test_processor_time_is_found_without_proc_as_well(monkeypatch):
    busy = "import time\nwhile time.process_time() < 1.2: pass\nprint(flush=True)\ninput()"
    command = [sys.executable, "-c", busy]  # it waits for nobody, whose time would count, too
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        found = processes.processor_seconds([process.pid])
        monkeypatch.setattr(processes, "PROC", False)
        assert found > 1 and abs(processes.processor_seconds([process.pid]) - found) < 1.1
        process.communicate(b"\n")
    assert [processes._seconds(time) for time in ("1:02.5", "01:02:03", "1-00:00:01")] == [
        62.5,
        3723,
        86401,
    ]


def test_an_import_error_is_told_once_and_for_all(start, tmp_path, monkeypatch):
    worker = start("import json\n\nvalue = json.loads('{')\n")
    answer = run(worker, "return 1")
    assert (answer.outcome, answer.exception, answer.at_import) == (
        "raised",
        "JSONDecodeError",
        True,
    )
    assert answer.frames[-1][:3] == (str(tmp_path / "exercise.py"), 3, "<module>")
    forbid_requests(monkeypatch)
    assert run(worker, "return 1") == answer


def test_a_syntax_error_tells_its_line(start, tmp_path):
    answer = run(start("def attack():\n    return (1,\n\n"), "return 1")
    assert (answer.exception, answer.at_import) == ("SyntaxError", True)
    assert answer.message.startswith("'(' was never closed")
    assert answer.frames[-1] == (str(tmp_path / "exercise.py"), 2, "", "return (1,")


COUNTS = "count = 0\ndef attack():\n    global count\n    count += 1\n    return count\n"
COUNT = "def program(lib):\n    return lib.attack()\n"


def test_programs_share_a_child_until_rest(start):
    worker = start(COUNTS)

    def count(stays: bool) -> int:
        return worker.ask(question(COUNT), stays=stays).value[1]

    assert [count(False), count(False)] == [1, 1]
    assert [count(True), count(True), count(True)] == [1, 2, 3]
    worker.rest()
    assert [count(True), count(True)] == [1, 2]
    assert [count(False), count(False)] == [3, 1]
    worker.rest()
    worker.rest()
    assert count(True) == 1


def test_a_child_that_stays_and_ends_costs_nobody_else(start, tmp_path):
    worker, over, life = start(COUNTS), tmp_path / "over", tmp_path / "life"
    ends_later = (
        "def program(lib):\n"
        "    import fcntl, os, threading\n"
        f"    lib.life = open({str(life)!r}, 'w')\n"
        "    fcntl.flock(lib.life, fcntl.LOCK_EX)\n"
        "    def end():\n"
        f"        while not os.path.exists({str(over)!r}):\n"
        "            pass\n"
        "        os._exit(3)\n"
        "    threading.Thread(target=end).start()\n"
        "    return 7\n"
    )
    assert worker.ask(question(ends_later), stays=True).value == ("int", 7)
    over.touch()
    with open(life) as file:  # the kernel gives the lock away as soon as the child has ended
        fcntl.flock(file, fcntl.LOCK_EX)
    first, second = (worker.ask(question(COUNT), stays=True).value for _ in range(2))
    assert first == ("int", 1)
    # What is told of the end after the first one's answer has the second one begin anew, too.
    assert second in (("int", 2), ("int", 1))


def test_a_child_that_stays_and_ends_in_the_next_program_costs_it_nothing(start):
    worker = start(COUNTS)
    ends = "lib.attack.__globals__.update(attack=None); lib.attack = lambda: os._exit(3)"
    leaves_a_trap = f"def program(lib):\n    import os\n    {ends}\n    return 7\n"
    assert worker.ask(question(leaves_a_trap), stays=True).value == ("int", 7)
    for expected in (1, 2):
        assert worker.ask(question(COUNT), stays=True).value == ("int", expected)


def test_a_program_that_is_late_where_others_were_costs_only_itself(start):
    worker = start(COUNTS, program=0.3)
    assert worker.ask(question(COUNT), stays=True).value == ("int", 1)
    endless = "def program(lib):\n    while True: pass\n"
    assert worker.ask(question(endless), stays=True).outcome == "timeout"
    assert worker.ask(question(COUNT), stays=True).value == ("int", 1)


def test_what_stays_and_leaves_others_behind_is_ended_before_the_next(start):
    worker = start(COUNTS)
    leaves = (
        "def program(lib):\n"
        "    import os, time\n"
        "    if not os.fork(): time.sleep(60)\n"
        "    return 7\n"
    )
    assert worker.ask(question(leaves), stays=True).value == ("int", 7)
    worker.rest()
    assert worker.ask(question(COUNT), stays=True).value == ("int", 1)


def test_a_worker_starts_without_waiting(start, tmp_path):
    go = tmp_path / "go"
    waits = f"import os, time\nwhile not os.path.exists({str(go)!r}): time.sleep(0.005)\n"
    worker = start(f"{waits}def attack(): return 1\n", patience=2.0)  # late, if it is waited for
    go.touch()
    assert value(run(worker, "return 1")) == ("int", 1)


def test_a_stale_or_hostile_pyc_is_not_read(start, tmp_path):
    import py_compile

    exercise, lie = tmp_path / "exercise.py", tmp_path / "lie.py"
    lie.write_text("def attack():\n    return 'lie'\n")
    cached = Path(library.__cached__).name.replace("library", "exercise")
    options = {"invalidation_mode": py_compile.PycInvalidationMode.UNCHECKED_HASH}
    py_compile.compile(str(lie), str(tmp_path / "__pycache__" / cached), str(exercise), **options)
    worker = start("def attack():\n    return 'truth'\n")
    assert value(run(worker, "return lib.attack()")) == ("str", "truth")


def test_code_of_the_reference_is_never_older_than_its_file(tmp_path, monkeypatch):
    def served() -> dict:
        found = compiled.compiled()
        (memory,) = found.descriptors
        size = os.fstat(memory).st_size - found.start
        return marshal.loads(os.pread(memory, size, found.start))[0]

    if not compiled.compiled().descriptors:
        pytest.skip("this system seals no memory")
    file, draft = tmp_path / "module.py", tmp_path / "draft"
    monkeypatch.setattr(compiled, "PATHS", [file])
    file.write_text("it = 'old'\n")
    assert "old" in served()[str(file)].co_consts
    draft.write_text("it = 'new'\n")
    before = file.stat()
    os.utime(draft, ns=(before.st_atime_ns, before.st_mtime_ns))
    draft.replace(file)
    assert "new" in served()[str(file)].co_consts


def test_nothing_is_written_beside_the_library(start, tmp_path):
    value(run(start("def attack(): return 1\n"), "return lib.attack()"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exercise.py", "home"]


def test_a_worker_has_an_empty_folder_and_environment_of_its_own(start, monkeypatch):
    monkeypatch.setenv("GRADER_SECRET", "secret")
    monkeypatch.setenv("PYTHONPATH", str(TINY))
    answer = run(start(), "import os\nreturn os.listdir(), 'GRADER_SECRET' in os.environ")
    assert value(answer) == ("tuple", [("list", []), ("bool", False)])


def test_hashing_is_the_same_in_every_worker(start):
    first, second = (run(start(), "return hash('text')") for _ in range(2))
    assert value(first) == value(second)


def test_a_closed_worker_may_be_closed_again_and_asked_again(start):
    worker = start()
    worker.close()
    worker.close()
    assert value(run(worker, "return lib.attack()")) == ("int", 42)


def test_workers_live_side_by_side(start):
    one, two = start(), start("def attack(): return 2\n")
    answers = [run(worker, "return lib.attack()") for worker in (one, two, one)]
    assert list(map(value, answers)) == [("int", 42), ("int", 2), ("int", 42)]
    one.close()
    assert value(run(two, "return lib.attack()")) == ("int", 2)


def test_sandboxing_does_not_need_a_namespace(start):
    worker = start(namespace=False)
    assert value(run(worker, "return lib.attack()")) == ("int", 42)
    assert run(worker, "import os\nos._exit(1)").outcome == "crashed"
    assert value(run(worker, "return lib.attack()")) == ("int", 42)


# The library: which file stands for which module.


@pytest.fixture
def folders(tmp_path) -> tuple[Path, Path]:
    """A reference and a learner's folder with every module in each."""
    for name in ("reference", "learner"):
        (tmp_path / name).mkdir()
        for module in MODULES:
            place = tmp_path / name / file_name(module)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(f"# {name} {module}\n")
    return tmp_path / "reference", tmp_path / "learner"


def test_the_learner_gives_the_named_milestones_and_nothing_else(folders):
    reference, learner = folders
    files = dict(assemble(reference, learner, ["m06_visualizer", "m05_toposort"]).files)
    theirs = {name for name, file in files.items() if file.path.parent == learner}
    assert theirs == {"autodiff.m05_toposort", "autodiff.m06_visualizer"}
    assert len(files) == len(MODULES)
    assert files["autodiff"] == read(reference / "__init__.py")
    assert files["autodiff._tensor"] == read(reference / "_tensor.py")


def test_given_modules_cannot_be_replaced(folders):
    with pytest.raises(ValueError, match="_tensor"):
        assemble(*folders, ["m05_toposort", "_tensor"])


def test_libraries_of_the_same_content_are_equal(folders):
    reference, learner = folders
    whole = assemble(reference, None)
    mixed = assemble(reference, learner, ["m05_toposort"])
    assert mixed != whole
    same = (reference / "m05_toposort.py").read_bytes()
    (learner / "m05_toposort.py").write_bytes(same)
    assert assemble(reference, learner, ["m05_toposort"]) == whole
    assert len({whole, assemble(reference, learner, ["m05_toposort"]), mixed}) == 2


def test_a_library_with_a_problem_says_so(folders):
    reference, learner = folders
    (learner / "m05_toposort.py").unlink()
    library = assemble(reference, learner, ["m05_toposort"])
    assert library.problem == problem(read(learner / "m05_toposort.py"))
    assert library.problem.endswith("is missing: hand in the file itself")
    assert assemble(reference, learner, ["m04_magic_methods"]).problem is None


def test_problems_name_files_as_people_do(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(manifest, "EXERCISES", tmp_path / "exercises")
    monkeypatch.setattr(manifest, "SOLUTIONS", tmp_path / "solutions")
    for milestone in MILESTONES:
        line = problem(read(tmp_path / "exercises" / f"{milestone.module}.py"))
        shown = f"exercises/{milestone.module}.py"
        assert line == f"{shown} is missing: `nox -s reset -- {milestone.id}` restores it"
    moved = tmp_path / "exercises" / "given" / "m05_toposort.py"
    moved.parent.mkdir(parents=True)
    moved.write_text("mine = True\n")
    line = problem(read(tmp_path / "exercises" / "m05_toposort.py"))
    assert line == (
        "exercises/m05_toposort.py is missing: move exercises/given/m05_toposort.py back"
    )
    line = problem(read(tmp_path / "solutions" / "_tensor.py"))
    shown = "solutions/_tensor.py"
    assert line == f"{shown} is missing: `git checkout -- {shown}` restores it"


def test_strangers_are_reported_not_mounted(folders):
    reference, learner = folders
    clean = assemble(reference, learner, ["m05_toposort"])
    for name in ("conftest.py", "torch.py", "sitecustomize.py", "pytest.ini", ".hidden"):
        (learner / name).write_text("raise SystemExit('a stranger was imported')\n")
    (learner / "__pycache__").mkdir()
    (learner / "data").mkdir()
    expected = ["conftest.py", "data", "pytest.ini", "sitecustomize.py", "torch.py"]
    assert list(Submission.read(learner).ignored) == expected
    assert assemble(reference, learner, ["m05_toposort"]) == clean
    assert Submission.read(learner / "nowhere").ignored == ()


IMPOSTORS = """
class RuntimeError(Exception):
    pass


class Renamed(Exception):
    __module__ = "builtins"


Renamed.__name__ = Renamed.__qualname__ = "RuntimeError"


class Kind(type):
    @property
    def __name__(cls):
        raise ValueError


class Nameless(Exception, metaclass=Kind):
    pass


class Late(RuntimeError):
    pass


def attack(name):
    import builtins

    raise getattr(builtins, name, None) or globals()[name]
"""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("KeyError", "KeyError"),
        ("IOError", "OSError"),
        ("Renamed", "builtins.RuntimeError"),
        ("Nameless", "(a type without a name)"),
        ("Late", "Late"),
    ],
)
def test_an_exception_is_named_by_what_it_is(start, name, told):
    assert run(start(IMPOSTORS), f"lib.attack({name!r})").exception == told


def test_an_own_type_with_a_name_of_pythons_is_told_apart(start):
    answer = run(start(IMPOSTORS), "raise lib.attack.__globals__['RuntimeError']('no')")
    assert answer.exception == "autodiff.exercise.RuntimeError"
    assert run(start(IMPOSTORS), "raise RuntimeError('no')").exception == "RuntimeError"


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (b'[-11, ""]', "crashed: segmentation fault (SIGSEGV)"),
        (b'[null, "used more memory than allowed"]', "used more memory than allowed"),
        *((words, "crashed: the worker was killed") for words in (b"", b"5", b"[null, 0]", b"[[")),
    ],
)
def test_whatever_a_warden_reports_is_one_line(report, line):
    lost = obituary(report)
    assert (lost.outcome, lost.line) == ("crashed", line)
