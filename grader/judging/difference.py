"""The first difference of two answers in text: the values there, and what differs about them."""

from __future__ import annotations

import math

from ..failure import Difference
from ..sandbox.inside.normal_form import Pair
from .comparison import Mismatch
from .wording import ALL_DIGITS, kind_of, one_line, show, with_shape

MOST_NAMES = 8  # keys of a dict
LONGEST_PATH = 120  # of a place within an answer


def answers(difference: Mismatch) -> tuple[str, str]:
    """Both values, with as many digits as it takes to tell them apart."""
    values, index = (difference.yours, difference.torch), difference.index
    mine, theirs = (with_shape(value, index) for value in values)
    if mine == theirs:
        mine, theirs = (with_shape(value, index, ALL_DIGITS) for value in values)
    return mine, theirs


def in_text(difference: Mismatch) -> Difference:
    """The difference without its values."""
    error = difference.largest_error
    is_finite = error is not None and math.isfinite(error)
    return Difference(
        difference.aspect,
        one_line("".join(f"[{_step(step)}]" for step in difference.path), LONGEST_PATH),
        *_what_differs(difference),
        difference.index,
        error if is_finite else None,
    )


def _what_differs(difference: Mismatch) -> tuple[str, str]:
    """What a difference is about, of either side."""
    yours, torch, at = difference.yours, difference.torch, difference.index
    match difference.aspect:
        case "kind" | "no array":
            return kind_of(yours), kind_of(torch)
        case "length":
            return str(len(yours[1])), str(len(torch[1]))
        case "lacks" | "adds":
            names = sorted(map(_step, difference.keys))
            more = ["..."] if len(names) > MOST_NAMES else []
            return one_line(", ".join(names[:MOST_NAMES] + more)), ""
        case "shape":
            return str(yours[1].shape), str(torch[1].shape)
        case "dtype":
            return str(yours[1].dtype), str(torch[1].dtype)
        case "finiteness":
            mine, theirs = (v[1] if at is None else v[1][at] for v in (yours, torch))
            return str(mine), str(theirs)
        case _:
            return "", ""


def _step(step: int | Pair) -> str:
    return str(step) if isinstance(step, int) else one_line(show(step))
