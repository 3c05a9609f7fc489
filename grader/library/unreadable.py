"""A whole file that can't be read as Python: in a handout its stub takes its place.

    unreadable(file)    # why, as a Failure; None for any other file

So it costs its own milestone, and what needs that, and no other.
"""

from __future__ import annotations

from functools import lru_cache

from ..failure import Failure, FrameSummary
from ..files import File, shown
from ..judging.wording import one_line
from ..stubs.places import parse
from .assemble import problem


@lru_cache(maxsize=256)
def unreadable(file: File) -> Failure | None:
    """Why a file can't be read, as it is told where the library can't be imported for it."""
    path = one_line(shown(file.path), 1000)
    if said := problem(file):
        return Failure("import", no_answer=said, frames=(FrameSummary(path, 0, ""),))
    try:
        parse(file.data)
    except SyntaxError as error:
        line, text = error.lineno or 0, one_line((error.text or "").strip())
        met = FrameSummary(path, line, "", text)
        kind, said = type(error).__name__, one_line(error.msg or "")
        return Failure("import", exception=kind, message=said, frames=(met,))
    return None
