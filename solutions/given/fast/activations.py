"""`activations`' relu, softmax and gelu: fewer steps, and some rows at a time. (Given code.)

What is done to some rows finds them in the cache, and their sums are products with ones. Where no
score is large, and not all of a row are small, softmax need not subtract the largest one: of 512 x
512 scores, there and back, it takes 0.8 of the time, of rows of 64 0.6. gelu is one op, whose rule
has fewer steps than those of a product and of a chance: of two million numbers 0.7. relu clips,
which NumPy does in a third of the time that it takes for the larger one of each number and 0.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import numpy as np

from ... import m13_activations as plain  # whose names are plain until `install` goes on
from ...m03_computation_graph import primitive, record
from ...m07_chain_rule import defvjp, rules
from ...m13_activations import _scores, softmax_ndarray
from ..core.dtypes import float32, float64
from ..core.residuals import primitive_with_residuals
from ..ops.special import WAYS, bell, ndtr
from ..statistics.blocks import in_blocks

_FEW = 2**13  # numbers, of which clipping takes no less time
_BLOCK = 2**16  # numbers that are worked on at a time
_LONGEST = 2**14  # numbers in a row; the sum of more would lose digits
_LARGE, _SMALL = 64.0, 1e-6  # a score, and a sum of exps, that are far from the ends of floats


Write = Callable[[np.ndarray, np.ndarray], None]  # what is made of an ndarray, into another

plain_relu = plain.relu.__wrapped__  # of ndarrays


def relu(x: np.ndarray, inplace: bool = False) -> np.ndarray:
    """As the plain one; of -0.0 it may be -0.0, as in torch."""
    return np.clip(x, 0, np.inf) if x.dtype.kind == "f" and x.size > _FEW else plain_relu(x)


relu = primitive(wraps(plain.relu)(relu))
relu.__module__ = __name__  # and not the plain one's, whose name and docstring it has
defvjp(relu, *rules[plain.relu])


def by_rows(work: Callable[..., None], *arrays: Any, axis: Any) -> np.ndarray | None:
    """What `work(to, *some)` writes into some rows of a result, from these rows of the arrays.

    None unless these are ndarrays of one shape and dtype, of which rows lie along `axis`.
    """
    x = arrays[0]
    if not (x.ndim and axis in (-1, x.ndim - 1) and 0 < x.shape[-1] <= _LONGEST and x.size):
        return None
    if x.dtype not in (float32, float64):
        return None
    for each in arrays:
        is_like_x = type(each) is np.ndarray and each.shape == x.shape and each.dtype == x.dtype
        if not (is_like_x and each.flags.c_contiguous):
            return None
    out = np.empty_like(x)
    result, *rows = (each.reshape(-1, x.shape[-1]) for each in (out, *arrays))
    step = max(1, _BLOCK // x.shape[-1])
    for start in range(0, len(result), step):
        some = slice(start, start + step)
        work(result[some], *[each[some] for each in rows])
    return out


def _sums(rows: np.ndarray) -> np.ndarray:
    return np.dot(rows, np.ones((rows.shape[1], 1), rows.dtype))


def _softmax(to: np.ndarray, scores: np.ndarray) -> None:
    if scores.max() <= _LARGE:
        total = _sums(np.exp(scores, out=to))
        if total.min() >= _SMALL:
            to /= total
            return
    np.subtract(scores, scores.max(1, keepdims=True), out=to)
    to /= _sums(np.exp(to, out=to))


def softmax(x: np.ndarray, dim: int, dtype: np.dtype | None = None) -> np.ndarray:
    """As the plain one."""
    scores, axis = _scores("softmax", x, dim, dtype)
    found = by_rows(_softmax, scores, axis=axis)
    return softmax_ndarray(scores, axis) if found is None else found


plain_gelu, (plain_softmax_vjp,) = plain.gelu, rules[plain.softmax]
softmax = primitive(wraps(plain.softmax)(softmax))
softmax.__module__ = __name__


def _softmax_back(to: np.ndarray, g: np.ndarray, p: np.ndarray) -> None:
    np.subtract(g, np.vecdot(g, p)[:, None], out=to)
    to *= p


def softmax_vjp(g: Any, out: Any, x: Any, dim: int, dtype: np.dtype | None = None) -> Any:
    """The plain rule, which does not read x."""
    found = by_rows(_softmax_back, g, out, axis=dim)
    return plain_softmax_vjp(g, out, None, dim) if found is None else found


defvjp(softmax, softmax_vjp)


@primitive_with_residuals
def gelu_in_one(x: np.ndarray, approximate: str) -> tuple[np.ndarray, np.ndarray]:
    """x * ndtr(x); keeps ndtr(x)."""
    p = np.empty_like(x)
    return in_blocks(partial(_gelu, WAYS[approximate].ndtr), x, p), p


def _gelu(ndtr: Write, x: np.ndarray, p: np.ndarray, out: np.ndarray) -> None:
    ndtr(x, p)
    np.multiply(x, p, out=out)


def gelu_vjp(g: Any, out: Any, x: Any, approximate: str, residuals: Any = None) -> Any:
    """g * (ndtr(x) + x * bell(x))."""
    if residuals is None:
        return g * (ndtr(x, approximate=approximate) + x * bell(x, approximate=approximate))
    return in_blocks(partial(_gelu_back, WAYS[approximate].bell), x, g, residuals)


def _gelu_back(bell: Write, x: np.ndarray, g: np.ndarray, p: np.ndarray, out: np.ndarray) -> None:
    bell(x, out)
    out *= x
    out += p
    out *= g


defvjp(gelu_in_one, gelu_vjp)


@wraps(plain.gelu, ["__name__", "__doc__"])
def gelu(x: Any, *, approximate: str = "none") -> Any:
    """`gelu` of the milestone, in one op where ops are recorded and nobody else looks on."""
    if type(x).interpreter is record and x.dtype in (float32, float64) and x.is_contiguous():
        return gelu_in_one(x, approximate)
    return plain_gelu(x, approximate=approximate)
