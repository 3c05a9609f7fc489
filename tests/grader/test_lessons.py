"""Each lesson has all that a lesson needs, and says the same of itself as the manifest."""

from __future__ import annotations

import pytest

from grader.manifest import MILESTONES
from tests.grader.lessons import PARTS, Lesson, lesson

LONGEST = 120  # lines


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.slug)
def test_a_lesson_has_all_its_parts(milestone):
    found = lesson(milestone)
    assert found.missing() == []
    assert found.text.startswith(f"{milestone.id} ") and found.text.count("\n") < LONGEST


@pytest.mark.parametrize("milestone", MILESTONES, ids=lambda m: m.slug)
def test_a_lesson_and_the_manifest_agree_on_time_and_difficulty(milestone):
    assert lesson(milestone).time() == (milestone.minutes, milestone.difficulty)


def test_what_a_lesson_lacks_is_noticed():
    assert Lesson("m90 nothing: at all.\n\nAbout it.").missing() == [*PARTS]
