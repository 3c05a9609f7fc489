"""Adds diagnoses to the results of a grading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...asking.grading import Grading
from ...cache import MISCONCEPTIONS, Memory
from ...files import read_regular
from ...manifest import SOLUTIONS, Milestone, find_milestone
from ...record import Diagnosis, MilestoneResult
from ..misconceptions import Misconception
from .diagnose import diagnose
from .lesson import line_of_lesson


def with_diagnoses(
    grading: Grading, results: Sequence[MilestoneResult], remember: bool = False
) -> list[MilestoneResult]:
    """The same results; those with failures that a misconception explains say so.

    Args:
        grading: made the results, taking notes.
        remember: keep what misconceptions answer in the checkout, and use what is kept there.
    """
    if grading.liar or not any(result.failing for result in results):
        return list(results)
    memory = Memory(MISCONCEPTIONS) if remember else None
    diagnosed = [_with_diagnosis(grading, result, memory) for result in results]
    if memory:
        memory.save()
    return diagnosed


def _with_diagnosis(
    grading: Grading, result: MilestoneResult, memory: Memory | None
) -> MilestoneResult:
    milestone = find_milestone(result.id)
    was_run = result.failing and grading.mounts(milestone)
    mistake = diagnose(grading, milestone, memory) if was_run else None
    if mistake is None:
        return result
    lesson = _lesson(grading, milestone, mistake, result.where)
    diagnosis = Diagnosis(mistake.name, mistake.says, mistake.where, lesson)
    return replace(result, diagnosis=diagnosis)


def _lesson(grading: Grading, milestone: Milestone, mistake: Misconception, where: str) -> str:
    name = f"{milestone.module}.py"
    solution = (SOLUTIONS / name).read_text(encoding="utf-8")
    file = (read_regular(grading.target / name) or b"").decode("utf-8", "replace")
    line = line_of_lesson(mistake, solution, file)
    return f"{where}:{line}" if line else where
