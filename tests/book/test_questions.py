"""Each lesson has three questions with answers, whose code does what it shows; and a picture."""

from __future__ import annotations

import re

import pytest

from book import pictures
from book.questions import FOLDER, KINDS, questions, section, source
from book.snippets import reference, run, snippets
from book.worked import FOLDER as WORKED
from book.worked import code, left_out, run_code
from grader.manifest import MILESTONES, ROOT, find_milestone

DRAWN = [m for m in MILESTONES if (ROOT / "book" / "pictures" / f"{m.module}.py").exists()]
each = pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.id)


@each
def test_a_lesson_has_three_questions_with_answers_in_words(milestone):
    asked = questions(milestone)
    assert tuple(question.kind for question in asked) == KINDS
    assert all(question.asked.endswith(("?", ".")) for question in asked)
    told = [re.sub(r"```.*?```", "", question.answer, flags=re.S) for question in asked]
    assert min(len(words.split()) for words in told) > 20


def test_no_question_is_asked_twice_and_none_is_of_no_lesson():
    every = [question for milestone in MILESTONES for question in questions(milestone)]
    assert len(set(every)) == 3 * len(MILESTONES)
    assert sorted(FOLDER.iterdir()) == sorted(map(source, MILESTONES))


def test_answers_are_folded():
    page = "\n\n".join(section(find_milestone("wrapper"), {}))
    assert page.count("<details>\n<summary>") == page.count("</details>") == 3
    assert "\n\n```python\n>>> buffer" in page and "`import autodiff as torch`" in page


@pytest.mark.parametrize("name", ["wrapper", "reductions"])
def test_code_prints_what_stands_below_it(name):
    file = source(find_milestone(name))
    assert run(file.read_text("utf-8"), file.name) == 1


def test_code_that_prints_something_else_is_noticed():
    text = "```python\n>>> torch.ones(2).sum()\ntensor(3.)\n```\n"
    with pytest.raises(ValueError, match=r"Expected:\n    tensor\(3.\)\nGot:\n    tensor\(2.\)"):
        run(text, "it")
    with pytest.raises(ValueError, match="nothing was run"):
        run("```python\ntorch.ones(2)\n```\n", "it")
    assert snippets("```text\nno code\n```\n") == []


def test_each_line_of_code_of_a_lesson_is_run():
    """A file may also check a formula, which is not code."""
    assert {m.slug: lines for m in MILESTONES if (lines := left_out(m))} == {}
    files = {path.stem for path in WORKED.iterdir()}
    assert {m.slug for m in MILESTONES if code(m)} <= files <= {m.slug for m in MILESTONES}
    assert "parents(mul(2, x))" in code(find_milestone("computation_graph"))
    assert run_code(find_milestone("sgd")) == 3


def test_pictures_are_made_at_least_where_demos_make_none():
    reference()
    made = [pictures.picture_of(milestone) for milestone in DRAWN]
    demos = {m: (ROOT / "demos" / f"{m.module}.py").read_text("utf-8") for m in MILESTONES}
    assert {m for m in MILESTONES if "def picture(" not in demos[m]} <= {*DRAWN}
    assert len(set(made)) == len(made) and not any("<script" in svg for svg in made)
    assert all(int(size) >= 16 for svg in made for size in re.findall(r'font-size="(\d+)"', svg))
