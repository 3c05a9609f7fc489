"""What workers take of processors is counted from outside, whatever becomes of who took it."""

from __future__ import annotations

import multiprocessing
from threading import Event

import pytest

from grader.asking.program import Program
from grader.asking.question import Question
from grader.library.assemble import assemble
from grader.manifest import SOLUTIONS
from grader.sandbox.allowance import UNLIMITED, Allowance, allowing, ledger
from grader.sandbox.inside.limits import LIMITS
from grader.sandbox.worker import Worker
from tests.grader.isolated import isolated
from tests.waiting import ENOUGH, wait_until

SECONDS = 0.6  # that each of these takes, or a little more
BURN = f"end = time.process_time() + {SECONDS}\nwhile time.process_time() < end: pass\n"
CHILD = f"import os, time\nif os.fork() == 0:\n    {BURN.replace(chr(10), chr(10) + '    ')}"
ENDS = {  # of a program, and of the process in which it runs
    "an answer": (f"import time\n{BURN}", "answered"),
    "an end without one": (f"import os, time\n{BURN}os._exit(0)", "crashed"),
    "a time-out": ("while True: pass", "timeout"),
    "a child that is waited for": (f"{CHILD}os._exit(0)\nos.wait()", "answered"),
    "a child that is killed with it": (
        "import os, time\nif os.fork() == 0:\n    while True: pass\ntime.sleep(600.0)",
        "timeout",
    ),
}
LIMITED = LIMITS._replace(program=SECONDS, patience=200.0)  # by a processor, and not by the clock


def ask(body: str, limits=LIMITS) -> str:
    lines = "\n".join(f"    {line}" for line in ["pass", *body.splitlines()])
    with Worker(assemble(SOLUTIONS, None), limits) as worker:
        return worker.ask(Question(Program(f"def f(lib):\n{lines}\n", "f"), ())).outcome


@pytest.mark.parametrize("tier", ["local", "bubblewrap", "Landlock"])
@pytest.mark.parametrize("end", ENDS)
def test_what_was_taken_counts_whatever_the_end(end, tier, nobody_left):
    body, outcome = ENDS[end]
    with isolated(tier):
        before = ledger().seconds()
        assert ask("pass") == "answered"
        usual = ledger().seconds() - before
        assert ask(body, LIMITED if outcome == "timeout" else LIMITS) == outcome
        assert ledger().seconds() - before - 2 * usual > 0.7 * SECONDS


def test_a_process_that_was_forked_counts_in_the_same_ledger():
    before = ledger().seconds()
    process = multiprocessing.get_context("fork").Process(target=ask, args=(ENDS["an answer"][0],))
    process.start()
    process.join(ENOUGH)
    assert ledger().seconds() - before > SECONDS


@pytest.mark.parametrize("seconds, of_processors", [(0.1, None), (None, 0.1), (600.0, 0.1)])
def test_whoever_has_taken_what_is_allowed_is_told_once(seconds, of_processors):
    told, none = Event(), Event()
    allowance, ample = Allowance.of(seconds, of_processors), Allowance.of(600.0, 600.0)
    with allowing(allowance, told.set), allowing(ample, none.set):
        ask(ENDS["an answer"][0])
        wait_until(told.is_set)
    with allowing(UNLIMITED, none.set), allowing(Allowance.of(0.5), none.set):
        pass
    assert not none.is_set()
