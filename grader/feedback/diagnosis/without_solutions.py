"""What is likely to be mended, where there are no solutions to compare with: in a handout.

with_suspects(results, submission, notes)
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace

from ...advice import Diagnosis
from ...library.submission import Submission
from ...manifest import find_milestone
from ...record import MilestoneResult, TestResult
from ...stubs.places import is_python, named_places
from ..coverage import Spectrum
from ..edited import Edited
from ..examination import Examination
from ..localization.suspects import place_to_mend, with_suspect
from ..notes import Notes
from .general_mistake import NOTHING, GeneralMistake
from .missing_return import may_return_nothing

NONE = "NoneType"  # in words of Python's about what can't be done with a None


def with_suspects(
    results: Iterable[MilestoneResult], submission: Submission, notes: Notes
) -> list[MilestoneResult]:
    """The same results; those that fail say where, probably, and of a None which function may have
    returned it."""
    with Edited() as edited:  # of which nothing is asked in a handout
        return [_with_suspect(result, submission, notes, edited) for result in results]


def _with_suspect(
    result: MilestoneResult, submission: Submission, notes: Notes, edited: Edited
) -> MilestoneResult:
    milestone = find_milestone(result.id)
    source = submission.text(milestone)
    if result.state != "started" or not result.to_mend or not is_python(source):
        return result
    examination = Examination(milestone, notes.of(milestone), edited)
    found = forgotten_return(result, source, examination.spectrum)
    result = replace(result, diagnosis=found) if found else result
    return with_suspect(result, place_to_mend(result, source, examination), source)


def forgotten_return(result: MilestoneResult, source: str, calls: Spectrum) -> Diagnosis | None:
    """A function that promises a value, and may end without one, where tests that call it fail over
    a None; None where there is no such function."""
    tests = [test for test in result.to_mend if _is_over_none(test)]
    for place, node in named_places(source):
        met = tuple(test.name for test in tests if place in calls.get(test.name, ()))
        if met and isinstance(node, ast.FunctionDef) and is_forgetful(node):
            mistake = GeneralMistake(NOTHING, place, node.lineno)
            return Diagnosis(mistake.name, mistake.says, place, explains=met)
    return None


def is_forgetful(function: ast.FunctionDef) -> bool:
    """Whether its annotation promises a value, and there is a way through it without one."""
    promised = ast.unparse(function.returns) if function.returns else "None"
    return not any(each in promised for each in ("None", "NoReturn", "Any")) and may_return_nothing(
        function
    )


def _is_over_none(test: TestResult) -> bool:
    failure = test.failure
    return failure is not None and (NONE in failure.message or failure.yours == "None")
