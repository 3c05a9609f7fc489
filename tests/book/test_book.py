"""The book's pages hold all of the lessons, no answer, and links that lead somewhere."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from html import unescape

import pytest

from book.answers import answers_on
from book.around import around
from book.blocks import AsItStands, Formula, Table, blocks
from book.formula import formula
from book.lesson import lesson, parts
from book.page import Shown, page, pages
from book.trap import Sprung
from grader.checkout import solution
from grader.manifest import MILESTONES, ROOT, Milestone
from grader.stubs.places import named_places

NOTHING = Shown(Sprung("", "", ""), "", "")
TITLES = re.compile(
    r"To\s+read:|About \d+ minutes; difficulty|(?:The|Two) traps?\b"
    r"|In torch, in JAX, and what the other way would cost"
)
COMMAND = re.compile(r"nox -s (\w+)")
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
    plain = unescape(re.sub(r"<[^>]+>", " ", text)).replace("\\", "")
    return Counter(re.findall(r"[^\W\d_]{5,}", plain.lower()))


@each
def test_every_lesson_has_its_parts(milestone):
    told = parts(lesson(milestone))
    assert told.title and told.opening and told.body and told.other_ways and told.trap and told.done
    assert told.read


@each
def test_no_word_of_a_lesson_is_lost(milestone):
    text = lesson(milestone).partition("\n")[2]
    assert words(TITLES.sub("", text)) - words(text_of(milestone)) == Counter()


@each
def test_no_page_holds_an_answer(milestone):
    assert answers_on(milestone, text_of(milestone)) == []


def test_an_answer_on_a_page_is_noticed():
    sort = next(m for m in MILESTONES if m.slug == "toposort")
    place = dict(named_places(solution(sort)))["toposort"]
    assert isinstance(place, ast.FunctionDef)
    answer = "\n".join(ast.unparse(statement) for statement in place.body[1:])
    assert answers_on(sort, f"{text_of(sort)}\n```\n{answer}\n```\n")


@each
def test_links_lead_to_pages_and_commands_are_there(milestone):
    text = text_of(milestone)
    linked = set(re.findall(r"\]\((?!https?:)([^)]+)\)", text))
    assert linked <= set(pages().values())
    assert set(COMMAND.findall(text)) <= SESSIONS


def test_the_pages_around_are_there():
    made = around()
    assert sorted(made) == ["checked.md", "departures.md", "path.md"]
    assert all(len(text.split("\n")) > 10 for text in made.values())
    assert set(re.findall(r"\]\((m\d\d[^)]+)\)", made["path.md"])) == set(pages().values())
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
