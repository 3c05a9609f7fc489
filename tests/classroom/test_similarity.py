"""Who has copied is found, however it was covered up, and who has found the same way alone is not
accused."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace

import pytest

from classroom.similarity.page import aligned, similarity_page
from classroom.similarity.pairs import Work, pairs
from classroom.similarity.tokens import tokens
from grader.manifest import EXERCISES, SOLUTIONS, find_milestone

WROTE = [find_milestone(slug) for slug in ("toposort", "chain_rule", "backward")]
CLASS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11]  # of the corpus; 9 has written a part as 8 has


def file_of(milestone) -> str:
    return f"{milestone.module}.py"


def solution(milestone) -> str:
    return (SOLUTIONS / file_of(milestone)).read_text(encoding="utf-8")


def learner(number: int) -> Work:
    """Somebody who has written these milestones as nobody else has."""
    texts = {}
    for milestone in WROTE:
        variants = importlib.import_module(f"tests.grader.variants.{milestone.module}").VARIANTS
        texts[file_of(milestone)] = variants[number].apply(solution(milestone))
    return Work(f"l{number}", f"Learner {number}", texts, {})


@pytest.fixture(scope="module")
def honest() -> list[Work]:
    return [learner(number) for number in CLASS]


def covered_up(text: str) -> str:
    """The same with other names, comments, blank lines and strings."""
    text = re.sub(r"\b(node|order|found|queue|stack|todo|child|seen|made_from)\b", r"my_\1", text)
    return re.sub(r"\n(    +)(?=\S)", "\n\n\\1# I wrote this myself\n\\1", text)


def test_honest_learners_are_not_a_pair(honest):
    assert [(pair.one.name, pair.other.name, pair.weight) for pair in pairs(honest)] == []


@pytest.mark.parametrize("number", [0, 3, 7])
def test_who_has_copied_one_file_is_found(honest, number):
    name = file_of(WROTE[0])
    copied = covered_up(honest[number].texts[name])
    thief = Work("thief", "Thief", {name: copied}, {})
    found = pairs([*honest, thief])
    assert [(pair.one.name, pair.other.name) for pair in found] == [(f"Learner {number}", "Thief")]
    assert [*found[0].lines] == [name]


def test_what_everybody_has_says_nothing():
    """The reference, the files to be filled in, and what the whole class writes alike."""
    name = file_of(WROTE[0])
    for text in (solution(WROTE[0]), (EXERCISES / name).read_text(encoding="utf-8")):
        assert pairs([Work(str(n), str(n), {name: text}, {}) for n in range(8)]) == []
    own = learner(3).texts[name]
    assert pairs([Work(str(n), str(n), {name: own}, {}) for n in range(8)]) == []
    assert pairs([Work(str(n), str(n), {name: own}, {}) for n in range(2)])


def test_a_rare_way_to_fail_counts_too(honest):
    way = {"m05 [('deep', 'error')]": "m05 fails alike in 1 tests: for a reason that has no name"}
    thief = Work(
        "thief", "Thief", {name: covered_up(text) for name, text in honest[3].texts.items()}, way
    )
    alone = pairs([*honest, replace(thief, wrong={})])[0].weight
    several = [replace(each, wrong=way) if each is honest[3] else each for each in honest]
    found = pairs([*several, thief])
    assert found[0].weight > alone and found[0].wrong == [*way.values()]


def test_tokens_forget_what_is_changed_easily():
    plain = 'def f(a, b):\n    """What it does."""\n    return a.sum() + b * 2\n'
    other = "def g(x, y):\n\n  # mine\n  return (x.sum()\n    + y * 2)\n"
    texts = [each.text for each in tokens(plain)]
    assert [each.text for each in tokens(other) if each.text not in "()"] == [
        each for each in texts if each not in "()"
    ]
    assert [(each.text, each.line) for each in tokens("x = (1\n")] == [
        *[("name", 1), ("=", 1), ("(", 1), ("1", 1)]
    ]


def test_lines_that_are_alike_stand_beside_each_other():
    one = "a = 1\nb = a + 1\nc = b * 2\n"
    other = "# new\nu = 1\n\nv = u + 1\nw = v * 2\n"
    lines = aligned(one, other, {2, 3}, {4, 5})
    beside = [(line.number, line.other_number) for line in lines if line.is_shared]
    assert beside == [(2, 4), (3, 5)]


def test_the_page_shows_both_and_runs_nothing(honest):
    name = file_of(WROTE[0])
    evil = (
        honest[3].texts[name].replace("found", "found_script_") + "\nx = '</td><script>alert(1)'\n"
    )
    thief = Work("thief", "<script>alert(2)", {name: evil}, {})
    page = similarity_page("<class>", pairs([honest[3], thief]), 2)
    assert "<script" not in page and "&lt;script&gt;alert(2)" in page
    assert 'class="shared"' in page and "not a verdict" in page
