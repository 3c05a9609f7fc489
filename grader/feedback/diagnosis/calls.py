"""Which questions a misconception can matter to: those whose answer calls the place that it edits.

    calls.watch(questions)
    calls.may_include("accumulate_grad", question)

The reference answers them with its instrumented file (grader/feedback/instrument.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from ...asking.program import Program
from ...asking.question import Question
from ...checkout import solution
from ...manifest import PACKAGE, Milestone
from ...sandbox.answer import Answer
from ...stubs.places import named_places
from ..instrument import Instrumented, can_tell
from .mutant_answers import Answers

WATCHING = """
def watching(lib, module, source, name, inputs):
    import sys
    file = sys.modules[module]
    exec(source, globals())
    try:
        globals()[name](lib, *inputs)
    except Exception:
        pass
    return sorted(file._at_import | file._called)
"""


class Calls:
    """What the reference calls in a milestone's file."""

    def __init__(self, milestone: Milestone, answers: Answers) -> None:
        source = solution(milestone)
        self._module, self._answers = f"{PACKAGE}.{milestone.module}", answers
        self._telling = {name for name, node in named_places(source) if can_tell(node)}
        self._called: dict[Question, set[str] | None] = {}

    def watch(self, questions: Sequence[Question]) -> None:
        """Have the reference answer these, and see what it calls."""
        watched = [self._watched(question) for question in questions]
        (answers,) = self._answers.ask([(Instrumented(), watched)])
        self._called |= dict(zip(questions, map(_places, answers), strict=True))

    def may_include(self, place: str, question: Question) -> bool:
        """Whether the answer to a question that was watched may depend on a place.

        It may on one that is called while the library is imported, and on one that can't tell.
        """
        called = self._called[question]
        return called is None or place in called or place not in self._telling

    def _watched(self, question: Question) -> Question:
        told = ("str", self._module), *(("str", text) for text in question.program)
        inputs = "list", list(question.inputs)
        return Question(Program(WATCHING, "watching"), (*told, inputs))


def _places(answer: Answer) -> set[str] | None:
    """None where the question could not be watched to its end."""
    return {name for _, name in answer.value[1]} if answer.value else None
