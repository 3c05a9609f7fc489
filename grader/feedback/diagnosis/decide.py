"""When the evidence is enough to name a misconception, and when to say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...asking.question import Question
from ..evidence import Case, Verdict
from .mistakes import Mistake, OneOf, parts_of

MOST_ALIKE = 3  # known mistakes that are named beside one another
SEVERAL = 2  # failures that tell little must be there, before a mistake is named for them


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
    def against(self) -> frozenset[Question]:
        """Those that speak against it."""
        found = (case.question for case, said in self.verdicts.items() if said is Verdict.DIFFERENT)
        return frozenset(found)

    @property
    def explained(self) -> int:
        """How many failures it accounts for."""
        return self.tally[Verdict.SAME] + self.tally[Verdict.ALIKE]

    @property
    def is_strong(self) -> bool:
        """Whether more than zeros, and what there was not, speak for it."""
        speaking = [case.is_strong for case, said in self.verdicts.items() if said is Verdict.SAME]
        return 2 * sum(speaking) > len(speaking)

    @property
    def is_likely(self) -> bool:
        """Whether a value speaks for it, and more questions speak for it than against it.

        The same mistake in other code may differ at the edges, and a second mistake may hide it.
        But where it is mostly zeros that speak for it, nothing may speak against it, and nothing
        may fail elsewhere; nor where no failure tells anything, and each is NaN in the very places,
        or a complaint about the very shapes, that it leads to.
        """
        if self.is_strong:
            return self.explained > self.tally[Verdict.DIFFERENT]
        explains_all = not self.is_contradicted and not self.elsewhere
        return explains_all and bool(self.tally[Verdict.SAME] or self._gives_all)

    @property
    def _gives_all(self) -> bool:
        """Whether there are several failures, none of which tells much, and it gives them all."""
        failed = [case for case in self.verdicts if not case.passed]
        quiet = [c for c in failed if not c.telling and (c.answer.value or c.answer_is_of_shapes)]
        return len(quiet) == len(failed) == self.explained >= SEVERAL

    @property
    def is_contradicted(self) -> bool:
        """Whether anything speaks against it."""
        return self.tally[Verdict.DIFFERENT] > 0


def choose(findings: Sequence[Finding]) -> Finding | None:
    """The best of the likely ones, if no other may be meant as well.

    | the best is      | others that explain as much or more | then     |
    |------------------|-------------------------------------|----------|
    | not contradicted | none                                | named    |
    | not contradicted | all are contradicted                | named *  |
    | not contradicted | one is not contradicted             | not said |
    | contradicted     | none                                | named    |
    | contradicted     | none but worse ones **              | named    |
    | contradicted     | any                                 | not said |

    * unless one of them gives all that the best one gives, and as much again: what is wrong lies
    deeper, and the best one's wrong answers come of it.

    ** which give no other wrong answers of the learner's, and more that are not.
    """
    likely = [finding for finding in findings if finding.is_likely]
    if not likely:
        return None
    best = max(likely, key=lambda finding: (finding.explained, -finding.tally[Verdict.DIFFERENT]))
    others = [f for f in findings if f is not best and f.explained >= best.explained]
    as_good = [f for f in others if not _is_worse(f, best)]
    uncontradicted = [f for f in as_good if not f.is_contradicted]
    rivals = as_good if best.is_contradicted else uncontradicted
    return None if rivals or any(_lies_deeper(each, best) for each in as_good) else best


def tied(findings: Sequence[Finding]) -> list[Finding]:
    """Those that explain most, where nothing speaks against them, and they give the very same
    answers; [] where there are too many of them."""
    likely = [each for each in findings if each.is_likely and not each.is_contradicted]
    most = max((each.explained for each in findings), default=0)
    best = [each for each in likely if each.explained == most]
    alike = len({each.questions for each in best}) == 1
    return best if alike and len(best) <= MOST_ALIKE else []


def one_of(findings: Sequence[Finding]) -> Finding | None:
    """What is said of several that cannot be told apart: that it is one of them."""
    if len(findings) < 2:
        return next(iter(findings), None)
    among = OneOf(tuple(part for each in findings for part in parts_of(each.mistake)))
    return Finding(among, findings[0].verdicts, findings[0].elsewhere)


def _is_worse(finding: Finding, than: Finding) -> bool:
    """Whether it explains no more, and what speaks against the other one is not all that speaks
    against it."""
    return finding.questions <= than.questions and than.against < finding.against


def _lies_deeper(finding: Finding, than: Finding) -> bool:
    return finding.questions > than.questions and finding.explained >= 2 * than.explained
