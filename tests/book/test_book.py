"""The book's pages hold all of the lessons, no answer, and links that lead somewhere."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from html import unescape

import pytest

from book.answers import answers_on, never_met
from book.around import around
from book.blocks import AsItStands, Formula, Paragraph, Table, blocks
from book.effort import stars
from book.formula import formula
from book.inline import words_of
from book.lesson import lesson, parts, sentence
from book.page import Shown, page, pages
from book.trap import Sprung, program_of
from book.traps import LINES_ARE_SHOWN, NAMES, mistake, wrong_lines
from book.words import markdown, with_code
from demos.svg import curves
from grader.checkout import solution
from grader.feedback.hints import hints
from grader.manifest import MILESTONES, ROOT, Milestone, find_milestone
from grader.stubs.places import named_places

ROOM = 96  # letters in a line of code, on a page that is wide enough
NOTHING = Shown(Sprung("", "", "", "", ""), "", "")
TITLES = re.compile(
    r"To\s+read:|About \d+ minutes; difficulty|(?:The|Two) traps?\b"
    r"|In torch, in JAX, and what the other way would cost"
)
COMMAND = re.compile(r"nox -s ([a-z]+)")
SESSIONS = {
    node.name
    for node in ast.parse((ROOT / "noxfile.py").read_text("utf-8")).body
    if isinstance(node, ast.FunctionDef)
}
each = pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)


@cache
def text_of(milestone: Milestone) -> str:
    return page(milestone, NOTHING)


def words(text: str) -> Counter[str]:
    """The words of a text, without marks of HTML and Markdown."""
    text = re.sub(r"<mi>d</mi><mi[^>]*>", "d", text)  # a change: `dscores`
    plain = unescape(re.sub(r"<[^>]+>", " ", text)).replace("\\", "")
    return Counter(re.findall(r"[^\W\d_]{5,}", plain.lower()))


@each
def test_every_lesson_has_its_parts(milestone):
    told = parts(lesson(milestone))
    assert told.title and told.opening and told.body and told.other_ways and told.trap and told.done
    assert told.read and all(told.read)


@each
def test_no_word_of_a_lesson_is_lost(milestone):
    text = lesson(milestone).partition("\n")[2].replace("integral of", "")  # drawn as a sign
    assert words(TITLES.sub("", text)) - words(text_of(milestone)) == Counter()


@each
def test_no_page_holds_an_answer(milestone):
    assert answers_on(milestone, text_of(milestone)) == []


def test_an_answer_on_a_page_is_noticed_whoever_it_belongs_to():
    sort = find_milestone("toposort")
    place = dict(named_places(solution(sort)))["toposort"]
    assert isinstance(place, ast.FunctionDef)
    answer = "\n".join(ast.unparse(statement) for statement in place.body[1:])
    for other in (sort, find_milestone("vmap")):
        found = answers_on(other, f"{text_of(other)}\n```\n{answer}\n```\n")
        assert found and all(line.startswith(f"{sort.id}: ") for line in found)
    in_words = markdown("so write order, seen, stack = [], set(), [root] there", {})
    assert answers_on(sort, in_words) == ["m05: order, seen, stack = [], set(), [root]"]


def test_no_line_is_allowed_that_stands_nowhere():
    assert [*never_met({m: text_of(m) for m in MILESTONES})] == []


@each
def test_links_lead_to_pages_and_commands_are_there(milestone):
    text = text_of(milestone)
    linked = set(re.findall(r"\]\((?!https?:)([^)]+)\)", text))
    assert linked <= set(pages().values())
    assert set(COMMAND.findall(text)) <= SESSIONS


def test_the_pages_around_are_there():
    made = around()
    assert sorted(made) == [
        "course.md",
        "departures.md",
        "how_good.md",
        "how_it_grades.md",
        "how_it_is_built.md",
    ]
    assert all(len(text.split("\n")) > 10 for text in made.values())
    assert set(re.findall(r"\]\((m\d\d[^)]+)\)", made["course.md"])) == set(pages().values())
    front = [path.read_text("utf-8") for path in (ROOT / "book" / "front").iterdir()]
    assert set(COMMAND.findall("".join([*front, *made.values()]))) <= SESSIONS


def test_each_shape_stands_below_its_factor():
    drawn = formula(("dW        =  A.T    dZ", "(in, out)   (in, n) (n, out)"))
    below = re.findall(r"<munder>(.*?)<mtext>(.*?)</mtext></munder>", drawn)
    plain = [(re.sub(r"<[^>]+>", "", factor), shape) for factor, shape in below]
    assert plain == [("dW", "(in, out)"), ("AT", "(in, n)"), ("dZ", "(n, out)")]


@each
def test_every_shape_of_a_formula_is_drawn(milestone):
    for block in blocks(lesson(milestone)):
        if isinstance(block, Formula):
            shapes = re.findall(r"\([A-Za-z]\w*,[^()]*\)", "".join(block.lines))
            drawn = re.sub(r"<[^>]+>|\s", "", formula(block.lines))
            assert [shape for shape in shapes if re.sub(r"\s", "", shape) not in drawn] == []


def test_a_small_change_is_drawn_alike_above_and_below():
    drawn = formula(("dL/dx  =  dL/da  da/dx", "(n,)      (m,)   (m, n)"))
    assert len(re.findall(r"<mi>d</mi><mi>[Lax]</mi>", drawn)) == 6


def test_shapes_beside_a_formula_are_a_remark():
    drawn = formula(("out  =  window_max(x)      (..., H, W) -> (..., Ho, Wo)",))
    assert "<td>(..., H, W) -&gt; (..., Ho, Wo)</td>" in drawn


def test_words_behind_a_formula_are_words():
    drawn = formula(("y  =  f(...)      each ... is x W + b, (N, H)",))
    assert "<td>each ... is x W + b, (N, H)</td>" in drawn
    drawn = formula(("now      =  max(before, scores)", "(L, 1)     (L, 1)  (L, size)"))
    assert "<td></td>" in drawn
    assert "1 is the identity, not" in formula(("g  =  (E, E): 1 is the identity, not 0",))


def test_shapes_below_a_row_are_not_a_row():
    (drawing,) = blocks("""m00 x: y.

    out, pullback = vjp(f, x)      out is f(x)
    pullback(g)                    (g J_x,         g J_y)
                                    (m,) (m, n)    (m,) (m, k)
""")
    assert isinstance(drawing, AsItStands)


def test_a_cell_stays_whole():
    (table,) = blocks("""m00 x: y.

    scores    loss   p - y
    [0, 0]    0.693  [ 0.5,  -0.5  ]
    [0, 1]    1000   [-1,
                     1     ]
""")
    assert table.rows[1:] == (("[0, 0]", "0.693", "[0.5, -0.5]"), ("[0, 1]", "1000", "[-1, 1]"))


def test_numbers_that_end_below_each_other_are_a_table():
    (table,) = blocks("""m00 x: y.

    x             2     0     3     out = 0
    after         0    15     5     the products behind
""")
    assert table.rows[1] == ("after", "0", "15", "5", "the products behind")


def test_a_matrix_that_is_drawn_is_not_a_table():
    (drawing,) = blocks("""m00 x: y.

    x    1 4   7 7        maxima    4 7        dx  0 8  12 0
    z    3 2   0 7        minima    2 0        dx  0 0   0 0
""")
    assert isinstance(drawing, AsItStands)


def test_words_above_words_that_come_again_are_a_head():
    (table,) = blocks("""m00 x: y.

    pass     goes         in the step
    fold     forwards     constants
    join     forwards     equal lines
""")
    assert table.has_head


def test_a_line_of_code_is_not_a_head():
    (table,) = blocks("""m00 x: y.

    z = mul(x, y)       z.node is Node(op=mul)
    parents(z)          (x, y)
    parents(mul(2, x))  (x,): 2 is not a parent
""")
    assert not table.has_head


@each
def test_no_line_of_a_lesson_is_cut_off(milestone):
    shown = [block.text for block in blocks(lesson(milestone)) if isinstance(block, AsItStands)]
    assert [line for text in shown for line in text.split("\n") if len(line) > ROOM] == []


@each
def test_a_page_begins_with_the_question_and_holds_all_traps(milestone):
    told = parts(lesson(milestone))
    assert "may wait" not in told.opening and len(told.opening) > 150
    said = [block.text for block in told.body if isinstance(block, Paragraph)]
    assert not [
        text for text in said if re.match("Another:|And a small one:|When it|To read", text)
    ]


@each
def test_a_page_says_how_much_there_is_to_write_and_how_to_begin(milestone):
    _, told = text_of(milestone).split("## What you write")
    told, _ = told.split("## When it works")
    assert f"{milestone.minutes} minutes" in told and stars(milestone) in told
    assert told.count("<details>") == told.count("</details>") == 1
    for place, (first, *others) in hints(milestone).items():
        assert told.count(f"`{place}`") >= 2 and markdown(first, {}) in told
        assert not [hint for hint in others if markdown(hint, {}) in told]


def test_prose_keeps_stress_lists_and_names():
    assert markdown("so *if this,\nthen that*, x * y", {}) == "so *if this,\nthen that*, x \\* y"
    assert with_code("all the *others* of `x * y`") == (
        "all the <em>others</em> of <code>x * y</code>"
    )
    assert sentence("exp(1000) is infinite") == "exp(1000) is infinite"
    data = find_milestone("data")
    assert re.search(r"^1\. `iter.*\n2\. When", text_of(data), re.M)
    links = {"training": "m20.md", "scalars": "m01.md"}
    assert markdown("`training` writes it; it asks for `training`, as `scalars` do", links) == (
        "[training](m20.md) writes it; it asks for `training`, as [scalars](m01.md) do"
    )
    assert "parameter's `data` by" in text_of(find_milestone("scalars"))  # not the lesson


def test_a_picture_is_told_in_its_own_words():
    picture = curves("Loss &c", {"plain": [1.0, 3.0]}, "step")
    assert words_of(picture) == "Loss &c: 0; step; 1; 3; 1; plain"


def test_each_trap_has_a_mistake_that_is_known():
    assert list(NAMES) == [milestone.slug for milestone in MILESTONES]
    assert [mistake(milestone).name for milestone in MILESTONES] == [*NAMES.values()]


def test_wrong_lines_are_shown_where_the_lesson_says_them():
    shown = {m.slug for m in MILESTONES if wrong_lines(m)}
    assert shown == LINES_ARE_SHOWN
    assert wrong_lines(find_milestone("sgd")) == 'value = value - group["lr"] * grad'


def test_the_program_of_a_trap_ends_above_its_inputs_or_its_answers():
    program = "def f(lib):\n    x = 1\n\n    return x"
    for rest in ("with x = array([1.,\n          2.])\n\nvalue differs", "\nvalue differs"):
        assert program_of(f"{program}\n{rest}").strip() == program


def test_what_is_set_in_is_told_apart():
    found = blocks("""m00 x: y.

    Z     =  A       W
    (n,)     (n, m)  (m,)

    turn    array    total
    1       y        1
    2       a        12

    dot = Digraph();  dot.node("n0")
""")
    assert list(map(type, found)) == [Formula, Table, AsItStands]
    assert found[1] == Table((("turn", "array", "total"), ("1", "y", "1"), ("2", "a", "12")), True)
