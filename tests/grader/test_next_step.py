"""What stands below the table: the first failure, what explains it, and where to go on."""

from __future__ import annotations

from dataclasses import replace

from grader.advice import Diagnosis, Suspect
from grader.failure import Difference, Failure, FrameSummary, RandomProgram
from grader.grading.steps import grade
from grader.manifest import find_milestone
from grader.views.next_step import next_step
from grader.views.words import place
from tests.grader.folders import solution, write
from tests.grader.records import milestone, result

RAISED = [Failure("program", exception=name) for name in ("KeyError", "IndexError", "TypeError")]
TESTS = [result("error", f"test_{i}", failure=each) for i, each in enumerate(RAISED)]
PROGRAM = RandomProgram(("x = tensor(1.)", "x * x"), "yours 2", "torch 1")
EXP = "exp, lambda g, out, x: g * x"
SMALLEST = result("wrong", "random_programs", failure=Failure(smallest=PROGRAM))


def said(*tests, explains=(), also=(), **more) -> str:
    diagnosis = Diagnosis("rows are added up", "Add columns.", "sum", "", explains, also)
    found = replace(milestone(1, *tests, where="x.py"), diagnosis=diagnosis)
    return "\n".join(line.text for line in next_step([found], "exercises", **more))


def order(text: str, *parts: str) -> bool:
    """Whether all parts are there, each once, in this order."""
    places = [text.find(part) for part in parts]
    assert [text.count(part) for part in parts] == [1] * len(parts), text
    return places == sorted(places)


def test_title_diagnosis_smallest_program_and_then_the_rest():
    text = said(*TESTS, SMALLEST, explains=("test_0",))
    parts = ("test 0: error", "rows are added up", "smallest", "x * x", "KeyError", "also test 1")
    assert order(text, *parts)


def test_a_diagnosis_stands_under_the_test_that_it_explains_which_comes_first():
    text = said(*TESTS, explains=("test_1", "test_2"))
    assert order(text, "test 1: error", "rows are added up", "IndexError", "also test 0", "test 2")
    assert "KeyError" not in text


def test_of_several_mistakes_each_other_one_has_a_line_of_its_own():
    text = said(*TESTS, explains=("test_0",), also=("uphill (in `update`)", "no half" * 20))
    first = "rows are added up. Add columns.\nAnother one: uphill (in `update`)\n"
    assert order(text, first, "Another one: no half")
    assert max(map(len, text.splitlines())) <= 80


def test_how_much_too_large_a_number_is_stands_where_no_mistake_is_named():
    twice = Failure(yours="2", torch="1", difference=Difference("value", index=(0,), factor="2"))
    text = "yours is 2 times torch's everywhere"
    test = result("wrong", "test_0", failure=twice)
    assert text in said(test) and text not in said(test, explains=("test_0",))


def test_a_diagnosis_of_nothing_that_fails_here_is_not_shown():
    assert "rows are added up" not in said(*TESTS)


def test_all_failures_can_be_explained():
    text = said(*TESTS, explains=("test_0",), explains_all=True)
    assert order(text, "test 0: error", "KeyError", "test 1", "IndexError", "test 2", "TypeError")
    assert "also" not in text


def test_a_smallest_program_is_not_said_twice():
    smallest = RandomProgram(("x = tensor(2.)", "2 - x"), "-1.", "1.")
    found = [Failure(smallest=smallest, printed=text) for text in ("a", "b")]
    tests = [result("wrong", f"{each.printed}_program", failure=each) for each in found]
    assert said(TESTS[0], *tests, explains_all=True).count("2 - x") == 1
    assert said(*tests, explains_all=True).count("2 - x") == 1


def test_a_smallest_program_of_another_mistake_is_not_shown_below_the_first(tmp_path):
    chain_rule = find_milestone("chain_rule")
    source = solution(chain_rule).replace("x, y: g * x)", "x, y: g * y * 3)")
    write(tmp_path, chain_rule, source.replace("exp, lambda g, out, x: g * out", EXP))
    (found,) = grade(tmp_path, [chain_rule], confirmed=False).milestones
    random = next(test for test in found.failing if test.failure.smallest)
    assert found.suspect.place == "defvjp(exp)" and "exp" not in str(random.failure.smallest)
    assert "The smallest" not in "\n".join(line.text for line in next_step([found], "x"))
    alike = replace(found, suspect=replace(found.suspect, unlike=()))
    assert "The smallest" in "\n".join(line.text for line in next_step([alike], "x"))


def test_the_earlier_file_with_which_others_fail_is_named_whatever_is_next():
    test = result("error", "it_sums", failure=RAISED[0])
    apart = milestone(2, "passed", "passed", so_far=1, together_with="m02_wrapper.py", apart=test)
    says = "m03 computation graph: 1 of its 2 tests passes with the reference's"
    fails = milestone(3, TESTS[0], where="x.py")
    untouched = milestone(4, "not_started", untouched=True, where="y.py", function="f")
    for others in ([], [fails], [untouched]):
        shown = [line.text for line in next_step([apart, *others], "exercises")]
        at = shown.index(says)
        assert shown[at + 1] == (
            "m02_wrapper.py and fails with yours: the mistake may be in either"
        )
        assert shown[at + 2] == "first it sums: error" and shown.count(says) == 1
        assert shown[at + 3] == "How it fails: nox -s grade -- m03 --explain all"
        assert "which passes alone" not in "\n".join(shown)
    in_full = next_step([apart], "exercises", explains_all=True)
    assert "it sums: error" in in_full[2].text and "KeyError" in in_full[3].text
    wrapper = milestone(1, "passed", where="exercises/m02_wrapper.py")
    text = " ".join(line.text for line in next_step([wrapper, apart], "exercises"))
    assert "with the reference's m02_wrapper.py and fails with yours, which passes alone: " in text
    apart = replace(apart, together_with="", apart=None)
    (alone,) = next_step([apart], "exercises")
    assert alone.text == "m03 computation graph: 1 of its 2 tests fails on your files together"


def test_edge_cases_wait_until_every_idea_works():
    edge = result("wrong", "an_edge", failure=RAISED[0], group="edge_case")
    works = milestone(0, "passed", edge, where="w.py")
    begun = milestone(1, result("wrong", "an_idea", failure=RAISED[1]), where="b.py")
    first, *_, last = [line.text for line in next_step([works, begun], "exercises")][:-2]
    assert first == "Next: b.py"
    assert last == "m00 by hand: it works, and an edge case is left, first an edge: wrong"
    done = replace(begun, tests=(result("passed", "an_idea"),), state="complete")
    text = "\n".join(line.text for line in next_step([works, done], "exercises"))
    assert text.startswith("Next: w.py\n\nedge case: an edge: wrong\n")


def test_a_wrong_answer_leads_to_the_place_that_it_probably_comes_from():
    wrong = result("wrong", "test_0", failure=Failure(yours="2", torch="1"))
    found = replace(milestone(1, wrong, where="x.py"), suspect=Suspect("number", 82))
    lines = [line.text for line in next_step([found], "exercises")]
    assert lines[0] == "Next: x.py:82, probably in number"


def test_of_several_failures_the_others_can_be_seen_in_full():
    assert "--explain all" in said(*TESTS) and "--explain all" not in said(TESTS[0])


def test_where_something_else_raises_than_what_is_to_be_mended_the_latter_is_next():
    frame = FrameSummary("x.py", 40, "f")
    raised = result("error", "it_sums", failure=Failure(exception="KeyError", frames=(frame,)))
    fails = milestone(1, raised, where="x.py")
    elsewhere = replace(fails, suspect=Suspect("g", 50, last=59))
    assert place(elsewhere, raised) == "x.py:50, probably in g"
    assert place(replace(fails, suspect=Suspect("f", 38, last=40)), raised) == "x.py:40 in f"
    late = replace(raised, outcome="timeout")
    assert place(elsewhere, late) == "x.py:40 in f"
