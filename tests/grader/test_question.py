"""A question is known by its program and inputs, an answer survives as bytes."""

from __future__ import annotations

import numpy as np
import pytest

from grader.asking.program import SuiteError
from grader.asking.question import Question
from grader.sandbox.answer import Answer
from grader.sandbox.inside.normal_form import WireError
from grader.sandbox.inside.wire import encode


def double(lib, x):
    return 2 * x


def halve(lib, x):
    return x / 2


X = np.array([1.0, 2.5])
ASKED = Question.of(double, X)


def test_two_questions_are_equal_if_their_programs_and_inputs_are():
    again = Question.of(double, X.copy())
    assert again == ASKED and hash(ASKED) == hash(again) and {ASKED: 1}[again]


@pytest.mark.parametrize(
    "other",
    [
        Question.of(halve, X),
        Question.of(double, X + 1),
        Question.of(double, X.astype(np.float32)),
        Question.of(double, X[:, None]),
        Question.of(double, X.tolist()),
        Question.of(double, X, X),
        ASKED.key,
    ],
)
def test_whatever_differs_makes_another_question(other):
    assert other != ASKED


def test_an_input_that_can_not_be_sent_is_a_mistake_of_the_suites():
    with pytest.raises(SuiteError, match="an input of type object can't be sent"):
        Question.of(double, object())


def test_a_question_may_not_be_changed():
    with pytest.raises(AttributeError):
        ASKED.inputs = ()


@pytest.mark.parametrize(
    "answer",
    [
        Answer("answered", ("tuple", [("int", 3), ("str", "three")])),
        Answer("answered", ("None", None)),
        Answer("raised", exception="autodiff.errors.Refused"),
        Answer("raised", exception="KeyError", message="a key that isn't there"),
    ],
)
def test_an_answer_survives_as_bytes(answer):
    assert Answer.from_bytes(answer.to_bytes()) == answer


def test_only_answers_are_kept():
    for nothing in (Answer("crashed"), Answer("timeout", message="took longer than 5 s")):
        with pytest.raises(WireError):
            nothing.to_bytes()
    frames = [encode({}), encode({"exception": ""}), encode({"exception": 7}), b"", b"kata"]
    for frame in [*frames, encode({"exception": ""}, [("int", 1), ("int", 2)])]:
        with pytest.raises(WireError):
            Answer.from_bytes(frame)
