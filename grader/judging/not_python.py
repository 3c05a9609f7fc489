"""A file that can't be read as Python, as it is told where the library can't be imported for it."""

from __future__ import annotations

from ..failure import Failure, FrameSummary
from ..files import File, shown
from ..library.unreadable import unreadable
from .wording import one_line


def failure_of_file(file: File) -> Failure | None:
    """Why a file can't be read; None for any other file."""
    path, why = one_line(shown(file.path), 1000), unreadable(file)
    if isinstance(why, SyntaxError):
        line, text = why.lineno or 0, one_line((why.text or "").strip())
        met = FrameSummary(path, line, "", text)
        kind, said = type(why).__name__, one_line(why.msg or "")
        return Failure("import", exception=kind, message=said, frames=(met,))
    if why:
        return Failure("import", no_answer=why, frames=(FrameSummary(path, 0, ""),))
    return None
