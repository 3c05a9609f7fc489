"""The learner's calls on the way to an exception, out of all that a worker tells."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..failure import Failure, FrameSummary
from ..files import shown
from ..manifest import MILESTONES
from .loops import up_to_the_loop, up_to_the_recursion
from .wording import one_line

if TYPE_CHECKING:
    from ..sandbox.answer import Frame

MOST_FRAMES = 6
LONGEST_PATH = 1000
LAST_LINE = 2**20  # no file has more
FUNCTION = re.compile(r"[\w.]{1,60}|<\w{1,20}>")


def _learners(frames: Sequence[Frame], learner: Path | None) -> list[Frame]:
    """Those in the learner's files, which lie in a folder; all, where it is None."""
    if learner is None:
        return list(frames)
    files = {str(learner.absolute() / f"{m.module}.py") for m in MILESTONES}
    return [f for f in frames if os.path.abspath(f.path) in files]


def with_frames(
    facts: Failure, frames: Sequence[Frame], learner: Path | None, ending: str = ""
) -> Failure:
    """The facts, and the learner's frames, outermost first; a run of the same one is one.

    Where the `ending` is a time-out or a RecursionError, the last one is what keeps coming back.
    """
    mine = _learners(frames, learner)
    if ending == "RecursionError":
        mine = up_to_the_recursion(mine)
    elif ending == "timeout":
        mine = up_to_the_loop(mine)
    if frames and not mine:
        last = frames[-1]
        outside = FrameSummary(one_line(Path(last.path).stem), 0, _function(last))
        return replace(facts, outside=outside)
    runs = [_summary(frame, len(list(run))) for frame, run in groupby(mine)]
    kept = tuple(runs[-MOST_FRAMES:])
    return replace(facts, frames=kept, hidden_frames=len(runs) - len(kept))


def _summary(frame: Frame, times: int) -> FrameSummary:
    line = min(max(0, frame.line), LAST_LINE)
    path, text = one_line(shown(Path(frame.path)), LONGEST_PATH), one_line(frame.text.strip())
    return FrameSummary(path, line, _function(frame), text, times)


def _function(frame: Frame) -> str:
    """A function's name. A worker tells it, so it might be anything."""
    return frame.function if FUNCTION.fullmatch(frame.function) else ""
