"""Adds diagnoses to the results of a grading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...cache import MISCONCEPTIONS, Memory
from ...checkout import solution
from ...manifest import Milestone, find_milestone
from ...record import Diagnosis, MilestoneResult
from ...suite.setup import Setup
from ..misconceptions import Misconception
from ..notes import Notes
from .diagnose import diagnose
from .lesson import line_of_lesson


def with_diagnoses(
    setup: Setup, notes: Notes, results: Sequence[MilestoneResult], remember: bool = False
) -> list[MilestoneResult]:
    """The same results; those with failures that a misconception explains say so.

    Args:
        setup: made the results.
        notes: of their making.
        remember: keep what misconceptions answer in the checkout, and use what is kept there.
    """
    if not any(result.failing for result in results):
        return list(results)
    memory = Memory(MISCONCEPTIONS) if remember else None
    diagnosed = [_with_diagnosis(setup, notes, result, memory) for result in results]
    if memory:
        memory.save()
    return diagnosed


def _with_diagnosis(
    setup: Setup, notes: Notes, result: MilestoneResult, memory: Memory | None
) -> MilestoneResult:
    milestone = find_milestone(result.id)
    found = setup.mounts(milestone)
    if not (result.failing and found):
        return result
    mistake = diagnose(milestone, notes.of(found[0]), memory, setup.workers.check)
    if mistake is None:
        return result
    lesson = _lesson(setup.submission.text(milestone), milestone, mistake, result.where)
    diagnosis = Diagnosis(mistake.name, mistake.says, mistake.where, lesson)
    return replace(result, diagnosis=diagnosis)


def _lesson(file: str, milestone: Milestone, mistake: Misconception, where: str) -> str:
    line = line_of_lesson(mistake, solution(milestone), file)
    return f"{where}:{line}" if line else where
