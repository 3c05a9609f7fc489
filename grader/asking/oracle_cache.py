"""torch's answers, remembered between commands: grading your own files need not import torch twice.

They are kept in the checkout's `.kata/` folder, which may be deleted at any time. An answer is
found by everything that it depends on: the program, its inputs, and torch's version; cache.py adds
Python's, NumPy's and the grader's own sources, so that any change there has torch asked again. Only
the files of the checkout itself are graded with this memory; a submission, whose code might have
written into it, never is.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from ..cache import TORCH, Memory, Store
from ..sandbox.answer import Answer
from ..sandbox.inside.normal_form import WireError
from .oracle import Oracle
from .question import Question
from .travelling import torch_version


class RememberingOracle(Oracle):
    """An oracle that knows what torch answered before. `save` adds what it has learnt since."""

    def __init__(self, folder: Path | None = None, store: Store = TORCH) -> None:
        self._known = {}  # its own, or what others have asked would not be saved
        self._version = f"torch {torch_version()}".encode()
        self._memory = Memory(store, folder)

    def prepare(self) -> None:
        """Begin to import torch, unless it may not be needed."""
        if self._memory.is_empty:
            super().prepare()

    def _run(self, question: Question) -> Answer:
        key = hashlib.sha256(self._version + question.key.encode()).hexdigest()
        if remembered := self._memory.get(key):
            with suppress(WireError):
                return Answer.from_bytes(remembered)
        answer = super()._run(question)
        with suppress(WireError):  # an answer too large for a frame is asked for again
            self._memory.put(key, answer.to_bytes())
        return answer

    def save(self) -> None:
        """Write the new answers down. A checkout that can't be written to just asks again."""
        super().save()
        self._memory.save()
