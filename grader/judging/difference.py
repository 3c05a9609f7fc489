"""The first difference of two answers in text: the values there, and what differs about them."""

from __future__ import annotations

import math

import numpy as np

from ..failure import Difference
from ..sandbox.inside.normal_form import Pair
from .comparison import RELATIVE, Mismatch
from .wording import ALL_DIGITS, kind_of, one_line, show, with_shape

MOST_NAMES = 8  # keys of a dict
FLOATS = ("tensor", "ndarray", "numpy scalar", "float")
LARGEST_FACTOR = 10_000
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
        _in_words(factor(difference)) if difference.aspect == "value" else "",
    )


def factor(difference: Mismatch) -> float | None:
    """What torch's numbers must be multiplied by to give yours, each by the same; None where they
    are not floats, or there is none, and for a single number unless it is a whole one, or 1 over a
    whole one: any number is a multiple of another."""
    (kind, mine), (_, theirs) = difference.yours, difference.torch
    yours, torch = np.asarray(mine), np.asarray(theirs)
    if kind not in FLOATS or yours.dtype not in RELATIVE or not np.isfinite([yours, torch]).all():
        return None
    some = torch != 0
    if not some.any() or (some != (yours != 0)).any():
        return None
    yours, torch = yours[some].astype(np.float64), torch[some].astype(np.float64)
    largest = np.abs(torch).argmax()
    found = float(yours[largest]) / float(torch[largest])
    allowed = RELATIVE[np.asarray(theirs).dtype] * abs(yours[largest])
    if (np.abs(yours - found * torch) > allowed).any():
        return None
    is_whole = bool(_whole(found) or _whole(1 / found))
    return found if yours.size > 1 or (is_whole and abs(torch[0]) != 1) else None


def _whole(number: float) -> int:
    """The whole number that it is, but for rounding; 0 for any other, and for large ones."""
    if not 0.5 < abs(number) <= LARGEST_FACTOR:
        return 0
    return round(number) if abs(number - round(number)) <= 1e-5 * abs(number) else 0


def _in_words(found: float | None) -> str:
    if found is None:
        return ""
    if whole := _whole(found):
        return str(whole) if whole != 1 else ""
    below = _whole(1 / found)
    return f"{'-' if below < 0 else ''}1/{abs(below)}" if below else f"{found:.4g}"


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
