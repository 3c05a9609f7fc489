"""Write values and foreign text for people: short, and safe to print anywhere.

`visible` is what everything that a learner's code printed, raised or named passes through;
`show` writes a value in normal form (the pairs of `grader.sandbox.inside.wire`) the way its owner
would.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import numpy as np

from ..sandbox.inside.normal_form import Pair, clean
from .comparison import Index

ARRAYS = {"tensor": "tensor", "ndarray": "array"}
NAMES = {
    "tensor": "a tensor",
    "ndarray": "a NumPy array",
    "numpy scalar": "a NumPy scalar",
    "float": "a float",
    "int": "an int",
    "bool": "a bool",
    "str": "a string",
    "None": "None",
    "dtype": "a dtype",
    "list": "a list",
    "tuple": "a tuple",
    "dict": "a dict",
    "slice": "a slice",
    "Ellipsis": "an Ellipsis",
}

WHOLE, ROWS = 64, 8  # arrays of at most so many elements, and rows, are shown whole
ITEMS = 8  # entries of a container that are shown
TEXT, PAGE = 300, 1500  # characters of a string that are shown, and of one of several lines
ALL_DIGITS = 17  # of a float; with as many, none is left out
LONGEST = 4000  # characters of a value that are shown in all
WIDTH = 70  # columns of a quoted line, in a terminal of 80
MOST_BITS = 2000
COMMAND = re.compile(r"^([ \t]*)(?=::|##)", re.MULTILINE)  # to a CI machine that reads a log


def visible(text: str, limit: int = 20_000) -> str:
    """`text` with every control character (save newlines and tabs) spelled out, cut to `limit`.

    What a terminal, an XML parser or an encoder could stumble over comes out as an escape such as
    `\\x1b`, and a line that a CI machine would take for a command (`::set-output`, `##vso`) begins
    with a backslash; what is visible already stays as it is.
    """
    text, rest = text[:limit], len(text) - limit
    shown = COMMAND.sub(r"\1\\", clean(text))
    return f"{shown} ... ({rest} more characters)" if rest > 0 else shown


def one_line(text: str, limit: int = 200) -> str:
    """`visible`, for a line, a name or a path: newlines and tabs are spelled out too."""
    return visible(text, limit).replace("\n", "\\n").replace("\t", "\\t")


def kind_of(value: Pair) -> str:
    """What `value` is, in words: `a NumPy scalar`."""
    kind, payload = value
    if kind == "unknown":
        return f"something that cannot be compared ({one_line(str(payload))})"
    return NAMES[kind]


def show(value: Pair, around: Index | None = None, precision: int = 6, depth: int = 3) -> str:
    """`value` as Python would write it, shortened; a long array only near index `around`."""
    kind, payload = value
    if kind in ARRAYS:
        return _show_array(ARRAYS[kind], payload, around, precision)
    if kind == "numpy scalar":
        return f"np.{payload.dtype}({_digits(payload, precision)})"
    if kind in ("list", "tuple", "dict", "slice"):
        return _show_container(kind, payload, precision, depth)
    if kind == "str":
        return _show_text(payload)
    if kind == "int" and payload.bit_length() > MOST_BITS:
        return f"<an int of {payload.bit_length()} bits>"
    if kind == "unknown":
        return f"<{one_line(str(payload))}>"
    if kind == "float" and precision < ALL_DIGITS:
        return repr(float(f"{payload:.{precision}g}"))
    return {"Ellipsis": "...", "dtype": one_line(str(payload))}.get(kind, repr(payload))


def with_shape(value: Pair, around: Index | None = None, precision: int = 6) -> str:
    """`show`, and for arrays their shape and dtype: `tensor([1., 2.])  shape (2,), float32`; in a
    line of their own where the last line has no room."""
    kind, payload = value
    text = visible(show(value, around, precision), LONGEST)
    if kind not in ARRAYS:
        return text
    shape = f"shape {payload.shape}, {payload.dtype}"
    has_room = len(text.rpartition("\n")[2]) + 2 + len(shape) <= WIDTH
    return f"{text}{'  ' if has_room else chr(10)}{shape}"


def is_small(array: np.ndarray) -> bool:
    """Whether an array is shown whole."""
    return array.size <= min(WHOLE, ROWS * array.shape[-1] if array.ndim else 1)


def _show_text(text: str) -> str:
    """As Python would write it; of several lines, each in a line of its own."""
    if "\n" not in text.strip():
        return repr(text) if len(text) <= TEXT else repr(text[:TEXT]) + "..."
    return f"'''{text[:PAGE]}" + ("'''" if len(text) <= PAGE else "'''...")


def _digits(array: np.ndarray, precision: int, prefix: str = "") -> str:
    return np.array2string(
        array,
        precision=precision,
        threshold=sys.maxsize,
        max_line_width=WIDTH,
        separator=", ",
        prefix=prefix,
    )


def _show_array(name: str, array: np.ndarray, around: Index | None, precision: int) -> str:
    if is_small(array):
        return f"{name}({_digits(array, precision, name + '(')})"
    window = _window(array.shape, around or (0,) * array.ndim)
    axes = ", ".join(
        f"{s.start}:{s.stop}" if s.stop - s.start > 1 else f"{s.start}" for s in window
    )
    squeezed = tuple(s if s.stop - s.start > 1 else s.start for s in window)
    heading = f"{name}[{axes}] = "
    return heading + _digits(array[squeezed], precision, heading)


def _window(shape: tuple[int, ...], index: Index) -> tuple[slice, ...]:
    """At most 3 rows of 3 columns around `index`; of every axis before those, one place."""
    sizes = (1,) * len(shape) + (3, 3)
    sizes = sizes[-len(shape) :]
    window = []
    for length, place, size in zip(shape, index, sizes, strict=True):
        start = max(0, place - size // 2)
        window.append(slice(start, min(start + size, length)))
    return tuple(window)


def _show_container(kind: str, items: list[Any], precision: int, depth: int) -> str:
    if depth == 0:
        return "..."

    def inner(item: Pair) -> str:
        return show(item, precision=precision, depth=depth - 1)

    shown = [
        f"{inner(item[0])}: {inner(item[1])}" if kind == "dict" else inner(item)
        for item in items[:ITEMS]
    ]
    if len(items) > ITEMS:
        shown.append(f"... ({len(items) - ITEMS} more)")
    comma = "," if kind == "tuple" and len(items) == 1 else ""
    left, right = {"list": "[]", "tuple": "()", "dict": "{}", "slice": ("slice(", ")")}[kind]
    return left + ", ".join(shown) + comma + right
