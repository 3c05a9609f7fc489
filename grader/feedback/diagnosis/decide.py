"""When the evidence is enough to name a misconception, and when to say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...asking.question import Question
from ..evidence import Case, Verdict
from .mistakes import Mistake

SEVERAL = 2  # failures that tell little must be there, before a mistake is named for them
BORNE_OUT = 3  # telling failures, after which a mistake may be one of several


@dataclass
class Finding:
    """What a learner's questions say about one mistake, or about several together."""

    mistake: Mistake
    verdicts: dict[Case, Verdict]
    elsewhere: int = 0  # failures that have nothing to do with it

    @property
    def tally(self) -> Counter[Verdict]:
        """How many questions say what."""
        return Counter(self.verdicts.values())

    @property
    def questions(self) -> frozenset[Question]:
        """Those whose wrong answers it gives, too."""
        told = {Verdict.SAME, Verdict.ALIKE}
        return frozenset(case.question for case, said in self.verdicts.items() if said in told)

    @property
    def explained(self) -> int:
        """How many failures it accounts for."""
        return self.tally[Verdict.SAME] + self.tally[Verdict.ALIKE]

    @property
    def against(self) -> int:
        """How many questions speak against it."""
        return self.tally[Verdict.DIFFERENT] + self.tally[Verdict.UNTOUCHED]

    @property
    def is_likely(self) -> bool:
        """Whether a value speaks for it, and more questions speak for it than against it.

        The same mistake in other code may differ at the edges, and a second mistake may hide it.
        But where it is mostly zeros that speak for it, nothing may speak against it, and nothing
        may fail elsewhere; nor where no failure tells anything, and each is NaN in the very places,
        or a complaint about the very shapes, that it leads to.
        """
        speaking = [case.is_strong for case, said in self.verdicts.items() if said is Verdict.SAME]
        if 2 * sum(speaking) > len(speaking):
            return self.explained > self.against
        explains_all = not self.is_contradicted and not self.elsewhere
        return explains_all and bool(speaking or self._gives_all)

    @property
    def _gives_all(self) -> bool:
        """Whether there are several failures, none of which tells much, and it gives them all."""
        failed = [case for case in self.verdicts if not case.passed]
        quiet = [c for c in failed if not c.telling and (c.answer.value or c.answer_is_of_shapes)]
        return len(quiet) == len(failed) == self.explained >= SEVERAL

    @property
    def is_contradicted(self) -> bool:
        """Whether anything speaks against it."""
        return self.against > 0

    @property
    def is_borne_out(self) -> bool:
        """Whether the learner has all the wrong answers that it gives, and these tell something:
        what else is wrong has another reason."""
        strong = sum(c.is_strong for c, said in self.verdicts.items() if said is Verdict.SAME)
        return not self.tally[Verdict.DIFFERENT] and strong >= BORNE_OUT


def borne_out(findings: Sequence[Finding]) -> Finding | None:
    """The one that is among several mistakes, whatever the others are, if only one is."""
    found = [each for each in findings if each.is_borne_out]
    best = max(found, key=lambda each: each.explained, default=None)
    rivals = [f for f in findings if f is not best and best and f.explained >= best.explained]
    return None if rivals else best


def choose(findings: Sequence[Finding]) -> Finding | None:
    """The best of the likely ones, if no other may be meant as well.

    | the best is      | others that explain as much or more | then     |
    |------------------|-------------------------------------|----------|
    | not contradicted | none                                | named    |
    | not contradicted | all are contradicted                | named    |
    | not contradicted | one is not contradicted             | not said |
    | contradicted     | none                                | named    |
    | contradicted     | any                                 | not said |
    """
    likely = [finding for finding in findings if finding.is_likely]
    if not likely:
        return None
    best = max(likely, key=lambda finding: (finding.explained, not finding.is_contradicted))
    as_good = [f for f in findings if f is not best and f.explained >= best.explained]
    uncontradicted = [f for f in as_good if not f.is_contradicted]
    rivals = as_good if best.is_contradicted else uncontradicted
    return None if rivals else best
