"""Nobody reads the grader's own words: with other words, all that it does stays the same."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import FunctionType

import pytest

from grader.failure import Failure
from grader.feedback.edited import Edited
from grader.feedback.examination import Examination
from grader.feedback.known_misconceptions import misconceptions
from grader.feedback.localization.suspects import fails_at_import, place_to_mend
from grader.feedback.notes import Notes
from grader.grading.steps import grade
from grader.judging import explain as texts
from grader.judging import passages as words
from grader.judging.passages import Passage
from grader.manifest import find_milestone
from grader.record import Record
from grader.stubs.generate import generate
from grader.views.html import _template, html
from grader.views.next_step import next_step
from grader.views.outputs import VIEWS
from grader.views.reasons import reasons
from grader.views.terminal import RED
from tests.grader.folders import solution, write
from tests.grader.test_html import Page

OTHER = "other words here"
M03, M04, M06 = (find_milestone(name) for name in ("m04", "m05", "m07"))
LEARNERS = {
    "a known mistake": (M03, misconceptions(M03)[0].apply(solution(M03))),
    "a file that can't be imported": (M04, solution(M04) + "\ndef half_sav"),
    "nothing but stubs": (M06, generate(M06.module).decode() + "\n"),
    "an exception": (M04, solution(M04) + "\n\ndef toposort(root, parents):\n    return 1 / 0\n"),
}


@pytest.fixture(scope="module", params=LEARNERS)
def graded(request, tmp_path_factory) -> Iterator[tuple[Record, str, Examination]]:
    """A record, the source of its one milestone, and what can be found out about it."""
    milestone, source = LEARNERS[request.param]
    folder = write(tmp_path_factory.mktemp("learner"), milestone, source)
    notes = Notes()
    record = grade(folder, [milestone], notes=notes)
    with Edited() as edited:
        yield record, source, Examination(milestone, notes.of(milestone), edited)


@pytest.fixture
def otherwise(monkeypatch) -> Iterator[Callable[[], None]]:
    """Has every failure worded by the same three words, wherever that is done."""

    def passages(failure: Failure, width: int = 0) -> list[Passage]:
        return [Passage("sentence", OTHER)]

    others = {words.passages: passages, texts.explain: lambda *_: OTHER}

    def change() -> None:
        for module in [module for name, module in sys.modules.copy().items() if "grader." in name]:
            for attribute, value in list(vars(module).items()):
                if isinstance(value, FunctionType) and value in others:
                    monkeypatch.setattr(module, attribute, others[value])
        _template.cache_clear()

    yield change
    _template.cache_clear()


def what_is_done(record: Record, source: str, examination: Examination) -> list[object]:
    """All that follows from a record, save how failures are worded."""
    (result,) = record.milestones
    lines = next_step(record.milestones, record.target)
    if fails_at_import(result):  # whose heading says why
        lines = [line for line in lines if line.style != RED]
    worded = ("pre", "div", "h3")
    return [
        fails_at_import(result),
        place_to_mend(result, source, examination),
        [(reason.test.name, len(reason.others)) for reason in reasons(result)],
        [line for line in lines if line.text and not line.text.startswith("  ")],
        [(tag, each) for tag, each in Page(html(record)).elements if tag not in worded],
    ]


def test_with_other_words_all_stays_the_same(graded, otherwise):
    record, source, examination = graded
    before = what_is_done(record, source, examination)
    otherwise()
    assert [line for line in next_step(record.milestones, record.target) if line.text == OTHER]
    after = what_is_done(record, source, examination)
    after[3] = [line for line in after[3] if line.text != OTHER]
    assert after == before


def test_the_record_has_no_words_and_every_other_view_has_those_that_explain(graded, otherwise):
    record, *_ = graded
    said = {name: view.render(record) for name, view in VIEWS.items()}
    otherwise()
    now = {name: view.render(record) for name, view in VIEWS.items()}
    assert [name for name in VIEWS if now[name] == said[name]] == ["json"]
    assert [name for name in VIEWS if OTHER not in now[name]] == ["json"]
