"""`nox -s compare`: a finished file beside the reference's, and no earlier."""

from __future__ import annotations

import ast

import pytest

from grader.commands import compare as compare_command
from grader.feedback.place_diff import differing, fits, side_by_side, unified
from grader.manifest import MILESTONES, find_milestone
from grader.stubs.measure import lines_written, measure
from grader.stubs.places import todos
from tests.grader.folders import solution, stub, write

TOPOSORT = find_milestone("m05")
REFERENCE = '''"""The lesson."""


def double(x):
    """Twice x."""
    return x + x


def half(x):
    return x / 2


class Array:
    def item(self):
        """A number."""
        # the first and only one
        return self.value[0]

    def shape(self):
        return self.value.shape
'''


@pytest.fixture
def learner(tmp_path):
    """A folder with this as its m05."""

    def folder(source):
        return write(tmp_path, TOPOSORT, source)

    return folder


def compare(capsys, *arguments):
    status = compare_command.main(list(map(str, arguments)))
    return status, capsys.readouterr().out


# The text


def test_only_code_that_differs_is_shown():
    mine = REFERENCE.replace("return x + x", "return 2 * x").replace("Twice x.", "Mine.")
    mine = mine.replace("the first and only one", "my comment").replace("x / 2", "(x/2)")
    (place,) = differing(mine, REFERENCE)
    assert place == ("double", ["def double(x):", "    return 2 * x"], place.theirs)
    assert place.theirs == ["def double(x):", "    return x + x"]
    assert list(unified(place)) == [" def double(x):", "-    return 2 * x", "+    return x + x"]


LOOP = """
def total(x, scale=1):
    found = 0
    for each in x:
        found += scale * each
    return sorted([found], key=lambda a: a + found)
rule = table(mul, lambda g, out: g * out)
"""
SAME = [  # other names for what nobody else sees
    LOOP.replace("found", "s").replace("each", "item"),
    LOOP.replace("lambda a: a", "lambda q: q")
    .replace("g * out", "h * y")
    .replace("g, out", "h, y"),
]
OTHERS = [  # names that others see, and names that get mixed up
    LOOP.replace("scale", "factor"),
    LOOP.replace("total", "add_up"),
    LOOP.replace("rule", "row"),
    LOOP.replace("table", "list"),
    LOOP.replace("scale * each", "scale * found"),
    LOOP.replace("g * out", "out * g"),
    LOOP.replace("return sorted([found]", "return sorted([each]"),
]


@pytest.mark.parametrize("mine", SAME)
def test_other_names_for_variables_do_not_count(mine):
    assert mine != LOOP and differing(mine, LOOP) == []


@pytest.mark.parametrize("mine", OTHERS)
def test_names_that_matter_are_a_difference(mine):
    assert len(differing(mine, LOOP)) >= 1


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)
def test_annotations_and_layout_do_not_count(milestone):
    reference = solution(milestone)
    bare = Bare().visit(ast.parse(reference))
    mine = ast.unparse(ast.fix_missing_locations(bare))  # all in one line, and without comments
    assert differing(mine, reference) == [] == differing(reference, mine)


class Bare(ast.NodeTransformer):
    """Without annotations, as somebody writes who has never seen any."""

    def visit_FunctionDef(self, node):
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node):
        node.annotation = None
        return node

    def visit_AnnAssign(self, node):
        return ast.Assign([node.target], node.value) if node.value else ast.Pass()


TYPED = """
def total(
    xs: Sequence[float],
    start: float = 0.0,
) -> float:
    found: float = start

    for x in xs:
        # each in turn
        found += max(
            x,
            0.0,
        )
    else:
        found *= 1
    return found
"""
UNTYPED = """
def total(xs, start = 0.0):
  found=start
  for x in xs:
     found += max(x, 0.0)
  else:
     found *= 1
  return {found}
"""


def test_of_a_place_that_differs_only_what_differs_is_marked():
    assert differing(UNTYPED.replace("{found}", "found"), TYPED) == []
    (place,) = differing(UNTYPED.replace("{found}", "found + 1"), TYPED)
    marked = [line for line in unified(place) if line[0] != " "]
    assert marked == ["+        # each in turn", "-  return found + 1", "+    return found"]
    divided = UNTYPED.replace("{found}", "found").replace("found *= 1", "found /= 1")
    (place,) = differing(divided, TYPED)
    assert [line for line in unified(place) if line[0] == "-"] == ["-     found /= 1"]


def test_a_method_is_dedented_and_keeps_its_comments():
    mine = REFERENCE.replace("self.value[0]", "self.value.item()")
    (place,) = differing(mine, REFERENCE)
    assert place.name == "Array.item"
    comment = "    # the first and only one"
    assert place.mine == ["def item(self):", comment, "    return self.value.item()"]


def test_places_of_one_file_alone_are_shown_the_learners_last():
    mine = REFERENCE.replace("def half(x):\n    return x / 2\n", "def _mine(x):\n    return x\n")
    places = differing(mine, REFERENCE)
    assert [(p.name, bool(p.mine), bool(p.theirs)) for p in places] == [
        ("half", False, True),
        ("_mine", True, False),
    ]


def test_two_columns_are_aligned_and_marked():
    mine = REFERENCE.replace("return x + x", "y = 2\n    return y * x")
    (place,) = differing(mine, REFERENCE)
    rows = list(side_by_side(place, 43))
    assert [mark for _, mark, _ in rows] == [" ", "|", "<"]
    assert {len(left) for left, _, _ in rows} == {20}
    assert fits(place, 43)
    assert not fits(place, 30)


def test_lines_are_counted_that_the_stub_does_not_give():
    for milestone in MILESTONES:
        assert 0 < lines_written(milestone.module, stub(milestone)) <= len(todos(stub(milestone)))
    mine = solution(TOPOSORT)
    own = f'{mine}\n\ndef one(x):\n    """Mine."""\n    # mine\n    return max(\n        x, 1)\n'
    count = lines_written(TOPOSORT.module, mine)
    assert count == measure(TOPOSORT.module).lines == 11
    assert lines_written(TOPOSORT.module, f"import os\n{own}") == count + 2
    assert lines_written(TOPOSORT.module, "x = 1") == 0


# The command


def test_an_unfinished_milestone_is_finished_first(learner, capsys):
    folder = learner(stub(TOPOSORT))
    status, out = compare(capsys, "m05", "--target", folder)
    assert status == 1
    assert out.startswith("Finish m05 first: 0 of ")
    assert out.endswith(f" pass; nox -s hint -- m05 --target {folder} helps.\n")


def test_a_finished_milestone_is_compared(learner, capsys):
    mine = solution(TOPOSORT) + "\n\ndef seven():\n    return 7\n"
    status, out = compare(capsys, "m05", "--target", learner(mine))
    assert status == 0
    assert out.startswith("seven\n-def seven():\n-    return 7\n\nLines that you wrote: ")


def test_the_same_code_is_said_to_be_the_same(learner, capsys):
    status, out = compare(capsys, "m05", "--target", learner(solution(TOPOSORT)))
    assert (status, out) == (0, "m05: your code is the reference's.\n")


def test_peeking_is_up_to_the_learner(learner, capsys):
    status, out = compare(capsys, "m05", "--force", "--target", learner(stub(TOPOSORT)))
    assert status == 0
    assert "NotImplementedError" in out


@pytest.mark.parametrize("source", ["def toposort(:\n", "\0"])
def test_a_file_that_is_not_python_is_one_line(source, learner, capsys):
    status, out = compare(capsys, "m05", "--force", "--target", learner(source))
    assert (status, out.count("\n")) == (1, 1)


def test_control_characters_are_spelled_out(learner, capsys):
    hostile = solution(TOPOSORT) + "\n\ndef f():\n    return 1  # \x1b[31m\n"
    _, out = compare(capsys, "m05", "--force", "--target", learner(hostile))
    assert "\x1b" not in out
    assert "\\x1b[31m" in out


@pytest.mark.parametrize("arguments", [[], ["m77"], ["m05", "--target", "no such folder"]])
def test_mistaken_arguments_are_refused_in_one_line(arguments, capsys):
    with pytest.raises(SystemExit) as exit:
        compare_command.main(arguments)
    assert exit.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_can_not_be_compared_is_told_as_when_it_is_graded(tmp_path, capsys):
    arguments = ("m05", "--force", "--target", tmp_path)
    (tmp_path / f"{TOPOSORT.module}.py").write_bytes(solution(TOPOSORT).encode("utf-16"))
    status, out = compare(capsys, *arguments)
    assert status == 1 and f"{TOPOSORT.module}.py is written in UTF-16, " in out
    (tmp_path / f"{TOPOSORT.module}.py").unlink()
    status, out = compare(capsys, *arguments)
    assert status == 1 and f"{TOPOSORT.module}.py is missing: " in out
