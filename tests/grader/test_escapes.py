"""No attempt gets out of a sealed worker, and the attempts are such that get out of others."""

from __future__ import annotations

import sys

import pytest

from grader.asking.program import Program
from grader.asking.question import Question
from grader.commands.escapes import main
from grader.library.assemble import assemble
from grader.manifest import SOLUTIONS
from grader.sandbox.escapes.trial import escapes
from grader.sandbox.inside import seccomp
from grader.sandbox.jail import Jail
from grader.sandbox.launch import isolate
from grader.sandbox.worker import Worker
from tests.grader.isolated import isolated

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone seals")

# What a local worker holds, too: by its limits and its namespace.
HELD = {
    *("search open files", "search the environment", "signal others", "slow others down"),
    *("raise limits", "use a terminal", "leave a note", "outlive"),
    *("start threads", "start processes", "hold memory together"),
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
    assert len(tried) == 35


def test_attempts_get_out_of_a_local_worker():
    """Or else it would say nothing that they are held."""
    assert {each.name for each in escapes() if not each.could} <= HELD


def test_the_command_says_what_got_through(capsys, monkeypatch):
    assert main(["--local"]) == 1
    said = capsys.readouterr().out
    assert "  read the answers, by 2 ways, first " in said
    assert said.splitlines()[-1].startswith("local: 35 attempts, ")
    monkeypatch.setattr("grader.commands.escapes.jails", lambda: ())
    assert main([]) == 1
    assert "install bubblewrap" in capsys.readouterr().err


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
