"""Compare what two libraries answered, and find the first difference.

Values are in normal form (the pairs of `grader.sandbox.inside.wire`). A difference of kind is found
before one of shape, shape before dtype, dtype before finiteness, and finiteness before value: the
first that a learner has to mend. Nothing is put into words here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..failure import Aspect
from ..sandbox.inside.normal_form import Pair

RELATIVE = {  # how far apart equal floats may be, relative to the largest expected value
    np.dtype("float64"): 1e-9,
    np.dtype("float32"): 16 * float(np.finfo("float32").eps),
    np.dtype("float16"): 4 * float(np.finfo("float16").eps),
}

Index = tuple[int, ...]
Path = tuple[int | Pair, ...]  # numbers and keys, from the answer to a value within it


@dataclass(frozen=True, eq=False)
class Mismatch:
    """The first thing that is not as it should be.

    `path` leads to the place in a container, where the two values are `yours` and `torch`; `keys`
    are those that only one of two dicts has; `index` is the first element that differs (None where
    no elements were compared) and `largest_error` the largest finite error.
    """

    aspect: Aspect
    yours: Pair
    torch: Pair
    path: Path = ()
    keys: tuple[Pair, ...] = ()
    index: Index | None = None
    largest_error: float | None = None


def same(yours: Pair, torch: Pair) -> bool:
    """Whether two values in normal form are equal, as `compare` sees it."""
    return compare(yours, torch) is None


def compare(yours: Pair, torch: Pair, path: Path = ()) -> Mismatch | None:
    """The first difference between two values in normal form; None where there is none.

    Raises ValueError when torch's own answer is of a kind that cannot be compared: that is a
    mistake in the test.
    """
    if torch[0] == "unknown":
        raise ValueError(f"the program answers with a {torch[1]} under torch")
    if yours[0] != torch[0]:
        is_tensor = yours == ("unknown", "Tensor")
        return Mismatch("no array" if is_tensor else "kind", yours, torch, path)
    kind = torch[0]
    if kind in ("tensor", "ndarray", "numpy scalar"):
        return _compare_arrays(yours, torch, path)
    if kind in ("list", "tuple", "slice"):
        return _compare_sequences(yours, torch, path)
    if kind == "dict":
        return _compare_dicts(yours, torch, path)
    if kind == "float":
        return _compare_floats(yours, torch, path)
    return Mismatch("value", yours, torch, path) if yours[1] != torch[1] else None


def _compare_sequences(yours: Pair, torch: Pair, path: Path) -> Mismatch | None:
    if len(yours[1]) != len(torch[1]):
        return Mismatch("length", yours, torch, path)
    pairs = enumerate(zip(yours[1], torch[1], strict=True))
    return _first(compare(a, b, (*path, i)) for i, (a, b) in pairs)


def _compare_dicts(yours: Pair, torch: Pair, path: Path) -> Mismatch | None:
    mine, theirs = ({repr(k): (k, v) for k, v in value[1]} for value in (yours, torch))
    if lacking := [key for name, (key, _) in theirs.items() if name not in mine]:
        return Mismatch("lacks", yours, torch, path, tuple(lacking))
    if added := [key for name, (key, _) in mine.items() if name not in theirs]:
        return Mismatch("adds", yours, torch, path, tuple(added))
    return _first(
        compare(mine[name][1], value, (*path, key)) for name, (key, value) in theirs.items()
    )


def _compare_floats(yours: Pair, torch: Pair, path: Path) -> Mismatch | None:
    a, b = yours[1], torch[1]
    if a == b or (math.isnan(a) and math.isnan(b)):
        return None
    if not (math.isfinite(a) and math.isfinite(b)):
        return Mismatch("finiteness", yours, torch, path)
    error = abs(a - b)
    if error <= tolerance(np.asarray(b)):
        return None
    return Mismatch("value", yours, torch, path, largest_error=error)


def _compare_arrays(yours: Pair, torch: Pair, path: Path) -> Mismatch | None:
    a, b = yours[1], torch[1]
    if a.shape != b.shape:
        return Mismatch("shape", yours, torch, path)
    if a.dtype != b.dtype:
        return Mismatch("dtype", yours, torch, path)
    if b.dtype not in RELATIVE:
        return _compare_elements(yours, torch, path, a != b)
    strange = _strange(a, b)
    if strange.any():
        return Mismatch("finiteness", yours, torch, path, index=_first_index(strange))
    return _compare_elements(yours, torch, path, errors(a, b) > tolerance(b))


def _compare_elements(yours: Pair, torch: Pair, path: Path, wrong: np.ndarray) -> Mismatch | None:
    if not wrong.any():
        return None
    is_bool = torch[1].dtype == np.bool_
    error = None if is_bool else float(errors(yours[1], torch[1]).max())
    index = _first_index(wrong)
    return Mismatch("value", yours, torch, path, index=index, largest_error=error)


def _strange(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Where one is NaN or infinite and the other is not, or not in the same way."""
    found: np.ndarray = (np.isnan(a) != np.isnan(b)) | ((np.isinf(a) | np.isinf(b)) & (a != b))
    return found


def tolerance(expected: np.ndarray) -> float:
    """How far an element may be from what is expected, in an array of floats."""
    finite = expected[np.isfinite(expected)].astype(np.float64)
    return RELATIVE[expected.dtype] * float(np.abs(finite).max(initial=0.0))


def errors(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The distance of every element, in float64; 0 where both are NaN or the same infinity."""
    with np.errstate(all="ignore"):
        distance = np.abs(a.astype(np.float64) - b.astype(np.float64))
    return np.where(np.isfinite(a) & np.isfinite(b), distance, 0.0)


def _first(mismatches: Iterable[Mismatch | None]) -> Mismatch | None:
    return next((each for each in mismatches if each is not None), None)


def _first_index(mask: np.ndarray) -> Index:
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(mask)), mask.shape))
