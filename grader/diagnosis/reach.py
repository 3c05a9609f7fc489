"""Which questions a misconception can matter to: those that call the function it edits.

The reference is watched at its work, with Python's own profiler, for the functions that it calls.
An edit outside of all functions, and one inside a function that is called while the library is
imported, may matter to every question.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from ..manifest import PACKAGE, SOLUTIONS, Milestone
from ..sandbox.client import Answer
from ..suite.misconceptions import Misconception
from ..suite.program import Program
from .answers import Answers, Question

FUNCTIONS = (ast.FunctionDef, ast.Lambda)

Function = ast.FunctionDef | ast.Lambda
Position = tuple[int, int]  # a line and a column, as `ast` counts them

CALLED = """
def called(lib, path, work):
    import sys
    lines = set()
    def note(frame, event, _):
        if event == "call" and frame.f_code.co_filename == path:
            lines.add(frame.f_code.co_firstlineno)
    sys.setprofile(note)
    try:
        work(lib)
    except Exception:
        pass
    sys.setprofile(None)
    return sorted(lines)
"""

ANSWERING = """
def answering(lib, path, source, name, inputs):
    exec(source, globals())
    return called(lib, path, lambda lib: globals()[name](lib, *inputs))
"""

IMPORTING = """
def importing(lib, path, package):
    import sys
    for name in [n for n in sys.modules if n.split(".")[0] == package]:
        del sys.modules[name]
    return called(lib, path, lambda _: __import__(package))
"""


class Reach:
    """What the reference calls in a milestone's file."""

    def __init__(self, milestone: Milestone, answers: Answers) -> None:
        path = SOLUTIONS / f"{milestone.module}.py"
        self._path, self._answers = str(path), answers
        self._source = path.read_text(encoding="utf-8")
        self._functions = [n for n in ast.walk(ast.parse(self._source)) if isinstance(n, FUNCTIONS)]
        self._edited: dict[Misconception, int | None] = {}
        self._called: dict[Question, Collection[int | None]] = {}

    def gets_to(self, mistake: Misconception, question: Question) -> bool:
        """Whether a question that was watched may be answered otherwise because of a mistake."""
        return self._function_of(mistake) in self._called[question]

    def watch(self, questions: Sequence[Question]) -> None:
        """Have the reference answer these, and see what it calls."""
        importing = Question(
            Program(CALLED + IMPORTING, "importing"), (("str", self._path), ("str", PACKAGE))
        )
        asked = [importing, *map(self._watched, questions)]
        (answers,) = self._answers.ask([(None, asked)])
        at_import, *called = map(_lines, answers)
        everything = {None, *map(_first_line, self._functions)}
        for question, lines in zip(questions, called, strict=True):
            known = lines is not None and at_import is not None
            self._called[question] = {None} | lines | at_import if known else everything

    def _watched(self, question: Question) -> Question:
        told = ("str", self._path), *(("str", text) for text in question.program)
        inputs = "list", list(question.inputs)
        return Question(Program(CALLED + ANSWERING, "answering"), (*told, inputs))

    def _function_of(self, mistake: Misconception) -> int | None:
        """The first line of the innermost function that the edit is in; None for no function."""
        if mistake not in self._edited:
            start, end = (_position(self._source, offset) for offset in mistake.find(self._source))
            around = [n for n in self._functions if _start(n) <= start and end <= _end(n)]
            self._edited[mistake] = _first_line(max(around, key=_start)) if around else None
        return self._edited[mistake]


def _lines(answer: Answer) -> set[int] | None:
    """None where the program could not be watched to its end."""
    return {line for _, line in answer.value[1]} if answer.value else None


def _start(function: Function) -> Position:
    return function.lineno, function.col_offset


def _end(function: Function) -> Position:
    return function.end_lineno or function.lineno, function.end_col_offset or 0


def _first_line(function: Function) -> int:
    """As its code object has it: with its decorators."""
    return min([function.lineno, *(d.lineno for d in getattr(function, "decorator_list", []))])


def _position(source: str, offset: int) -> Position:
    before = source[:offset]
    return before.count("\n") + 1, len(before[before.rfind("\n") + 1 :].encode())
