"""Names the misconception behind a learner's wrong answers, or says nothing.

    diagnose(Examination(milestone, notes.of(milestone), edited))    # a Misconception, or None

diagnose.py          the one mistake, or several, that explain what failed
weighing.py          asks the misconceptions what the learner's library was asked
decide.py            when that is enough to name one
general_mistake.py   no `return`, a wrong type, float32 on the way: what is said of them
general.py           finds them, by mending them in the learner's file
missing_return.py    whether a function may end without a value
fitting.py           a function that hands over what its annotation promises (prelude.py)
mistakes.py          a misconception in other places, several at once, or one of several that give
                     the same answers
combinations.py      which of these, put together, give the learner's answers; for how many seconds
                     a diagnosis may look
edit_differences.py  what a misconception's edit changes
edit_patterns.py     the same edit elsewhere
lesson.py            the line to read again
told.py              what is said of what was found: of several mistakes, one in full
without_solutions.py in a handout: the likeliest place, and a `return` that was forgotten

`nox -s bench -- diagnosis` measures how often it is right.
"""

from .diagnose import diagnose
from .told import with_diagnoses

__all__ = ["diagnose", "with_diagnoses"]
