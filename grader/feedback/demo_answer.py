"""What a demo's program answered, held to the form that the demo draws.

    checked(answer.value, {"losses": (200,), "name": str, "order": [str], "last": ()})

A tuple is the shape of an array of numbers, in which None stands for any length; `()` is a single
number, `str` a line of text, `[str]` a list of such lines.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..judging.wording import kind_of, one_line
from ..sandbox.inside.normal_form import ARRAYS, Pair

LONGEST = 200  # characters of a text
LARGEST = 1 << 20  # numbers in a list, however nested
HUGE = 10**300
MOST = 200  # texts in a list, and the length of an axis that may have any

Form = dict[str, Any]


class Unfit(ValueError):
    """An answer can't be drawn; the message tells the learner what is wrong with it."""


def checked(value: Pair, form: Form) -> dict[str, Any]:
    """The parts of an answer by name: float64 arrays, floats, and texts that are safe to print.

    Raises Unfit where a part is not there, or is something else than the form says.
    """
    kind, payload = value
    parts = dict(_named(payload)) if kind == "dict" else {}
    return {name: _part(name, parts.get(name, ("None", None)), form[name]) for name in form}


def _named(pairs: list[tuple[Pair, Pair]]) -> list[tuple[str, Pair]]:
    return [(key[1], value) for key, value in pairs if key[0] == "str"]


def _part(name: str, value: Pair, form: Any) -> Any:
    kind, payload = value
    if form is str:
        if kind != "str":
            raise _unfit(name, value, "a text")
        return one_line(payload, LONGEST)
    if form == [str]:
        if kind not in ("list", "tuple") or len(payload) > MOST:
            raise _unfit(name, value, "a list of texts")
        return [_part(f"{name}[{i}]", each, str) for i, each in enumerate(payload)]
    array = _numbers(value)
    if array is None or not _fits(array.shape, form):
        raise _unfit(name, value, _wanted(form))
    return float(array) if form == () else array.astype(np.float64)


def _numbers(value: Pair) -> np.ndarray | None:
    """Numbers, or lists of numbers, as an array; None where it is something else."""
    kind, payload = value
    if kind in ARRAYS:
        return np.asarray(payload)
    if kind in ("float", "bool"):
        return np.asarray(payload)
    if kind == "int":
        return np.asarray(float(max(-HUGE, min(payload, HUGE))))
    if kind not in ("list", "tuple"):
        return None
    found = [_numbers(item) for item in payload]
    items = [item for item in found if item is not None]
    if len(items) < len(found) or any(item.shape != items[0].shape for item in items):
        return None
    return np.array(items) if sum(item.size for item in items) <= LARGEST else None


def _fits(shape: tuple[int, ...], form: tuple[int | None, ...]) -> bool:
    if len(shape) != len(form):
        return False
    pairs = zip(shape, form, strict=True)
    return all(n == wanted if wanted is not None else 0 < n <= MOST for n, wanted in pairs)


def _wanted(form: tuple[int | None, ...]) -> str:
    if form == ():
        return "a number"
    return f"numbers of shape {form}".replace("None", "n")


def _unfit(name: str, value: Pair, wanted: str) -> Unfit:
    kind, payload = value
    given = kind_of(value)
    if kind in ARRAYS:
        given += f" of shape {payload.shape}"
    elif kind in ("list", "tuple"):
        given += f" of {len(payload)}"
    said = f"The demo can't draw what your library gives it for `{name}`:"
    return Unfit(f"{said}\nit should be {wanted}, and is {given}.")
