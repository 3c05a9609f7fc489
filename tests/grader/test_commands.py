"""Every command: a session and a file of the same name, `--help`, one line for mistakes."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from types import SimpleNamespace

import pytest

from grader.commands.exit_status import Status, status
from grader.commands.options import Parser
from grader.manifest import ROOT, find_milestone

FOLDER = ROOT / "grader" / "commands"
COMMANDS = sorted(
    {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "exit_status", "options"}
)


def sessions() -> dict[str, ast.FunctionDef]:
    """The sessions of noxfile.py by name."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {
        f.name: f for f in functions if any("session" in ast.unparse(d) for d in f.decorator_list)
    }


SESSIONS = sessions()


def test_a_session_of_the_graders_has_its_file_and_a_file_its_session():
    own = [
        name for name, node in SESSIONS.items() if ast.unparse(node.body[-1]) == "command(session)"
    ]
    assert sorted(own) == COMMANDS
    assert len(COMMANDS) >= 11


@pytest.mark.parametrize("name", SESSIONS)
def test_what_follows_the_dashes_reaches_every_session(name):
    said = ast.unparse(SESSIONS[name])
    assert "command(session)" in said or "*session.posargs" in said


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_the_command_as_it_is_typed_and_what_it_does(name, capsys):
    with pytest.raises(SystemExit) as exit:
        command(name).main(["--help"])
    assert exit.value.code == Status.DONE
    said = capsys.readouterr().out
    assert said.startswith(f"usage: nox -s {name} -- [-h]")
    described = said.split("\n\n")[1]
    assert described[0].isupper() and described.rstrip().endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("wrong", [["--wrong"], ["--wrong\n\x1b[31m"]])
def test_a_mistake_is_one_line_and_status_2(name, wrong, capsys):
    with pytest.raises(SystemExit) as exit:
        command(name).main(wrong)
    out, err = capsys.readouterr()
    assert exit.value.code == Status.MISTAKEN == 2
    assert out == "" and err.count("\n") == 1 and "\x1b" not in err
    assert err.startswith(f"nox -s {name}: ")


@pytest.mark.parametrize("name", COMMANDS)
def test_there_is_one_parser_and_one_way_to_leave(name):
    source = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert f'Parser("{name}", ' in source
    assert not re.search(r"ArgumentParser|os\._exit", source)
    last = source.rsplit('if __name__ == "__main__":\n', 1)[1]
    assert last.startswith(
        "    sys.exit(main())  # not `leave`" if name == "shell" else "    leave(main())"
    )


@pytest.mark.parametrize("name", sorted(SESSIONS.keys() - set(COMMANDS)))
def test_every_other_session_shows_its_help_too(name):
    """What the session runs with `--help` says how it is used, and does nothing."""
    body = [statement for statement in SESSIONS[name].body if "session" in ast.unparse(statement)]
    typed = ast.unparse(body[0]).replace("*session.posargs", "'--help'")
    asked: list[tuple[str, ...]] = []
    scope = {"run": lambda _, *arguments: asked.append(arguments), "PARALLEL": ()}
    exec(typed, scope | {"session": SimpleNamespace(name=name)})
    (module, *arguments) = asked[0]
    command = [sys.executable, "-P", "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "usage: " in done.stdout.lower()
    rest = [ast.unparse(statement) for statement in body[1:]]
    assert rest == [] or rest[0].startswith("if {'-h', '--help'} & set(session.posargs):")


def with_dashes(*typed: str) -> str:
    """The function of noxfile.py, which needs nox itself where it is imported."""
    source = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    found = next(n for n in ast.parse(source).body if getattr(n, "name", "") == "with_dashes")
    scope: dict[str, Callable[..., str]] = {"Iterable": Iterable}
    exec(ast.unparse(found), scope)
    return scope["with_dashes"](list(typed), SESSIONS)


def test_who_forgets_the_dashes_is_told_what_to_type():
    assert with_dashes("-s", "grade", "m05", "chain") == "nox -s grade -- m05 chain"
    assert with_dashes("--session", "hint", "exercises/m05_toposort.py").endswith("_toposort.py")
    fine = [("-s", "lint", "tests"), ("-s", "grade", "--", "m05"), ("-l",), ("-k", "grade")]
    assert [with_dashes(*each) for each in fine] == ["", "", "", ""]


@pytest.mark.parametrize(
    "text",
    [
        *("m05", "M05", "5", "toposort", "topological sort", "m05_toposort", "topo"),
        *("exercises/m05_toposort.py", r"exercises\m05_toposort.py", "./m04_toposort.py"),
    ],
)
def test_a_milestone_has_many_spellings(text):
    assert find_milestone(text).slug == "toposort"


def test_a_failing_command_ends_with_its_own_status():
    done = run("from grader.commands.exit_status import leave; print('x'); leave(3)")
    assert (done.returncode, done.stdout) == (3, "x\n")


def test_leaving_waits_for_threads():
    late = "threading.Thread(target=lambda: (time.sleep(0.2), print('done'))).start()"
    done = run(
        f"import threading, time; from grader.commands.exit_status import leave; {late}; leave(0)"
    )
    assert (done.returncode, done.stdout) == (0, "done\n")


def test_an_interrupt_that_is_swallowed_ends_the_process_nevertheless():
    done = run(
        "import os, signal, time; from grader.commands import exit_status as e; e.PATIENCE = 0.2\n"
        "def work():\n"
        "    try: os.kill(os.getpid(), signal.SIGINT); time.sleep(600)\n"
        "    except KeyboardInterrupt: time.sleep(600)\n"
        "e.leave(e.status(work))"
    )
    assert (done.returncode, done.stderr) == (130, "interrupted; nothing was recorded\n")


def test_a_reader_who_leaves_early_is_not_an_error():
    prints = "from grader.commands.exit_status import *; leave(status(lambda: print('x' * 10**6)))"
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-c", prints]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_broken_pipe_of_the_graders_own_is_not_taken_for_a_reader(capsys):
    def work():
        raise BrokenPipeError

    assert status(work) == Status.BROKEN
    assert "This is the grader's fault" in capsys.readouterr().err


def test_a_parser_names_its_session(capsys):
    with pytest.raises(SystemExit):
        Parser("somewhere", "Something.").parse_args(["else"])
    assert capsys.readouterr().err.startswith("nox -s somewhere: unrecognized arguments: else")


def command(name):
    return importlib.import_module(f"grader.commands.{name}")


def run(source):
    return subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True)
