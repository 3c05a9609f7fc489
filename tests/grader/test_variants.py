"""The wrong answers that the diagnosis is measured by are what they say; none is graded here."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from textwrap import dedent

import pytest

from grader.feedback.diagnosis.general_mistake import NAMES as GENERAL
from grader.feedback.hints import hints
from grader.feedback.known_misconceptions import misconceptions
from grader.manifest import MILESTONES, Milestone
from grader.stubs.places import extents, named_places
from tests.grader.folders import solution
from tests.grader.variants import Variant, variants
from tests.grader.variants.kinds import KINDS, of_kind

OF_KINDS = [pair for kind in KINDS for pair in of_kind(kind)]
ALL = [variant for milestone in MILESTONES for variant in variants(milestone)]


class Bare(ast.NodeTransformer):
    """Takes away what does nothing: docstrings and annotations."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        node.returns = None
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node


def in_place(source: str, where: str) -> str:
    start, end = extents(source)[where]
    return source[start:end]


def bare(place: ast.AST) -> str:
    """The code of a place, as far as it does anything."""
    return ast.unparse(Bare().visit(place))


@cache
def wrong_files(milestone: Milestone) -> dict[Variant, str]:
    """A milestone's variants, those of the kinds too, and the file that each of them makes."""
    chosen = [*variants(milestone), *(v for m, v in OF_KINDS if m == milestone)]
    return {each: each.apply(solution(milestone)) for each in chosen}


@cache
def corpus(milestone: Milestone) -> dict[str, str]:
    """The places of a milestone's misconceptions, as each of these leaves them, by its name."""
    known = {}
    for each in misconceptions(milestone):
        right = in_place(solution(milestone), each.where)
        (known[each.name],) = map(bare, ast.parse(dedent(right.replace(each.old, each.new))).body)
    return known


def code(text: str) -> str:
    """The code in it, without what is said about it."""
    return ast.unparse(ast.parse(dedent(text)))


each_milestone = pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)


@each_milestone
def test_a_variant_applies_and_so_does_its_mended_twin(milestone):
    right = solution(milestone)
    for variant, wrong in wrong_files(milestone).items():
        mended = variant.apply(right, mended=True)
        assert ast.parse(wrong) and ast.parse(mended), variant.name
        as_written, as_mended = variant.sources(), variant.sources(mended=True)
        assert any(code(as_written[p]) != code(as_mended[p]) for p in variant.places), variant.name
        for source in (as_written, as_mended):
            assert any(code(source[p]) != code(in_place(right, p)) for p in source), variant.name


@each_milestone
def test_a_variant_commits_known_mistakes_in_other_code_than_the_corpus(milestone):
    known = corpus(milestone)
    for variant, wrong in wrong_files(milestone).items():
        assert set(variant.mistakes) <= {*known, *GENERAL}, variant.name
        places = dict(named_places(wrong))
        written = {bare(places[where]) for where in variant.places}
        assert written.isdisjoint(known.values()), variant.name


@each_milestone
def test_no_two_misconceptions_leave_the_same_code_behind(milestone):
    """Of two that do, neither could ever be named."""
    left = [(each.where, corpus(milestone)[each.name]) for each in misconceptions(milestone)]
    assert [each for each, times in Counter(left).items() if times > 1] == []


def test_there_are_enough_variants_of_every_kind_and_each_has_a_name_of_its_own():
    assert len([v for v in ALL if len(v.mistakes) == 1]) >= 55
    assert len([v for v in ALL if not v.mistakes]) >= 15
    assert len([v for v in ALL if len(v.mistakes) > 1]) >= 6
    for milestone in MILESTONES:
        names = [v.name for v in variants(milestone)]
        assert len(set(names)) == len(names)
        assert len([v for v in variants(milestone) if v.mistakes]) >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_enough_of_each_kind_in_many_milestones(kind):
    chosen = of_kind(kind)
    assert len(chosen) >= 22
    assert len({milestone.id for milestone, _ in chosen}) >= 15
    assert len({variant.name for _, variant in chosen}) == len(chosen)


def test_general_mistakes_are_made_where_a_learner_writes():
    for milestone, variant in of_kind("general"):
        assert set(variant.places) <= set(hints(milestone)), variant.name


def test_the_kinds_are_what_they_are_called():
    assert all(set(variant.mistakes) <= set(GENERAL) for _, variant in of_kind("general"))
    assert all(len(variant.mistakes) == 2 for _, variant in of_kind("pairs"))


def test_a_place_or_a_mend_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="there is no g"):
        Variant("", None, "g", "def g(): pass", {"pass": "return 1"}).apply("def f(): pass\n")
    with pytest.raises(ValueError, match="stands 0 times"):
        Variant("", None, "f", "def f(): pass", {"x": "y"}).apply("def f(): pass\n")
