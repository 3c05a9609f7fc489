"""How often a diagnosis is right: what is said of files whose mistakes are known."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from grader.checkout import solution
from grader.feedback.diagnosis.diagnose import diagnose
from grader.feedback.diagnosis.general_mistake import NAMES as GENERAL
from grader.feedback.diagnosis.general_mistake import GeneralMistake
from grader.feedback.diagnosis.mistakes import Mistake, OneOf
from grader.feedback.edited import Edited
from grader.feedback.examination import Examination
from grader.feedback.notes import Notes
from grader.manifest import Milestone
from grader.suite.run import run
from grader.suite.setup import Settings, Setup

ALONE = Settings(only_isolated=True, shrinks=False)

PATIENT = 60.0  # seconds: how busy a machine is shall not change what is found
RIGHT = 0.8  # of the files with a known mistake, at least
RIGHT_OF_KIND = 0.7  # of each kind in tests/grader/variants/kinds, at least
WRONG = 0.02  # of all, at most


class Told(NamedTuple):
    """What was said of a file.

    `mistakes` are the names that would be right, () for none; `places` are those where the mistakes
    were made. What was said are the names of mistakes, () for nothing, and a place.
    """

    milestone: Milestone
    file: str
    mistakes: tuple[str, ...]
    places: tuple[str, ...]
    named: tuple[str, ...]
    where: str
    either: bool = False  # one of those that were named, and not all

    @property
    def is_right(self) -> bool:
        """Whether mistakes were named, and all are the file's.

        A known mistake has its place, whatever place the file was edited in; a mistake that can be
        made anywhere must also be seen where it was made.
        """
        is_known = self.mistakes and self.mistakes[0] not in GENERAL
        right = set(self.named) & set(self.mistakes)
        is_named = bool(right) and (self.either or right == set(self.named))
        return is_named and bool(is_known or self.where in self.places)

    @property
    def is_wrong(self) -> bool:
        """Whether a mistake was named that is not the file's."""
        return bool(self.named) and not self.is_right


def found_in(milestone: Milestone, source: str) -> Mistake | GeneralMistake | None:
    """The mistake that is found in a milestone's file; None for none.

    Raises ValueError for a file that passes its suite.
    """
    with examined(milestone, source) as examination:
        return diagnose(examination, PATIENT)


@contextmanager
def examined(milestone: Milestone, source: str) -> Iterator[Examination]:
    """The examination of a milestone's file. Raises ValueError for one that passes its suite."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{milestone.module}.py").write_text(source, encoding="utf-8")
        setup, notes = Setup.of(Path(folder), ALONE), Notes()
        done = run(setup, [milestone], listeners=[notes])
        if all(result.outcome == "passed" for result in done.results.values()):
            raise ValueError(f"this {milestone.module} passes its suite")
    with Edited() as edited:
        yield Examination(milestone, notes.of(milestone), edited, source)


def tell(milestone: Milestone, files: Iterable) -> Iterator[Told]:
    """What is said of each of a milestone's `files`: things with a name, that `apply` to the
    solution, and have `mistakes` and `places`."""
    for file in files:
        found = found_in(milestone, file.apply(solution(milestone)))
        either = isinstance(found, OneOf)
        names = tuple(each.name for each in found.among) if either else found and found.names
        said = (names, found.where, either) if found else ((), "")
        yield Told(milestone, file.name, file.mistakes, file.places, *said)


def are_good(told: Sequence[Told], bar: float = RIGHT) -> bool:
    """Whether the right mistake is named often enough, and a wrong one hardly ever."""
    known, right, wrong = _counts(told)
    return right >= bar * known and wrong <= WRONG * len(told)


def summary(told: Iterable[Told]) -> str:
    """The rates in words, and a line for each file that was not rightly told about."""
    told = list(told)
    known, right, wrong = _counts(told)
    lines = [
        f"{t.milestone.id} {t.file}: {' and '.join(t.named) or 'nothing'}, "
        f"not {' or '.join(t.mistakes) or '-'}"
        for t in told
        if t.is_wrong or (t.mistakes and not t.is_right)
    ]
    rates = f"named rightly: {right} of {known}; named wrongly: {wrong} of {len(told)}"
    return "\n".join([*lines, rates])


def _counts(told: Sequence[Told]) -> tuple[int, int, int]:
    """How many have a known mistake, how many were told rightly, and how many wrongly."""
    known = sum(bool(t.mistakes) for t in told)
    return known, sum(t.is_right for t in told), sum(t.is_wrong for t in told)
