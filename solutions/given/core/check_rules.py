"""Checking a rule against what a derivative means: a small change, and its effect. (Given code.)

rulecheck(mul, (x, y))          x and y may be lists, ndarrays or Tensors
rulecheck(sum, x, dim=0)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m07_chain_rule import rules, unbroadcast


class GradcheckError(RuntimeError):
    """A rule does not give the gradient."""


def rulecheck(
    op: Callable[..., Any],
    inputs: Any,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    **params: Any,
) -> bool:
    """Compare each rule of `op` with central differences, in float64, at the given arguments.

    Args:
        op: an op with rules, such as `mul`.
        inputs: a tuple of its arguments, or its only one. Lists, ndarrays and Tensors are checked;
            Python numbers are constants.
        eps: how far each element is moved, up and down.
        atol, rtol: how far a rule may be off, as in torch's gradcheck.
        params: the keyword arguments of `op`.

    Returns True when all rules agree. Raises GradcheckError, which shows both gradients, when one
    does not; and KeyError when the op has no rules.
    """
    args = [_as_float64(arg) for arg in (inputs if isinstance(inputs, tuple) else (inputs,))]
    out = np.array(op(*args, **params))
    g = np.random.default_rng(0).normal(size=out.shape)
    g.setflags(write=False)  # a rule that writes into it would spoil the other rules' gradients
    for i, (x, rule) in enumerate(zip(args, rules[op], strict=False)):
        if rule is None or not isinstance(x, np.ndarray):
            continue
        analytic = np.asarray(rule(g, out, *args, **params))
        name = f"{op.__name__}, argument {i}"
        if not is_broadcast(x.shape, analytic.shape):
            raise GradcheckError(
                f"{name} has shape {x.shape}, but the rule gives shape {analytic.shape}"
            )
        if analytic.shape != x.shape:
            analytic = unbroadcast(analytic, x.shape)
        (jacobian,) = differences(lambda: (op(*args, **params),), x, eps)
        numeric = np.tensordot(g, jacobian, g.ndim).reshape(x.shape)
        if not np.allclose(analytic, numeric, rtol, atol, equal_nan=True):
            raise GradcheckError(
                f"{name}: the rule gives\n{analytic}\n"
                f"but moving each element a little gives\n{numeric}"
            )
    return True


def _as_float64(arg: Any) -> Any:
    arg = arg.value if isinstance(arg, Array) else arg
    return np.array(arg, np.float64) if isinstance(arg, list | np.ndarray) else arg


def is_broadcast(small: tuple[int, ...], large: tuple[int, ...]) -> bool:
    """Whether broadcasting could have stretched one shape to the other."""
    added = len(large) - len(small)
    return added >= 0 and all(a in (1, b) for a, b in zip(small, large[added:], strict=True))


def differences(call: Callable[[], Iterable[Any]], x: np.ndarray, eps: float) -> list[np.ndarray]:
    """The Jacobian of each result of `call`, which reads x, by central differences: the elements of
    x are its last dimension."""
    jacobians = [np.empty((*np.shape(result), x.size)) for result in call()]
    for column, place in enumerate(np.ndindex(x.shape)):
        center = x[place]
        x[place] = center + eps
        above = [np.array(result) for result in call()]
        x[place] = center - eps
        for jacobian, high, low in zip(jacobians, above, call(), strict=True):
            jacobian[..., column] = (high - np.array(low)) / (2 * eps)
        x[place] = center
    return jacobians
