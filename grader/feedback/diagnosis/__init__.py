"""Names the misconception behind a learner's wrong answers, or says nothing.

    diagnose(Examination(milestone, notes.of(milestone), edited))    # a Misconception, or None

diagnose.py  asks the misconceptions what the learner's library was asked
decide.py    when that is enough to name one
lesson.py    the line to read again

`nox -s bench -- diagnosis` measures how often it is right.
"""

from .diagnose import diagnose, with_diagnoses

__all__ = ["diagnose", "with_diagnoses"]
