"""A question: one program and its inputs, the same for torch, a library, and whoever remembers.

question = Question.of(program, normal(3))
worker.ask(question)
known[question.key]
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..sandbox.inside.normal_form import Pair, normalise
from ..sandbox.inside.wire import encode
from .program import Program, SuiteError


@dataclass(frozen=True, eq=False)
class Question:
    """A program, and what it is called with besides the library, in normal form.

    Two questions are equal if their programs and inputs are.
    """

    program: Program
    inputs: tuple[Pair, ...] = ()

    @classmethod
    def of(cls, function: Callable[..., Any] | Program, *inputs: Any) -> Question:
        """Take the program out of a function, unless somebody has. Raises SuiteError if one of
        these can't travel."""
        pairs = tuple(normalise(value, (), lambda _: None) for value in inputs)
        if unknown := [payload for kind, payload in pairs if kind == "unknown"]:
            raise SuiteError(f"an input of type {unknown[0]} can't be sent")
        return cls(function if isinstance(function, Program) else Program.of(function), pairs)

    @cached_property
    def key(self) -> str:
        """The same text for the same question, and for no other. Raises WireError if it is larger
        than a frame may be."""
        return hashlib.sha256(encode({"program": self.program}, self.inputs)).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)
