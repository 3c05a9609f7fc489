"""What a class can do and what it can't, counted: what the page about it shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from grader.manifest import MILESTONES
from grader.record import MilestoneResult, State, TestResult

from .rows import Row

BINS = 10
BEGUN: tuple[State, ...] = ("started", "working", "complete")


@dataclass(frozen=True)
class Bin:
    """Scores from one tenth of all points to the next, and whose they are."""

    first: float
    last: float
    rows: tuple[Row, ...]


@dataclass
class Mistake:
    """A known mistake, and who has made it."""

    milestone: MilestoneResult
    name: str
    says: str
    lesson: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Fails:
    """A test, and how many fail it of those who have begun."""

    test: TestResult
    count: int


@dataclass(frozen=True)
class Course:
    """A milestone, as the class has it: how many files are in which state, and which tests fail."""

    result: MilestoneResult  # anybody's, for its names and points
    states: Counter[State]
    earned: float  # points in the mean, of who has handed it in
    fails: tuple[Fails, ...]  # the most frequent first
    unexplained: int  # how many fail, and no known mistake is behind it

    @property
    def handed_in(self) -> int:
        return self.states.total() - self.states["missing"]

    @property
    def begun(self) -> int:
        return sum(self.states[each] for each in BEGUN)


@dataclass(frozen=True)
class Summary:
    """A class."""

    rows: Sequence[Row]
    graded: Sequence[Row]
    most: int  # points of the milestones that anybody has handed in
    bins: tuple[Bin, ...]
    mistakes: tuple[Mistake, ...]  # the most frequent first
    milestones: tuple[Course, ...]  # that anybody has handed in

    @property
    def middle(self) -> float:
        """The median of the scores."""
        return median(row.record.score for row in self.graded if row.record)


def summary(rows: Sequence[Row]) -> Summary:
    """Count what is in the rows' records."""
    graded = [row for row in rows if row.record]
    milestones = tuple(filter(None, (_milestone(graded, m.id) for m in MILESTONES)))
    most = sum(each.result.points for each in milestones)
    return Summary(rows, graded, most, tuple(_bins(graded, most)), _mistakes(graded), milestones)


def _bins(graded: Sequence[Row], most: float) -> Iterator[Bin]:
    within = defaultdict(list)
    for row in graded:
        assert row.record
        within[min(int(BINS * row.record.score / most), BINS - 1)].append(row)
    for place in range(BINS if graded else 0):
        yield Bin(most * place / BINS, most * (place + 1) / BINS, tuple(within[place]))


def _mistakes(graded: Sequence[Row]) -> tuple[Mistake, ...]:
    found: dict[tuple[str, str], Mistake] = {}
    for row, result in _results(graded):
        if said := result.diagnosis:
            made = Mistake(result, said.name, said.says, said.lesson)
            found.setdefault((result.id, said.name), made).rows.append(row)
    return tuple(sorted(found.values(), key=lambda each: -len(each.rows)))


def _milestone(graded: Sequence[Row], number: str) -> Course | None:
    results = [result for _, result in _results(graded) if result.id == number]
    states = Counter(each.state for each in results)
    handed_in = [each for each in results if each.state != "missing"]
    if not handed_in:
        return None
    begun = [each for each in results if each.state in BEGUN]
    failing = [test for each in begun for test in each.to_mend]
    counts, tests = Counter(test.name for test in failing), {test.name: test for test in failing}
    fails = tuple(Fails(tests[name], count) for name, count in counts.most_common())
    earned = sum(each.earned for each in handed_in) / len(handed_in)
    unexplained = sum(bool(each.to_mend) and not each.diagnosis for each in begun)
    return Course(handed_in[0], states, earned, fails, unexplained)


def _results(graded: Sequence[Row]) -> Iterator[tuple[Row, MilestoneResult]]:
    for row in graded:
        assert row.record
        for result in row.record.milestones:
            yield row, result
