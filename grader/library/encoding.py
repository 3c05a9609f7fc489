"""A file that is not UTF-8, the encoding that Python reads where a file names no other.

not_utf8("# café".encode("latin-1"))    # "is not UTF-8 (line 1, byte 0xe9): save it as UTF-8 ..."
"""

from __future__ import annotations

import re
from functools import lru_cache

HOW = 'save it as UTF-8 (your editor\'s "Save with Encoding")'
MARKS = {  # the bytes that such a file begins with; those of UTF-32 begin with UTF-16's
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
NAMED = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+", re.ASCII)  # as Python looks for it


@lru_cache(maxsize=1024)  # a library's files are the same for most milestones
def not_utf8(data: bytes) -> str:
    """Why a file's bytes can't be read, and what to do; "" where they can, or where a line of it
    names its encoding: Python will say then whether that is so."""
    if data.isascii() and b"\0" not in data:
        return ""
    if wide := _wide(data):
        return f"is written in {wide}, which Python does not read: {HOW}"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        if any(map(NAMED.match, data.split(b"\n", 2)[:2])):
            return ""
        line = data.count(b"\n", 0, problem.start) + 1
        return f"is not UTF-8 (line {line}, byte 0x{data[problem.start]:02x}): {HOW}"
    return ""


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32, by the mark that it begins with, or by every other byte's being nothing."""
    marked = next((name for mark, name in MARKS.items() if data.startswith(mark)), "")
    nothing = max(data[::2].count(0), data[1::2].count(0))
    return marked or ("UTF-16" if 4 * nothing > len(data) else "")
