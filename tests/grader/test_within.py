"""Files that are handed on tell places from the folder on, and its own place at most once."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

import pytest

from grader.advice import Diagnosis, Hint
from grader.failure import Failure, FrameSummary
from grader.record import FEEDBACK
from grader.redacted import redacted
from grader.saved import load
from grader.views.outputs import VIEWS, write
from grader.views.table import render
from grader.views.within import within
from tests.grader.records import milestone, record, result

FOLDER = "/srv/subs of 2026/ada"
FILE = f"{FOLDER}/m02_wrapper.py"


def failures() -> list[Failure]:
    """Which name the file wherever one can."""
    frame = FrameSummary(FILE, 41, "item", "return 1")
    return [
        Failure("import", no_answer=f"{FILE} is empty: hand in the file itself"),
        Failure(exception="E", message=f"see {FILE}", frames=(frame,), outside=frame),
        Failure(fact="no", yours="1", frames=(frame,), printed=f"{FILE}:41: RuntimeWarning: x"),
    ]


def told():
    tests = [result("wrong", f"t{i}", failure=each) for i, each in enumerate(failures())]
    found = milestone(1, *tests, where=FILE, apart=tests[1])
    known = Diagnosis("swapped", "It is.", "item", f"{FILE}:9", ("t1",), ("twice (in `item`)",))
    found = replace(found, diagnosis=known, hint=Hint("item", 1, 4, "Look.", f"{FILE}:41"))
    missing = milestone(2, "not_started", untouched=True, where=f"{FOLDER}/m03.py")
    undrawn = Failure(exception="E", message="no", frames=(FrameSummary(FILE, 9, "draw"),))
    return replace(
        record(found, missing, elsewhere=f"{FOLDER}/in/it"), target=FOLDER, undrawn=undrawn
    )


@pytest.mark.parametrize("name", VIEWS)
def test_only_the_record_itself_says_where_the_folder_is(name, tmp_path):
    path = tmp_path / "view"
    write(told(), Namespace(**(dict.fromkeys(VIEWS) | {name: path})))
    if name == "json":
        assert load(path) == told()
        return
    text = path.read_text("utf-8")
    assert text.count(FOLDER) == 1 and "m02_wrapper.py:41" in text
    assert "hint -- m02 --target" not in text


def test_what_fails_only_together_is_told_from_the_folder_on_and_shown_to_whom_it_may_be():
    told_there = within(told()).milestones[0]
    assert told_there.apart == told_there.tests[1] != told().milestones[0].apart
    hidden = replace(told().milestones[0].tests[1], visibility="hidden")
    found = replace(told(), milestones=(replace(told().milestones[0], apart=hidden),))
    shown = {level: redacted(found, level).milestones[0].apart for level in FEEDBACK}
    assert shown == {"full": hidden, "names": replace(hidden, failure=None), "score": None}


def test_the_terminal_shows_places_that_can_be_opened():
    assert f"Next: {FILE}" in render(told())


def test_what_only_looks_like_the_folder_stays():
    here = replace(told(), target="exercises")
    message = "my_exercises/x /exercises/x exercises/m02_wrapper.py exercises"
    test = result("wrong", failure=Failure(message=message))
    (found,) = within(replace(here, milestones=(milestone(1, test),))).milestones
    shown = "my_exercises/x /exercises/x m02_wrapper.py exercises"
    assert found.tests[0].failure.message == shown
    assert within(replace(here, target="")) == replace(here, target="")
