"""No file that is written is larger than 500 KB, whatever a library prints and raises."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from functools import partial
from xml.etree import ElementTree

import pytest

from grader.failure import Difference, Failure, FrameSummary, RandomProgram
from grader.grading.steps import grade
from grader.manifest import MILESTONES, find_milestone
from grader.record import MilestoneResult, Record, TestResult
from grader.saved import from_json, to_json
from grader.views.fitted import LARGEST, MOST_BRIEF, cut, fitted
from grader.views.html import html
from grader.views.junit import junit
from grader.views.outputs import VIEWS
from tests.grader.folders import write
from tests.grader.test_html import Page

TESTS = 28  # of each milestone: as many as all have together
TOPOSORT = find_milestone("m05")
FLOOD = """
def toposort(root, parents):
    for _ in range(2000):
        print("<&>\\x1b" * 250)
    raise ValueError("<\\u2028>\\n" * 500_000)
"""


def failure(number: int, text: str) -> Failure:
    """One that is as long as they come, everywhere."""
    frame = FrameSummary(text[:120], 7, "f", text[:200], 2)
    return Failure(
        program=f"{number} {text}"[:2000],
        inputs=(("x", text[:4000]),),
        shapes=("(2, 3)",),
        smallest=RandomProgram((text[:300],), text[:4000], text[:4000]),
        yours=text[:4000],
        torch=text[:4000],
        torchs_own=False,
        difference=Difference("lacks", text[:120], text[:200], text[:200]),
        fact=text[:2000],
        exception=text[:200],
        message=text[:2000],
        missing=text[:100],
        refusal=text[:200],
        no_answer=text[:200],
        broken=text[:4000],
        frames=(frame,) * 6,
        printed=text[:2000],
    )


def flood(text: str) -> Record:
    """A record in which every test says as much as one may."""
    tests = [
        TestResult(f"test_{i}", f"title {i}", "public", "error", failure(i, text))
        for i in range(TESTS)
    ]
    milestones = [MilestoneResult.of(m, tests, untouched=False, where="x.py") for m in MILESTONES]
    ignored = tuple(f"{i}{text}"[:255] for i in range(10_000))
    return Record("exercises", 0, "local", "2", tuple(milestones), ignored=ignored)


@pytest.fixture(scope="module")
def loud(tmp_path_factory) -> Record:
    """A library that prints and raises megabytes in every test of every milestone."""
    folder = write(tmp_path_factory.mktemp("loud"), TOPOSORT, FLOOD)
    (result,) = grade(folder, [TOPOSORT], diagnosed=False).milestones
    assert result.passed == 0 and all(len(t.failure.message) > 1000 for t in result.tests)
    milestones = tuple(replace(result, id=m.id, number=m.number, slug=m.slug) for m in MILESTONES)
    return Record("exercises", 0, "local", "2", milestones)


@pytest.fixture(scope="module")
def floods(loud) -> list[Record]:
    return [loud, flood("<&>\"'\\\u00e4\u4e16```" * 1000)]


@pytest.mark.parametrize("view", VIEWS)
def test_no_file_is_large_and_each_can_be_read(view, loud, floods):
    for record in floods:
        sizes = []
        text = fitted(record, partial(_rendered, view, sizes))
        assert sizes[0] > LARGEST, "the whole record"
        assert (LARGEST / 2 if record is loud else 0) < len(text.encode()) <= LARGEST
        if view == "html":
            Page(text)
        elif view == "junit":
            cases = list(ElementTree.fromstring(text).iter("testcase"))
            assert len(cases) == sum(m.total for m in record.milestones)
        elif view == "json":
            read = from_json(text)
            assert [[t.outcome for t in m.tests] for m in read.milestones] == [
                [t.outcome for t in m.tests] for m in record.milestones
            ]
            assert read.score == record.score
        elif view == "gradescope":
            assert len(json.loads(text)["tests"]) == sum(m.total for m in record.milestones)


def _rendered(view: str, sizes: list[int], record: Record) -> str:
    """The view of a record; how many bytes it has is added to the sizes."""
    text = VIEWS[view].render(record)
    sizes.append(len(text.encode()))
    return text


def test_what_is_small_stays_whole():
    small = replace(flood("short"), ignored=())
    small = replace(small, milestones=small.milestones[:1])
    for view in VIEWS.values():
        assert fitted(small, view.render) == view.render(small)
    assert cut(small, 0) == small


def test_the_last_failures_are_cut_first_and_say_so():
    record = flood("x" * 5000)
    *before, last = record.milestones
    once = cut(record, 1)
    assert once.milestones[:-1] == tuple(before)
    assert once.milestones[-1].tests[:-1] == last.tests[:-1]
    assert once.milestones[-1].tests[-1].failure == Failure(is_cut=True)
    assert "shortened" in junit(once) and "shortened" not in junit(record)


def test_the_first_failures_of_a_milestone_are_shortened_and_keep_what_went_wrong():
    record = flood("x" * 5000)
    kept = [test.failure for test in cut(record, TESTS).milestones[-1].tests]
    for failure in kept[:MOST_BRIEF]:
        assert failure.is_cut and failure.exception and failure.message and failure.frames
        assert not failure.printed and len(failure.yours) < 250
    assert set(kept[MOST_BRIEF:]) == {Failure(is_cut=True)}


def test_a_shortened_record_makes_every_view(loud):
    record = from_json(fitted(loud, to_json))
    half = len(loud.milestones[0].tests) // 2  # the last ones are cut first
    assert record.milestones[0].tests[:half] == loud.milestones[0].tests[:half]
    assert "shortened" in html(record)


def test_a_failure_that_is_as_long_as_they_come_has_something_in_every_field():
    empty = {f.name for f in fields(Failure) if getattr(failure(1, "x"), f.name) == f.default}
    assert empty == {"stage", "unwritten", "hidden_frames", "outside", "only_on_seed", "is_cut"}
