"""What a library is asked, and what becomes of it: an `Answer`, whatever the library does.

frame = answer.to_bytes()    # a value, or an exception's type and message, to be kept or sent
Answer.from_bytes(frame)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np

from ..failure import Stage
from .inside.normal_form import Pair, WireError
from .inside.wire import decode, encode

Meanwhile = Callable[[], object]  # what the grader does while a library is busy


def nothing() -> None:
    """The `Meanwhile` of those who only wait."""


class Asked(Protocol):
    """What a worker reads of a question: a function's source text and name, and its inputs."""

    @property
    def program(self) -> tuple[str, str]: ...

    @property
    def inputs(self) -> tuple[Pair, ...]: ...


class Frame(NamedTuple):
    """One level of a traceback, in a file of the library's; line 0 is the file as a whole."""

    path: str
    line: int
    function: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What became of one program."""

    outcome: str  # "answered", "raised", "timeout", "crashed" or, by the grader's fault, "broken"
    value: Pair | None = None  # the normal form of what the program returned
    exception: str = ""  # its exact type, as `faults.name_of` names it
    message: str = ""  # str(exception), the line for a timeout or crash, the grader's traceback
    frames: tuple[Frame, ...] = ()
    missing: str = ""  # the module that an import did not find
    printed: str = ""
    stage: Stage = "program"  # when
    was_run: bool = field(default=True, compare=False)  # not where it is told again, or beforehand

    @property
    def at_import(self) -> bool:
        """Whether the library could not be imported."""
        return self.stage == "import"

    @property
    def size(self) -> int:
        """The bytes of the arrays and texts in its value."""
        return _size(self.value) if self.value else 0

    def to_bytes(self) -> bytes:
        """The value, or the exception's type and message. Raises WireError if there is neither, or
        the value is larger than a frame may be."""
        if self.value is None and not self.exception:
            raise WireError("neither a value nor an exception")
        header = {"exception": self.exception, "message": self.message}
        return encode(header, [self.value] if self.value else [])

    @classmethod
    def from_bytes(cls, frame: bytes) -> Answer:
        """The answer that `to_bytes`, or a worker, wrote. Raises WireError if it is neither."""
        header, values = decode(frame)
        exception, message = header.get("exception"), header.get("message")
        if len(values) == 1:
            return cls("answered", values[0])
        if values or not (type(exception) is type(message) is str and exception):
            raise WireError("neither a value nor an exception")
        return cls("raised", exception=exception, message=message)


def _size(value: Pair) -> int:
    """The bytes of the arrays and texts in a value."""
    kind, payload = value
    if isinstance(payload, np.ndarray):
        return payload.nbytes
    if kind == "dict":
        return sum(_size(key) + _size(part) for key, part in payload)
    if isinstance(payload, list):
        return sum(map(_size, payload))
    return len(payload) if isinstance(payload, str) else 1
