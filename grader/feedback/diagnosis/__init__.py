"""Names the misconception behind a learner's wrong answers, or says nothing.

    diagnose(milestone, notes.of(mount))    # a Misconception, or None

diagnose.py        asks the misconceptions what the learner's library was asked
mutant_answers.py  what the reference answers with one of them in it; in_worker.py does it there
calls.py           which questions a misconception can matter to
evidence.py        what one answer of a misconception says about the learner's
decide.py          when that is enough to name it
lesson.py          the line to read again
attach.py          puts a diagnosis into a result

`nox -s diagnosis` measures how often it is right.
"""

from .attach import with_diagnoses
from .diagnose import diagnose

__all__ = ["diagnose", "with_diagnoses"]
