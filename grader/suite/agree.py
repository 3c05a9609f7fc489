"""The two fixtures that suites use: `agree` compares with torch, `facts` brings an answer home.

def test_a_tensor_used_twice_collects_both_gradients(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x * x).sum().backward()
        return x.grad

    agree(program, normal(3))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from ..asking.program import Program, SuiteError
from ..asking.question import Question
from ..failure import Failure
from ..judging.comparison import Mismatch, compare
from ..judging.explain import explain
from ..judging.failure_facts import failure_of
from ..judging.outcome import outcome_of, unwritten
from ..library.mounts import Mount
from ..record import Outcome
from ..sandbox.answer import Answer, Meanwhile, nothing
from ..sandbox.inside.faults import name_of
from ..sandbox.inside.normal_form import WireError, denormalise
from .dot import in_brief
from .setup import Setup

Function = Callable[..., Any]
LARGEST = 1 << 20  # bytes of an answer that a test of facts looks at


if TYPE_CHECKING:
    from _pytest.outcomes import Failed
else:
    Failed = pytest.fail.Exception  # the same, by the one name that is public


class TestFailed(Failed):
    """A test that did not pass: how, and why."""

    __test__ = False  # pytest, look elsewhere

    def __init__(self, outcome: Outcome, failure: Failure | None = None) -> None:
        super().__init__(outcome, pytrace=False)
        self.outcome, self.failure = outcome, failure

    def __str__(self) -> str:
        return f"{self.outcome}\n{explain(self.failure)}" if self.failure else self.outcome


class Told(Protocol):
    """Who is told how an answer is: the hook `pytest_kata_answered`, for one test."""

    def __call__(
        self, *, question: Question, answer: Answer, expected: Answer | None, outcome: Outcome
    ) -> object: ...


@dataclass(frozen=True)
class Judge:
    """Puts a test's questions to one library and to torch, and says how the answers are."""

    setup: Setup
    mount: Mount
    tell: Told

    def ask(self, question: Question, oracle: Question | None = None) -> tuple[Answer, Answer]:
        """What the library answers, and what torch does to the same or to another question."""
        expect = cache(partial(self.setup.oracle.ask, oracle or question))
        return self.ask_library(question, expect), expect()

    def ask_library(self, question: Question, meanwhile: Meanwhile = nothing) -> Answer:
        """What the library answers, where torch can't."""
        return self.setup.workers.ask(self.mount, question, meanwhile)

    def judge(
        self,
        question: Question,
        answer: Answer,
        expected: Answer | None,
        difference: Mismatch | str | None,
        *,
        torchs_own: bool = True,
    ) -> None:
        """Raise TestFailed, with all there is to know, unless the answer is right. What is expected
        may be torch's answer to another program."""
        exception = expected.exception if expected else ""
        outcome = outcome_of(answer, exception, difference)
        self.tell(question=question, answer=answer, expected=expected, outcome=outcome)
        if outcome == "passed":
            return
        program, inputs = question.program.source, question.inputs
        learner = self.setup.target
        facts = failure_of(program, inputs, _in_brief(answer), expected, difference, learner)
        raise TestFailed(outcome, replace(facts, torchs_own=torchs_own))


class Agree:
    """Runs a program on torch and on the learner's library, and demands the same of both."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._answered = False

    def __call__(
        self,
        program: Function,
        *inputs: Any,
        raises: type[Exception] | None = None,
        reference: Function | Program | None = None,
        alone: Function | None = None,
    ) -> None:
        """Compare the two answers: kind, shape, dtype, finiteness and value.

        Args:
            program: a function of `lib` and the inputs; see `grader.asking.program`.
            inputs: arrays, numbers, strings, None, containers, slices of them.
            raises: torch refuses this, with exactly this type of exception. The same test must
                also have a comparison in which torch answers, or a library could pass by always
                raising; let it come first.
            reference: what to run on torch, a function or a program, where torch has no such
                function.
            alone: what to run on the library where the program meets a place that is yet to be
                written: the same by fewer places, so that each shows what it is worth.
        """
        question = Question.of(program, *inputs)
        oracle = Question.of(reference, *inputs) if reference else question
        answer, expected = self._judge.ask(question, oracle)
        if alone and unwritten(answer):
            question = Question.of(alone, *inputs)
            answer = self._judge.ask_library(question)
        self._check_suite(question, expected, raises)
        mine, theirs = answer.value, expected.value
        difference = compare(mine, theirs) if mine and theirs else None
        own = question is oracle
        self._judge.judge(question, answer, expected, difference, torchs_own=own)

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
    answer. What the test raises on the reference's answer, too, is the suite's fault.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._last: tuple[Question, Answer] | None = None

    def __call__(self, program: Function, *inputs: Any, alone: Function | None = None) -> Any:
        """The answer as a plain value: tensors come as ndarrays. `alone` is as for `agree`."""
        question, answer = self._ask(program, inputs)
        if alone and unwritten(answer):
            question, answer = self._ask(alone, inputs)
        self._last = question, answer
        self._judge.judge(question, answer, None, None)
        assert answer.value is not None
        if answer.size > LARGEST:
            self.blame(f"the answer is larger than {LARGEST >> 20} MiB")
        try:
            return denormalise(answer.value)
        except WireError as error:
            self.blame(f"the answer can't be used: {error}")

    def _ask(self, program: Function, inputs: Sequence[Any]) -> tuple[Question, Answer]:
        question = Question.of(program, *inputs)
        return question, self._judge.ask_library(question)

    def blame(self, said: str) -> None:
        """Raise TestFailed, for the last answer is wrong, as a sentence says; if there was one."""
        if self._last is not None:
            question, answer = self._last
            self._judge.judge(question, answer, None, said)


def _in_brief(answer: Answer) -> Answer:
    """The answer as it is shown: of a drawing, what is drawn, and not how it looks."""
    kind, payload = answer.value or ("", "")
    drawn = in_brief(payload) if kind == "str" else ""
    return replace(answer, value=("str", f"{drawn}\n")) if drawn else answer
