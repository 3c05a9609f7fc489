"""The record keeps its numbers straight, and each view says what the record says, safely."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest

from grader.failure import Difference, Failure, FrameSummary, RandomProgram
from grader.judging.passages import GRADERS_FAULT
from grader.judging.wording import one_line, visible
from grader.record import MilestoneResult
from grader.redacted import redacted
from grader.saved import RecordError, from_json, load, to_json
from grader.views.gradescope import gradescope
from grader.views.html import html
from grader.views.junit import junit
from grader.views.markdown import code, fence, markdown
from grader.views.table import render
from grader.views.terminal import draws_unicode, want_color
from grader.views.words import bar, points
from tests.grader.records import EXAMPLES, complete, milestone, record, result

EVIL = "\x1b]0;owned\x07\x00\ud800\ufffe ]]> </x> ```` | `"
CONTROL = re.compile(r"[^\n -~\u2502\u2588\u2591]")


EXITED = Failure(no_answer="exited")


def untouched():
    return record(
        *(
            milestone(
                n,
                *["not_started"] * 3,
                untouched=True,
                where=f"exercises/{m.module}.py",
                function="first",
            )
            for n, m in enumerate(EXAMPLES)
        )
    )


def halfway():
    """m00 complete; m02 fails in two ways; m03 is untouched; m04 times out."""
    line = FrameSummary("exercises/m02_wrapper.py", 41, "item", "return 1")
    differs = Failure(difference=Difference("value"), yours="0.125", torch="2", frames=(line,))
    wrong = result("wrong", "diamond", "hidden", differs, seconds=0.25)
    tests = [result("passed", "ok"), wrong, result("crashed", "exits", failure=EXITED)]
    return record(
        milestone(0, "passed", "passed", "passed", so_far=3),
        MilestoneResult.of(EXAMPLES[1], tests, untouched=False, so_far=1, seconds=1.5),
        milestone(2, "not_started", untouched=True),
        milestone(3, "passed", "timeout", "error"),
        seconds=2.5,
    )


def evil(feedback="full"):
    frames = (FrameSummary(EVIL, 1, EVIL, EVIL),)
    texts = ("yours", "torch", "fact", "message", "exception", "no_answer", "printed", "broken")
    said = dict.fromkeys(texts, EVIL + "\n````\n# out")
    tests = [
        replace(result("wrong", failure=Failure(frames=frames, **{name: text})), name=EVIL + name)
        for name, text in said.items()
    ]
    test = replace(tests[0], name=EVIL, title=EVIL, failure=replace(tests[0].failure, fact=EVIL))
    other = MilestoneResult.of(EXAMPLES[1], [test], untouched=False)
    first = MilestoneResult.of(EXAMPLES[0], [test, *tests], untouched=False)
    return redacted(replace(record(first, other, ignored=(EVIL,)), target=EVIL), feedback)


# The record


def test_points_follow_from_outcomes():
    r = halfway()
    assert [m.passed for m in r.milestones] == [3, 1, 0, 1]
    assert [m.total for m in r.milestones] == [3, 3, 1, 3]
    assert [m.earned for m in r.milestones] == [10, 3.3333, 0, 6.6667]
    assert [m.state for m in r.milestones] == ["complete", "started", "untouched", "started"]
    assert (r.score, r.max_score) == (20, 50)


def test_a_suite_without_tests_earns_nothing_and_is_not_complete():
    empty = milestone(0)
    assert (empty.earned, empty.state) == (0, "started")
    assert re.search(r"m00 by hand +░{10} +0/10 +-\n", render(record(empty)))


def test_a_record_survives_json(tmp_path):
    r = replace(halfway(), ignored=("conftest.py",), confirmed_seed=99)
    (tmp_path / "r.json").write_text(to_json(r))
    assert load(tmp_path / "r.json") == r
    assert from_json(to_json(evil())) == evil()


def test_the_json_has_every_key_that_it_promises():
    data = json.loads(to_json(halfway()))
    top = {"schema", "target", "seed", "isolation", "torch", "score", "max_score", "seconds"}
    assert top <= data.keys()
    assert (data["schema"], data["score"], data["max_score"]) == (2, 20.0, 50)
    second = data["milestones"][1]
    tests = second.pop("tests")
    assert tests[1]["outcome"] == "wrong"
    expected = {
        "id": "m02",
        "number": 2,
        "title": "wrapper",
        "passed": 1,
        "total": 3,
        "points": 10,
        "earned": 3.3333,
        "so_far": 1,
        "seconds": 1.5,
    }
    assert expected.items() <= second.items()
    assert data["milestones"][2]["so_far"] is None
    keys = {"name", "title", "visibility", "outcome", "failure", "seconds", "group"}
    assert keys == data["milestones"][0]["tests"][0].keys()
    assert data["milestones"][0]["tests"][0]["failure"] is None
    frame = {"path": "exercises/m02_wrapper.py", "line": 41, "function": "item", "text": "return 1"}
    assert tests[1]["failure"] == {
        "difference": {"aspect": "value"},
        "yours": "0.125",
        "torch": "2",
        "frames": [frame],
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"schema": 3}', "reads 2; it is newer than this version, so update the kata"),
        ('{"schema": 1}', "has schema 1; this version reads 2; it is older than this version, so "),
        ("[]", "is not a record that"),
        (" \n", "is empty"),
        ('{"schema": null}', "has schema None"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("\xff", "is not JSON"),
        ('{"schema": 2}', "the record has no target, seed, isolation, torch, milestones"),
        ('{"schema": 2, "milestones": 3}', "the record has no target"),
    ],
)
def test_a_file_that_is_not_a_record_is_refused_by_name(tmp_path, text, problem):
    path = tmp_path / "r.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match=f"r.json: .*{re.escape(problem)}"):
        load(path)


def test_names_hides_what_hidden_tests_say_and_score_hides_all():
    r = halfway()
    assert redacted(r, "full") == r
    hidden, public = redacted(r, "names").milestones[1].tests[1:]
    assert (hidden.title, hidden.outcome) == ("diamond", "wrong")
    assert hidden.failure is None and hidden.frame is None
    assert public == r.milestones[1].tests[2]
    hidden, public = redacted(r, "score").milestones[1].tests[1:]
    assert (hidden.name, hidden.title, hidden.failure) == ("hidden_2", "hidden test 2", None)
    assert (public.title, public.failure) == ("exits", None)
    assert redacted(r, "score").score == r.score


def test_what_is_hidden_stays_hidden():
    scored = redacted(halfway(), "score")
    assert redacted(scored, "full") == scored


@pytest.mark.parametrize("view", [render, junit, markdown, gradescope, html, to_json])
def test_no_view_of_a_redacted_record_shows_a_hidden_failure(view):
    assert "0.125" in view(halfway())
    assert "0.125" not in view(redacted(halfway(), "names"))
    assert "exited" not in view(redacted(halfway(), "score"))
    assert "diamond" not in view(redacted(halfway(), "score"))


# The badge


def test_the_badge_needs_the_last_milestone_on_the_learners_own_files():
    r = complete()
    last = r.milestones[-1]
    assert r.library_works
    assert not replace(r, milestones=r.milestones[:-1]).library_works
    assert not replace(r, milestones=(*r.milestones[:-1], replace(last, so_far=1))).library_works
    assert not replace(r, milestones=(*r.milestones[:-1], replace(last, so_far=None))).library_works
    assert not replace(r, partial=True).library_works
    assert not replace(r, milestones=(milestone(7, so_far=0),)).library_works


# The table


def test_a_complete_record_wears_the_badge_and_has_no_next_step():
    text = render(complete(), width=80)
    assert "my library works" in text
    assert "Next" not in text
    assert re.search(r"m05 topological sort ✓✓ +2/2 +█{10} +10/10 +2/2\n", text)
    assert re.search(r"total +(\d+)/\1 +█{10} +(\d+)/\2\n", text)


def test_the_first_screen_has_the_rows_of_the_part_that_somebody_is_in():
    text = render(halfway(), whole=False)
    assert text == render(halfway())  # there is one part
    parts = dict(zip(EXAMPLES, complete().milestones, strict=True))
    others = [done for m, done in parts.items() if m.part != "core"]
    several = record(milestone(0, "passed"), milestone(1, "wrong"), *others)
    networks = [m for m in parts if m.part == "networks"]
    of, points = len(networks), sum(m.points for m in networks)
    text = render(several, whole=False)
    assert re.search(r"^core +\S+/20$", text, re.M) and "m02 wrapper" in text
    assert re.search(rf"^networks, {of} of {of} work +{points}/{points}$", text, re.M)
    assert "m13" not in text and "m13" in render(several)
    assert render(complete(), whole=False) == render(complete())


def test_an_untouched_record_points_to_the_first_lesson():
    text = render(untouched())
    assert text.count("not started") == 0
    assert re.search(r"m00 by hand +0/3 +░{10} +0/10 +-\n", text)
    assert text.endswith(
        "\n\nNext: open exercises/m00_by_hand.py and read its lesson; first function: first\n"
    )


def test_a_failure_leads_to_its_line_and_the_others_are_one_line_each():
    text = render(halfway(), width=90)
    assert re.search(r"m02 wrapper +1/3 +███░{7} +3.3/10 +1/3 +1.5 s\n", text)
    assert re.search(r"m04 magic methods +1/3 +███░{7} +6.6/20 +- +0.0 s\n", text)
    assert text.endswith(
        "\n\nNext: exercises/m02_wrapper.py:41 in item\n"
        "\n"
        "idea: diamond: wrong\n"
        "  value differs\n"
        "  yours │ 0.125\n"
        "  torch │ 2\n"
        "\n"
        "  also exits: crashed\n"
        "m04 magic methods: 2 of 3 fail, first test 1: timeout\n"
        "\nStuck? nox -s hint -- m02   All of it: nox -s grade -- m02 --explain all\n"
    )


def test_names_shows_titles_and_outcomes_and_score_the_table_only():
    names = render(redacted(halfway(), "names"))
    assert "\nidea: diamond: wrong\n  also exits: crashed\n" in names
    assert "hint" not in names
    score = render(redacted(halfway(), "score"))
    assert score == render(halfway())[: len(score) - 1] + "\n"
    assert "Next" not in score
    assert score.endswith("exercises, seed 7, not confirmed, local isolation, torch 2.13.0\n")


def test_failures_for_the_same_reason_are_counted_in_one_line():
    broken = Failure(exception="KeyError")
    tests = [result("error", f"test_{i}", failure=broken) for i in range(5)]
    tests.insert(2, result("wrong", "odd", failure=EXITED))
    stuck = MilestoneResult.of(EXAMPLES[0], tests, untouched=False, where="x.py", function="f")
    assert render(record(stuck)).endswith(
        "\n\nNext: x.py\n\nidea: test 0: error\n  yours raised KeyError\n\n"
        "  4 more for the same reason\n  also odd: wrong\n\nStuck? nox -s hint -- m00\n"
    )


def test_a_long_list_of_failures_is_cut():
    text = render(record(milestone(0, *["wrong"] * 12)))
    assert text.count("  also ") == 8
    assert "  and 3 more\n" in text


def test_what_passes_alone_but_not_together_is_told():
    alone = replace(complete().milestones[3], so_far=0)
    text = render(record(*complete().milestones[:3], alone))
    assert text.endswith("\n\nm04 magic methods: 2 of its 2 tests fail on your files together\n")


def test_the_run_is_described():
    text = render(replace(halfway(), confirmed_seed=99, ignored=("conftest.py",), partial=True))
    assert "exercises, seed 7 (checked again on 99), local isolation, torch 2.13.0\n" in text
    assert "Ignored, since the library has no such module: conftest.py\n" in text
    assert "Some tests were left out" in text


@pytest.mark.parametrize("view", [render, markdown, gradescope, html])
def test_a_seed_of_ones_own_is_said_to_be_unconfirmed(view):
    said = re.compile(r"\b7\W{1,20}not confirmed")
    assert said.search(view(halfway()))
    for seed, fresh in ((7, 99), (0, None), (0, 99)):
        shown = view(replace(halfway(), seed=seed, confirmed_seed=fresh))
        assert "not confirmed" not in shown
        assert fresh is None or re.search(rf"\b{seed} \(checked again on {fresh}\)", shown)


@pytest.mark.parametrize("view", [to_json, junit, markdown, gradescope, html])
def test_every_file_says_when_it_was_graded(view):
    dated = replace(halfway(), graded_at="2026-11-28T14:09:01Z", deadline=600.0)
    assert "2026-11-28T14:09:01Z" in view(dated)
    assert "2026" not in view(halfway())
    if view is not junit:
        assert re.search(r"deadline\W.*\b600", view(dated))


@pytest.mark.parametrize("view", [render, junit, markdown, gradescope, html])
def test_what_broke_in_the_grader_is_in_every_view(view):
    """Though no test shows it."""
    faulty = replace(halfway(), faults=("Traceback\nKeyError: 'x'",))
    assert "The grader broke, though no test shows it" in view(faulty)
    assert "KeyError" in view(faulty)
    undrawn = replace(halfway(), undrawn=Failure(broken="trace"))
    assert "drawing is missing" in view(undrawn)
    untold = milestone(4, result("broken", failure=Failure(broken="trace")))
    assert GRADERS_FAULT in " ".join(unescape(view(record(untold))).split())


def test_color_quiets_the_untouched_and_changes_no_letter():
    plain, colored = render(halfway()), render(halfway(), color=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b(\[[0-9;]+m|\]8;;[^\x1b]*\x1b\\)", "", colored) == plain
    assert re.search(r"\x1b\[2mm03 computation graph[^\n]*\x1b\[0m\n", colored)


def test_a_narrow_terminal_gets_no_bars():
    text = render(complete(), width=60)
    assert "█" not in text
    assert max(map(len, text.split("\n"))) <= 60


def test_ascii_where_the_stream_has_no_more():
    r = halfway()
    r = replace(r, target="übung")
    text = render(r, unicode=False)
    assert text.isascii()
    assert "###......." in text
    assert "\\xfcbung" in text


def test_a_bar_is_full_only_when_all_is_done():
    assert bar(1.0) == "█" * 10
    assert bar(0.999) == "█" * 9 + "░"
    assert bar(0.0, unicode=False) == "." * 10


def test_a_hint_is_for_the_folder_that_was_graded():
    stuck = "\nStuck? nox -s hint -- m02   All of it: nox -s grade -- m02 --explain all\n"
    assert render(halfway()).endswith(stuck)
    elsewhere = replace(halfway(), target="my answers")
    assert render(elsewhere).endswith("\nStuck? nox -s hint -- m02 --target 'my answers'\n")


def test_points_are_never_rounded_up():
    assert [points(p) for p in (10, 9.9999, 6.6667, 0.3, 0)] == ["10", "9.9", "6.6", "0.3", "0"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_color_is_for_terminals_without_no_color(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert want_color(Terminal())
    assert not want_color(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not want_color(Terminal())
    monkeypatch.setenv("NO_COLOR", "")
    assert want_color(Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert not want_color(Terminal())


@pytest.mark.parametrize(
    ("encoding", "can"), [("utf-8", True), ("UTF8", True), ("ascii", False), ("cp1252", False)]
)
def test_unicode_is_for_streams_that_encode_it(encoding, can):
    assert draws_unicode(io.TextIOWrapper(io.BytesIO(), encoding=encoding)) == can


@pytest.mark.parametrize("feedback", ["full", "names", "score"])
@pytest.mark.parametrize("view", [render, junit, markdown])
def test_no_view_lets_control_characters_through(view, feedback):
    text = view(evil(feedback))
    assert "owned" in text
    assert not CONTROL.search(text)


# What is missing


def test_a_missing_file_and_an_untouched_one_are_told_apart():
    there = milestone(1, "not_started", untouched=True, where="x/m02_wrapper.py", function="f")
    gone = milestone(1, "not_started", untouched=True, missing=True, where="x/m02_wrapper.py")
    assert (there.state, gone.state) == ("untouched", "missing")
    assert "Next: open x/m02_wrapper.py and read its lesson" in render(record(there))
    assert "Next: x/m02_wrapper.py is missing; hand it in" in render(record(gone))
    assert "<code>x/m02_wrapper.py</code> is missing" in html(record(gone))
    assert 'aria-label="missing"' in html(record(gone))
    for view in (render, markdown, gradescope, html):
        assert "Missing" in view(record(gone)) and "Missing" not in view(record(there))
    for state, said in ((there, "not started"), (gone, "the file is missing")):
        skipped = ElementTree.fromstring(junit(record(state))).find("testsuite/testcase/skipped")
        assert skipped.get("message") == said
    assert from_json(to_json(record(gone))).milestones[0].state == "missing"


def test_a_missing_file_whose_tests_were_run_says_how_to_get_it_back():
    lost = Failure(
        "import", no_answer="m02_wrapper.py is missing: `nox -s reset -- m02` restores it"
    )
    gone = MilestoneResult.of(
        EXAMPLES[1], [result("crashed", failure=lost)], untouched=False, missing=True
    )
    assert gone.state == "missing" and gone.was_run
    for view in (render, junit, markdown, gradescope, html):
        assert "nox -s reset -- m02" in view(record(gone))


# What is the grader's own fault


@pytest.mark.parametrize("view", [render, junit, markdown, gradescope, html])
def test_every_view_says_when_the_grader_is_to_blame(view):
    broken = milestone(1, "passed", "broken", "wrong", so_far=1)
    assert (broken.state, broken.passed) == ("started", 1)
    text = " ".join(unescape(view(record(broken))).split())
    assert GRADERS_FAULT in text
    assert "test 1" in text and "broken" in text
    assert GRADERS_FAULT not in view(halfway())


def test_what_a_learner_can_mend_comes_first_and_what_is_not_theirs_gets_no_hint():
    fault = result("broken", "c", failure=Failure(broken="Traceback ...\nKeyError: 'x'"))
    both = record(milestone(1, fault, result("wrong", "d", failure=EXITED), where="x.py"))
    assert "Next: x.py\n\nidea: d: wrong\n  exited\n\n  also c: broken\n" in render(both)
    alone = record(milestone(1, fault, where="x.py"))
    shown = f"  {GRADERS_FAULT}\n        │ Traceback ...\n        │ KeyError: 'x'\n"
    assert (
        f"Next: report this; nothing in the files is to be mended\n\nidea: c: broken\n{shown}"
        in render(alone)
    )
    assert "Report this, for nothing in the files is to be mended" in html(alone)
    for view in (render, html):
        assert "nox -s hint" not in view(alone) and "nox -s hint" in view(both)
    later = record(milestone(1, fault), milestone(2, result("wrong", "d", failure=EXITED)))
    assert "d: wrong\n  exited\n\nm02 wrapper: 1 of 1 fail, first c: broken\n" in render(later)


def test_a_broken_test_is_an_error_to_ci_and_fails_in_gradescope():
    broken = record(milestone(1, "passed", "broken", "broken"))
    assert ElementTree.fromstring(junit(broken)).get("errors") == "2"
    assert "2 tests could not be judged" in gradescope(broken)
    statuses = [test["status"] for test in json.loads(gradescope(broken))["tests"]]
    assert statuses == ["passed", "failed", "failed"]


# JUnit


@pytest.mark.parametrize("line", ["::set-output name=score::100", "##vso[task.complete]", "\t::x"])
def test_no_line_of_a_learners_is_a_command_to_a_ci_machine(line):
    told = visible(f"said\n  {line}\n{line}")
    assert visible(told) == told
    assert not any(each.strip().startswith(("::", "##")) for each in told.splitlines())
    assert one_line(line).startswith("\\")


def test_colons_and_hashes_elsewhere_stay_as_they_are():
    text = "x[::2] = 1\n# one\n: two\n:\n:"
    assert visible(text) == text


def test_junit_counts_and_kinds():
    root = ElementTree.fromstring(junit(halfway()))
    counts = ("tests", "failures", "errors", "skipped")
    assert [root.get(c) for c in counts] == ["10", "1", "3", "1"]
    suites = root.findall("testsuite")
    assert [s.get("name") for s in suites][:2] == ["m00 by hand", "m02 wrapper"]
    assert [[s.get(c) for c in counts] for s in suites] == [
        ["3", "0", "0", "0"],
        ["3", "1", "1", "0"],
        ["1", "0", "0", "1"],
        ["3", "0", "2", "0"],
    ]
    case = suites[1].findall("testcase")[1]
    assert case.attrib == {"classname": "m02_wrapper", "name": "diamond", "time": "0.250"}
    assert case.find("failure").text == "  value differs\n  yours │ 0.125\n  torch │ 2"
    assert case.find("failure").get("type") == "wrong"
    assert [c[0].tag for c in root.iter("testcase") if len(c)] == [
        "failure",
        "error",
        "skipped",
        "error",
        "error",
    ]


def test_junit_survives_what_xml_forbids():
    root = ElementTree.fromstring(junit(evil()).encode("utf-8"))
    text = root.find("testsuite/testcase/failure").text
    assert "\\x1b]0;owned\\x07\\x00\\ud800\\ufffe ]]> </x> ````" in text
    assert text.endswith("\n        │ ````\n        │ # out")


# Markdown


def test_markdown_has_the_table_the_badge_and_the_failures():
    text = markdown(halfway())
    assert text.startswith("## 20 of 50 points\n\n| milestone |")
    assert "| m02 wrapper | 1/3 | ███░░░░░░░ | 3.3/10 | 1/3 |\n" in text
    fenced = "```text\n  value differs\n  yours │ 0.125\n  torch │ 2\n```\n"
    assert f"### m02 wrapper\n\n` diamond ` wrong\n\n{fenced}" in text
    assert "m03 computation graph\n\n" not in text
    assert "**my library works**" not in text
    assert "**my library works**" in markdown(complete())
    assert "###" not in markdown(complete())
    assert "###" not in markdown(redacted(halfway(), "score"))


def test_markdown_tells_each_reason_once():
    broken = Failure(exception="KeyError", message="never closed")
    tests = [result("error", f"test_{i}", failure=broken) for i in range(15)]
    tests[3:3] = [result("wrong", "odd", failure=EXITED)]
    text = markdown(record(milestone(0, *tests)))
    assert text.count("never closed") == text.count("exited") == 1
    same = ", ".join(f"` test {i} `" for i in range(1, 11))
    assert f"For the same reason: {same}, 4 more\n" in text


def test_markdown_counts_the_tests_whose_reason_is_left_out():
    tests = [result("wrong", f"t{i}", failure=Failure(fact=str(i // 2))) for i in range(14)]
    assert markdown(record(milestone(0, *tests))).endswith("\n\nand 4 more\n")


def test_code_and_fences_are_longer_than_any_run_of_backticks_within():
    assert code("a`b``c") == "``` a`b``c ```"
    assert fence("plain") == "```text\nplain\n```"
    assert fence("````\n# out") == "`````text\n````\n# out\n`````"


def test_markdown_keeps_what_a_learner_wrote_inside_its_fences():
    outside, closing = [], None
    for line in markdown(evil()).split("\n"):
        ticks = re.match("`{3,}(?=text$|$)", line)
        if closing is None and ticks:
            closing = ticks.group()
        elif closing == line:
            closing = None
        elif closing is None:
            outside.append(line)
    assert closing is None
    assert "# out" not in outside
    spans = [re.sub(r"(`+) .*? \1(?!`)", "", line) for line in outside]
    assert not any("owned" in line for line in spans)


def test_the_smallest_program_that_goes_wrong_is_shown_in_full():
    differs = Difference("value", index=(0,), largest_error=1.0)
    program = RandomProgram(("x = 1", "x + x"), "1", "2")
    smallest = Failure(smallest=program, difference=differs, yours="1", torch="2")

    def tests(failure):
        others = [result("wrong", str(i)) for i in range(9)]
        return (result("wrong", failure=EXITED), *others, result("wrong", "last", failure=failure))

    said = render(record(replace(milestone(0), state="started", tests=tests(smallest))))
    shown = "  x = 1; x + x -> yours 1, torch 2\n"
    assert f"The smallest program found that goes wrong:\n{shown}\n" in said
    assert said.count("x + x") == 1
    plain = render(record(replace(milestone(0), state="started", tests=tests(EXITED))))
    assert "smallest" not in plain and "1 more for the same reason" in plain
