"""The gates' own instrument finds a wrong library by its answers, and accuses no right one."""

from __future__ import annotations

from grader.manifest import find_milestone
from tests.grader.asked import asked_of, noted
from tests.grader.folders import solution

WRAPPER = find_milestone("wrapper")
WRONG = "\n\nArray.detach = lambda self: self\n"
# Wrong from the hundredth tensor on, which no program by itself makes.
WORN = """

_made, _once = [], Array.__init__


def _worn(self, *args, **kwargs):
    _made.append(self)
    _once(self, *args, **kwargs) if len(_made) < 100 else None


Array.__init__ = _worn
"""


def test_a_library_that_answers_wrong_is_found():
    right = solution(WRAPPER)
    with asked_of(WRAPPER, noted(WRAPPER).compared) as asked:
        for addition, is_wrong in (("", False), (WRONG, True), ("", False), (WRONG, True)):
            assert asked.finds_wrong(right + addition) is is_wrong


def test_what_other_programs_have_left_behind_makes_no_answer_wrong():
    with asked_of(WRAPPER, noted(WRAPPER).compared) as asked:
        assert not asked.finds_wrong(solution(WRAPPER) + WORN)
