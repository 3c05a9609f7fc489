"""Names the misconception behind a learner's wrong answers, or says nothing.

    diagnose(milestone, notes.of(mount))    # a Misconception, or None

evidence.py weighs one answer of a misconception beside the learner's, decide.py chooses by what was
weighed, mutant_answers.py and calls.py run no more than is needed, and lesson.py finds what to read
again. `nox -s diagnosis` measures how often it is right.
"""

from .attach import with_diagnoses
from .diagnose import diagnose

__all__ = ["diagnose", "with_diagnoses"]
