"""Is this place to blame? Put the reference's answer there, and see whether the failure goes away.

    first_repair(["exp", "log"], "test_exp_of_integers_is_float32", source, examination)

What makes a failure go away is its cause (A. Zeller, Why Programs Fail, chapter 12).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from ...asking.question import Question
from ...checkout import solution
from ...sandbox.answer import Answer
from ...sandbox.inside.limits import LIMITS
from ...stubs.places import places_in
from ..edited import WORKERS, Edit
from ..evidence import CUT_SHORT, Case, same_answer
from ..examination import Examination

PATIENCE = 15.0  # seconds for all trials of a grading: one takes a third of a second
SOON = LIMITS.hurried().program  # what is right answers by then; what never ends repairs nothing


def first_repair(
    places: Sequence[str], test: str, source: str, examination: Examination
) -> str | None:
    """The first place that repairs a test, as far as there is time to try; None for none."""
    questions = examination.questions_of(test)
    correct = _answers([None], questions, examination)[0] if questions else []
    for start in range(0, len(places) if questions else 0, WORKERS):
        if examination.edited.seconds_once > PATIENCE:
            break
        tried = places[start : start + WORKERS]
        right = solution(examination.milestone)
        sources = [transplant(source, right, place) for place in tried]
        for place, answers in zip(tried, _answers(sources, questions, examination), strict=True):
            if all(map(_is_right, answers, correct)):
                return place
    return None


def repairs(place: str, test: str, source: str, examination: Examination) -> bool:
    """Whether a test's questions are answered as the reference answers them, once its code stands
    in one place of a learner's file."""
    return first_repair([place], test, source, examination) == place


def mends(places: Iterable[str], case: Case, examination: Examination) -> bool:
    """Whether a single question is answered rightly then, with all of these places mended."""
    source = examination.source
    for place in places:
        source = transplant(source, solution(examination.milestone), place)
    ((answer,),) = _answers([source], [case.question], examination)
    return _is_right(answer, case.correct)


def _answers(
    sources: Sequence[str | None], questions: Sequence[Question], examination: Examination
) -> list[list[Answer]]:
    """What is answered with each of these in the milestone's file; None for the reference's own."""
    module = examination.milestone.module
    edits = [None if source is None else Edit(module, source) for source in sources]
    return examination.edited.ask_once([(edit, questions) for edit in edits], SOON)


def _is_right(answer: Answer, correct: Answer) -> bool:
    return answer.outcome not in CUT_SHORT and same_answer(answer, correct)


def transplant(source: str, reference: str, place: str) -> str:
    """A learner's source with the reference's answer in one place, where the learner has it.

    The reference's imports come along, and those private helpers that the learner lacks.
    """
    mine, theirs = ast.parse(source), ast.parse(reference)
    here, there = dict(places_in(mine.body)), dict(places_in(theirs.body))
    of_class, old = here.get(_owner(place)), here.get(place)
    owner = of_class if isinstance(of_class, ast.ClassDef) else mine
    if old and old in owner.body:
        owner.body[owner.body.index(old)] = there[place]
    elif old:  # `Class.method = function`, below the class
        mine.body.remove(old)
        owner.body.append(there[place])
    helpers = {name: node for name, node in there.items() if name not in here and _private(name)}
    owner.body += [node for name, node in helpers.items() if here.get(_owner(name)) is owner]
    imports = [n for n in theirs.body if isinstance(n, ast.Import | ast.ImportFrom)]
    on_top = [node for name, node in helpers.items() if not _owner(name)]
    mine.body = [*imports, *on_top, *(n for n in mine.body if not _is_future(n))]
    return ast.unparse(mine) + "\n"


def _owner(place: str) -> str:
    return place.rpartition(".")[0]


def _private(place: str) -> bool:
    name = place.rpartition(".")[2]
    return name.startswith("_") and not name.startswith("__")


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"
