"""What hangs on a learner's files together, so that it need not be asked again and again."""

from __future__ import annotations

from dataclasses import replace

from ..library.assemble import Library
from ..library.mounts import Mount
from ..sandbox.answer import Answer
from ..sandbox.time_out_sentences import together
from .question import Question

MOST = 4  # suites in which files hang only together, after which they are taken to hang in all


class Hangs:
    """What is known of that: files that hang only together do so once for each suite, and what
    hangs alone is taken to hang together once that was seen."""

    def __init__(self) -> None:
        self._together: dict[Library, Answer] = {}
        self._alone: dict[Question, Answer] = {}
        self._is_alike = False

    def known(self, mount: Mount, question: Question | None = None) -> Answer | None:
        """The answer to a question, or to any, where it need not be asked."""
        if not mount.is_so_far_only:
            return None
        if question and self._is_alike and question in self._alone:
            return self._alone[question]
        found = self._together.values()
        if len(found) >= MOST or any(answer.at_import for answer in found):
            return next(iter(found))
        return self._together.get(mount.library)

    def note(self, mount: Mount, question: Question, answer: Answer) -> None:
        """Told what was answered."""
        hangs = answer.outcome == "timeout" or (answer.at_import and answer.outcome == "crashed")
        if hangs and not mount.is_so_far_only:
            self._alone[question] = answer
        elif hangs and question in self._alone and not answer.at_import:
            self._is_alike = True
        elif hangs:
            self._together[mount.library] = replace(answer, message=together(answer.message))
