"""A picture made for a lesson's idea, drawn from the reference at each build; where none is here,
the one that the lesson's demo makes stands on its page.

drawing.py    boxes, arrows, words
library.py    a map of the library
mNN_*.py      a lesson's: `picture()` gives an SVG

    picture_of(milestone)    # "<svg ...", or "" where the demo's serves
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from grader.manifest import Milestone


def picture_of(milestone: Milestone) -> str:
    """The picture of a milestone; "" if there is none here. The reference must be imported."""
    if not (Path(__file__).parent / f"{milestone.module}.py").exists():
        return ""
    return import_module(f"{__name__}.{milestone.module}").picture()
