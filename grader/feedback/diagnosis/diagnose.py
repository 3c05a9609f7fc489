"""Which misconception, if any, gives the very answers that a learner's library gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ...asking.question import Question
from ...cache import Memory
from ...manifest import Milestone
from ...record import Outcome
from ..misconceptions import Misconception, misconceptions
from ..notes import Judged
from .calls import Calls
from .decide import Finding, choose
from .evidence import Case, Verdict
from .mutant_answers import Answers

FIRST = 5  # telling answers, of which a misconception gives at least one or is let go


def diagnose(
    milestone: Milestone,
    judged: Sequence[Judged],
    memory: Memory | None = None,
    check: Callable[[], object] = lambda: None,
) -> Misconception | None:
    """The one misconception that explains what failed in a milestone; None where none is certain.

    Args:
        judged: the milestone's questions, and what a learner's library made of them.
        memory: remembers misconceptions' answers; for a checkout's own files only.
        check: called now and then; may raise to put an end to it.
    """
    with Examination(milestone, judged, memory, check) as examination:
        return choose(examination.findings(misconceptions(milestone)))


class Examination:
    """A learner's answers to a milestone's questions, and the misconceptions' beside them."""

    def __init__(
        self,
        milestone: Milestone,
        judged: Sequence[Judged],
        memory: Memory | None = None,
        check: Callable[[], object] = lambda: None,
    ) -> None:
        self._judged = _by_question(judged)
        self._answers = Answers(milestone, memory, check)
        self._calls = Calls(milestone, self._answers)

    def __enter__(self) -> Examination:
        return self

    def __exit__(self, *_: object) -> None:
        self._answers.close()

    def findings(self, mistakes: Iterable[Misconception]) -> list[Finding]:
        """What there is to say of each of the `mistakes` that a telling answer speaks for."""
        wrong = self._cases("wrong")
        telling = [case for case in wrong if case.telling]
        if not telling:
            return []
        self._calls.watch([case.question for case in telling])
        found = [Finding(mistake, {}) for mistake in mistakes]
        self._weigh(found, telling, FIRST)
        suspects = [finding for finding in found if finding.tally[Verdict.SAME]]
        others = [*wrong, *self._cases("error", "timeout", "crashed", "passed")] if suspects else []
        self._calls.watch([case.question for case in others])
        self._weigh(suspects, others)
        return suspects

    def _weigh(
        self, findings: Sequence[Finding], cases: Sequence[Case], most: int | None = None
    ) -> None:
        """Add to each finding what the cases say, or the first of those that it can matter to."""
        asked = [[c for c in cases if self._matters(f, c)][:most] for f in findings]
        jobs = [
            (finding.mistake, [case.question for case in mine])
            for finding, mine in zip(findings, asked, strict=True)
        ]
        answers = self._answers.ask(jobs)
        for finding, mine, theirs in zip(findings, asked, answers, strict=True):
            for case, answer in zip(mine, theirs, strict=True):
                finding.verdicts[case] = case.weigh(answer)

    def _matters(self, finding: Finding, case: Case) -> bool:
        return self._calls.may_include(finding.mistake.where, case.question)

    def _cases(self, *outcomes: Outcome) -> list[Case]:
        chosen = {q: j for q, j in self._judged.items() if j.outcome in outcomes}
        facts = [q for q, j in chosen.items() if j.expected is None]
        correct = dict(zip(facts, self._answers.ask([(None, facts)])[0], strict=True))
        return [
            Case(q, j.answer, j.expected or correct[q], j.outcome == "passed")
            for q, j in chosen.items()
        ]


def _by_question(judged: Sequence[Judged]) -> dict[Question, Judged]:
    """Each question once; one that failed somewhere has failed."""
    known: dict[Question, Judged] = {}
    for each in judged:
        if each.question not in known or known[each.question].outcome == "passed":
            known[each.question] = each
    return known
