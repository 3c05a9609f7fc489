"""What `grade` prints below the table can be seen without scrolling, whatever went wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from textwrap import dedent

import pytest

from grader.advice import Diagnosis
from grader.commands.grade import LEAST_ROWS
from grader.failure import Difference, Failure, FrameSummary, RandomProgram
from grader.feedback.known_misconceptions import misconceptions
from grader.grading.steps import grade
from grader.judging.brief import brief
from grader.judging.code_lines import input_lines, program_lines
from grader.judging.quoting import clipped
from grader.manifest import MILESTONES, TESTS, Milestone
from grader.record import MilestoneResult, TestResult
from grader.views.next_step import next_step
from tests.grader.records import milestone, result
from tests.grader.test_fitted import failure
from tests.grader.today import todays

ROWS, WIDTH = LEAST_ROWS - 1, 80
DAYS = 350  # in which every misconception is graded here once
MISTAKES = [(m, each) for m in MILESTONES for each in misconceptions(m)]
SAYS = "The rule is called with what the op was called with, each time it was called. " * 3
NUMBERS = "tensor([" + ",\n        ".join(["[ 0.445005,  0.212827, -0.908805]"] * 9) + "])"
PROGRAM = "def program(lib, x):\n" + "\n".join(f"    y{i} = x + {i}" for i in range(25))
FRAMES = tuple(FrameSummary("exercises/m05.py", i, "f", "return f(x) + g(y)") for i in range(6))
VALUES = Failure(
    program=PROGRAM,
    inputs=(("x", NUMBERS), ("weights", f"({NUMBERS}, {NUMBERS})".replace("\n", ""))),
    yours=NUMBERS.replace("0.44", "0.55"),
    torch=NUMBERS,
    difference=Difference("value", "[0]", index=(0, 0), largest_error=0.11),
    printed="x\n" * 30,
)
RAISED = replace(
    VALUES,
    yours="",
    difference=None,
    exception="ValueError",
    message="of another shape than " * 20,
    frames=FRAMES,
    hidden_frames=3,
)
SMALLEST = Failure(
    smallest=RandomProgram(tuple(f"y{i} = x @ x + {i}" for i in range(6)), NUMBERS, NUMBERS),
    yours=NUMBERS,
    torch=NUMBERS,
    difference=Difference("shape", "", "(3, 4)", "(4, 3)"),
    printed="x\n" * 30,
)
FLOOD = replace(failure(1, "x " * 2000), frames=(), smallest=None, broken="", unwritten=None)
FIRST = {"values": VALUES, "raised": RAISED, "a flood": FLOOD}


def lines(*milestones: MilestoneResult, rows: float = ROWS) -> list[str]:
    return [line.text for line in next_step(milestones, "exercises", width=WIDTH, rows=rows)]


def fails(*tests: TestResult, explains: str, also: tuple[str, ...] = ()) -> MilestoneResult:
    """With a long diagnosis, under the test of this name."""
    where = "exercises/m05_toposort.py:31"
    told = Diagnosis("it is added twice", SAYS, "f", where, (explains,), also)
    return replace(milestone(1, *tests, where="exercises/m05_toposort.py"), diagnosis=told)


@pytest.mark.parametrize("others", [0, 1, 12])
@pytest.mark.parametrize("smallest", [True, False])
@pytest.mark.parametrize("explained", [0, 1])
@pytest.mark.parametrize("first", FIRST)
def test_what_is_wrong_and_where_to_get_help_is_seen_without_scrolling(
    first, explained, smallest, others
):
    title = "a_gradient_comes_back_to_the_part_that_was_picked_and_is_0_elsewhere"
    tests = [
        result("wrong", f"{i}_{title}", failure=replace(FIRST[first], message=str(i)))
        for i in range(others + 2)
    ]
    if smallest:
        tests.append(result("wrong", "random_programs", failure=SMALLEST))
    elsewhere = [milestone(n, "passed", tests[0]) for n in range(2, 9)]
    also = (f"{SAYS} (in `f`)", "it is not returned (in `g`)")[:others]
    shown = lines(fails(*tests, explains=tests[explained].name, also=also), *elsewhere)
    text = "\n".join(shown)
    assert len(shown) <= ROWS
    assert max(map(len, shown)) <= WIDTH
    assert shown[0].startswith("Next: ") and shown[-1].startswith("Stuck? ")
    assert "it is added twice" in text and "m05_toposort.py:31" in text
    assert ("The smallest program" in text) == smallest
    assert (first == "values" and not smallest) <= ("yours │" in text and "torch │" in text)


def test_with_more_rows_there_is_more_to_see():
    told = fails(result("wrong", failure=VALUES), "wrong", "error", explains="a_b")
    assert len(lines(told)) == ROWS
    assert ROWS < len(lines(told, rows=40)) <= 40
    assert lines(told)[-1].endswith("   All of it: nox -s grade -- m02 --explain all")
    whole = lines(told, rows=1000)
    assert whole[-1].startswith("Stuck? nox -s hint -- m02")
    assert whole == lines(told, rows=float("inf"))
    assert sum("0.908805" in line for line in whole) >= 4 * 9


@pytest.mark.parametrize(("where", "mistake"), todays(MISTAKES, DAYS))
def test_a_known_mistake_fits(where, mistake, tmp_path):
    mistake.write(where, tmp_path)
    (found,) = grade(tmp_path, [where]).milestones
    shown = [line.replace(str(tmp_path), "exercises") for line in lines(found)]
    assert len(shown) <= ROWS
    assert max(map(len, shown)) <= WIDTH


@pytest.mark.parametrize("rows", [3, 5, 8, 12, 20])
@pytest.mark.parametrize("failure", [VALUES, RAISED, SMALLEST], ids=["values", "raised", "small"])
def test_an_explanation_is_as_long_as_it_may_be(failure, rows):
    shown = brief(failure, WIDTH, rows)
    assert len(shown) <= rows
    assert brief(failure, WIDTH, 1000) == brief(failure, WIDTH)


@pytest.mark.parametrize("place", range(1, 25, 4))
@pytest.mark.parametrize("failure", [VALUES, RAISED], ids=["values", "raised"])
def test_the_line_that_a_failure_is_about_is_never_cut_out_of_its_program(failure, place):
    lines = [*PROGRAM.split("\n"), "    return y3, loss"]
    lines.insert(place, "    loss = x.f(x)")
    lines.insert(place + 1, "    x.backward()")
    differs = replace(VALUES.difference, part="loss")
    told = replace(failure, program="\n".join(lines), difference=differs, printed="")
    told = replace(told, inputs=(), torch="1", yours="2")
    cut = 0
    for rows in range(3, 40):
        shown = [line.strip() for line in brief(told, WIDTH, rows)]
        is_cut = "..." in shown and "return y3, loss" in shown
        cut += is_cut
        assert len(shown) <= rows and (not is_cut or "loss = x.f(x)" in shown)
        assert not is_cut or failure is RAISED or "x.backward()" in shown
    assert cut > 5


@pytest.mark.parametrize("failure", [VALUES, RAISED], ids=["values", "raised"])
def test_an_array_that_is_cut_keeps_its_shape(failure):
    values = {"x": (NUMBERS, "(9, 3)"), "y": (NUMBERS, "(9, 3, 1)"), "dim": ("1", "")}
    inputs = tuple((name, value) for name, (value, _) in values.items())
    told = replace(failure, inputs=inputs, shapes=tuple(shape for _, shape in values.values()))
    cut = 0
    for rows in range(3, 60):
        shown = "\n".join(brief(told, WIDTH, rows))
        _, has_inputs, after = shown.partition("\n  with ")
        whole = after.replace("\n", "").replace(" ", "")
        if has_inputs:
            cut += (is_cut := NUMBERS.replace("\n", "").replace(" ", "") not in whole)
            assert not is_cut or ("(9, 3)" in after and "(9, 3, 1)" in after), shown
    assert cut > 5


def test_a_text_of_several_lines_is_shown_line_by_line_where_there_is_room():
    told = replace(VALUES, yours="('''a: 1\n  b: 2''', 3)", torch="", printed="")
    wide, short = ("\n".join(brief(told, WIDTH, rows)) for rows in (60, 8))
    assert "yours │ ('''a: 1\n        │   b: 2''', 3)" in wide
    assert "('''a: 1\\n  b: 2''', 3)" in short


def test_of_two_answers_the_rows_that_differ_are_shown():
    yours = NUMBERS.replace("0.445005", "0.5", 6).replace("0.5", "0.445005", 5)
    shown = "\n".join(brief(replace(VALUES, yours=yours, printed=""), WIDTH, 40))
    assert "yours │ ...\n" in shown and "[ 0.5, " in shown


def test_a_wide_line_of_code_goes_on_further_in_and_is_the_same_code():
    line = "    return lib.grad([y, z, w, y], [x, y], [None, None, lib.tensor(g), None])"
    folded = program_lines(f"def f(lib):\n{line}", 50)
    assert max(map(len, folded)) <= 50 and folded[2].startswith(" " * 8)
    assert "".join("".join(folded).split()) == "".join(f"def f(lib):\n{line}".split())
    compile("\n".join(folded), "", "exec")
    assert program_lines("x = 1\n\ny = 2", 50) == ["x = 1", "", "y = 2"]


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_every_program_of_the_suites_stays_the_same_program(milestone):
    for program in programs(milestone):
        for width in (50, 76, 98):
            folded = "\n".join(program_lines(program, width))
            assert ast.dump(ast.parse(folded)) == ast.dump(ast.parse(program)), folded


def programs(milestone: Milestone) -> Iterator[str]:
    """The functions within the functions of a suite."""
    source = (TESTS / f"test_{milestone.module}.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.col_offset:
            text = ast.get_source_segment(source, node)
            yield dedent(f"{' ' * node.col_offset}{text}")


def test_a_line_without_brackets_goes_on_behind_a_backslash_and_words_stay_whole():
    folded = program_lines("first, second = first_of_all + second_of_all", 30)
    assert folded == ["first, second = first_of_all \\", "    + second_of_all"]
    assert program_lines('f("one, two, three, four, five")', 20) == [
        'f("one, two, three, four, five")'
    ]
    assert program_lines("for a, b in c: f(a, b)\nno python (", 12)[-1] == "no python ("


def test_a_wide_input_goes_on_under_its_first_item():
    value = f"({', '.join(['array([1.987155, 0.722544, 0.185667])'] * 4)})"
    folded = input_lines([("weights", value), ("n", "3")], 60)
    assert max(map(len, folded)) <= 60
    assert folded[0].startswith("with weights = (array")
    assert all(line.startswith(" " * 16) for line in folded[1:-1])
    assert folded[-1] == "     n = 3"


def test_a_line_that_must_be_one_is_clipped():
    assert clipped("a line of words", 15) == "a line of words"
    assert clipped("a line of words", 12) == "a line ..."
