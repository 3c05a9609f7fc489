"""When the evidence is enough to name a misconception, and when to say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..misconceptions import Misconception
from .evidence import Case, Verdict


@dataclass
class Finding:
    """What a learner's questions say about one misconception."""

    mistake: Misconception
    verdicts: dict[Case, Verdict]

    @property
    def tally(self) -> Counter[Verdict]:
        """How many questions say what."""
        return Counter(self.verdicts.values())

    @property
    def explained(self) -> int:
        """How many failures it accounts for."""
        return self.tally[Verdict.SAME] + self.tally[Verdict.ALIKE]

    @property
    def is_likely(self) -> bool:
        """Whether a value speaks for it, and more questions speak for it than against it.

        The same mistake in other code may differ at the edges, and a second mistake may hide it.
        """
        return self.tally[Verdict.SAME] > 0 and self.explained > self.tally[Verdict.DIFFERENT]

    @property
    def is_spotless(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.tally[Verdict.DIFFERENT]


def choose(findings: Sequence[Finding]) -> Misconception | None:
    """The likely misconception that explains more of the failures than any other.

    Most others are contradicted by some answer; where nothing contradicts the best, only what
    nothing contradicts can rival it.
    """
    likely = [finding for finding in findings if finding.is_likely]
    if not likely:
        return None
    best = max(likely, key=lambda finding: (finding.explained, finding.is_spotless))
    rivals = [f for f in findings if f.is_spotless or not best.is_spotless]
    explains_most = all(f is best or f.explained < best.explained for f in rivals)
    return best.mistake if explains_most else None
