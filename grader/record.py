"""The one record of a grading run: every table, file and badge is a view of it.

`saved` writes it as JSON and reads it back, and `redacted` leaves out what a class is not to see.
Counts and points are worked out from the tests' outcomes, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .advice import Diagnosis, Filled, Hint, Lack, Suspect
from .failure import Failure, FrameSummary
from .manifest import MILESTONES, Milestone

Outcome = Literal[
    "passed", "wrong", "error", "not_started", "timeout", "crashed", "broken", "not_run"
]
Visibility = Literal["public", "hidden"]
Group = Literal["idea", "edge_case"]
State = Literal["missing", "untouched", "started", "working", "complete"]
Feedback = Literal["full", "names", "score"]

IDEA = 2 / 3  # of a milestone's points, for the idea; the rest is for edge cases
FEEDBACK: tuple[Feedback, ...] = ("full", "names", "score")
DATE = "%Y-%m-%dT%H:%M:%SZ"  # ISO 8601, in UTC


@dataclass(frozen=True)
class TestResult:
    """How one test went, and why, where it did not pass.

    What is `broken` could not be judged, and the grader is to blame; for what was `not_run` there
    was no more time. Where `failure` is None, there is no more to tell, or it is not to be told.
    """

    __test__ = False  # pytest, look elsewhere

    name: str
    title: str
    visibility: Visibility
    outcome: Outcome
    failure: Failure | None = None
    seconds: float = 0.0
    group: Group = "idea"

    @property
    def frame(self) -> FrameSummary | None:
        """The learner's innermost line on the way to what went wrong."""
        return self.failure.frames[-1] if self.failure and self.failure.frames else None


@dataclass(frozen=True)
class MilestoneResult:
    """How one milestone went.

    Its file is `missing`, or an `untouched` stub, or work on it was `started`; it is `working` once
    all tests of its idea pass, and `complete` once those of its edge cases do, too. `so_far` counts
    the tests that pass on the learner's own files up to here, None while one is untouched;
    `together_with` is the earlier one with which tests begin to fail, `apart` the first, as it
    fails there. `where` and `function` say where work starts, `diagnosis` is the mistake behind its
    failures, `suspect` its place, `hint` the first, `lacks` what is gone, `filled` what is there;
    `changed` are given files that it imports, and that were changed, so that they are not read.
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
    suspect: Suspect | None = None
    hint: Hint | None = None
    lacks: tuple[Lack, ...] = ()
    changed: tuple[str, ...] = ()
    together_with: str = ""
    apart: TestResult | None = None
    filled: Filled | None = None

    @classmethod
    def of(
        cls,
        milestone: Milestone,
        tests: Iterable[TestResult],
        *,
        untouched: bool,
        missing: bool = False,
        **more: Any,
    ) -> MilestoneResult:
        """The result of `milestone`, whose state its tests tell once work on it has begun."""
        tests = tuple(tests)
        begun: State = "missing" if missing else "untouched" if untouched else "started"
        m, state = milestone, state_of(tests, begun)
        return cls(m.id, m.number, m.slug, m.title, m.points, state, tests, part=m.part, **more)

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
    def to_mend(self) -> tuple[TestResult, ...]:
        """Those that a learner can do something about: the grader's fault is not theirs."""
        return tuple(t for t in self.failing if t.outcome not in ("broken", "not_run"))

    @property
    def is_working(self) -> bool:
        """Whether its idea is done, so that the course goes on."""
        return self.state in ("working", "complete")

    def of_group(self, group: Group) -> tuple[TestResult, ...]:
        """The tests of one group, in the suite's order."""
        return tuple(t for t in self.tests if t.group == group)

    @property
    def not_run(self) -> int:
        """How many tests there was no more time for."""
        return sum(t.outcome == "not_run" for t in self.tests)

    @property
    def was_run(self) -> bool:
        """Whether its tests were run; those of an untouched file are not."""
        begun = self.state in ("started", "working", "complete")
        return begun or any(t.outcome != "not_started" for t in self.tests)

    @property
    def earned(self) -> float:
        """Two thirds of the points are for the idea, where there are edge cases, too."""
        idea, edge_cases = _share(self.of_group("idea")), _share(self.of_group("edge_case"))
        if idea is None or edge_cases is None:
            return round(self.points * (idea or edge_cases or 0.0), 4)
        return round(self.points * (IDEA * idea + (1 - IDEA) * edge_cases), 4)


@dataclass(frozen=True)
class Record:
    """One grading run.

    `target` is the folder that was graded, `isolation` what kept it apart, `confirmed_seed` the
    fresh one, `seeds_are_secret` whether neither is told, `files` their SHA-256, `ignored` the
    files a submission added, `changed` given ones, `elsewhere` the folder within that holds them,
    `partial` whether tests were left out, `public_alone` whether it was in a handout, `graph` what
    the learner's visualizer draws, `undrawn` why not, `faults` tracebacks of what else broke in the
    grader, `graded_at` when it began, `deadline` its seconds, None for all day.
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
    seeds_are_secret: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    elsewhere: str = ""
    partial: bool = False
    public_alone: bool = False
    feedback: Feedback = "full"
    graph: str = ""
    undrawn: Failure | None = None
    faults: tuple[str, ...] = ()
    graded_at: str = ""
    deadline: float | None = None

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
    def is_broken(self) -> bool:
        """Whether the grader is at fault for anything that is missing."""
        return bool(self.broken or self.faults or (self.undrawn and self.undrawn.broken))

    @property
    def library_works(self) -> bool:
        """The badge: the learner's own files, all together, pass the last milestone's suite."""
        last = self.milestones[-1] if self.milestones and not self.partial else None
        return last is not None and last.id == MILESTONES[-1].id and 0 < last.total == last.so_far


def state_of(tests: Sequence[TestResult], begun: State) -> State:
    """How far a milestone is: as it was `begun`, unless its idea passes."""
    if not tests or any(t.outcome != "passed" for t in tests if t.group == "idea"):
        return begun
    return "complete" if all(t.outcome == "passed" for t in tests) else "working"


def _share(tests: Sequence[TestResult]) -> float | None:
    """How many of these tests passed, from 0 to 1; None where there are none."""
    return sum(test.outcome == "passed" for test in tests) / len(tests) if tests else None
