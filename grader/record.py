"""The one record of a grading run: every table, file and badge is a view of it.

`Record.write` saves it as JSON, `Record.load` reads it back, and `redacted` leaves out what a class
is not to see. Counts and points are worked out from the tests' outcomes, so they cannot disagree.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from .manifest import MILESTONES, Milestone

SCHEMA = 1

Outcome = Literal["passed", "wrong", "error", "not_started", "timeout", "crashed", "broken"]
Visibility = Literal["public", "hidden"]
State = Literal["untouched", "started", "complete"]
Feedback = Literal["full", "names", "score"]

FEEDBACK: tuple[Feedback, ...] = ("full", "names", "score")

T = TypeVar("T")


class RecordError(ValueError):
    """A file is not a record that this version can read; the message says why."""


# The test whose message is the smallest program on which the libraries differ.
RANDOM_PROGRAMS = "test_random_programs_give_what_torch_gives"


@dataclass(frozen=True)
class TestResult:
    """How one test went. `where` is the learner's line it leads to (`exercises/m04_x.py:12`).

    What is `broken` could not be judged, and the grader is to blame.
    """

    __test__ = False  # pytest, look elsewhere

    name: str
    title: str
    visibility: Visibility
    outcome: Outcome
    message: str = ""
    seconds: float = 0.0
    where: str = ""
    function: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """A known mistake that gives the very answers that the learner got.

    `name` and `says` are the misconception's; `where` is the place in the milestone's file that it
    is about, and `lesson` the line to read again (`exercises/m07_backward.py:31`).
    """

    name: str
    says: str
    where: str
    lesson: str = ""

    @property
    def text(self) -> str:
        """What the mistake is, the sentence, and where to read on."""
        text = f"You get what this mistake gives: {self.name}. {self.says}"
        return f"{text} Read again: {self.lesson}" if self.lesson else text


@dataclass(frozen=True)
class Hint:
    """One hint: the `number`-th of `total` for a place, which stands at `where` (path:line)."""

    place: str
    number: int
    total: int
    text: str
    where: str


@dataclass(frozen=True)
class MilestoneResult:
    """How one milestone went.

    `so_far` counts the tests that pass on the learner's own files up to here, None while one of
    them is untouched. `where` and `function` say where work on it starts. `diagnosis` is the
    mistake behind its failures, where one is known, and `hint` the first one for what fails first.
    """

    id: str
    number: int
    slug: str
    title: str
    points: int
    state: State
    tests: tuple[TestResult, ...]
    so_far: int | None = None
    seconds: float = 0.0
    where: str = ""
    function: str = ""
    part: str = ""
    diagnosis: Diagnosis | None = None
    hint: Hint | None = None

    @classmethod
    def of(
        cls, milestone: Milestone, tests: Iterable[TestResult], *, untouched: bool, **more: Any
    ) -> MilestoneResult:
        """The result of `milestone`; complete when all its tests passed."""
        tests = tuple(tests)
        passed = bool(tests) and all(t.outcome == "passed" for t in tests)
        state = "complete" if passed else "untouched" if untouched else "started"
        number, slug, title, points, part = milestone
        return cls(milestone.id, number, slug, title, points, state, tests, part=part, **more)

    @property
    def total(self) -> int:
        return len(self.tests)

    @property
    def passed(self) -> int:
        return sum(t.outcome == "passed" for t in self.tests)

    @property
    def failing(self) -> tuple[TestResult, ...]:
        """The tests that did not pass, in the suite's order."""
        return tuple(t for t in self.tests if t.outcome != "passed")

    @property
    def earned(self) -> float:
        return round(self.points * self.passed / self.total, 4) if self.tests else 0.0


@dataclass(frozen=True)
class Record:
    """One grading run.

    `target` is the folder that was graded, `isolation` the tier it ran in (`local` or `sealed`),
    `confirmed_seed` the fresh seed that new completions were confirmed on, `ignored` the files a
    submission added, `partial` whether tests were left out (so that points mean little), `graph`
    what the learner's visualizer draws, in DOT.
    """

    target: str
    seed: int
    isolation: str
    torch: str
    milestones: tuple[MilestoneResult, ...]
    seconds: float = 0.0
    python: str = ""
    numpy: str = ""
    confirmed_seed: int | None = None
    ignored: tuple[str, ...] = ()
    partial: bool = False
    feedback: Feedback = "full"
    graph: str = ""

    @property
    def score(self) -> float:
        return round(sum(m.earned for m in self.milestones), 4)

    @property
    def max_score(self) -> int:
        return sum(m.points for m in self.milestones)

    @property
    def broken(self) -> int:
        """How many tests could not be judged, so that the score is not final."""
        return sum(t.outcome == "broken" for m in self.milestones for t in m.tests)

    @property
    def library_works(self) -> bool:
        """The badge: the learner's own files, all together, pass the last milestone's suite."""
        if self.partial or not self.milestones:
            return False
        last = self.milestones[-1]
        return last.id == MILESTONES[-1].id and last.total > 0 and last.so_far == last.total

    def redacted(self, feedback: Feedback) -> Record:
        """The record that may be shown at this level.

        `full` shows all. `names` hides what hidden tests say, diagnoses and hints; `score` what all
        tests say, what the hidden ones are called, and the graph. What is hidden stays hidden.
        """
        level = max(feedback, self.feedback, key=FEEDBACK.index)
        milestones = tuple(_redact_milestone(m, level) for m in self.milestones)
        graph = "" if level == "score" else self.graph
        return replace(self, milestones=milestones, feedback=level, graph=graph)

    def to_json(self) -> str:
        """The record as JSON text, in ASCII."""
        return json.dumps(_as_dict(self), indent=2) + "\n"

    def write(self, path: Path | str) -> None:
        """Save the record as JSON."""
        Path(path).write_text(self.to_json(), encoding="ascii")

    @classmethod
    def load(cls, path: Path | str) -> Record:
        """Read a record that `write` saved. Raises RecordError for anything else."""
        try:
            return cls.from_json(Path(path).read_text(encoding="utf-8"))
        except (RecordError, UnicodeDecodeError) as problem:
            raise RecordError(f"{path}: {problem}") from None

    @classmethod
    def from_json(cls, text: str) -> Record:
        """The record that `to_json` wrote. Raises RecordError for anything else."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise RecordError(f"is not JSON ({problem})") from None
        found = data.get("schema") if isinstance(data, dict) else None
        if found != SCHEMA:
            raise RecordError(f"has schema {found!r}; this version reads {SCHEMA}")
        try:
            return _from_dict(data)
        except (KeyError, TypeError) as problem:
            raise RecordError(f"is not a complete record ({problem})") from None


def _redact_milestone(milestone: MilestoneResult, feedback: Feedback) -> MilestoneResult:
    tests = _redact(milestone.tests, feedback)
    if feedback == "full":
        return replace(milestone, tests=tests)
    return replace(milestone, tests=tests, diagnosis=None, hint=None)


def _redact(tests: tuple[TestResult, ...], feedback: Feedback) -> tuple[TestResult, ...]:
    redacted = []
    for i, test in enumerate(tests, start=1):
        hidden = test.visibility == "hidden"
        if feedback == "score" or (feedback == "names" and hidden):
            test = replace(test, message="", where="", function="")
        if feedback == "score" and hidden:
            test = replace(test, name=f"hidden_{i}", title=f"hidden test {i}")
        redacted.append(test)
    return tuple(redacted)


def _as_dict(record: Record) -> dict[str, Any]:
    plain = asdict(record) | {"score": record.score, "max_score": record.max_score}
    plain["milestones"] = [
        asdict(m) | {"passed": m.passed, "total": m.total, "earned": m.earned}
        for m in record.milestones
    ]
    return {"schema": SCHEMA} | plain


def _from_dict(data: dict[str, Any]) -> Record:
    milestones = tuple(_milestone_from_dict(m) for m in data["milestones"])
    return _build(Record, data, milestones=milestones, ignored=tuple(data.get("ignored", ())))


def _milestone_from_dict(data: dict[str, Any]) -> MilestoneResult:
    tests = tuple(_build(TestResult, test) for test in data["tests"])
    said = {
        name: _build(kind, data[name])
        for name, kind in {"diagnosis": Diagnosis, "hint": Hint}.items()
        if data.get(name)
    }
    return _build(MilestoneResult, data, tests=tests, **said)


def _build(cls: type[T], data: dict[str, Any], **replaced: Any) -> T:
    """A dataclass from its JSON form; keys it does not know are left out."""
    known = {f.name for f in fields(cls)}
    return cls(**{k: v for k, v in data.items() if k in known} | replaced)
