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
from ..asking.oracle import Expected
from ..asking.program import Program, SuiteError
from ..judging.compare import Difference, compare
from ..judging.explain import explain
from ..judging.outcome import outcome_of, place_of
from ..library.mounts import Mount
from ..record import Outcome
from ..sandbox.inside.faults import name_of
from ..sandbox.inside.wire import Pair, denormalise, normalise
from ..sandbox.worker import Answer

Function = Callable[..., Any]


class Failure(pytest.fail.Exception):
    """A test that did not pass: how, what the learner is told, and where they should look."""

    def __init__(self, outcome: Outcome, message: str, where: str = "", function: str = "") -> None:
        super().__init__(f"{outcome}\n{message}", pytrace=False)
        self.outcome, self.message = outcome, message
        self.where, self.function = where, function


@dataclass
class Question:
    """One program, its inputs, and what became of it; `judge` raises Failure if it went wrong."""

    grading: Grading
    mount: Mount
    program: Program
    inputs: tuple[Pair, ...]

    @classmethod
    def of(cls, grading: Grading, mount: Mount, function: Function, inputs: tuple) -> Question:
        """Take the program out of a function; inputs go into normal form."""
        pairs = tuple(normalise(value, (), lambda _: None) for value in inputs)
        if unknown := [payload for kind, payload in pairs if kind == "unknown"]:
            raise SuiteError(f"an input of type {unknown[0]} can't be sent")
        return cls(grading, mount, Program.of(function), pairs)

    def answer(self, meanwhile: Callable[[], object] = lambda: None) -> Answer:
        """What the learner's library says; `meanwhile` may be called while it is busy."""
        return self.grading.ask(self.mount, self.program, self.inputs, meanwhile)

    def judge(
        self, answer: Answer, expected: Expected | None, difference: Difference | str | None
    ) -> None:
        """Raise Failure, fully explained, unless the answer is right."""
        exception = expected.exception if expected else None
        outcome = outcome_of(answer, exception, difference)
        judged = Judged(self.program, self.inputs, answer, expected, outcome)
        self.grading.note(self.mount, judged)
        if outcome == "passed":
            return
        self.grading.failed(self.mount)
        folder = self.grading.target
        message = explain(
            self.program.source,
            self.inputs,
            answer,
            expected=expected.value if expected else None,
            expected_exception=exception,
            difference=difference,
            learner=folder,
        )
        raise Failure(outcome, message, *place_of(answer, folder))


class Agree:
    """Runs a program on torch and on the learner's library, and demands the same of both."""

    def __init__(self, grading: Grading, mount: Mount) -> None:
        self._grading, self._mount = grading, mount
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
        question = Question.of(self._grading, self._mount, program, inputs)
        oracle = Program.of(reference) if reference else question.program
        expect = cache(partial(self._grading.expect, oracle, question.inputs))
        if self._grading.liar and (right := expect().value):
            answer = Answer("answered", self._grading.liar(right, question.inputs))
        else:
            answer = question.answer(meanwhile=expect)
        expected = expect()
        self._check_suite(question, expected, raises)
        comparable = answer.value is not None and expected.value is not None
        difference = compare(answer.value, expected.value) if comparable else None
        question.judge(answer, expected, difference)

    def _check_suite(
        self, question: Question, expected: Expected, raises: type[Exception] | None
    ) -> None:
        wanted = name_of(raises) if raises else None
        if expected.exception != wanted:
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
        self._grading, self._mount = grading, mount
        self._last: tuple[Question, Answer] | None = None

    def __call__(self, program: Function, *inputs: Any) -> Any:
        """The answer as a plain value: tensors come as ndarrays."""
        question = Question.of(self._grading, self._mount, program, inputs)
        answer = question.answer()
        if self._grading.liar and answer.value:
            answer = Answer("answered", self._grading.liar(answer.value, question.inputs))
        self._last = question, answer
        question.judge(answer, None, None)
        assert answer.value is not None
        try:
            return denormalise(answer.value)
        except (ValueError, TypeError) as error:
            question.judge(answer, None, f"the answer can't be used: {error}")

    def blame(self, error: Exception) -> None:
        """Raise Failure for an assert, or any other exception, that the last answer led to."""
        if self._last is None:
            return
        question, answer = self._last
        if isinstance(error, AssertionError):
            said = str(error).split("\n", 1)[0] or "this is not the right answer"
        else:
            said = "the answer is not of the expected form"
        question.judge(answer, None, said)
