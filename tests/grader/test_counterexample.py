"""Random programs find known mistakes by themselves, and show the smallest program for each."""

from __future__ import annotations

import ast
import re
import warnings
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.asking.oracle import torch
from grader.asking.program import SuiteError
from grader.asking.workers import Workers
from grader.feedback.known_misconceptions import misconceptions
from grader.judging.explain import explain
from grader.manifest import MILESTONES, find_milestone
from grader.record import TestResult
from grader.sandbox.answer import Answer
from grader.sandbox.inside.limits import LIMITS, Limits
from grader.sandbox.worker import Worker
from grader.suite.random_programs import agree_on
from grader.suite.random_programs import shrink as search
from grader.suite.random_programs.batch import last_expressions, run_all
from grader.suite.random_programs.generators import (
    activations,
    arithmetic,
    images,
    losses,
    reductions,
    shapes,
    walks,
)
from grader.suite.random_programs.trim import size, trimmed
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.grader.folders import solution, write
from tests.grader.today import todays
from tests.waiting import ENOUGH

TEST = "random programs give what torch gives"
GENERATORS = (
    arithmetic.magic_methods,
    arithmetic.chain_rule,
    walks.backward,
    walks.autograd_mechanics,
    shapes.shapes,
    shapes.indexing,
    reductions.reductions,
    activations.activations,
    losses.losses,
    images.convolution,
    images.pooling,
)

# Mistakes of each milestone, and how long a program may be at most that shows them.
FOUND = [
    ("m04", "2 - x computes x - 2", 30),
    ("m04", "sigmoid is mirrored", 30),
    ("m04", "division drops the remainder", 30),
    ("m07", "the denominator keeps its sign", 70),
    ("m07", "each factor multiplies its own gradient", 80),
    ("m07", "the denominator divides only once", 70),
    ("m08", "each new contribution replaces the last one", 70),
    ("m08", "each backward replaces the gradient", 100),
    ("m09", "grad also fills .grad", 100),
    ("m11", "a repeated index keeps only its last gradient", 100),
    ("m10", "every part of a cat gets the first part's gradient", 150),
    ("m10", "tensors are always joined along the first dim", 150),
    ("m12", "every winner takes the whole gradient", 100),
    ("m12", "prod divides by the element", 100),
    ("m12", "the sums run forward again", 100),
    ("m13", "leaky_relu forgets its slope on the way back", 90),
    ("m13", "gelu forgets its first factor", 80),
    ("m13", "softmax always works on the last dim", 120),
    ("m14", "the squared error is halved", 110),
    ("m14", "a sum is asked for and a mean is given", 110),
    ("m25", "the kernel is turned around", 160),
    ("m26", "the maximum is padded with zeros", 130),
    ("m26", "pooling windows always overlap", 130),
]


def hunt(target: Path, milestone: str, seed: int = 0, limits: Limits = LIMITS) -> TestResult:
    """How the one test of random programs goes on a folder's files."""
    settings = Settings(seed, keyword=TEST, only_isolated=True)
    setup = Setup.of(target, settings, Workers(partial(Worker, limits=limits)))
    done = run(setup, [find_milestone(milestone)])
    (result,) = done.results.values()
    return result


def mistaken(folder: Path, milestone: str, name: str) -> Path:
    (mistake,) = [m for m in misconceptions(find_milestone(milestone)) if m.name == name]
    mistake.write(find_milestone(milestone), folder)
    return folder


def test_each_of_these_mistakes_is_known():
    known = {(m.id, mistake.name) for m in MILESTONES for mistake in misconceptions(m)}
    assert [(m, name) for m, name, _ in FOUND if (m, name) not in known] == []


@pytest.mark.parametrize("milestone, name, longest", todays(FOUND, 6))
def test_a_known_mistake_is_found_and_shown_by_a_small_program(
    tmp_path, monkeypatch, milestone, name, longest
):
    monkeypatch.setattr(agree_on, "SECONDS", ENOUGH)  # a busy machine shows the same
    result = hunt(mistaken(tmp_path, milestone, name), milestone)
    assert result.outcome in ("wrong", "error")
    program = result.failure.smallest
    text = "; ".join(program.statements)
    assert len(text) <= longest, text
    (right,) = last_expressions(torch(), [text])
    assert bool(program.yours) == bool(program.torch) == (not result.failure.exception)
    is_number = program.torch and getattr(right, "numel", lambda: 0)() == 1
    if is_number and right.dtype == torch().float32:
        assert float(program.torch) == pytest.approx(right.item(), rel=1e-4)


RULES = "defvjp(mul, lambda g, out, x, y: g * y, lambda g, out, x, y: g * x)"
MINUS = "        return sub(other, self)\n"
# What is wrong in a milestone's file, and all that it takes to show it.
SMALLEST = [
    ("m07", RULES, RULES.replace("g * x)", "g * y)"), "(x * y).backward()"),
    ("m04", "return sub(other, self)", "return sub(self, other)", "2 - x"),
]


@pytest.mark.parametrize("milestone, right, wrong, shown", SMALLEST, ids=["mul", "rsub"])
def test_no_op_and_no_dim_of_the_smallest_program_can_be_left_out(
    tmp_path, monkeypatch, milestone, right, wrong, shown
):
    monkeypatch.setattr(agree_on, "SECONDS", ENOUGH)
    result = hunt(edited(tmp_path, milestone, right, wrong), milestone)
    *inputs, _ = statements = result.failure.smallest.statements
    assert shown in statements
    assert all(re.fullmatch(r"\w = tensor\([^\[]*\)", each) for each in inputs if each != shown)


def test_a_program_is_trimmed_to_what_goes_wrong_in_it():
    text = "x = tensor([[1., 2.], [3., 4.]], requires_grad=True); (2 - x.mean(0)).T.sum(0) ** 2"
    *_, last = trimmed(text, lambda each: "2 - " in each and "tensor" in each)
    assert re.fullmatch(r"x = tensor\(\d\.\); 2 - x", last)
    assert list(trimmed(last, lambda each: "2 - " in each and "tensor" in each)) == []


def test_a_program_that_torch_answers_with_none_is_not_a_smaller_one():
    asked, unasked = ("tensor", np.array([3.0])), ("None", None)
    assert agree_on._is_plain(Answer("answered", asked))
    assert not agree_on._is_plain(Answer("answered", unasked))


def test_what_is_left_of_programs_is_smaller_and_still_python():
    for generator in GENERATORS:
        for text in search.draw(generator, 3, 2):
            for smaller in list(trimmed(text, lambda each: ast.parse(each) is not None))[:1]:
                assert size(smaller) < size(text)


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda g: g.__name__)
def test_programs_are_such_as_torch_accepts_and_many_are_different(generator):
    texts = search.draw(generator, 7, 100)
    assert texts == search.draw(generator, 7, 100)
    assert texts != search.draw(generator, 8, 100)
    assert len(texts) > 90
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(last_expressions(torch(), texts)) == len(texts)


def test_the_same_seed_shows_the_same_program(tmp_path, monkeypatch):
    monkeypatch.setattr(agree_on, "SECONDS", ENOUGH)
    folder = mistaken(tmp_path, "m07", "the denominator keeps its sign")
    assert hunt(folder, "m07").failure == hunt(folder, "m07").failure
    assert hunt(folder, "m07", seed=5).outcome == "wrong"


def test_when_the_time_is_over_the_shortest_so_far_is_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(agree_on, "SECONDS", 0.0)
    result = hunt(mistaken(tmp_path, "m25", "the kernel is turned around"), "m25")
    assert result.outcome == "wrong"
    assert "F.conv2d(" in explain(result.failure)


def edited(folder: Path, milestone: str, old: str, new: str) -> Path:
    """The solution with one more line of a learner's."""
    chosen = find_milestone(milestone)
    assert solution(chosen).count(old) == 1
    return write(folder, chosen, solution(chosen).replace(old, new))


RELU = '        raise RuntimeError("relu does not support bool tensors")\n'


def test_the_program_that_never_ends_is_shown_and_no_other_is_tried(tmp_path, timeouts):
    folder = edited(tmp_path, "m13", RELU, RELU + "    while True: pass\n")
    result = hunt(folder, "m13", limits=LIMITS._replace(program=1.0))
    assert result.outcome == "timeout"
    assert len(timeouts) == 2, "the same program, which is run once more in a process of its own"
    assert "F.relu(" in explain(result.failure)
    assert "while True" in explain(result.failure)


@pytest.mark.parametrize(
    "line, outcome, said",
    [
        ("raise KeyError('relu')", "error", "KeyError"),
        ("import os; os._exit(3)", "crashed", "F.relu"),
        ("raise NotImplementedError('m13: relu')", "not_started", "m13: relu"),
        ("return None", "wrong", "F.relu"),
        ("return np.full(x.shape, np.nan, x.dtype)", "wrong", "nan"),
    ],
)
def test_whatever_else_happens_is_told_as_in_other_tests(tmp_path, line, outcome, said):
    result = hunt(edited(tmp_path, "m13", RELU, f"{RELU}    {line}\n"), "m13")
    assert result.outcome == outcome
    assert said in explain(result.failure)
    assert "Traceback" not in explain(result.failure)


class _Oracle:
    """Answers with how many programs it was asked, and refuses those that say so."""

    def ask(self, question):
        (texts,) = [[payload for _, payload in pair[1]] for pair in question.inputs]
        if "refused" in texts:
            return Answer("raised", exception="RuntimeError")
        return Answer("answered", ("list", [("int", 1) for _ in texts]))


@pytest.mark.parametrize(("refused", "says"), [(1, None), (40, "40 random programs")])
def test_a_few_programs_that_torch_refuses_are_left_out_but_not_many(refused, says):
    judge = SimpleNamespace(setup=SimpleNamespace(oracle=_Oracle()))
    judge.ask = lambda question: (judge.setup.oracle.ask(question),) * 2
    texts = [*(f"{i}" for i in range(100)), *["refused"] * refused]
    if says:
        with pytest.raises(SuiteError, match=says):
            run_all(judge, texts)
    else:
        results = run_all(judge, texts)
        assert [result.outcome for result in results] == ["passed"] * 100
