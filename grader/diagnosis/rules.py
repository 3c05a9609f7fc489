"""When the evidence is enough to name a misconception, and when to say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..suite.misconceptions import Misconception
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


def choose(findings: Sequence[Finding]) -> Misconception | None:
    """The likely misconception that explains more of the failures than any other."""
    likely = sorted((f for f in findings if f.is_likely), key=lambda f: -f.explained)
    if not likely or (len(likely) > 1 and likely[0].explained == likely[1].explained):
        return None
    return likely[0].mistake
