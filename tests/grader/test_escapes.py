"""No attempt gets out of a sealed worker, and the attempts are such that get out of others."""

from __future__ import annotations

import io
import re
import sys
from contextlib import ExitStack, redirect_stdout
from typing import NamedTuple

import pytest

from grader.asking.program import Program
from grader.asking.question import Question
from grader.commands.escapes import main
from grader.library.assemble import assemble
from grader.manifest import ROOT, SOLUTIONS
from grader.sandbox.escapes.trial import Escape, escapes
from grader.sandbox.inside import seccomp
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.jail import Jail, jails
from grader.sandbox.launch import isolate, serving
from grader.sandbox.worker import Worker
from tests.grader.isolated import isolated

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone seals")

# What a local worker holds, too: by its limits and its namespace.
HELD = {
    *("search open files", "search the environment", "signal others", "slow others down"),
    *("raise limits", "use a terminal", "leave a note", "outlive"),
    *("start threads", "start processes", "hold memory together"),
    *("hold memory as if it were shared", "take time that is nobodys"),
}


@pytest.fixture(autouse=True)
def unsealed_afterwards(nobody_left):
    yield
    isolate(None)


@pytest.mark.parametrize("tier", ["bubblewrap", "Landlock"])
def test_no_attempt_gets_out_of_a_sealed_worker(tier):
    with isolated(tier):
        tried = list(escapes())
    assert [each for each in tried if each.could] == []
    assert len(tried) == 47


class Local(NamedTuple):
    """What the command does with local workers."""

    status: int
    said: str
    tried: list[Escape]


@pytest.fixture(scope="module")
def local():
    tried, said = [], io.StringIO()

    def noted():
        for each in escapes():
            tried.append(each)
            yield each

    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said):
        patch.setattr("grader.commands.escapes.escapes", noted)
        status = main(["--local"])
    return Local(status, said.getvalue(), tried)


def test_attempts_get_out_of_a_local_worker(local):
    """Or else it would say nothing that they are held. Whoever grades this way is told which."""
    tried = local.tried
    assert {each.name for each in tried if not each.could} <= HELD
    told = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    (listed,) = re.findall(r"these get through \(`[^`]+`\): (.+)\.\n", told)
    names = {name.partition(" (")[0] for name in listed.split(", ")}
    assert names == {each.name for each in tried} - HELD


def test_the_command_says_what_got_through(local, capsys, monkeypatch):
    assert local.status == 1
    assert "  read the answers, by 2 ways, first " in local.said
    assert local.said.splitlines()[-1].startswith("local: 47 attempts, ")
    monkeypatch.setattr("grader.commands.escapes.jails", lambda: ())
    assert main([]) == 1
    assert "install bubblewrap" in capsys.readouterr().err


HOLD = """
def f(lib, size):
    import time
    lib.held = b"x" * size
    time.sleep(0.3)
    return size
"""


@pytest.mark.parametrize("tier", ["local", "bubblewrap", "Landlock"])
def test_workers_hold_no_more_together_than_one_may(tier):
    """Each for itself would be allowed; they are one submission's."""
    limits = LIMITS._replace(all_memory=300 << 20)
    hold = Question(Program(HOLD, "f"), (("int", 120 << 20),))
    holds = Question(Program("def f(lib):\n    return hasattr(lib, 'held')", "f"), ())
    library = assemble(SOLUTIONS, None)
    with isolated(tier), ExitStack() as stack:
        workers = [stack.enter_context(Worker(library, limits)) for _ in range(3)]
        for number in (2, 3):
            for worker in workers[:number]:
                worker.ask(hold, stays=True)
            answers = [worker.ask(holds, stays=True).value for worker in workers[:number]]
            assert answers.count(("bool", True)) in ({2} if number == 2 else {0, 1, 2})


HOLES = {  # the seal is kept, but for one file that a worker may read
    "bubblewrap": lambda jail, path: jail._replace(
        prefix=(*jail.prefix[:-1], "--ro-bind", path, path, "--")
    ),
    "Landlock": lambda jail, path: jail._replace(readable=(*jail.readable, path)),
}


@pytest.mark.parametrize("tier", HOLES)
def test_a_seal_with_a_hole_turns_the_gate_red(tier, monkeypatch, capsys):
    """It is a hole in one place, and the attempts themselves find it."""
    answer = str(SOLUTIONS / "m08_backward.py")
    with isolated(tier):
        (jail,) = [each for each in jails() if each.name.endswith(tier)]
        isolate(HOLES[tier](jail, answer))
        first = next(escapes())
    assert first.name == "read the answers"
    assert [each for each in first.could if answer in each] == [*first.could] != []
    monkeypatch.setattr("grader.commands.escapes.escapes", lambda: [first])
    monkeypatch.setattr("grader.commands.escapes.jails", lambda: [jail])
    assert main([]) == 1
    assert capsys.readouterr().out.endswith(f"{jail.name}: 1 attempts, 1 got through\n")


def test_whoever_forks_workers_in_bubblewrap_ends_by_itself():
    """It is not waited for in vain, and then killed."""
    with isolated("bubblewrap"):
        server = serving()
    assert server.status() == 0


def test_a_worker_that_cannot_be_sealed_runs_nothing():
    """Nor is its owner blamed."""
    isolate(Jail("sealed by half", readable=("/there/is/no/such/file",)))
    with Worker(assemble(SOLUTIONS, None)) as worker:
        answer = worker.ask(Question(Program("def f(lib):\n    return 1", "f"), ()))
    assert answer.outcome == "broken"
    assert "/there/is/no/such/file" in answer.message


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_a_filter_ends_by_allowing_what_it_does_not_name(machine):
    """Every jump in it lands on a step."""
    steps = seccomp.program(machine)
    assert steps[-1] == (seccomp.RETURN, 0, 0, seccomp.ALLOW)
    for place, (_, yes, no, _) in enumerate(steps):
        assert place + 1 + max(yes, no) <= len(steps)


def test_another_kind_of_machine_is_refused():
    with pytest.raises(seccomp.Unsupported, match="m68k"):
        seccomp.program("m68k")


FILES = """
def f(lib):
    import os, tempfile
    said = []
    for name in ("a", "b", "c"):
        with open(name, "w") as file:
            file.write(name * 1000)
    os.replace("a", "b")
    said += [open("b").read(1), os.path.exists("a")]
    os.rename("b", "c")
    said += [open("c").read(1), os.path.exists("b")]
    os.rename("c", "c")
    os.remove("c")
    for ask in (os.remove, os.unlink):
        try:
            ask("c")
        except FileNotFoundError:
            said.append("gone")
    os.mkdir("folder")
    try:
        os.remove("folder")
    except (IsADirectoryError, PermissionError):
        said.append("a folder")
    os.rename("folder", "other")
    os.rmdir("other")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as file:
        open(f"{folder}/note", "w").close()
        said.append(file.write(b"123"))
    return [str(each) for each in (*said, os.path.exists(folder))]
"""


@pytest.mark.parametrize("tier", ["local", "bubblewrap", "Landlock"])
def test_files_are_removed_and_replaced_as_ever(tier):
    with isolated(tier), Worker(assemble(SOLUTIONS, None)) as worker:
        answer = worker.ask(Question(Program(FILES, "f"), ()))
    assert answer.outcome == "answered", answer
    told = [value for _, value in answer.value[1]]
    assert told == ["a", "False", "a", "False", "gone", "gone", "a folder", "3", "False"]
