"""torch answers the same without its compiler, which it then never imports."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

from grader.asking.in_process import InProcess
from grader.asking.oracle import Oracle
from grader.asking.question import Question
from grader.asking.workers import Workers
from grader.grading.suites import run
from grader.manifest import ROOT, SOLUTIONS, find_milestone
from grader.sandbox.answer import Answer
from grader.suite.setup import Settings, Setup

SLUGS = ("sgd", "vmap")
SCRIPT = "from tests.grader.test_eager import tell; tell()"
COMPILER = "torch._dynamo.eval_frame"  # a part that only the real one has


class Noting(Oracle):
    """Notes a digest of each answer."""

    def __init__(self) -> None:
        self._known, self.noted = {}, dict[str, str]()

    def _run(self, question: Question) -> Answer:
        answer = super()._run(question)
        self.noted[question.key] = hashlib.sha256(answer.to_bytes()).hexdigest()
        return answer


def tell() -> None:
    """Print what torch answers to the questions of some suites, and whether it has its compiler."""
    oracle, workers = Noting(), Workers(InProcess)  # it is torch that is asked
    settings = Settings(only_isolated=True, shrinks=False)
    run(Setup.of(SOLUTIONS, settings, workers, oracle), [find_milestone(s) for s in SLUGS])
    print(json.dumps([COMPILER in sys.modules, oracle.noted]))


def told(first: str) -> tuple[bool, dict[str, str]]:
    command = [sys.executable, "-c", first + SCRIPT]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    has_compiler, answers = json.loads(done.stdout.splitlines()[-1])
    return has_compiler, answers


def test_torch_answers_the_same_without_its_compiler():
    has_compiler, answers = told("")
    assert not has_compiler and len(answers) > 50
    assert told("import torch._dynamo; ") == (True, answers)


def test_whoever_asks_for_more_gets_the_real_compiler():
    asks = "from grader.asking.oracle import torch; torch()._dynamo.reset(); "
    asks += "import torch._dynamo.utils as utils; print(utils.__name__, torch()._dynamo.__file__)"
    done = subprocess.run([sys.executable, "-c", asks], cwd=ROOT, capture_output=True, text=True)
    name, file = done.stdout.split()
    assert name == "torch._dynamo.utils" and file.endswith("__init__.py")


def test_pytest_meets_no_module_that_torch_has_half_imported():
    asks = "import os, sys; from grader.asking.oracle import Oracle; Oracle().prepare(); "
    asks += "print(sys.modules['unittest'].SkipTest.__name__, flush=True); os._exit(0)"
    done = subprocess.run([sys.executable, "-c", asks], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "SkipTest\n", done.stderr
