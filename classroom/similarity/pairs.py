"""What two submissions have in common, and how rare that is in the class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log
from pathlib import Path

from grader.record import Record

from .tokens import given, passages

OFTEN = 0.1  # what more of the class have in common says nothing of two
FEW, MANY = 4, 20  # though so many may always have it, and more never
LEAST = 5  # as much as so many passages that nobody else has
FOR_WRONG = 2.0  # passages that a way to fail is as good as

Common = tuple[str, int | str]  # a file and a passage in it, or "" and a way to fail


@dataclass(frozen=True)
class Work:
    """A submission: its files, and the ways in which its milestones fail."""

    key: str
    name: str
    texts: Mapping[str, str]
    wrong: Mapping[str, str]  # by what it stands for, in words


@dataclass
class Pair:
    """Two who have something in common."""

    one: Work
    other: Work
    weight: float = 0.0
    lines: dict[str, tuple[set[int], set[int]]] = field(default_factory=dict)  # of each file
    wrong: list[str] = field(default_factory=list)


def work_of(key: str, name: str, folder: Path, record: Record | None) -> Work:
    """What is to be compared of a submission."""
    texts = {
        path.name: path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.glob("*.py"))
    }
    return Work(key, name, texts, dict(_wrong(record)) if record else {})


def _wrong(record: Record) -> Iterable[tuple[str, str]]:
    """How a milestone fails: which tests, and how they do. The answers themselves are of other
    inputs for others."""
    for each in record.milestones:
        failed = [test for test in each.to_mend if test.failure and test.outcome != "not_started"]
        ways = [(t.name, t.outcome, t.failure.exception) for t in failed if t.failure]
        if ways:
            said = each.diagnosis.name if each.diagnosis else "for a reason that has no name"
            yield f"{each.id} {ways}", f"{each.id} fails alike in {len(ways)} tests: {said}"


def pairs(class_: Iterable[Work]) -> list[Pair]:
    """Those who have enough in common, the most first. What is common to two files weighs as much
    as its part of the shorter one: all of it may be copied, a tenth is what all would write."""
    works = list(class_)
    places: dict[Common, dict[int, set[int]]] = defaultdict(dict)
    for number, work in enumerate(works):
        for file, text in work.texts.items():
            for passage, lines in passages(text).items():
                if passage not in given():
                    places[file, passage][number] = lines
        for way in work.wrong:
            places["", way][number] = set()
    rare = {each: log(1 + len(works) / len(holders)) for each, holders in places.items()}
    whole = defaultdict[tuple[str, int], float](float)
    shared: dict[tuple[int, int], list[Common]] = defaultdict(list)
    for common, holders in places.items():
        for number in holders:
            whole[common[0], number] += rare[common]
        if len(holders) <= min(max(FEW, OFTEN * len(works)), MANY):
            for two in combinations(sorted(holders), 2):
                shared[two].append(common)
    found = [_pair(works, two, each, places, rare, whole) for two, each in shared.items()]
    least = LEAST * log(1 + len(works) / 2)
    return sorted((p for p in found if p.weight >= least and p.lines), key=lambda p: -p.weight)


def _pair(
    works: Sequence[Work],
    two: tuple[int, int],
    shared: Sequence[Common],
    places: Mapping[Common, Mapping[int, set[int]]],
    rare: Mapping[Common, float],
    whole: Mapping[tuple[str, int], float],
) -> Pair:
    a, b = two
    pair, weights = Pair(works[a], works[b]), defaultdict[str, float](float)
    for file, what in shared:
        weights[file] += rare[file, what]
        if not file:
            pair.wrong.append(works[a].wrong[str(what)])
            continue
        mine, others = pair.lines.setdefault(file, (set(), set()))
        mine |= places[file, what][a]
        others |= places[file, what][b]
    pair.weight = FOR_WRONG * weights.pop("", 0.0)
    for file, weight in weights.items():
        pair.weight += weight * weight / min(whole[file, a], whole[file, b])
    return pair
