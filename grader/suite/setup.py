"""What a run of suites needs: its settings, its libraries, and who answers.

setup = Setup.of(target, Settings(seed=7))
done = run(setup, milestones)
again = run(setup.on(8), milestones)    # the same libraries and workers
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..asking.inputs import DEFAULT_SEED
from ..asking.oracle import Oracle
from ..asking.workers import Workers
from ..library.mounts import Mount, mounts, untouched
from ..manifest import Milestone

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
    """

    seed: int = DEFAULT_SEED
    keyword: str = ""
    only_isolated: bool = False
    run_untouched: bool = False
    shrinks: bool = True


USUAL = Settings()


@dataclass(frozen=True)
class Setup:
    """A folder that is graded; nothing in it is ever replaced.

    Args:
        target: the folder.
        settings: what is run, and how.
        mounts: the libraries on which a milestone's suite is run, none for a fresh stub. They are
            found once: what is saved meanwhile is not graded.
        workers: answer for these libraries.
        oracle: answers for torch.
    """

    target: Path
    settings: Settings
    mounts: Mounts
    workers: Workers
    oracle: Oracle

    @classmethod
    def of(
        cls,
        target: Path,
        settings: Settings = USUAL,
        workers: Workers | None = None,
        oracle: Oracle | None = None,
    ) -> Setup:
        """For the files as they are now; by default with workers, and torch, of its own."""
        find = cache(lambda milestone: _find(target, settings, milestone))
        return cls(target, settings, find, workers or Workers(), oracle or Oracle())

    def on(self, seed: int) -> Setup:
        """The same libraries and workers, asked on another seed."""
        settings = replace(self.settings, seed=seed)
        return Setup(self.target, settings, self.mounts, self.workers, Oracle())


def _find(target: Path, settings: Settings, milestone: Milestone) -> list[Mount]:
    if untouched(target, milestone) and not settings.run_untouched:
        return []
    found = mounts(target, milestone)
    return found[:1] if settings.only_isolated else found
