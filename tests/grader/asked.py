"""What a suite asks, noted once; so a wrong library can be found out without running the suite.

    compared = noted(milestone).compared
    with asked_of(milestone, compared) as asked:
        asked.finds_wrong(source)    # whether it answers wrong with this text as its file

A test that compares with torch fails for a wrong answer. One of facts may be content with it, so
that such a test must be run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

from grader.feedback.notes import Judged, Notes
from grader.judging.comparison import compare
from grader.judging.outcome import outcome_of
from grader.library.assemble import assemble
from grader.manifest import PACKAGE, SOLUTIONS, Milestone
from grader.sandbox.answer import Answer
from grader.sandbox.edits import EditableWorker
from grader.suite.run import run
from grader.suite.setup import Settings, Setup

SECONDS = 1.0  # of a processor; whatever takes longer is wrong


class Noted(NamedTuple):
    """The tests of a suite, and what they ask, with the reference's answer: where torch answers,
    too, and where they look for facts."""

    tests: list[str]
    compared: list[Judged]
    of_facts: list[Judged]


def noted(milestone: Milestone) -> Noted:
    """What a suite asks."""
    notes = Notes()
    settings = Settings(only_isolated=True, shrinks=False, shares=True)
    done = run(Setup.of(SOLUTIONS, settings), [milestone], listeners=[notes])
    compared, of_facts = (
        [each for each in notes.of(milestone) if bool(each.expected) == is_torchs]
        for is_torchs in (True, False)
    )
    return Noted(done.tests[milestone], compared, of_facts)


def is_wrong(answer: Answer, judged: Judged) -> bool:
    """Whether the test that asked this fails for such an answer."""
    assert judged.expected
    value, right = answer.value, judged.expected.value
    difference = compare(value, right) if value is not None and right is not None else None
    outcome = outcome_of(answer, judged.expected.exception, difference)
    assert outcome != "broken", answer.message
    return outcome != "passed"


class Asked:
    """The questions of a suite, those first that have found most."""

    def __init__(
        self, milestone: Milestone, compared: list[Judged], worker: EditableWorker
    ) -> None:
        self._module, self._worker = f"{PACKAGE}.{milestone.module}", worker
        self._questions = list({each.question: each for each in compared}.values())

    def finds_wrong(self, source: str) -> bool:
        """Whether the reference answers any question wrong with this text as the milestone's file.

        What is wrong after other programs in the same process is asked again in one of its own.
        """
        change = self._module, source
        questions = [each.question for each in self._questions]
        with closing(self._worker.ask_in_turn(questions, change, SECONDS)) as answers:
            pairs = enumerate(zip(answers, self._questions, strict=False))
            found = next((i for i, (answer, judged) in pairs if is_wrong(answer, judged)), None)
        if found is None:
            return False
        first = self._questions.pop(found)
        self._questions.insert(0, first)
        if found == 0:
            return True
        (alone,) = self._worker.ask_all([first.question], change, SECONDS)
        return is_wrong(alone, first)


@contextmanager
def asked_of(milestone: Milestone, compared: list[Judged]) -> Iterator[Asked]:
    """The questions of its suite, and whom to ask."""
    with EditableWorker(assemble(SOLUTIONS, None, fast=False)) as worker:
        yield Asked(milestone, compared, worker)
