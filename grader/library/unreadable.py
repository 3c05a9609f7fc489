"""A whole file that can't be read as Python: in a handout its stub takes its place.

So it costs its own milestone, and what needs that, and no other.
"""

from __future__ import annotations

from functools import lru_cache

from ..files import File
from ..stubs.places import parse
from .assemble import problem


@lru_cache(maxsize=256)
def unreadable(file: File) -> str | SyntaxError:
    """Why a file can't be read; "" for any other file."""
    if said := problem(file):
        return said
    try:
        parse(file.data)
    except SyntaxError as error:
        return error
    return ""
