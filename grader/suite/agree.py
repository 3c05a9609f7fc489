"""The two fixtures that suites use: `agree` compares with torch, `facts` brings an answer home.

def test_a_tensor_used_twice_collects_both_gradients(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x * x).sum().backward()
        return x.grad

    agree(program, normal(3))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest

from ..asking.grading import Grading, Judged
from ..asking.program import Program, SuiteError
from ..asking.question import Question
from ..failure import Failure
from ..judging.compare import Mismatch, compare
from ..judging.explain import explain
from ..judging.failure import failure_of
from ..judging.outcome import outcome_of
from ..library.mounts import Mount
from ..record import Outcome
from ..sandbox.answer import Answer
from ..sandbox.inside.faults import name_of
from ..sandbox.inside.wire import denormalise

Function = Callable[..., Any]


class TestFailed(pytest.fail.Exception):
    """A test that did not pass: how, and why."""

    __test__ = False  # pytest, look elsewhere

    def __init__(self, outcome: Outcome, failure: Failure | None = None) -> None:
        super().__init__(outcome, pytrace=False)
        self.outcome, self.failure = outcome, failure

    def __str__(self) -> str:
        return f"{self.outcome}\n{explain(self.failure)}" if self.failure else self.outcome


@dataclass(frozen=True)
class Judge:
    """Puts a test's questions to one library and to torch, and says how the answers are."""

    grading: Grading
    mount: Mount

    def ask(self, question: Question, oracle: Question | None = None) -> tuple[Answer, Answer]:
        """What the library answers, and what torch does to the same or to another question."""
        expect = cache(partial(self.grading.expect, oracle or question))
        if self.grading.liar and (right := expect().value):
            return Answer("answered", self.grading.liar(right, question.inputs)), expect()
        return self.grading.ask(self.mount, question, expect), expect()

    def ask_library(self, question: Question) -> Answer:
        """What the library answers, where torch can't."""
        answer = self.grading.ask(self.mount, question)
        if self.grading.liar and answer.value:
            return Answer("answered", self.grading.liar(answer.value, question.inputs))
        return answer

    def judge(
        self,
        question: Question,
        answer: Answer,
        expected: Answer | None,
        difference: Mismatch | str | None,
    ) -> None:
        """Raise TestFailed, with all there is to know, unless the answer is right."""
        exception = expected.exception if expected else ""
        outcome = outcome_of(answer, exception, difference)
        self.grading.note(self.mount, Judged(question, answer, expected, outcome))
        if outcome == "passed":
            return
        self.grading.failed(self.mount)
        program, inputs = question.program.source, question.inputs
        learner = self.grading.target
        raise TestFailed(
            outcome, failure_of(program, inputs, answer, expected, difference, learner)
        )


class Agree:
    """Runs a program on torch and on the learner's library, and demands the same of both."""

    def __init__(self, grading: Grading, mount: Mount) -> None:
        self._judge = Judge(grading, mount)
        self._answered = False

    def __call__(
        self,
        program: Function,
        *inputs: Any,
        raises: type[Exception] | None = None,
        reference: Function | None = None,
    ) -> None:
        """Compare the two answers: kind, shape, dtype, finiteness and value.

        Args:
            program: a function of `lib` and the inputs; see `grader.asking.program`.
            inputs: arrays, numbers, strings, None, containers, slices of them.
            raises: torch refuses this, with exactly this type of exception. The same test must
                also have a comparison in which torch answers, or a library could pass by always
                raising; let it come first.
            reference: what to run on torch, where torch has no such function.
        """
        question = Question.of(program, *inputs)
        oracle = Question(Program.of(reference), question.inputs) if reference else question
        answer, expected = self._judge.ask(question, oracle)
        self._check_suite(question, expected, raises)
        comparable = answer.value is not None and expected.value is not None
        difference = compare(answer.value, expected.value) if comparable else None
        self._judge.judge(question, answer, expected, difference)

    def _check_suite(
        self, question: Question, expected: Answer, raises: type[Exception] | None
    ) -> None:
        wanted = name_of(raises) if raises else None
        if expected.exception != (wanted or ""):
            says = f"raises={wanted}" if wanted else "that it answers"
            raise SuiteError(
                f"torch raises {expected.exception or 'nothing'} in {question.program.name}; "
                f"the test says {says}"
            )
        if wanted and not self._answered:
            raise SuiteError("a test that expects an exception must first expect an answer")
        self._answered = self._answered or not wanted


class Facts:
    """Runs a program on the learner's library alone, where torch has no counterpart.

    The test checks what comes back with plain asserts, each with a sentence for the learner. An
    assert that fails, or an answer that is not of the form that the test expects, is a wrong
    answer.
    """

    def __init__(self, grading: Grading, mount: Mount) -> None:
        self._judge = Judge(grading, mount)
        self._last: tuple[Question, Answer] | None = None

    def __call__(self, program: Function, *inputs: Any) -> Any:
        """The answer as a plain value: tensors come as ndarrays."""
        question = Question.of(program, *inputs)
        answer = self._judge.ask_library(question)
        self._last = question, answer
        self._judge.judge(question, answer, None, None)
        assert answer.value is not None
        try:
            return denormalise(answer.value)
        except (ValueError, TypeError) as error:
            self._judge.judge(question, answer, None, f"the answer can't be used: {error}")

    def blame(self, error: Exception) -> None:
        """Raise TestFailed for an assert, or any other exception, that the last answer led to."""
        if self._last is None:
            return
        question, answer = self._last
        if isinstance(error, AssertionError):
            said = str(error).split("\n", 1)[0] or "this is not the right answer"
        else:
            said = "the answer is not of the expected form"
        self._judge.judge(question, answer, None, said)
