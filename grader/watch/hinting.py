"""What `h` does: it is answered at once, and the hint comes as soon as it is known."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ..feedback.next_hint import Given
from ..files import read
from .agenda import Agenda
from .events import Hinted
from .examiner import Examiner
from .page import Page

LOOKING = "Looking for a hint ..."


def ask(page: Page, agenda: Agenda, examiner: Examiner, given: Given) -> str:
    """Have the next hint looked for, once at a time; what is to be said meanwhile."""
    if page.answer == LOOKING:
        return LOOKING
    if page.result is None:
        return "Not graded yet: wait."
    if not page.result.failing:
        return "Nothing fails here."
    source = read(page.target / f"{page.milestone.module}.py").text
    agenda.call(partial(examiner.hint, page.result, source, given), hurries=True)
    return LOOKING


def told(page: Page, found: Hinted) -> Page:
    """The page with the hint that was found, if it still shows that milestone."""
    if found.milestone != page.milestone:
        return page
    if found.hint is None:
        return replace(page, answer="There is nothing to hint at here.")
    hints = page.hints if found.hint in page.hints else (*page.hints, found.hint)
    return replace(page, answer="", hints=hints)
