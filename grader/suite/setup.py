"""What a run of suites needs: its settings, its libraries, and who answers.

setup = Setup.of(target, Settings(seed=7))
done = run(setup, milestones)
again = run(setup.on(8), milestones)    # the same libraries and workers
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..asking.inputs import DEFAULT_SEED
from ..asking.not_importable import not_importable
from ..asking.oracle import Oracle
from ..asking.workers import Workers
from ..failure import Failure
from ..judging.failure_facts import failure_of
from ..library.mounts import Mount, mounts
from ..library.submission import Submission
from ..manifest import IS_HANDOUT, Milestone

Mounts = Callable[[Milestone], list[Mount]]


@dataclass(frozen=True)
class Settings:
    """What is run of the suites, and how.

    Args:
        seed: where random inputs start.
        keyword: run only the tests with it in their names.
        only_isolated: leave out how the learner's files work together.
        run_untouched: run the suites of untouched stubs too, to prove that nothing passes.
        shrinks: where random programs differ, look for the smallest; else any of them will do.
        shares: until a test fails, the programs of all tests share a process, which takes a third
            less time. It is for the reference's code, with a mistake in it or without, and to
            confirm what has passed already in processes of its own.
        second: what passes is to pass on this seed, too. Both are secret then: no record has them.
    """

    seed: int = DEFAULT_SEED
    keyword: str = ""
    only_isolated: bool = False
    run_untouched: bool = False
    shrinks: bool = True
    shares: bool = False
    second: int | None = None

    @property
    def is_confirming(self) -> bool:
        """Whether this is the second seed's turn."""
        return self.shares and self.second is not None


USUAL = Settings()


@dataclass(frozen=True)
class Setup:
    """A submission that is graded; nothing in it is ever replaced.

    Args:
        submission: the files, as they were read.
        settings: what is run, and how.
        mounts: the libraries on which a milestone's suite is run, none for a fresh stub.
        left_out: in a handout, the milestones whose files can't be imported, nor others with
            them, and why.
        workers: answer for these libraries.
        oracle: answers for torch.
    """

    submission: Submission
    settings: Settings
    mounts: Mounts
    left_out: Callable[[], dict[Milestone, Failure]]
    workers: Workers
    oracle: Oracle

    @classmethod
    def of(
        cls,
        target: Path | Submission,
        settings: Settings = USUAL,
        workers: Workers | None = None,
        oracle: Oracle | None = None,
    ) -> Setup:
        """For a folder's files as they are now; by default with workers, and torch, of its own."""
        submission, workers = Submission.of(target), workers or Workers()
        left_out = cache(lambda: _left_out(submission, workers) if IS_HANDOUT else {})
        find = cache(lambda milestone: _find(submission, settings, milestone, left_out()))
        return cls(submission, settings, find, left_out, workers, oracle or Oracle())

    @property
    def target(self) -> Path:
        """The folder."""
        return self.submission.folder

    def on(self, seed: int, oracle: Oracle | None = None, shares: bool = False) -> Setup:
        """The same libraries and workers, asked on another seed; perhaps in one process, where they
        have answered in several."""
        settings = replace(self.settings, seed=seed, shares=shares or self.settings.shares)
        return replace(self, settings=settings, oracle=oracle or Oracle())


def _left_out(submission: Submission, workers: Workers) -> dict[Milestone, Failure]:
    found = not_importable(submission, workers.ask_once)
    learner = submission.folder
    return {each: failure_of("", (), why, learner=learner) for each, why in found.items()}


def _find(
    submission: Submission,
    settings: Settings,
    milestone: Milestone,
    left_out: Collection[Milestone],
) -> list[Mount]:
    if submission.is_untouched(milestone) and not settings.run_untouched:
        return []
    found = mounts(submission, milestone, left_out)
    return found[:1] if settings.only_isolated else found
