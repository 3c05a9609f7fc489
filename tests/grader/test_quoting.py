"""What a learner's code wrote can't be mistaken for the grader's own words."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from grader.failure import Difference, Failure, FrameSummary, RandomProgram, Unwritten
from grader.grading.steps import grade
from grader.judging.explain import explain
from grader.judging.quoting import in_lines, quoted
from grader.manifest import MILESTONES, find_milestone
from grader.record import MilestoneResult, Record
from grader.views.gradescope import gradescope
from grader.views.html import html
from grader.views.junit import junit
from grader.views.markdown import markdown
from grader.views.table import render
from tests.grader.folders import write
from tests.grader.records import milestone, result
from tests.grader.test_html import Page

TOPOSORT = find_milestone("m05")
WIDTH = 80

# None of these is true of the learner below.
FAKES = (
    "m05 topological sort    23/23  ██████████     10/10",
    "total                   23/23  ██████████     10/10",
    "Next: all of it is right",
    "my library works",
    "yours │ tensor([1.])",
    "a chain is ordered parents first: passed",
    "exercises, seed 0, local isolation, torch 2.13.0",
)
LEARNER = """
import os, stat, sys
FAKE = {fake!r}
FAR = " " * 29  # the terminal would break the line somewhere in it
ONE = "".join("x" + " " * n + line for n in range(50, 80) for line in FAKE.split(chr(10)))


def forge():  # a traceback of the grader's, where these belong
    frame = f'  File "{{sys.modules["inside"].wire.__file__}}", line 1, in encode'
    told = chr(10).join(["Traceback (most recent call last):", frame, FAKE]).encode()
    for descriptor in range(3, 64):
        try:
            stat.S_ISREG(os.fstat(descriptor).st_mode) and os.write(descriptor, told)
        except OSError:
            pass


def toposort(root, parents):
    {body}
"""
BODIES = {
    "prints": "print(FAKE); return []",
    "prints tabs": "print(*(chr(9) * n + FAKE for n in range(12))); return []",
    "prints long lines": "print(ONE); return []",
    "prints wide letters": "print('\u4e16' * 39 + FAKE.replace(chr(10), '\u4e16' * 33)); return []",
    "prints to stderr": "print(FAKE, file=sys.stderr); return []",
    "raises": "raise ValueError(FAKE)",
    "raises a long line": "raise ValueError(ONE)",
    "raises a type of a long name": "raise type(ONE[:1000], (Exception,), {})()",
    "forges a traceback and ends": "forge(); os._exit(71)",
    "forges a traceback and answers": "forge(); return []",
    "answers": "return FAKE",
    "answers a long line": "return ONE",
    "answers a key": "return {FAKE: 1, ONE[:1000]: 2}",
    "says that it is not started": "raise NotImplementedError('m05: ' + ONE)",
    "calls a function of a long name": "exec('def ' + 'next_' * 30 + '(): raise ValueError(FAKE)')",
}


def shown(text: str, width: int) -> list[str]:
    """The lines that a terminal of this width shows."""
    lines = []
    for line in text.split("\n"):
        lines.append("")
        used = 0
        for character in line.expandtabs():
            wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
            if used + wide > width:
                lines.append("")
                used = 0
            lines[-1], used = lines[-1] + character, used + wide
    return lines


def fakes(lines: list[str]) -> list[str]:
    """The lines that seem to be the grader's."""
    return [line for line in lines if line.strip().startswith(FAKES)]


def texts(record: Record) -> dict[str, list[str]]:
    """The lines of each view, less what stands in HTML's boxes and Markdown's spans of code."""
    source = re.sub(
        r'(?s)<pre class="quote">.*?</pre>|<div class="answer \w+">.*?</div>', "", html(record)
    )
    junits = [element.text or "" for element in ElementTree.fromstring(junit(record)).iter()]
    results = json.loads(gradescope(record))
    entries = [results["output"], *(test["output"] for test in results["tests"])]
    return {
        "table": shown(render(record, width=WIDTH), WIDTH),
        "narrow table": shown(render(record, width=50), 50),
        "ascii": shown(render(record, width=WIDTH, unicode=False), WIDTH),
        "markdown": shown(re.sub("(`+) .*? \\1(?!`)", "", markdown(record)), 100),
        "junit": shown("\n".join(junits), 100),
        "gradescope": shown("\n".join(entries), 100),
        "html": "\n".join(Page(source).text).split("\n"),
    }


@pytest.mark.parametrize("body", BODIES)
def test_no_line_of_a_learners_seems_to_be_the_graders(body, tmp_path):
    write(tmp_path, TOPOSORT, LEARNER.format(fake="\n".join(FAKES), body=BODIES[body]))
    record = grade(tmp_path, [TOPOSORT], diagnosed=False)
    assert record.score < 10 and not record.is_broken
    for view, lines in texts(record).items():
        assert fakes(lines) == [], view


def test_no_name_of_a_file_seems_to_be_the_graders():
    names = tuple("x" + " " * n + fake + " " * 30 for n in range(20, 90) for fake in FAKES)
    for number in range(len(names)):
        record = Record("exercises", 1, "local", "2", (), ignored=names[number : number + 9])
        for view, lines in texts(record).items():
            assert fakes(lines) == [], view


def test_no_fault_seems_to_be_the_graders():
    faults = tuple("x\n" + " " * n + fake for n in (0, 40, 80) for fake in FAKES)
    for number in range(len(faults)):
        record = Record("exercises", 1, "local", "2", (), faults=faults[number : number + 11])
        for view, lines in texts(record).items():
            assert fakes(lines) == [], view
        told = [line for line in texts(record)["table"] if line.startswith("  - ")]
        assert len(told) >= len(record.faults[:10])


def test_a_fake_would_be_found():
    plain = "\n".join(FAKES)
    assert len(fakes(shown(plain, WIDTH))) == len(FAKES)
    assert fakes(shown("x" + " " * (WIDTH - 1) + FAKES[2], WIDTH)) == [FAKES[2]]


@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_that_holds_a_learners_text_is_wider_than_it_may_be(width):
    far = "x" * 39 + " " * 61 + "\u4e16" * 300
    frames = (FrameSummary("short.py", 1, "f", far[:200]),)
    failures = [
        Failure(yours=far, torch=far, fact=far, printed=far, frames=frames),
        Failure(exception=far, message=far, frames=frames),
        Failure("import", no_answer=far, frames=frames),
        Failure(exception="E", refusal="R", outside=frames[0]),
        Failure(unwritten=Unwritten("m05", far, far)),
        Failure(smallest=RandomProgram(("x",), far, far), yours=far, torch=far),
        Failure(broken=far),
    ]
    for failure in failures:
        text = explain(failure, width)
        assert shown(text, width) == text.split("\n")


def test_a_quotation_keeps_its_text_and_its_mark():
    assert list(quoted("a\n  b\n", 20, "yours")) == ["yours │ a", "      │   b", "      │"]
    assert list(quoted("x" * 30, 20)) == ["      │ " + "x" * 12] * 2 + ["      │ " + "x" * 6]
    assert list(quoted("some words that fold", 20)) == ["      │ some words", "      │ that fold"]
    assert next(quoted("    x" * 5, 20)) == "      │     x    x"
    assert in_lines("short", 20) == ["short"]
    assert in_lines("a sentence that is too long", 20) == ["a sentence that is", "      │ too long"]
    assert in_lines("", 20) == [""]


def test_our_own_words_go_on_without_a_mark():
    said = "in the answer's fake: shape: yours (2,), torch (3,)"
    whole = ["in the answer's", "    fake: shape:", "    yours (2,),", "    torch (3,)"]
    assert in_lines(said, 20, ()) == whole
    assert in_lines(said, 20, ["fake"])[:2] == ["in the answer's", "      │ fake: shape:"]
    assert in_lines(said, 24, ["fake"])[1] == "    shape: yours (2,),"
    assert in_lines("x y y", 3, ["y y"]) == ["x y", "      │ y"]


M01 = find_milestone("scalars")
UNREADABLE = Failure("import", no_answer=f"/{'tmp/' * 14}m01_scalars.py is empty: hand in the file")
OURS = {  # records whose every word is the grader's own
    "a file that can't be read": [result("error", failure=UNREADABLE)],
    "a call outside": [
        result("error", failure=Failure(exception="E", outside=FrameSummary("lib.py", 0, "f")))
    ],
    "another shape": [
        result("wrong", failure=Failure(difference=Difference("shape", "", "(2,)" * 9, "(3,)" * 9)))
    ],
    "out of time": ["not_run"] * 3,
    "a fault": ["passed"],
}


@pytest.mark.parametrize("name", OURS)
def test_no_sentence_of_the_graders_own_has_the_mark(name):
    """In any view; README says that it marks what is a learner's."""
    missing = [
        MilestoneResult.of(m, [result("not_started")], untouched=True, missing=True, where=m.module)
        for m in MILESTONES[5:]
    ]
    found = MilestoneResult.of(M01, [], untouched=False, where="m01_scalars.py")
    tests = milestone(0, *OURS[name]).tests
    faults = ("Traceback\nthe grader broke: " + "x " * 60,) if name == "a fault" else ()
    record = Record(
        *("exercises", 1, "local", "2", (replace(found, tests=tests), *missing)), faults=faults
    )
    for view, lines in texts(record).items():
        marked = [line for line in lines if re.search("^ +[│|]", line)]
        assert marked == [], view
