"""Compare what two libraries answered, and name the first difference in a learner's words.

Values are in normal form (the pairs of `grader.sandbox.inside.wire`). A difference of kind is found
before one of shape, shape before dtype, dtype before finiteness, and finiteness before value: the
first that a learner has to mend.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .wording import Index, Pair, describe, kind_of, one_line, show

RELATIVE = {  # how far apart equal floats may be, relative to the largest expected value
    np.dtype("float64"): 1e-9,
    np.dtype("float32"): 16 * float(np.finfo("float32").eps),
    np.dtype("float16"): 4 * float(np.finfo("float16").eps),
}
ALL_DIGITS = 17


@dataclass(frozen=True)
class Difference:
    """The first thing that is not as it should be.

    `what` says it in one sentence; `path` is its place in a container (`[1]['W1']`), empty for the
    answer itself; `yours` and `expected` show the two values there; `index` is the first element
    that differs (None where no elements were compared) and `largest_error` the largest finite one.
    """

    what: str
    path: str
    yours: str
    expected: str
    index: Index | None = None
    largest_error: float | None = None


def compare(yours: Pair, torch: Pair, path: str = "") -> Difference | None:
    """The first difference between two values in normal form; None where there is none.

    Raises ValueError when torch's own answer is of a kind that cannot be compared: that is a
    mistake in the test.
    """
    if torch[0] == "unknown":
        raise ValueError(f"the program answers {kind_of(torch)} under torch")
    if yours[0] != torch[0]:
        return _differ(f"kind: yours {kind_of(yours)}, torch {kind_of(torch)}", yours, torch, path)
    kind = torch[0]
    if kind in ("tensor", "ndarray", "numpy scalar"):
        return _compare_arrays(yours, torch, path)
    if kind in ("list", "tuple", "slice"):
        return _compare_sequences(yours, torch, path)
    if kind == "dict":
        return _compare_dicts(yours, torch, path)
    if kind == "float":
        return _compare_floats(yours, torch, path)
    if yours[1] != torch[1]:
        return _differ("value differs", yours, torch, path)
    return None


def _compare_sequences(yours: Pair, torch: Pair, path: str) -> Difference | None:
    if len(yours[1]) != len(torch[1]):
        what = f"length: yours {len(yours[1])}, torch {len(torch[1])}"
        return _differ(what, yours, torch, path)
    pairs = enumerate(zip(yours[1], torch[1], strict=True))
    return _first(compare(a, b, f"{path}[{i}]") for i, (a, b) in pairs)


def _compare_dicts(yours: Pair, torch: Pair, path: str) -> Difference | None:
    mine, theirs = ({repr(k): (k, v) for k, v in value[1]} for value in (yours, torch))
    for word, extra in (
        ("lacks", theirs.keys() - mine.keys()),
        ("adds", mine.keys() - theirs.keys()),
    ):
        if extra:
            names = ", ".join(sorted(_name((mine | theirs)[key][0]) for key in extra))
            return _differ(f"keys: yours {word} {one_line(names)}", yours, torch, path)
    return _first(
        compare(mine[key][1], value, f"{path}[{_name(name)}]")
        for key, (name, value) in theirs.items()
    )


def _compare_floats(yours: Pair, torch: Pair, path: str) -> Difference | None:
    a, b = yours[1], torch[1]
    if a == b or (math.isnan(a) and math.isnan(b)):
        return None
    if not (math.isfinite(a) and math.isfinite(b)):
        return _differ(f"finiteness differs: yours {a}, torch {b}", yours, torch, path)
    if abs(a - b) <= RELATIVE[np.dtype("float64")] * abs(b):
        return None
    what = f"value differs; error {abs(a - b):.3g}"
    return _differ(what, yours, torch, path, largest_error=abs(a - b))


def _compare_arrays(yours: Pair, torch: Pair, path: str) -> Difference | None:
    a, b = yours[1], torch[1]
    if a.shape != b.shape:
        return _differ(f"shape: yours {a.shape}, torch {b.shape}", yours, torch, path)
    if a.dtype != b.dtype:
        return _differ(f"dtype: yours {a.dtype}, torch {b.dtype}", yours, torch, path)
    if b.dtype not in RELATIVE:
        return _compare_elements(yours, torch, path, a != b)
    strange = _strange(a, b)
    if strange.any():
        index = _first_index(strange)
        what = f"finiteness differs{_at(index)}: yours {a[index]}, torch {b[index]}"
        return _differ(what, yours, torch, path, index)
    scale = float(np.abs(b[np.isfinite(b)].astype(np.float64)).max(initial=0.0))
    return _compare_elements(yours, torch, path, _errors(a, b) > RELATIVE[b.dtype] * scale)


def _compare_elements(yours: Pair, torch: Pair, path: str, wrong: np.ndarray) -> Difference | None:
    if not wrong.any():
        return None
    index = _first_index(wrong)
    if torch[1].dtype == np.bool_:
        return _differ(f"value differs{_at(index)}", yours, torch, path, index)
    error = float(_errors(yours[1], torch[1]).max())
    what = f"value differs{_at(index)}; {'largest ' if index else ''}error {error:.3g}"
    return _differ(what, yours, torch, path, index, error)


def _strange(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Where one is NaN or infinite and the other is not, or not in the same way."""
    return (np.isnan(a) != np.isnan(b)) | ((np.isinf(a) | np.isinf(b)) & (a != b))


def _errors(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The distance of every element, in float64; 0 where both are NaN or the same infinity."""
    with np.errstate(all="ignore"):
        distance = np.abs(a.astype(np.float64) - b.astype(np.float64))
    return np.where(np.isfinite(a) & np.isfinite(b), distance, 0.0)


def _differ(
    what: str,
    yours: Pair,
    torch: Pair,
    path: str,
    index: Index | None = None,
    largest_error: float | None = None,
) -> Difference:
    mine, theirs = describe(yours, index), describe(torch, index)
    if mine == theirs:
        mine, theirs = (describe(v, index, ALL_DIGITS) for v in (yours, torch))
    return Difference(what, path, mine, theirs, index, largest_error)


def _first(differences: Iterable[Difference | None]) -> Difference | None:
    return next((d for d in differences if d is not None), None)


def _first_index(mask: np.ndarray) -> Index:
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(mask)), mask.shape))


def _at(index: Index) -> str:
    return f" first at {list(index)}" if index else ""


def _name(key: Pair) -> str:
    return one_line(show(key))
