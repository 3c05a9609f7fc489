"""Checking a rule against what a derivative means: a small change, and its effect. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .m06_chain_rule import rules, unbroadcast


def gradcheck(
    op: Callable[..., Any],
    *args: Any,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    **params: Any,
) -> bool:
    """Compare each rule of `op` with central differences, in float64, at the given arguments.

    Args:
        op: an op with rules, such as `mul`.
        args, params: what to call it with: ndarrays, nested lists or numbers, and the rest.
        eps: how far each element is moved, up and down.
        atol, rtol: how far a rule may be off, as in torch's gradcheck.

    Returns True when all rules agree. Raises AssertionError, which shows both gradients, when one
    does not; and KeyError when the op has no rules.
    """
    args = tuple(np.array(a, np.float64) if _is_numeric(a) else a for a in args)
    out = np.asarray(op(*args, **params))
    g = np.random.default_rng(0).normal(size=out.shape)
    for i, rule in enumerate(rules[op]):
        if rule is None or not isinstance(args[i], np.ndarray):
            continue
        analytic = unbroadcast(np.asarray(rule(g, out, *args, **params)), args[i].shape)
        numeric = _central_differences(lambda: op(*args, **params), args[i], g, eps)
        if not np.allclose(analytic, numeric, rtol, atol, equal_nan=True):
            raise AssertionError(
                f"{op.__name__}, argument {i}: the rule gives\n{analytic}\n"
                f"but moving each element a little gives\n{numeric}"
            )
    return True


def _is_numeric(arg: Any) -> bool:
    return isinstance(arg, float | list | np.ndarray)


def _central_differences(
    call: Callable[[], Any], x: np.ndarray, g: np.ndarray, eps: float
) -> np.ndarray:
    slopes = np.empty_like(x)
    for index in np.ndindex(x.shape):
        center = x[index]
        x[index] = center + eps
        above = np.array(call())
        x[index] = center - eps
        below = np.array(call())
        x[index] = center
        slopes[index] = np.sum(g * (above - below)) / (2 * eps)
    return slopes
