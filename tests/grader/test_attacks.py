"""What hostile and unlucky submissions do, each a file in `attacks/` in place of an honest one.

Each costs its own programs, and nothing else: it gets one clear line, in bounded time, leaves no
process and no file behind, and the next program is answered.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from grader.asking.program import Program
from grader.asking.question import Question
from grader.files import read
from grader.library.assemble import library_of
from grader.sandbox.answer import Answer
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.launch import serving
from grader.sandbox.worker import Worker, sweep
from tests.grader.isolated import isolated
from tests.grader.today import todays
from tests.waiting import ENOUGH, wait_until

ATTACKS = Path(__file__).with_name("attacks")
TINY = ATTACKS / "tiny"
MB = 1 << 20
QUICK = LIMITS._replace(program=5.0, memory=600 * MB, all_memory=800 * MB)
PLAIN = QUICK._replace(namespace=False)
SHORT = QUICK._replace(program=0.7, imports=1.5, patience=2.0)
SECONDS = 40.0  # less than what sleeps may take by the clock, and so it is not waited for

ATTACK = "def program(lib):\n    return lib.attack()\n"
NORMAL = "def program(lib, x):\n    return lib.tensor(x)\n"
THREE = (("ndarray", np.arange(3.0)),)

ours = pytest.mark.parametrize("tier", ["local"], indirect=True)  # a seal hides it
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone contains this")


def worker(exercise: Path, limits=QUICK) -> Worker:
    files = {
        "autodiff": TINY / "__init__.py",
        "autodiff.exercise": exercise,
        "autodiff.tensor": TINY / "tensor.py",
    }
    return Worker(library_of({name: read(path) for name, path in files.items()}), limits)


def attacked(name: str, limits=QUICK) -> Worker:
    return worker(ATTACKS / f"{name}.py", limits)


@pytest.fixture(
    autouse=True, scope="module", params=["local", *todays(["bubblewrap", "Landlock"], 2)]
)
def tier(request) -> Iterator[str]:
    """How workers are isolated: not at all, and in one of the ways that there are. All tests are
    run in one and then in the other, since the process that forks workers is in it from its start.
    """
    with isolated(request.param):
        yield request.param


@pytest.fixture(autouse=True)
def nothing_left(tier, tmp_path_factory, monkeypatch, nobody_left) -> Iterator[None]:
    """Workers live in a folder of this test's; no process is in it afterwards, and no file."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SECONDS
    sweep()
    assert [pid for pid in psutil.pids() if home in folder_of(pid).parents] == []
    assert list(home.iterdir()) == []


def folder_of(pid: int) -> Path:
    try:
        return Path(psutil.Process(pid).cwd())
    except (psutil.Error, OSError):
        return Path("/")


def assert_normal(someone: Worker) -> None:
    answer = ask(someone, NORMAL, *THREE)
    assert answer.outcome == "answered", answer.message
    kind, array = answer.value
    assert (kind, array.dtype, array.tolist()) == ("tensor", np.float32, [0.0, 1.0, 2.0])


def ask(someone: Worker, source: str = ATTACK, *inputs: tuple) -> Answer:
    return someone.ask(Question(Program(source, "program"), inputs))


def has_namespace() -> bool:
    with attacked("call_liar") as someone:
        return ask(someone, "def program(lib):\n    import os\n    return os.getppid()").value == (
            "int",
            1,
        )


BROKEN = "exited with status 71 before answering (os._exit or sys.exit?)"  # by itself
CRASHES = {
    "call_os_exit": "exited with status 0 before answering (os._exit or sys.exit?)",
    "call_broken_status": BROKEN,
    "call_trouble": BROKEN,
    "call_stack": "crashed: segmentation fault (SIGSEGV)",
    "call_segfault": "crashed: segmentation fault (SIGSEGV)",
    "call_garbage": "answer was not understood",
    "call_raw_flood": "answer is larger than 64 MiB",
    "call_huge": "answer is larger than 64 MiB",
    "call_deep": "answer is nested deeper than 32 levels",
    "call_closed": "could not send its answer: the grader's files were closed",
}
LINUX_CRASHES = {
    "call_fork_bomb": "started more than 32 processes",
    "call_family_memory": "used more memory than allowed",
}
RAISES = {
    "call_sys_exit": ("SystemExit", "0"),
    "call_interrupt": ("KeyboardInterrupt", ""),
    "call_recursion": ("RecursionError", "maximum recursion depth exceeded"),
    "call_memory": ("MemoryError", ""),
    "call_hostile_error": ("Hostile", "(its __str__ raised an exception)"),
    "call_not_implemented": ("NotImplementedError", "m05: attack"),
    "call_input": ("EOFError", "EOF when reading a line"),
    "call_big_file": ("OSError", "[Errno 27] File too large"),
}
ANSWERS = {
    "call_daemon": ("int", 42),
    "call_interrupt_parent": ("int", 42),
    "call_thread": ("int", 42),
    "call_locked_folder": ("int", 42),
    "call_import": ("list", []),
    "call_patches": ("str", "wrong"),
    "call_liar": (
        "tuple",
        [("unknown", "Liar"), ("unknown", "Tensor"), ("unknown", "Number")],
    ),
}


@pytest.mark.parametrize(("name", "line"), CRASHES.items())
def test_a_crash_costs_one_program(name, line):
    with attacked(name) as someone:
        answer = ask(someone)
        assert (answer.outcome, answer.message) == ("crashed", line)
        assert not answer.at_import
        assert_normal(someone)


@linux
@pytest.mark.parametrize("limits", [QUICK, PLAIN], ids=["namespace", "plain"])
@pytest.mark.parametrize(("name", "line"), LINUX_CRASHES.items())
def test_a_family_is_counted_and_ended(name, line, limits):
    with attacked(name, limits) as someone:
        answer = ask(someone)
        assert (answer.outcome, answer.message) == ("crashed", line)
        assert_normal(someone)


@pytest.mark.parametrize(
    "name", ["call_endless", "call_deaf", "call_stopped", "call_drip", "call_flood"]
)
def test_whatever_does_not_end_is_ended(name):
    late = "took longer than 0.7 s", "took longer than 1.4 s by the clock"
    with attacked(name, SHORT) as someone:
        assert_normal(someone)
        answer = ask(someone)
        if name == "call_drip":
            assert (answer.outcome, answer.message) == ("crashed", "answer was not understood")
        else:
            assert answer.outcome == "timeout" and answer.message in late
        assert_normal(someone)


def test_an_endless_loop_says_where_it_is():
    with attacked("call_endless", SHORT) as someone:
        frame = ask(someone).frames[-1]
        assert (frame.function, frame.path.endswith("call_endless.py")) == ("attack", True)
        assert "while True" in frame.text or "pass" in frame.text


@pytest.mark.parametrize(("name", "error"), RAISES.items())
def test_an_exception_is_an_outcome(name, error):
    with attacked(name) as someone:
        answer = ask(someone)
        assert answer.outcome == "raised"
        assert (answer.exception, answer.message[:32]) == (error[0], error[1][:32])
        assert not answer.at_import
        assert_normal(someone)


@pytest.mark.parametrize(("name", "value"), ANSWERS.items())
def test_an_answer_is_only_an_answer(name, value):
    with attacked(name) as someone:
        answer = ask(someone)
        assert (answer.outcome, answer.value) == ("answered", value), answer.message
        assert_normal(someone)


def test_patches_stay_in_the_worker():
    with attacked("call_patches") as someone:
        ask(someone)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(np.zeros(2), np.ones(2))
    assert not np.allclose(0, 1)


@ours
@linux
@pytest.mark.parametrize("limits", [QUICK, PLAIN], ids=["namespace", "plain"])
def test_a_daemon_does_not_live_to_see_the_next_answer(tmp_path, limits):
    heartbeat = tmp_path / "heartbeat"
    source = "def program(lib, path):\n    return lib.attack(path)\n"
    with attacked("call_daemon", limits) as someone:
        answer = ask(someone, source, ("str", str(heartbeat)))
        assert answer.value == ("int", 42)
        assert_normal(someone)
        length = heartbeat.stat().st_size
        time.sleep(0.1)
        assert heartbeat.stat().st_size == length
        assert_normal(someone)


@ours
@linux
@pytest.mark.parametrize("limits", [QUICK, PLAIN], ids=["namespace", "plain"])
def test_a_daemon_does_not_outlive_its_worker(tmp_path, limits):
    heartbeat = tmp_path / "heartbeat"
    source = "def program(lib, path):\n    return lib.attack(path)\n"
    with attacked("call_daemon", limits) as someone:
        assert ask(someone, source, ("str", str(heartbeat))).value == ("int", 42)
    length = heartbeat.stat().st_size
    time.sleep(0.1)
    assert heartbeat.stat().st_size == length


def test_a_program_that_answers_and_stays_costs_the_next_one_only_time():
    stays = (
        "def program(lib):\n"
        "    import os, time\n"
        "    os._exit = lambda status: time.sleep(60)\n"
        "    return 42\n"
    )
    with attacked("call_endless") as someone:
        assert ask(someone, stays).value == ("int", 42)
        assert_normal(someone)
        assert_normal(someone)


def test_no_expected_value_is_in_reach():
    expected = f"expected-{secrets.token_hex(8)}"
    with attacked("call_snoop") as someone:
        source = ATTACK + "def leak(lib, text):\n    return lib.attack()\n"
        assert ask(someone, source).value == ("tuple", [("list", []), ("bool", True)])
        # The search does find what is there to be found.
        leaked = someone.ask(Question(Program(source, "leak"), (("str", expected),)))
        assert leaked.value == ("tuple", [("list", [("str", expected)]), ("bool", True)])


@linux
@pytest.mark.parametrize("limits", [QUICK, PLAIN], ids=["namespace", "plain"])
@pytest.mark.parametrize("whose", [os.getpid, lambda: serving().pid], ids=["grader", "server"])
def test_the_graders_memory_is_out_of_reach(tier, limits, whose):
    source = "def program(lib, grader):\n    return lib.attack(grader)\n"
    with attacked("call_memory_of_grader", limits) as someone:
        answer = ask(someone, source, ("int", whose()))
        error = "FileNotFoundError" if tier == "bubblewrap" else "PermissionError"
        refused = [("str", error), ("int", -1), ("str", "ValueError")]
        assert answer.value == ("list", refused), answer.message


def test_the_process_that_forks_workers_may_be_killed():
    killed = serving().pid
    os.kill(killed, signal.SIGKILL)
    while serving().pid == killed:
        time.sleep(0.001)
    with worker(TINY / "exercise.py") as someone:
        assert_normal(someone)


@linux
def test_killing_the_parent_kills_no_grader():
    with attacked("call_kill_parent", PLAIN) as someone:
        answer = ask(someone)  # it may or may not come before the news of the parent's death
        died = (answer.outcome, answer.message) == ("crashed", "crashed: killed (SIGKILL)")
        assert died or answer.value == ("int", 42)
        assert_normal(someone)


@ours
@linux
def test_killing_the_warden_leaves_nobody():
    with attacked("call_kill_warden", PLAIN) as someone:
        answer = ask(someone)
        assert (answer.outcome, answer.message) == ("crashed", "crashed: the worker was killed")
        assert_normal(someone)


@linux
@pytest.mark.parametrize("tier", ["local", "bubblewrap"], indirect=True)
@pytest.mark.parametrize("name", ["call_kill_parent", "call_kill_all"])
def test_in_a_namespace_nobody_else_can_be_killed(name):
    if not has_namespace():
        pytest.skip("this system allows no process-id namespaces")
    with attacked(name) as someone:
        assert ask(someone).value == ("int", 42)
        assert_normal(someone)


IMPORTS = {
    "import_os_exit": "exited with status 0 before answering (os._exit or sys.exit?)",
    "import_broken_status": BROKEN,
    "import_segfault": "crashed: segmentation fault (SIGSEGV)",
    "import_garbage": "the worker's reply was not understood",
    "import_closed": "could not send its answer: the grader's files were closed",
}
LINUX_IMPORTS = {
    "import_fork_bomb": "started more than 32 processes",
    "import_daemon": "left processes running when it was imported",
}


def assert_import_crashes(name: str, line: str, limits) -> None:
    with attacked(name, limits) as someone:
        answer = ask(someone)
        assert (answer.outcome, answer.message) == ("crashed", line)
        assert answer.at_import
        assert ask(someone, NORMAL, *THREE) == answer


@pytest.mark.parametrize(("name", "line"), IMPORTS.items())
def test_a_crash_at_import_is_every_answer(name, line):
    assert_import_crashes(name, line, QUICK)


@linux
@pytest.mark.parametrize("limits", [QUICK, PLAIN], ids=["namespace", "plain"])
@pytest.mark.parametrize(("name", "line"), LINUX_IMPORTS.items())
def test_a_family_at_import_is_ended(name, line, limits):
    assert_import_crashes(name, line, limits)


@pytest.mark.parametrize(
    ("name", "exception"),
    [("import_sys_exit", "SystemExit"), ("import_interrupt", "KeyboardInterrupt")],
)
def test_an_exception_at_import_is_every_answer(name, exception):
    with attacked(name) as someone:
        answer = ask(someone)
        assert (answer.outcome, answer.exception, answer.at_import) == ("raised", exception, True)
        assert answer.frames[-1].path == str(ATTACKS / f"{name}.py")
        assert ask(someone, NORMAL, *THREE) == answer


@pytest.mark.parametrize("name", ["import_endless", "import_flood"])
def test_an_endless_import_is_ended(name):
    with attacked(name, SHORT) as someone:
        answer = ask(someone)
        late = "import took longer than 1.5 s", "import took longer than 3 s by the clock"
        assert answer.outcome == "timeout" and answer.message in late
        assert answer.at_import
        assert ask(someone) == answer


@ours
@linux
@pytest.mark.parametrize("limits", [QUICK, PLAIN], ids=["namespace", "plain"])
def test_a_bomb_goes_off_while_nobody_asks(limits):
    before = living()
    with attacked("import_late_bomb", limits) as someone:
        asked = Question(Program(ATTACK, "program"), ())
        assert someone.ask(asked, stays=True).value == ("int", 42)  # no end is to be reported
        (home,) = Path(tempfile.gettempdir()).iterdir()
        (home / "fuse").touch()
        wait_until(lambda: living() <= before)
        assert ask(someone).message == "started more than 32 processes"


@ours
@linux
def test_a_killed_grader_leaves_no_worker(tmp_path):
    """Even kill -9 of the trusted process takes all workers with it."""
    script = (
        "import os, sys, tempfile\n"
        f"sys.path.insert(0, {str(ATTACKS.parents[2])!r})\n"
        f"sys.path.insert(0, {str(ATTACKS.parent)!r})\n"
        f"tempfile.tempdir = {str(tmp_path)!r}\n"
        "import test_attacks\n"
        "someone = test_attacks.attacked('call_endless')\n"
        "test_attacks.assert_normal(someone)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", script], timeout=ENOUGH, check=False)
    wait_until(lambda: not any(tmp_path in folder_of(pid).parents for pid in psutil.pids()))
    assert list(tmp_path.glob("kata-*"))  # it was running indeed


def living() -> set[psutil.Process]:
    """The processes that this one and those below it have started, and that have not ended."""
    return set(filter(is_alive, psutil.Process().children(recursive=True)))


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


FILES = {
    "null bytes": (b"def attack():\n    return 42\0\n", ("SyntaxError", "ValueError")),
    "unknown encoding": (b"# -*- coding: klingon -*-\n", ("SyntaxError",)),
    "nested operators": (b"x = " + b"-" * 200_000 + b"1\n", ("RecursionError", "MemoryError")),
    "nested brackets": (b"x = " + b"(" * 200_000, ("SyntaxError", "MemoryError")),
    "long sum": (b"x = 1" + b"+1" * 200_000 + b"\n", ("RecursionError", "MemoryError")),
    "empty": (b"", ("ImportError",)),
    "half a line": (b"def attack(:\n", ("SyntaxError",)),
}


@pytest.mark.parametrize(("content", "exceptions"), FILES.values(), ids=FILES)
def test_a_file_that_is_not_a_module(tmp_path, content, exceptions):
    path = tmp_path / "exercise.py"
    path.write_bytes(content)
    with worker(path) as someone:
        answer = ask(someone)
        assert answer.at_import
        if answer.outcome == "crashed":  # Python's own parser may overrun its stack
            assert "SIGSEGV" in answer.message
            assert "nested" in content.decode() or len(content) > 100_000
        else:
            assert (answer.outcome, answer.exception in exceptions) == ("raised", True)
            assert answer.frames
        assert ask(someone) == answer


def missing(path: Path) -> None:
    pass


def a_link(path: Path) -> None:
    path.symlink_to(TINY / "exercise.py")


def a_dangling_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def too_long(path: Path) -> None:
    path.write_bytes(b"#" * (MB + 1))


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (missing, "is missing"),
        (a_link, "is a symbolic link"),
        (a_dangling_link, "is a symbolic link"),
        (a_pipe, "is not an ordinary file"),
        (a_folder, "is not an ordinary file"),
        (too_long, "is larger than 1 MiB"),
    ],
)
def test_something_else_in_place_of_a_file(tmp_path, make, line):
    path = tmp_path / "m05_toposort.py"
    make(path)
    with worker(path) as someone:
        answer = ask(someone)
        assert (answer.outcome, answer.at_import) == ("crashed", True)
        assert answer.message.startswith(f"{path} {line}")
        assert "nox -s reset" not in answer.message  # which is for the checkout's own
        assert "\n" not in answer.message


@pytest.mark.parametrize("make", [a_pipe, missing, a_folder])
def test_a_file_that_changes_after_it_was_read_changes_nothing(tmp_path, make):
    path = tmp_path / "exercise.py"
    path.write_bytes((TINY / "exercise.py").read_bytes())
    someone = worker(path)
    someone.close()
    path.unlink()
    make(path)
    with someone:  # a process of its own, begun now
        assert ask(someone).value == ("int", 42)
