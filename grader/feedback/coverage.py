"""Which places of a milestone's file the reference calls to answer a question, or those of a test.

    coverage.watch(questions)
    coverage.may_include("accumulate_grad", question)
    coverage.of_tests(judged)["test_a_leaf_collects_gradients"]    # {"backward", ...}

The reference answers them with its instrumented file (instrument.py). What each test of a suite
calls is the suite's *program spectrum*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..asking.program import Program
from ..asking.question import Question
from ..checkout import solution
from ..manifest import PACKAGE, Milestone
from ..sandbox.answer import Answer
from ..stubs.places import named_places
from .edited import Edit, Edited
from .instrument import can_tell, instrumented
from .notes import Judged

WATCHING = """
def watching(lib, module, source, name, inputs):
    import sys
    file = sys.modules[module]
    file._called.clear()  # of programs before this one in the same process
    exec(source, globals())
    try:
        globals()[name](lib, *inputs)
    except Exception:
        pass
    return [sorted(file._called), sorted(file._at_import)]
"""

Spectrum = dict[str, set[str]]  # the places that a test calls, by its name
Called = tuple[set[str], set[str]]  # by a question's program, and by the import before it


class Coverage:
    """What the reference calls in a milestone's file."""

    def __init__(self, milestone: Milestone, edited: Edited) -> None:
        source = solution(milestone)
        self._module, self._edited = f"{PACKAGE}.{milestone.module}", edited
        self._edit = Edit(milestone.module, instrumented(source), may_share=True)
        self._telling = {name for name, node in named_places(source) if can_tell(node)}
        self._called: dict[Question, Called | None] = {}

    def watch(self, questions: Iterable[Question]) -> None:
        """Have the reference answer these, if it has not yet, and see what it calls."""
        news = list(dict.fromkeys(q for q in questions if q not in self._called))
        (answers,) = self._edited.ask([(self._edit, [watched(self._module, q) for q in news])])
        self._called |= dict(zip(news, map(called, answers), strict=True))

    def may_include(self, place: str, question: Question) -> bool:
        """Whether the answer to a question that was watched may depend on a place.

        It may on one that is called while the library is imported, and on one that can't tell.
        """
        called = self._called[question]
        return called is None or place not in self._telling or any(place in each for each in called)

    def of_tests(self, judged: Sequence[Judged]) -> Spectrum:
        """The places that each test's questions call, as far as they could be watched."""
        self.watch(each.question for each in judged)
        found: Spectrum = {}
        for each in judged:
            called = self._called[each.question]
            found.setdefault(each.test, set()).update(called[0] if called else ())
        return found


def watched(module: str, question: Question) -> Question:
    """What to ask of an instrumented library so that it tells which places a question calls."""
    told = ("str", module), *(("str", text) for text in question.program)
    inputs = "list", list(question.inputs)
    return Question(Program(WATCHING, "watching"), (*told, inputs))


def called(answer: Answer) -> Called | None:
    """What it tells; None where the question could not be watched to its end."""
    if answer.value is None:
        return None
    by_program, by_import = ({name for _, name in names} for _, names in answer.value[1])
    return by_program, by_import
