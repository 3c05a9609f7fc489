"""Why a test did not pass, as facts: `judging.failure_of` finds them, `judging.explain` words them.

Every text is clipped and safe to print, so that what holds a `Failure` may be shown to anybody who
may see it. What a learner's code wrote keeps a field of its own, and nobody reads a fact out of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Where it went wrong: importing the library, running the program, or reading its answer.
Stage = Literal["import", "program", "answer"]

# What differs first. "lacks" and "adds" are about the keys of a dict; a tensor whose value is not
# an ndarray is "no array".
Aspect = Literal[
    "kind", "no array", "length", "lacks", "adds", "shape", "dtype", "finiteness", "value"
]


@dataclass(frozen=True)
class Difference:
    """The first thing that is not as it should be.

    `path` is its place in a container (`[1]['W1']`), empty for the answer itself, and `part` the
    expression of the program that stands there, where that is known; `yours` and `torch` are what
    differs, such as the two shapes; `index` is the first element that differs, and `largest_error`
    the largest of all elements. Where each number is torch's times the same one, that is the
    `factor`: "2", "-1", "1/3".
    """

    aspect: Aspect
    path: str = ""
    yours: str = ""
    torch: str = ""
    index: tuple[int, ...] | None = None
    largest_error: float | None = None
    factor: str = ""
    part: str = ""


@dataclass(frozen=True)
class FrameSummary:
    """A call on the way to an exception, or several alike: the line, and what stands there.

    `path` is as people type it, and `line` 0 means the file as a whole.
    """

    path: str
    line: int
    function: str
    text: str = ""
    times: int = 1

    @property
    def where(self) -> str:
        """A place that an editor can open: `exercises/m04_magic_methods.py:41`."""
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True)
class Unwritten:
    """A place that is yet to be written; of a rule of an op's, for one of its arguments."""

    milestone: str  # m07
    place: str  # mul
    argument: str = ""  # x


@dataclass(frozen=True)
class RandomProgram:
    """The smallest random program that goes wrong, and the answers in brief."""

    statements: tuple[str, ...]
    yours: str = ""
    torch: str = ""


@dataclass(frozen=True)
class Failure:
    """Why a test did not pass; each field is empty where there is nothing to tell.

    The library answered `yours`, or raised an `exception` with a `message`, or gave no answer, for
    the reason in `no_answer`. Torch answered `torch`, or raised an exception of type `refusal`, to
    this very program or, where it is not `torchs_own`, to another; a test of facts has neither, and
    says in `fact` what is wrong. What only the grader is to blame for is told in `broken`.

    `frames` are the learner's calls on the way, the innermost last; `hidden_frames` more came
    before them. An exception that was raised on no line of theirs was raised `outside`.
    """

    stage: Stage = "program"
    program: str = ""
    inputs: tuple[tuple[str, str], ...] = ()  # name, value
    shapes: tuple[str, ...] = ()  # of each input: `(2, 3)`, "" where it is not an array
    smallest: RandomProgram | None = None
    yours: str = ""
    torch: str = ""
    torchs_own: bool = True
    difference: Difference | None = None
    fact: str = ""
    exception: str = ""
    message: str = ""
    missing: str = ""  # the module that an import did not find
    refusal: str = ""
    no_answer: str = ""
    unwritten: Unwritten | None = None
    broken: str = ""
    frames: tuple[FrameSummary, ...] = ()
    hidden_frames: int = 0
    outside: FrameSummary | None = None
    printed: str = ""
    only_on_seed: int | None = None  # it passes on the first; DEFAULT_SEED: a secret one
    is_cut: bool = False  # some of it was left out, to keep a file small
