"""Each lesson has its derivation typeset, a shape below each factor, and its example as a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest

from book.blocks import AsItStands, Block, Formula, Heading, Paragraph, Table, blocks
from book.formula import formula, shapeless
from book.lesson import lesson, parts
from book.page import page
from book.places import described
from demos.svg import curves
from grader.manifest import MILESTONES, find_milestone
from tests.book.test_book import NOTHING

NUMBER = re.compile(r"[-+.(\[]*\d")
FEWEST = 3  # cells with a number, in a worked example
each = pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)


def lacks(body: Iterable[Block]) -> list[str]:
    """What a lesson still needs to be a page."""
    body = list(body)
    formulas = [block for block in body if isinstance(block, Formula)]
    tables = [block for block in body if isinstance(block, Table)]
    found = [f"a shape below {factor}" for each in formulas for factor in shapeless(each.lines)]
    found += [] if formulas else ["a formula"]
    found += [] if any(numbers(table) >= FEWEST for table in tables) else ["a worked example"]
    return found


def numbers(table: Table) -> int:
    """How many cells begin with a number."""
    return sum(bool(NUMBER.match(cell)) for row in table.rows for cell in row)


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


def text_of(block: Block) -> str:
    match block:
        case Formula(lines):
            return "".join(lines)
        case Table(rows):
            return "".join(cell for row in rows for cell in row)
        case Heading(text):
            return f"{text}{'-' * len(text)}"
        case Paragraph(text) | AsItStands(text):
            return text


@each
def test_a_derivation_is_typeset_with_shapes_and_an_example_is_worked_out(milestone):
    assert lacks(parts(lesson(milestone)).body) == []
    written = page(milestone, NOTHING)
    assert "<munder>" in written and '<div class="worked">' in written


def test_what_is_lacking_is_noticed():
    told = parts(lesson(find_milestone("backward"))).body
    assert lacks(b for b in told if not isinstance(b, Formula)) == ["a formula"]
    assert lacks(b for b in told if not isinstance(b, Table)) == ["a worked example"]
    bare = Formula(("y     =  A  x", "(n,)        (m,)"))
    assert lacks([*told, bare]) == ["a shape below A"]
    limits = Table((("a number", "an array"), ("recursion, 1000 deep", "a stack")), False)
    assert lacks([bare, limits]) == ["a shape below A", "a worked example"]


@each
def test_no_letter_of_a_lesson_is_lost_among_its_blocks(milestone):
    text = lesson(milestone).strip()
    kept = letters("".join(map(text_of, blocks(text)))) + letters(text.partition("\n")[0])
    lost = letters(text) - kept
    assert set(lost) <= {"-"}  # a heading's line


@each
def test_each_place_says_what_it_is_for(milestone):
    said = dict(described(milestone))
    assert [place for place, text in said.items() if not text or text.endswith(":")] == []


def test_a_rule_and_an_op_say_what_they_are_for():
    assert dict(described(find_milestone("chain_rule")))["defvjp(mul)"] == (
        "The rules of `mul` for `x` and `y`."
    )
    assert dict(described(find_milestone("magic_methods")))["sub"] == "x - y; bools are refused."


def test_names_of_lessons_in_a_table_are_links():
    written = page(find_milestone("scalars"), NOTHING)
    assert "[wrapper](m02_wrapper.md), [magic\\_methods](m04_magic_methods.md)\n" in written


@pytest.mark.parametrize("slug", ["vmap", "compile"])
def test_a_picture_does_not_part_a_sentence_from_what_it_leads_to(slug):
    milestone = find_milestone(slug)
    shown = replace(NOTHING, picture=curves("Loss", {"plain": [1.0, 3.0]}, "step"))
    before, _, _ = page(milestone, shown).partition('```{raw} html\n<div class="picture')
    assert parts(lesson(milestone)).opening.endswith(":") and not before.rstrip().endswith(":")


def test_a_cell_may_have_two_lines_and_the_first_of_a_head_none():
    (first, second) = blocks("""m00 x: y.

    pass     goes         in the step
    fold     forwards     constants
    drop     backwards    a line goes,
                          as only slopes were asked for

                     deviation     a
    Xavier           0.5           0.866
    Kaiming          0.816         1.414
""")
    assert first.rows[-1] == ("drop", "backwards", "a line goes, as only slopes were asked for")
    assert second.rows[:2] == (("", "deviation", "a"), ("Xavier", "0.5", "0.866"))


def test_a_shape_may_stand_beside_its_name():
    drawn = formula(("out (N, L)  =  table (V, E)",))
    assert len(re.findall(r"<munder><mi[^>]*>\w+</mi><mtext>\(", drawn)) == 2


def test_a_difference_in_brackets_is_a_factor_and_a_shape_is_not():
    assert shapeless(("y     =  (x - m)  *  g", "(n,)                 (n,)")) == ["(x - m)"]
    assert shapeless(("(N, L, E)  ->  (N, heads, L, D)",)) == []


def test_signs_and_changes_are_drawn_as_on_paper():
    drawn = formula(("w  -=  lr * h'  +  2 x dy  -  integral of w**2",))
    assert "-=" in drawn and "&#8242;" in drawn and "&#8747;" in drawn
    assert "<mi>d</mi><mi>y</mi>" in drawn and '<mn>2</mn><mspace width="0.2em"/>' in drawn


def test_a_long_formula_can_be_broken_before_a_sign():
    assert formula(("y  =  x  +  f(x)  -  g(x)",)).count("<math") == 4
