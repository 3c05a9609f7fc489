#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2025.2.9"]
# ///
"""Every command of the kata. `nox --list` shows them; what follows `--` goes to the command.

All sessions share one environment, `.nox/kata`, with one torch in it. It is made by the first
command, and again only when the requirements in `pyproject.toml` change.

Where uv is there, nox need not be: `uv run noxfile.py -s grade`.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nox

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"The kata needs Python 3.11 or later; this is {sys.version.split()[0]}.")

ROOT = Path(__file__).parent
# Where Python keeps what it compiles, here and in every command. Beside the sources it would run
# what a submission's code has put there: unlike a changed source, nobody would see it.
COMPILED = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "autodiff-kata"
sys.pycache_prefix = str(COMPILED)
sys.path.append(str(ROOT))  # the last: nothing that lies here stands for a module of Python's

import environment  # noqa: E402


class Plain(logging.Filter):
    """Leaves out what nox says beside what a command says: uv is not needed, and a command whose
    table is full of failures was "successful"."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        return not said.startswith(("uv binary not found", "Running session")) and not (
            said.startswith("Session ") and " was successful" in said
        )


logging.getLogger("nox").addFilter(Plain())

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["grade"]

# Two more than there are processors, since tests also wait.
PARALLEL = ("-n", str(min(8, 2 + (os.cpu_count() or 1))), "--dist", "worksteal")

# Sessions for which a group of requirements of their name is added when they are first run.
LATER = ("book", "notebook")


@nox.session(venv_backend="none")
def grade(session: nox.Session) -> None:
    """Score exercises/ and say what to do next: [MILESTONE ...] [-k NAME] [--help]"""
    command(session)


@nox.session(venv_backend="none")
def watch(session: nox.Session) -> None:
    """Grade what you save, while you look on: [MILESTONE] [--target DIR]"""
    command(session)


@nox.session(venv_backend="none")
def report(session: nox.Session) -> None:
    """View a record that `grade -- --json FILE` saved: RECORD [--html FILE] [--help]"""
    command(session)


@nox.session(venv_backend="none")
def hint(session: nox.Session) -> None:
    """The next hint for what fails now: [MILESTONE] [--again]"""
    command(session)


@nox.session(venv_backend="none")
def demo(session: nox.Session) -> None:
    """Show what your library can do with a milestone: MILESTONE [--target DIR] [--svg FILE]"""
    command(session)


@nox.session(venv_backend="none")
def compare(session: nox.Session) -> None:
    """Show a finished exercise beside the reference: MILESTONE [--force]"""
    command(session)


@nox.session(venv_backend="none")
def reset(session: nox.Session) -> None:
    """Start one exercise over, and keep a backup: MILESTONE ..."""
    command(session)


@nox.session(venv_backend="none")
def shell(session: nox.Session) -> None:
    """A Python prompt with your library as `autodiff`, or: SCRIPT"""
    command(session)


@nox.session(venv_backend="none")
def syllabus(session: nox.Session) -> None:
    """List the milestones: what each asks for, and what it is worth: [MILESTONE ...]"""
    command(session)


@nox.session(venv_backend="none")
def where(session: nox.Session) -> None:
    """Say where a name of the library lives, such as nn.Linear, and whose lesson it is: NAME"""
    command(session)


@nox.session(venv_backend="none")
def export(session: nox.Session) -> None:
    """Write your library as a package that needs NumPy alone: DIR"""
    command(session)


@nox.session(venv_backend="none")
def notebook(session: nox.Session) -> None:
    """JupyterLab, with your library as `autodiff`: [--target DIR]"""
    command(session)


@nox.session(venv_backend="none")
def train(session: nox.Session) -> None:
    """Train on MNIST, and show mistakes: [--target exercises] [--subset] [--epochs N] [--seed N]"""
    command(session)


@nox.session(venv_backend="none")
def debug(session: nox.Session) -> None:
    """Run your code in this very process, for prints and a debugger: [MILESTONE ...] [--pdb]"""
    command(session)


@nox.session(venv_backend="none")
def classroom(session: nox.Session) -> None:
    """Grade what a class has handed in: intake | run | gradebook | similarity [--help]"""
    run(session, "classroom", *session.posargs)


@nox.session(venv_backend="none")
def handout(session: nox.Session) -> None:
    """Write what students get, without answers: DIR [--git] | --gradescope FILE.zip [--help]"""
    command(session)


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """Everything that a maintainer must keep true: [what pytest takes]"""
    run(session, "pytest", *PARALLEL, *session.posargs)


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Check style, types, and that exercises/ is made of solutions/: [what ruff check takes]"""
    run(session, "ruff", "check", ".", *session.posargs)
    if {"-h", "--help"} & set(session.posargs):
        return
    run(session, "ruff", "format", "--check", ".")
    run(session, "mypy")
    run(session, "grader.commands.stubs", "--check")


@nox.session(venv_backend="none")
def stubs(session: nox.Session) -> None:
    """Regenerate exercises/ from solutions/: [--check | --renumber]"""
    command(session)


@nox.session(venv_backend="none")
def readme(session: nox.Session) -> None:
    """Write anew what README and docs/ show of course and grader: [--check]"""
    command(session)


@nox.session(venv_backend="none")
def misconceptions(session: nox.Session) -> None:
    """List the known mistakes, and the tests that catch them: [MILESTONE ...]"""
    command(session)


@nox.session(venv_backend="none")
def seeds(session: nox.Session) -> None:
    """Run the suites on the reference with 40 seeds: [MILESTONE ...] [--first N] [--count N]"""
    command(session)


@nox.session(venv_backend="none")
def escapes(session: nox.Session) -> None:
    """Try to get out of sealed workers: [--local]"""
    command(session)


@nox.session(venv_backend="none")
def diagnosis(session: nox.Session) -> None:
    """Measure how often the mistake in a wrong file is named, rightly or not: [MILESTONE ...]"""
    run(session, "benchmarks", session.name, *session.posargs)


@nox.session(venv_backend="none")
def bench(session: nox.Session) -> None:
    """Measure grading, or [library | coverage | watch | ...]: [--help]"""
    run(session, "benchmarks", *session.posargs)


@nox.session(venv_backend="none")
def parity(session: nox.Session) -> None:
    """Train in autodiff and torch from one seed, and compare: [NETWORK ...] [--target exercises]"""
    run(session, "parity", *session.posargs)


@nox.session(venv_backend="none")
def jax(session: nox.Session) -> None:
    """Compare functions, gradients and transforms with JAX's, where JAX is installed: [--help]"""
    run(session, "parity.against_jax", *session.posargs)


@nox.session(venv_backend="none")
def book(session: nox.Session) -> None:
    """Make the lessons a book, with figures and typeset maths: [--out DIR] [--single FILE]"""
    run(session, "book", *session.posargs)


def command(session: nox.Session) -> None:
    """The grader's command of the session's name: `nox -s hint` is `grader/commands/hint.py`."""
    run(session, f"grader.commands.{session.name}", *session.posargs)


def run(session: nox.Session, module: str, *arguments: str) -> None:
    """Run a module in the environment; a failing exit status becomes nox's own.

    By `subprocess.run`: `session.run` makes every failure status 1, prints a line of its own, and
    ends a program half a second after Ctrl-C.
    """
    prepare(session)
    command = [environment.python(), "-P", "-m", module, *arguments]
    status = subprocess.run(command, cwd=ROOT, env=environment.variables())
    if status.returncode:
        sys.exit(status.returncode)


def prepare(session: nox.Session) -> None:
    """Make the environment, unless it is there and has what `pyproject.toml` asks for."""
    wanted = [
        *project()["project"]["dependencies"],
        *nox.project.dependency_groups(project(), "dev"),
    ]
    environment.prepare(wanted, session.log)
    if session.name in LATER:
        environment.add(nox.project.dependency_groups(project(), session.name), session.log)


def project() -> dict[str, Any]:
    """What `pyproject.toml` says."""
    return nox.project.load_toml(ROOT / "pyproject.toml")


def with_dashes(typed: list[str], sessions: Iterable[str]) -> str:
    """What was meant by `nox -s grade m05`; "" where nothing is wrong with what was typed."""
    if "--" in typed or not {"-s", "--session", "--sessions"} & set(typed):
        return ""
    names = [each for each in typed if not each.startswith("-")]
    known = [each for each in names if each in sessions]
    others = [each for each in names if each not in sessions]
    return f"nox -s {' '.join(known)} -- {' '.join(others)}" if len(known) == 1 and others else ""


if meant := with_dashes(sys.argv[1:], nox.registry.get()):
    sys.exit(f"What is meant for a command stands behind two dashes: {meant}")

if __name__ == "__main__":
    nox.main()
