"""Programs of reductions and comparisons (m12), and of their gradients, among ties as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..sketch import MIXED, Op, Pick, Sketch, is_exact
from .arithmetic import BINARY, WITH_NUMBERS, draw_steps, gradients, has_dims, partners

SHAPES = ((2,), (3,), (2, 3), (3, 2), (2, 2), (1, 3), (2, 2, 2), ())
TIED = (2.0, 2.0, 1.0, 0.0, 2.0, 0.0, 3.0, 3.0)


def _is_spread(x: np.ndarray) -> bool:
    """Whether all differ along every dimension, so that variances are not zero."""
    return x.ndim > 0 and all(n > 1 for n in x.shape) and len(np.unique(x)) == x.size


def _differ(x: np.ndarray) -> bool:
    return is_exact(x) and len(np.unique(x)) == x.size


def _logsumexp(x: np.ndarray, axis: int, keepdims: bool = False) -> np.ndarray:
    found: np.ndarray = np.log(np.exp(x).sum(axis, keepdims=keepdims))
    return found


def _along_dims(
    name: str, of: Callable[..., Any], fits: Callable[[np.ndarray], bool]
) -> tuple[Op, ...]:
    """A reduction over the first dim, over the last, and with that one kept."""
    return (
        Op(f"{{a}}.{name}(0)", lambda x: of(x, 0), lambda x: x.ndim > 0 and fits(x)),
        Op(f"{{a}}.{name}(-1)", lambda x: of(x, -1), lambda x: x.ndim > 0 and fits(x)),
        Op(
            f"{{a}}.{name}(-1, keepdim=True)",
            lambda x: np.expand_dims(of(x, -1), -1),
            lambda x: x.ndim > 0 and fits(x),
        ),
    )


EXTREMES = (
    Op("{a}.amax()", np.max, is_exact),
    Op("{a}.max()", np.max, is_exact),
    Op("{a}.amin()", np.min, is_exact),
    *_along_dims("amax", np.max, is_exact),
    *_along_dims("amin", np.min, is_exact),
    Op("{a}.max(0).values", lambda x: x.max(0), lambda x: x.ndim > 0 and _differ(x)),
    Op("{a}.min(-1).values", lambda x: x.min(-1), lambda x: x.ndim > 0 and _differ(x)),
    Op("{a}.amax((0, 1))", lambda x: x.max((0, 1)), is_exact),
)
SUMS = (
    Op("{a}.prod()", np.prod),
    *_along_dims("prod", np.prod, lambda x: True),
    Op("{a}.cumsum(0)", lambda x: x.cumsum(0), has_dims(1)),
    Op("{a}.cumsum(-1)", lambda x: x.cumsum(-1), has_dims(1)),
    Op("{a}.logsumexp(0)", lambda x: _logsumexp(x, 0), has_dims(1)),
    Op("{a}.logsumexp(-1, keepdim=True)", lambda x: _logsumexp(x, -1, True), has_dims(1)),
    Op("({a} + 1000).logsumexp(0)", lambda x: _logsumexp(x, 0), has_dims(1)),
)
SPREADS = (
    Op("{a}.var()", np.var, _is_spread),
    Op("{a}.std()", np.std, _is_spread),
    *_along_dims("var", np.var, _is_spread),
    *_along_dims("std", np.std, _is_spread),
    Op("{a}.var(0, correction=0)", lambda x: x.var(0), _is_spread),
    Op("{a}.std(-1, unbiased=False)", lambda x: x.std(-1), _is_spread),
)
CHOICES = (
    Op("{a}.abs()", np.abs, is_exact),
    Op("maximum({a}, {b})", np.maximum, is_exact),
    Op("minimum({a}, {b})", np.minimum, is_exact),
    Op("where({a} > {b}, {a}, {b})", np.maximum, is_exact),
    Op("where({a} > 1, {b}, 2.)", lambda x, y: np.where(x > 1, y, 2.0), is_exact),
    Op("where({a} > 0, {a}, -{b})", lambda x, y: np.where(x > 0, x, -y), is_exact),
    Op("{a}.clamp(0, 2)", lambda x: x.clip(0, 2), is_exact),
    Op("{a}.clamp(max=1)", lambda x: x.clip(None, 1), is_exact),
    Op("{a}.clamp(min=0.5)", lambda x: x.clip(0.5), is_exact),
)
PRODUCTS = (
    Op("einsum('i,i->', {a}, {b})", lambda x, y: np.einsum("i,i->", x, y)),
    Op("einsum('i,j->ij', {a}, {b})", lambda x, y: np.einsum("i,j->ij", x, y)),
    Op("einsum('ij,jk->ik', {a}, {b})", lambda x, y: np.einsum("ij,jk->ik", x, y)),
    Op("einsum('ij,ij->j', {a}, {b})", lambda x, y: np.einsum("ij,ij->j", x, y)),
    Op("einsum('ij->ji', {a})", lambda x: np.einsum("ij->ji", x)),
    Op("einsum('ij->i', {a})", lambda x: np.einsum("ij->i", x)),
    Op("einsum('ii->i', {a})", lambda x: np.einsum("ii->i", x)),
    Op("einsum('ii->', {a})", lambda x: np.einsum("ii->", x)),
)
OWN = (EXTREMES, SUMS, CHOICES, SPREADS, CHOICES, PRODUCTS)
FAMILIES = (*OWN, WITH_NUMBERS[:4], BINARY[:3])

COMPARISONS = (
    Op("{a} == {b}", np.equal, is_exact),
    Op("{a} != {b}", np.not_equal, is_exact),
    Op("{a} < {b}", np.less, is_exact),
    Op("{a} <= 1", lambda x: x <= 1, is_exact),
    Op("2 > {a}", lambda x: x < 2, is_exact),
    Op("{a} >= {b}", np.greater_equal, is_exact),
)


def reductions(pick: Pick) -> str:
    """Reductions, choices between elements, and their gradients; comparisons."""
    shape = pick(SHAPES)
    sketch = Sketch(pick)
    sketch.tensor(shape, pick((MIXED, TIED)), grad=True)
    if pick((False, True)):
        sketch.tensor(pick(partners(shape)), pick((MIXED, TIED)), grad=True)
    sketch.apply(pick(OWN))
    draw_steps(sketch, FAMILIES, most=2)
    if pick((False, False, False, True)):
        compared = sketch.apply(COMPARISONS)
        return sketch.text(compared or sketch.names[0])
    return sketch.text(*gradients(sketch, sketch.names[0]))
