"""Wrong answers that need no work. No test of any suite may accept one of them throughout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from grader.asking.answerer import Answerer
from grader.asking.question import Question
from grader.sandbox.answer import Answer, Meanwhile, nothing
from grader.sandbox.inside.normal_form import Pair

Lie = Callable[[Pair, tuple[Pair, ...]], Pair]  # made of the right answer, and the inputs


class Liar(Answerer):
    """Lies wherever somebody who is right has an answer.

    Args:
        honest: makes somebody who is right, if there is a question that is not known.
        lie: what is made of the right answer.
        known: what is known to be right already; liars of one library may share it.
    """

    def __init__(
        self,
        honest: Callable[[], Answerer],
        lie: Lie,
        known: dict[Question, Answer] | None = None,
    ) -> None:
        self._make, self._lie = honest, lie
        self._known = {} if known is None else known
        self._honest: Answerer | None = None

    def ask(
        self, question: Question, *, meanwhile: Meanwhile = nothing, stays: bool = False
    ) -> Answer:
        if question not in self._known:
            self._honest = self._honest or self._make()
            right = self._honest.ask(question, meanwhile=meanwhile, stays=stays)
            self._known[question] = right
        return lied(self._lie, self._known[question], question)

    def rest(self) -> bool:
        return self._honest.rest() if self._honest else False

    def close(self) -> Sequence[str]:
        return self._honest.close() if self._honest else ()


def lied(lie: Lie, right: Answer, question: Question) -> Answer:
    """What a liar answers; a right exception is left alone."""
    if right.value is None:
        return right
    return replace(right, value=lie(right.value, question.inputs))


def zeros(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A lie: the right answer with every number 0."""
    return _filled(right, 0)


def ones(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A lie: the right answer with every number 1."""
    return _filled(right, 1)


def echo(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A lie: the first array among the inputs, in the right answer's kind."""
    arrays = [payload for kind, payload in inputs if kind == "ndarray"]
    return (right[0], arrays[0]) if arrays and right[0] == "tensor" else ("None", None)


def transposed(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A lie: the transpose of each array, where that makes a difference."""
    kind, payload = right
    if isinstance(payload, np.ndarray) and payload.ndim > 1:
        return kind, payload.T
    return _filled(right, 0)


def empty(right: Pair, inputs: tuple[Pair, ...]) -> Pair:
    """A lie: nothing of the right kind."""
    kind, payload = right
    if isinstance(payload, np.ndarray):
        return kind, payload.ravel()[:0]
    return (kind, []) if isinstance(payload, list) else ("None", None)


LIES: tuple[Lie, ...] = (zeros, ones, echo, transposed, empty)


def _filled(right: Pair, number: int) -> Pair:
    kind, payload = right
    if isinstance(payload, np.ndarray):
        return kind, np.full_like(payload, number)
    if isinstance(payload, bool | int | float):
        return kind, type(payload)(number)
    if kind == "str":
        return kind, str(number)
    if kind == "dict":
        return kind, [(key, _filled(value, number)) for key, value in payload]
    if isinstance(payload, list):
        return kind, [_filled(part, number) for part in payload]
    return right
