"""The record that may be shown to somebody: what a class is not to see is left out."""

from __future__ import annotations

from dataclasses import replace

from .record import FEEDBACK, Feedback, MilestoneResult, Record, TestResult


def redacted(record: Record, feedback: Feedback) -> Record:
    """The record that may be shown at this level.

    `full` shows all. `names` hides what hidden tests and faults say, diagnoses and hints;
    `score` what all tests say, what the hidden ones are called, and the graph. What is hidden
    stays hidden.
    """
    level = max(feedback, record.feedback, key=FEEDBACK.index)
    milestones = tuple(_redact_milestone(m, level) for m in record.milestones)
    if level == "score":
        record = replace(record, graph="", undrawn=None)
    faults = record.faults if level == "full" else ("not shown",) * len(record.faults)
    return replace(record, milestones=milestones, feedback=level, faults=faults)


def _redact_milestone(milestone: MilestoneResult, feedback: Feedback) -> MilestoneResult:
    tests = _redact(milestone.tests, feedback)
    if feedback == "full":
        return replace(milestone, tests=tests)
    shown = (milestone.apart,) if milestone.apart and feedback != "score" else ()
    apart = next(iter(_redact(shown, feedback)), None)
    return replace(
        milestone,
        tests=tests,
        apart=apart,
        diagnosis=None,
        hint=None,
        lacks=(),
        suspect=None,
        changed=(),
    )


def _redact(tests: tuple[TestResult, ...], feedback: Feedback) -> tuple[TestResult, ...]:
    redacted = []
    for i, test in enumerate(tests, start=1):
        hidden = test.visibility == "hidden"
        if feedback == "score" or (feedback == "names" and hidden):
            test = replace(test, failure=None)
        if feedback == "score" and hidden:
            test = replace(test, name=f"hidden_{i}", title=f"hidden test {i}")
        redacted.append(test)
    return tuple(redacted)
