"""Which misconception, if any, gives the very answers that a learner's library gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..grading import Grading, Judged
from ..library import assemble
from ..manifest import SOLUTIONS, Milestone
from ..memory import Memory
from ..report.record import Outcome
from ..sandbox.client import Answer
from ..suite.misconceptions import Misconception, misconceptions
from ..suite.oracle import Expected
from .answers import Question, Respondent
from .evidence import Case, Verdict
from .reach import Reach
from .rules import Finding, choose

AHEAD = 2  # workers that start while another one answers


def diagnose(
    grading: Grading, milestone: Milestone, memory: Memory | None = None
) -> Misconception | None:
    """The one misconception that explains what failed in a milestone; None where none is certain.

    Args:
        grading: has run the milestone's suite, taking notes.
        memory: remembers misconceptions' answers; for a checkout's own files only.
    """
    judged = grading.judged.get(grading.mounts(milestone)[0], [])
    with Examination(milestone, judged, memory, grading.check) as examination:
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
        self._check = check
        self._milestone, self._memory = milestone, memory
        self._judged = _by_question(judged)
        self._library = assemble(SOLUTIONS, None)
        self._reference = Respondent(self._library, memory)
        self._reach = Reach(milestone, self._reference)
        self._known: dict[Question, Case] = {}
        self._called: dict[Question, Collection[int | None]] = {}

    def findings(self, mistakes: Iterable[Misconception]) -> list[Finding]:
        """What there is to say of each of the `mistakes` that a telling answer speaks for."""
        telling = [case for case in self._cases("wrong") if case.telling]
        suspects = [self._suspect(mistake, telling) for mistake in mistakes] if telling else []
        examined = (self._examine(s, telling) for s in _in_turn([s for s in suspects if s.telling]))
        return [finding for finding in examined if finding]

    def __enter__(self) -> Examination:
        return self

    def __exit__(self, *_: object) -> None:
        self._reference.close()

    def _examine(self, suspect: Suspect, telling: Sequence[Case]) -> Finding | None:
        """What there is to say of a suspect; None as soon as that can't be enough."""
        finding = Finding(suspect.mistake, {})
        for case in telling:
            finding.verdicts[case] = self._weigh(suspect, case)
            if 2 * finding.tally[Verdict.DIFFERENT] >= len(self._failed):
                return None
        if not finding.tally[Verdict.SAME]:
            return None
        for case in [*self._failed, *self._passed]:
            if case not in finding.verdicts:
                finding.verdicts[case] = self._weigh(suspect, case)
        return finding

    @cached_property
    def _failed(self) -> list[Case]:
        return self._cases("wrong", "error", "timeout", "crashed")

    @cached_property
    def _passed(self) -> list[Case]:
        return self._cases("passed")

    def _cases(self, *outcomes: Outcome) -> list[Case]:
        return [self._case(q, j) for q, j in self._judged.items() if j.outcome in outcomes]

    def _case(self, question: Question, judged: Judged) -> Case:
        if question not in self._known:
            passed = judged.outcome == "passed"
            correct = self._correct(question, judged.expected)
            self._known[question] = Case(question, judged.answer, correct, passed)
        return self._known[question]

    def _correct(self, question: Question, expected: Expected | None) -> Answer:
        if expected is None:
            return self._reference.ask(question)
        if expected.value is None:
            return Answer("raised", exception=expected.exception or "")
        return Answer("answered", expected.value)

    def _suspect(self, mistake: Misconception, telling: Sequence[Case]) -> Suspect:
        respondent = Respondent(self._library, self._memory, self._milestone, mistake)
        suspect = Suspect(mistake, respondent, self._reach.function_of(mistake), [])
        suspect.telling += [case for case in telling if self._matters(suspect, case)]
        return suspect

    def _matters(self, suspect: Suspect, case: Case) -> bool:
        question = case.question
        if question not in self._called:
            self._called[question] = self._reach.called(question)
        return suspect.function in self._called[question]

    def _weigh(self, suspect: Suspect, case: Case) -> Verdict:
        self._check()
        if not self._matters(suspect, case):
            return Verdict.BOTH_RIGHT if case.passed else Verdict.SILENT
        return case.weigh(suspect.respondent.ask(case.question))


@dataclass
class Suspect:
    """A misconception, what answers for it, the line of the function that it edits (None for
    none), and the telling answers that it may be behind."""

    mistake: Misconception
    respondent: Respondent
    function: int | None
    telling: list[Case]


def _in_turn(suspects: Sequence[Suspect]) -> Iterator[Suspect]:
    """One after the other, while the next ones' workers start."""
    try:
        for i, suspect in enumerate(suspects):
            for later in suspects[i : i + 1 + AHEAD]:
                later.respondent.prepare(case.question for case in later.telling)
            yield suspect
            suspect.respondent.close()
    finally:
        for suspect in suspects:
            suspect.respondent.close()


def _by_question(judged: Sequence[Judged]) -> dict[Question, Judged]:
    """Each question once; one that failed somewhere has failed."""
    questions: dict[str, Question] = {}
    known: dict[Question, Judged] = {}
    for each in judged:
        question = Question(each.program, each.inputs)
        question = questions.setdefault(question.key, question)
        if question not in known or known[question].outcome == "passed":
            known[question] = each
    return known
