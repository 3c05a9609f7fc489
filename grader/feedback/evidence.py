"""What one answer of an edited library says about a learner's answer to the same question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from ..asking.question import Question
from ..judging.comparison import same
from ..record import Outcome
from ..sandbox.answer import Answer
from ..sandbox.inside.normal_form import Pair
from ..suite.blame import AnswerForm
from ..suite.dot import SOURCE, read

CUT_SHORT: frozenset[Outcome] = frozenset({"timeout", "crashed"})
FAILING: frozenset[Outcome] = frozenset({"wrong", "error", *CUT_SHORT})
NONE = "NoneType"  # in words of Python's that only say that there was nothing
IDENTITY = re.compile(r"\b(?:\d{12,}|0x[0-9a-f]+)\b")
OF_OP = re.compile(r"^\w+\(\): ")  # whose words they are, which is not said on every way
# Something else was handed on than is expected, and who notices it differs from way to way.
OF_KINDS = {"TypeError", "AttributeError"}
# What NumPy, or an op for it, says of shapes that do not fit, whatever it was that did not fit.
SHAPES = re.compile(
    r"matmul: |operands could not be broadcast|non-broadcastable |shapes .* not aligned|"
    r"cannot reshape |axes don't match|all the input array dimensions|could not broadcast|"
    r"does not fit into |can't be expanded to |is invalid for "
)


class Verdict(Enum):
    """How a misconception does at a question, beside the learner."""

    SAME = auto()  # both are wrong, with the same value or message, and one that tells something
    ALIKE = auto()  # both are wrong in the same way, which may have many reasons
    BOTH_RIGHT = auto()
    DIFFERENT = auto()  # one is right, or they are wrong in two ways
    SILENT = auto()  # it can't tell


@dataclass(frozen=True, eq=False)
class Case:
    """A question that the learner's library has answered, and what is right."""

    question: Question
    answer: Answer
    correct: Answer
    passed: bool

    @cached_property
    def telling(self) -> bool:
        """Whether the answer is wrong with a value, or an exception with words of its own, that
        hardly anything else would lead to."""
        if self.passed:
            return False
        if self.answer.value is None:
            is_raised = self.answer.outcome == "raised"
            return bool(self.answer.message) and is_raised and not self.answer_is_of_shapes
        if self.correct.value is None:
            return _has_substance(self.answer.value)
        return _differs_tellingly(self.answer.value, self.correct.value)

    @cached_property
    def is_strong(self) -> bool:
        """Whether it is telling, and not for a zero or a None alone: where nothing arrives,
        whatever the reason, everything is 0, or there is nothing to compute with."""
        value, correct = self.answer.value, self.correct.value
        if not self.telling or value is None or correct is None:
            return self.telling and NONE not in self.answer.message
        return _differs_tellingly(_without_zeros(value), correct)

    @cached_property
    def answer_is_of_shapes(self) -> bool:
        """Whether it complains that shapes do not fit."""
        return bool(_of_shapes(self.answer))

    def weigh(self, answer: Answer) -> Verdict:
        """What a misconception's `answer` says."""
        if not CUT_SHORT.isdisjoint((answer.outcome, self.answer.outcome)):
            return Verdict.SILENT
        if not self.passed and self.answer_is_of_shapes and (words := _of_shapes(answer)):
            return Verdict.ALIKE if words == _of_shapes(self.answer) else Verdict.SILENT
        if same_answer(answer, self.answer):
            if self.passed:
                return Verdict.BOTH_RIGHT
            same_words = _same_message(answer, self.answer)
            if self.answer_is_of_shapes and not same_words:
                return Verdict.SILENT
            return Verdict.SAME if self.telling and same_words else Verdict.ALIKE
        if self.passed:
            right = same_answer(answer, self.correct)
            return Verdict.BOTH_RIGHT if right else Verdict.DIFFERENT
        if {answer.exception, self.answer.exception} == OF_KINDS:
            return Verdict.SILENT
        is_alike = self._differs_but_in_sequences and same_answer(answer, self.answer, "list")
        return Verdict.ALIKE if is_alike else Verdict.DIFFERENT

    @cached_property
    def _differs_but_in_sequences(self) -> bool:
        """Whether more is wrong with the answer than a tuple in place of a list."""
        return not same_answer(self.answer, self.correct, "list")


def same_answer(a: Answer, b: Answer, sequence: str = "") -> bool:
    """Whether two answers are equal, as `compare` sees it, or the same type of exception; where a
    `sequence` is named, all lists and tuples count as that."""
    if a.value is not None and b.value is not None:
        return same(_comparable(a.value, sequence), _comparable(b.value, sequence))
    return a.value is b.value and a.exception == b.exception


def in_float32(answer: Answer) -> Answer:
    """The same with a tensor of float32 in the place of each float."""
    return replace(answer, value=answer.value and _narrow(answer.value))


def _narrow(value: Pair) -> Pair:
    kind, payload = value
    if kind in ("list", "tuple"):
        return kind, [_narrow(part) for part in payload]
    if kind == "dict":
        return kind, [(key, _narrow(part)) for key, part in payload]
    return ("tensor", np.float32(payload)) if kind == "float" else value


def _same_message(a: Answer, b: Answer) -> bool:
    """Whether two equal answers are values, or exceptions that say the same as well.

    An `id` differs each time. And where the stack ended when it was too deep depends on who counts;
    that it was is enough.
    """
    said = [OF_OP.sub("", IDENTITY.sub("id", answer.message)) for answer in (a, b)]
    return said[0] == said[1] or a.exception == "RecursionError"


def _of_shapes(answer: Answer) -> str:
    """The words of a complaint that shapes do not fit, whoever says it: NumPy, or an op for it,
    with another type of exception. "" for any other answer. A single number fits everywhere."""
    found = SHAPES.search(answer.message)
    return answer.message[found.start() :].replace("()", "").rstrip() if found else ""


def _comparable(value: Pair, sequence: str = "") -> Pair:
    """The same, with the name of an unknown type as a text: two of one type are equal; and with
    what a drawing in DOT shows in its place: what a node is called there is everybody's own."""
    kind, payload = value
    if kind == "unknown":
        return "str", f"({payload})"
    if kind == "str" and SOURCE.match(payload):
        return kind, _as_drawn(payload)
    if kind in ("list", "tuple"):
        return sequence or kind, [_comparable(part, sequence) for part in payload]
    if kind == "dict":
        return kind, [(key, _comparable(part, sequence)) for key, part in payload]
    return value


@lru_cache(maxsize=1024)
def _as_drawn(source: str) -> str:
    try:
        return repr([sorted(each.items()) for each in read(source).looks()])
    except AnswerForm:
        return source


def _without_zeros(value: Pair) -> Pair:
    """The same, with NaN for whatever is 0 throughout."""
    kind, payload = value
    if kind in ("tensor", "ndarray", "numpy scalar"):
        is_zero = payload.dtype.kind == "f" and not payload.any()
        return kind, np.full_like(payload, np.nan) if is_zero else payload
    if kind in ("list", "tuple"):
        return kind, [_without_zeros(part) for part in payload]
    if kind == "dict":
        return kind, [(key, _without_zeros(part)) for key, part in payload]
    return kind, np.nan if kind == "float" and not payload else payload


def _has_substance(value: Pair) -> bool:
    """Whether there is anything in it but NaN, infinity and emptiness."""
    kind, payload = value
    if kind in ("tensor", "ndarray", "numpy scalar"):
        return bool(np.isfinite(payload).any())
    if kind in ("list", "tuple"):
        return any(map(_has_substance, payload))
    if kind == "dict":
        return any(_has_substance(part) for _, part in payload)
    if kind == "float":
        return bool(np.isfinite(payload))
    return kind in ("int", "bool", "dtype") or (kind == "str" and bool(payload))


def _differs_tellingly(value: Pair, correct: Pair) -> bool:
    """Whether there is substance in what differs."""
    (kind, payload), (right_kind, right) = value, correct
    if kind != right_kind:
        return _has_substance(value)
    if kind in ("tensor", "ndarray", "numpy scalar"):
        if payload.shape != right.shape or payload.dtype != right.dtype:
            return _has_substance(value) or payload.size == right.size == 0
        return bool((np.isfinite(payload) & (payload != right)).any())
    if kind in ("list", "tuple") and len(payload) == len(right):
        return any(map(_differs_tellingly, payload, right))
    if kind == "dict":
        return _differs_tellingly_at_a_key(payload, right)
    return _has_substance(value) and payload != right


def _differs_tellingly_at_a_key(parts: list[Any], right: list[Any]) -> bool:
    mine, theirs = ({repr(key): part for key, part in each} for each in (parts, right))
    if mine.keys() != theirs.keys():
        return True
    return any(_differs_tellingly(mine[key], theirs[key]) for key in mine)
