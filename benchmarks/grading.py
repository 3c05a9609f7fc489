"""Where the time of grading goes: `nox -s bench`. Times are wall clock, in seconds."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from tabulate import tabulate

from grader.asking.program import Program
from grader.asking.question import Question
from grader.library.assemble import assemble
from grader.manifest import ROOT, SOLUTIONS
from grader.sandbox.worker import Worker

PROGRAM = Program("def program(lib, x):\n    return lib.tensor(x)", "program")
QUESTION = Question(PROGRAM, (("float", 1.0),))
ROUND_TRIPS = 50


def run(options: argparse.Namespace) -> int:
    """Measure, and print two tables: the parts, and a whole run over the solutions."""
    parts = [
        ("start Python", _seconds(lambda: _python("pass"))),
        ("import numpy", _seconds(lambda: _python("import numpy"))),
        ("import pytest", _seconds(lambda: _python("import pytest"))),
        ("import torch", _seconds(lambda: _python("import torch"))),
        ("start a worker, first answer", _seconds(_first_answer)),
        (f"one more answer (of {ROUND_TRIPS})", _round_trip()),
    ]
    print(tabulate(parts, headers=["part", "seconds"], floatfmt=".4f"), end="\n\n")
    print(tabulate(_whole_run(), headers=["grade --target solutions", "seconds"], floatfmt=".2f"))
    return 0


def _seconds(call: Callable[[], object], times: int = 3) -> float:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        spent.append(time.perf_counter() - began)
    return median(spent)


def _python(statement: str) -> None:
    subprocess.run([sys.executable, "-c", statement], check=True)


def _first_answer() -> None:
    with Worker(assemble(SOLUTIONS, None)) as worker:
        worker.ask(QUESTION)


def _round_trip() -> float:
    with Worker(assemble(SOLUTIONS, None)) as worker:
        worker.ask(QUESTION)
        ask = lambda: worker.ask(QUESTION)  # noqa: E731
        return _seconds(ask, ROUND_TRIPS)


def _whole_run() -> list[tuple[str, float]]:
    """Each milestone (torch's import falls to the first that asks it), and the whole command."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "grader.commands.grade", "--target", "solutions"]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    whole = time.perf_counter() - began

    from grader.grading.steps import grade

    record = grade(SOLUTIONS)
    rows = [(f"{m.id} {m.title}, {m.total} tests", m.seconds) for m in record.milestones]
    rows.append(("between the tests", record.seconds - sum(m.seconds for m in record.milestones)))
    return [*rows, ("the whole command, torch's answers remembered", whole)]
