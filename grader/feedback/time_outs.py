"""Which programs need not be run, since they call a function that has come to no end before.

    workers.heed(TimeOuts(submission))

A program is run on the reference first, to see what it calls (coverage.py), but only once something
has timed out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..asking.question import Question
from ..asking.workers import Foreteller
from ..checkout import solution
from ..files import File
from ..library.assemble import Library, assemble, library_of
from ..library.submission import Submission
from ..manifest import MILESTONES, PACKAGE, SOLUTIONS, Milestone
from ..sandbox.answer import Answer, Frame
from ..sandbox.time_out_sentences import calls
from ..sandbox.worker import Worker
from ..stubs.places import named_places, place_at
from .coverage import called, watched
from .instrument import instrumented

ENOUGH = 2  # time-outs in one function, after which it is not called any more
MODULES = {f"{m.module}.py": m for m in MILESTONES}


@dataclass(frozen=True)
class Stuck:
    """A function in which programs were when their time was over.

    `around` are the places that all of them were in, this one among them.
    """

    milestone: Milestone
    place: str
    around: frozenset[str]
    answer: Answer
    times: int = 1

    def again(self, other: Stuck) -> Stuck:
        """It has happened once more."""
        return replace(other, around=self.around & other.around, times=self.times + 1)

    @property
    def told(self) -> Answer:
        """The answer to a program that is not run."""
        said = calls(self.place, self.answer.message, self.times)
        return replace(self.answer, message=said, printed="", was_run=False)


class TimeOuts(Foreteller):
    """What has timed out of a submission, by the library that was asked, and by function."""

    def __init__(self, submission: Submission) -> None:
        self._submission = submission
        self._stuck: dict[Library, dict[str, Stuck]] = {}
        self._watched: tuple[Milestone, Worker] | None = None

    def note(self, library: Library, answer: Answer) -> None:
        """Remember where a program was that has timed out, as far as it says so."""
        found = self._where(answer)
        if found:
            known = self._stuck.setdefault(library, {})
            before = known.get(found.place)
            known[found.place] = before.again(found) if before else found

    def foretell(self, library: Library, question: Question, hurried: bool) -> Answer | None:
        """The answer of a program that calls what has timed out twice; when `hurried`, once."""
        enough = 1 if hurried else ENOUGH
        known = [s for s in self._stuck.get(library, {}).values() if s.times >= enough]
        if not known:
            return None
        calls = self._calls(known[0].milestone, question)
        return next((stuck.told for stuck in known if stuck.around <= calls), None)

    def hang_up(self) -> None:
        """End what runs on the reference, from any thread."""
        if watched := self._watched:
            watched[1].hang_up()

    def close(self) -> None:
        """Stop watching the reference; what is asked next has it watched anew."""
        if self._watched:
            self._watched[1].close()
        self._watched = None

    def _where(self, answer: Answer) -> Stuck | None:
        """The innermost function that the reference has, too: others may be called by anybody."""
        mine = [frame for frame in answer.frames if self._milestone(frame)]
        for frame in reversed(mine):
            milestone = MODULES[Path(frame.path).name]
            places = {name for name, _ in named_places(solution(milestone))}
            ways = [self._place(each) for each in mine if each.path == frame.path]
            if (place := self._place(frame)) in places:
                return Stuck(milestone, place, frozenset(places.intersection(ways)), answer)
        return None

    def _milestone(self, frame: Frame) -> Milestone | None:
        path = Path(frame.path)
        is_theirs = path.parent == self._submission.folder
        return MODULES.get(path.name) if is_theirs else None

    def _place(self, frame: Frame) -> str:
        try:
            return place_at(self._submission.text(MODULES[Path(frame.path).name]), frame.line)
        except SyntaxError:  # nested too deeply to be read
            return ""

    def _calls(self, milestone: Milestone, question: Question) -> set[str]:
        """The places that the reference calls for a question, as far as that can be watched."""
        if not self._watched or self._watched[0] != milestone:
            self.close()
            self._watched = milestone, Worker(_instrumented(milestone))
        answer = self._watched[1].ask(watched(f"{PACKAGE}.{milestone.module}", question))
        found = called(answer)
        return found[0] if found else set()


def _instrumented(milestone: Milestone) -> Library:
    """The plain reference, in which a milestone's file says which of its places are called."""
    files = dict(assemble(SOLUTIONS, None, fast=False).files)
    module = f"{PACKAGE}.{milestone.module}"
    source = instrumented(solution(milestone)).encode()
    return library_of(files | {module: File(Path(f"{milestone.module}.py"), source)})
