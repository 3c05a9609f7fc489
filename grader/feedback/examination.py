"""A learner's answers to a milestone's questions, and those of edited references beside them.

with Edited() as edited:
    examination = Examination(milestone, notes.of(milestone), edited)
    diagnose(examination)
    place_to_mend(result, source, examination)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from ..asking import travelling
from ..asking.question import Question
from ..manifest import IS_HANDOUT, Milestone
from ..record import Outcome
from .coverage import Coverage, Spectrum
from .edited import Edited
from .evidence import Case
from .notes import Judged


class Examination:
    """What can be found out about how a learner's library went wrong.

    Args:
        milestone: the one whose file is examined.
        judged: its suite's questions, and what the learner's library made of them.
        edited: answers as the reference does, and as it does when it is edited.
        source: the learner's file, where it may be tried with repairs; "" where it is not known.
    """

    def __init__(
        self, milestone: Milestone, judged: Sequence[Judged], edited: Edited, source: str = ""
    ) -> None:
        self.milestone, self.edited, self.source = milestone, edited, source
        self._judged = judged
        self._by_question = _by_question(judged)

    @cached_property
    def coverage(self) -> Coverage:
        """Which places the questions call."""
        return Coverage(self.milestone, self.edited)

    @property
    def spectrum(self) -> Spectrum:
        """Which places each test calls; in a handout, which has a library of stubs, as it was found
        out when that was made."""
        if IS_HANDOUT:
            return travelling.calls(self.milestone.slug)
        return self.coverage.of_tests(self._judged)

    def called_by(self, test: str) -> set[str]:
        """The places that a test calls."""
        if IS_HANDOUT:
            return self.spectrum.get(test, set())
        judged = [each for each in self._judged if each.test == test]
        return self.coverage.of_tests(judged).get(test, set())

    def cases(self, outcomes: Collection[Outcome]) -> list[Case]:
        """The questions with these outcomes, and what is right."""
        chosen = {q: j for q, j in self._by_question.items() if j.outcome in outcomes}
        facts = [q for q, j in chosen.items() if j.expected is None]
        correct = dict(zip(facts, self.edited.ask([(None, facts)])[0], strict=True))
        return [
            Case(q, j.answer, j.expected or correct[q], j.outcome == "passed")
            for q, j in chosen.items()
        ]

    def questions_of(self, test: str) -> list[Question]:
        """What a failing test has asked; [] where what failed is not noted."""
        asked = [each for each in self._judged if each.test == test]
        is_noted = any(each.outcome != "passed" for each in asked)
        return list(dict.fromkeys(each.question for each in asked)) if is_noted else []


def _by_question(judged: Sequence[Judged]) -> dict[Question, Judged]:
    """Each question once; one that failed somewhere has failed."""
    known: dict[Question, Judged] = {}
    for each in judged:
        if each.question not in known or known[each.question].outcome == "passed":
            known[each.question] = each
    return known
