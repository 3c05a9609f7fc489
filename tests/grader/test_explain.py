"""A failure is explained in a learner's terms; nothing they wrote reaches the terminal raw."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.feedback.known_misconceptions import misconceptions
from grader.grading.steps import grade
from grader.judging import explain as words
from grader.judging.comparison import compare
from grader.judging.failure_facts import failure_of
from grader.judging.outcome import outcome_of
from grader.judging.what_differs import NO_NDARRAY
from grader.manifest import find_milestone
from grader.sandbox.answer import Answer, Frame

SOURCE = """
    def program(lib, x, k=2):
        x = lib.tensor(x, requires_grad=True)
        (x ** k).sum().backward()
        return x.grad
"""
X = ("ndarray", np.array([1.0, 2.0, 3.0]))
DOUBLED = ("tensor", np.array([2.0, 4.0, 6.0]))


def raised(exception, message="", *frames, **more):
    return Answer("raised", None, exception, message, frames, **more)


def explain(source, inputs, answer, *, torch=None, refuses="", difference=None, learner=None):
    """What a learner reads."""
    expected = Answer("answered", torch) if torch else Answer("raised", exception=refuses)
    expected = expected if torch or refuses else None
    return words.explain(failure_of(source, inputs, answer, expected, difference, learner), 88)


def here(name):
    return str(Path.cwd() / name)


ANSWERED = Answer("answered", DOUBLED)
STUB = raised("NotImplementedError", "m08: backward")
MUL = Frame(here("exercises/m04_magic_methods.py"), 41, "mul", "    return a * b")
WALK = Frame(here("solutions/m08_backward.py"), 30, "walk", "    rule(*args)")


@pytest.mark.parametrize(
    ("answer", "refuses", "difference", "outcome"),
    [
        (ANSWERED, "", None, "passed"),
        (ANSWERED, "", "not in order", "wrong"),
        (ANSWERED, "RuntimeError", None, "wrong"),
        (raised("RuntimeError"), "RuntimeError", None, "passed"),
        (raised("RuntimeError"), "", None, "error"),
        (raised(""), "", None, "error"),
        (raised("ValueError"), "RuntimeError", None, "error"),
        (raised("RuntimeError", stage="import"), "RuntimeError", None, "error"),
        (STUB, "", None, "not_started"),
        (STUB, "NotImplementedError", None, "not_started"),
        (raised("NotImplementedError", "m7: x"), "", None, "error"),
        (raised("NotImplementedError", "see m08: x"), "NotImplementedError", None, "passed"),
        (raised("RuntimeError", "m08: backward"), "", None, "error"),
        (Answer("timeout"), "TimeoutError", None, "timeout"),
        (Answer("crashed"), "", None, "crashed"),
    ],
)
def test_how_a_test_went(answer, refuses, difference, outcome):
    assert outcome_of(answer, refuses, difference) == outcome


def test_a_wrong_value_shows_the_program_its_inputs_and_both_answers():
    answer = Answer("answered", ("tensor", X[1]), printed="hello\n")
    difference = compare(answer.value, DOUBLED)
    text = explain(SOURCE, (X, ("int", 2)), answer, torch=DOUBLED, difference=difference)
    assert text == (
        "  def program(lib, x, k=2):\n"
        "      x = lib.tensor(x, requires_grad=True)\n"
        "      (x ** k).sum().backward()\n"
        "      return x.grad\n"
        "  with x = array([1., 2., 3.])\n"
        "       k = 2\n"
        "\n"
        "  value differs first at [0]; largest error 3; yours is 1/2 times torch's everywhere\n"
        "  yours │ tensor([1., 2., 3.])  shape (3,), float64\n"
        "  torch │ tensor([2., 4., 6.])  shape (3,), float64\n"
        "  printed:\n"
        "        │ hello"
    )


def test_the_place_inside_a_container_is_told():
    yours, torch = ("tuple", [X, X]), ("tuple", [X, ("ndarray", 2 * X[1])])
    answer = Answer("answered", yours)
    text = explain(SOURCE, (X,), answer, torch=torch, difference=compare(yours, torch))
    assert "in the answer's [1]: value differs first at [0]; largest error 3; " in text


def test_lines_of_an_array_stay_aligned():
    matrix = ("ndarray", np.eye(2))
    text = explain(SOURCE, (matrix,), ANSWERED, torch=DOUBLED, difference="no")
    assert "  with x = array([[1., 0.],\n                  [0., 1.]])\n" in text


def test_long_inputs_are_named_by_shape():
    text = explain(SOURCE, (("ndarray", np.ones((64, 784))),), ANSWERED, difference="no")
    assert "with x = a NumPy array of shape (64, 784), float64\n" in text


def test_inputs_without_a_name_of_their_own_are_numbered():
    source = "def program(lib, *xs):\n    return xs[0]"
    text = explain(source, (("int", 5), ("int", 6)), ANSWERED, difference="no")
    assert "with xs[0] = 5\n       xs[1] = 6\n" in text


def test_a_test_of_facts_says_what_is_wrong():
    text = explain(SOURCE, (), ANSWERED, difference="the root is not last")
    assert text.endswith(
        "\n\n  the root is not last\n  yours │ tensor([2., 4., 6.])  shape (3,), float64"
    )


def test_a_text_of_several_lines_is_shown_as_it_is():
    answer = Answer("answered", ("str", "digraph {\n\tx -> y\x1b\n}\n"))
    text = explain(SOURCE, (X,), answer, difference="no arrow")
    assert text.endswith("  no arrow\n  yours │ digraph {\n        │     x -> y\\x1b\n        │ }")


def test_a_tensor_without_an_ndarray_is_told_so():
    yours = ("list", [("unknown", "Tensor")])
    text = explain(
        SOURCE,
        (X,),
        Answer("answered", yours),
        torch=("list", [X]),
        difference=compare(yours, ("list", [X])),
    )
    assert f"\n  in the answer's [0]: {NO_NDARRAY}\n  yours │ <Tensor>\n  torch │ array(" in text
    assert "cannot be compared" not in text


def test_an_exception_shows_the_learners_lines_and_where_to_click():
    answer = raised("TypeError", "no", WALK, MUL, WALK)
    text = explain(SOURCE, (X,), answer, torch=DOUBLED, learner=Path("exercises"))
    assert text.endswith(
        "\n\n"
        "  yours raised TypeError: no\n"
        "    exercises/m04_magic_methods.py:41 in mul\n"
        "        │ return a * b\n"
        "  torch │ tensor([2., 4., 6.])  shape (3,), float64"
    )
    found = failure_of(SOURCE, (X,), answer, learner=Path("exercises"))
    assert [(f.where, f.function) for f in found.frames] == [
        ("exercises/m04_magic_methods.py:41", "mul")
    ]
    frames = failure_of(SOURCE, (X,), answer).frames
    assert [f.where for f in frames[1:]] == [
        "exercises/m04_magic_methods.py:41",
        "solutions/m08_backward.py:30",
    ]


def test_reference_lines_are_never_shown():
    text = explain(SOURCE, (X,), raised("KeyError", "", WALK), learner=Path("exercises"))
    assert "rule(*args)" not in text
    assert "in given code, `walk`, which can't use what your code or the program gave it" in text
    found = failure_of(SOURCE, (X,), raised("KeyError", "", WALK), learner=Path("exercises"))
    assert found.frames == ()


def test_endless_recursion_is_folded():
    answer = raised("RecursionError", "", *[MUL] * 20)
    text = explain(SOURCE, (X,), answer)
    assert text.count("mul") == 1
    assert "exercises/m04_magic_methods.py:41 in mul (20 times)\n" in text


def test_a_file_as_a_whole_has_no_line():
    frame = Frame(here("exercises/m04_magic_methods.py"), 0, "<module>", "")
    text = explain(SOURCE, (X,), raised("SyntaxError", "null bytes", frame, stage="import"))
    assert text.endswith("\n    exercises/m04_magic_methods.py in <module>")


def test_only_the_innermost_frames_of_a_long_traceback_are_shown():
    frames = [MUL._replace(line=i) for i in range(20)]
    text = explain(SOURCE, (X,), raised("ValueError", "", *frames))
    assert ":13 in" not in text
    assert ":14 in" in text
    assert ":19 in" in text


def test_both_raise_but_differ():
    text = explain(SOURCE, (X,), raised("ValueError", "no"), refuses="RuntimeError")
    assert text.endswith("\n  torch raises RuntimeError; yours raised ValueError: no")


def test_torch_refuses_what_yours_answered():
    text = explain(SOURCE, (X,), ANSWERED, refuses="RuntimeError")
    assert text.endswith(
        "  torch refuses this with RuntimeError; yours returned:\n"
        "  yours │ tensor([2., 4., 6.])  shape (3,), float64"
    )


@pytest.mark.parametrize("answer", ["wrong", "refused", "raised", "returned"])
def test_torch_is_named_only_where_it_was_put_the_same_program(answer):
    more = {"refuses": "IndexError"} if answer in ("raised", "returned") else {"torch": DOUBLED}
    tripled = ("tensor", DOUBLED[1] * 3)
    given = Answer("answered", tripled) if answer in ("wrong", "returned") else raised("KeyError")
    expected = Answer("answered", DOUBLED) if "torch" in more else raised("IndexError")
    difference = compare(tripled, DOUBLED) if answer == "wrong" else None
    found = failure_of(SOURCE, (X,), given, expected, difference)
    other = words.explain(replace(found, torchs_own=False), 88)
    assert "torch" in words.explain(found, 88) and "torch" not in other and "expected" in other
    answers = [line.partition("│")[0] for line in other.split("\n") if "│" in line]
    assert len(set(map(len, answers))) <= 1


@pytest.mark.parametrize(("slug", "is_torchs"), [("by_hand", False), ("magic_methods", True)])
def test_torch_is_put_only_what_it_has(slug, is_torchs, tmp_path):
    misconceptions(find_milestone(slug))[0].write(find_milestone(slug), tmp_path)
    (graded,) = grade(tmp_path, [find_milestone(slug)]).milestones
    assert (True in {test.failure.torchs_own for test in graded.failing}) == is_torchs


def test_one_line_for_what_never_answered():
    text = explain(SOURCE, (X,), Answer("timeout", message="took longer than 3 s"))
    assert text.endswith("\n\n  took longer than 3 s")
    assert explain(SOURCE, (X,), STUB) == "  not started: m08: backward"


def test_a_library_that_cannot_be_imported_shows_no_program():
    frame = MUL._replace(function="<module>", text="def f(:")
    answer = raised("SyntaxError", "invalid syntax", frame, stage="import")
    assert explain(SOURCE, (X,), answer, torch=DOUBLED).split("\n")[:2] == [
        "  importing your library raised SyntaxError: invalid syntax",
        "    exercises/m04_magic_methods.py:41 in <module>",
    ]
    answer = Answer("crashed", message="exited with status 0", stage="import")
    assert explain(SOURCE, (X,), answer) == "  importing your library: exited with status 0"


def test_nothing_of_the_learners_reaches_the_terminal_raw():
    evil = "\x1b]0;owned\x07\x9b2J\r\ud800"
    frame = Frame("/" + evil, 1, evil, evil)
    texts = [
        explain(SOURCE, (X,), raised(evil, evil, frame, printed=evil)),
        explain(SOURCE, (X,), raised("NotImplementedError", "m08: " + evil)),
        explain(SOURCE, (X,), Answer("crashed", message=evil)),
        explain(SOURCE, (X,), Answer("answered", ("str", evil), printed=evil), difference=evil),
        explain(SOURCE, (X,), Answer("answered", ("unknown", evil)), refuses="E"),
        explain(SOURCE, (X,), Answer("answered", ("dtype", evil)), difference="no"),
    ]
    for text in texts:
        assert "owned" in text
        assert all(c == "\n" or c.isprintable() for c in text)


def test_what_was_printed_is_capped():
    many = explain(SOURCE, (X,), replace(ANSWERED, printed="line\n" * 100), difference="no")
    assert many.count("        │ line\n") == 19
    assert many.endswith("        │ ... (80 more lines)\n        │ line")
    flood = explain(SOURCE, (X,), replace(ANSWERED, printed="x" * 8000), difference="no")
    assert flood.endswith("x ... (6000 more characters)")
    assert all(len(line) <= 88 for line in flood.split("\n"))
    loud = explain(SOURCE, (X,), raised("ValueError", "x" * 8000))
    assert len(loud) < 2500


def test_a_library_that_cannot_be_imported_is_compared_with_nothing():
    broken = Answer("raised", exception="SyntaxError", message="bad", stage="import")
    text = explain("def program(lib): ...", (), broken, torch=("float", 2.5))
    assert text.strip() == "importing your library raised SyntaxError: bad"


def test_numbers_in_lists_are_rounded_unless_that_hides_the_difference():
    third = ("list", [("float", 1 / 3), ("float", 2.0), ("float", math.inf)])
    text = explain(SOURCE, (X,), Answer("answered", third), difference="no")
    assert "yours │ [0.333333, 2.0, inf]" in text
    near, half = ("float", 0.5000004), ("float", 0.5)
    told = explain(
        SOURCE, (X,), Answer("answered", near), torch=half, difference=compare(near, half)
    )
    assert "yours │ 0.5000004\n  torch │ 0.5" in told


def test_inputs_of_many_rows_are_told_by_their_shapes():
    column, matrix, row = (("ndarray", np.ones(shape)) for shape in ((9, 1), (2, 3), (3,)))
    source = "def program(lib, x, weights, named):\n    return 1"
    weights = ("tuple", [matrix, row])
    inputs = (column, weights, ("dict", [(("str", "W"), matrix)]))
    text = explain(source, inputs, Answer("answered", ("int", 2)), difference="no")
    assert "x = a NumPy array of shape (9, 1), float64\n" in text
    assert "weights = (<array of shape (2, 3)>, array([1., 1., 1.]))\n" in text
    assert "named = {'W': <array of shape (2, 3)>}\n" in text
    text = explain(source, (matrix, weights, row), Answer("answered", ("int", 2)), difference="no")
    assert "x = array([[1., 1., 1.],\n" in text
