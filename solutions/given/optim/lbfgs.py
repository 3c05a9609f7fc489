"""LBFGS: second-order steps, from the last gradients alone. (Given code.)

Newton's step is the inverse of the Hessian times the gradient. L-BFGS finds it from pairs of how
far the last steps went, and how the gradient changed on the way; the Hessian is never made.

To read: J. Nocedal, S. Wright, Numerical Optimization (2006), algorithm 7.4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m03_computation_graph import enable_grad
from ...m19_sgd import Optimizer, Params, refuse_negative
from ..core.changes import mark_changed
from .optimizer_state import WithOptions

SIZES = {"lr": 1, "max_iter": 20, "max_eval": None, "tolerance_grad": 1e-7}
MORE = {"tolerance_change": 1e-9, "history_size": 100, "line_search_fn": None}


class LBFGS(WithOptions, **SIZES, **MORE):
    """Limited-memory BFGS. `step` needs a closure, which it calls several times.

    Args:
        max_iter: how many steps one call of `step` makes at most.
        max_eval: how often it calls the closure at most; 1.25 * max_iter if None.
        tolerance_grad, tolerance_change: it ends when nothing is larger than these.
        history_size: how many pairs are kept.
    """

    def _take(self, params: Params, line_search_fn: Any, **options: Any) -> None:
        """Raises ValueError for a negative lr, and for more than one group of parameters;
        NotImplementedError for a line search."""
        refuse_negative(lr=options["lr"])
        if line_search_fn is not None:
            raise NotImplementedError("LBFGS: line_search_fn is left out; a smaller lr is nearest")
        if options["max_eval"] is None:
            options["max_eval"] = options["max_iter"] * 5 // 4
        Optimizer.__init__(self, params, options | {"line_search_fn": line_search_fn})
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS takes one group of parameters")

    def step(self, closure: Callable[[], Any]) -> Any:  # type: ignore[override]
        """Several steps; returns what the closure returned first."""
        group = self.param_groups[0]
        state = self.state[group["params"][0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first, grad = self._evaluated(closure, state)
        loss, last = float(first), state["func_evals"] + group["max_eval"] - 1
        small, tiny = group["tolerance_grad"], group["tolerance_change"]
        for left in reversed(range(0 if np.abs(grad).max() <= small else group["max_iter"])):
            d, before = self._direction(state, grad, group["history_size"]), loss
            share = 1 if state["n_iter"] else min(1.0, 1.0 / np.abs(grad).sum())
            length = group["lr"] * share
            state["n_iter"] += 1
            state["prev_flat_grad"], state["last_step"] = Tensor(grad), Tensor(d * length)
            if grad.dot(d) > -tiny:
                break
            self._move(d * length)
            if not left:
                break
            found, grad = self._evaluated(closure, state)
            loss = float(found)
            if state["func_evals"] >= last or np.abs(grad).max() <= small:
                break
            if np.abs(d * length).max() <= tiny or abs(loss - before) < tiny:
                break
        return first

    def _direction(self, state: dict[str, Any], grad: np.ndarray, most: int) -> np.ndarray:
        """Minus the gradient, times what is known of the inverse of the Hessian."""
        if not state["n_iter"]:
            state["pairs"] = []
            return -grad
        pair = grad - state["prev_flat_grad"].value, state["last_step"].value
        if pair[0].dot(pair[1]) > 1e-10:
            state["pairs"] = [*state["pairs"], [Tensor(each) for each in pair]][-most:]
        q, parts = -grad, []
        pairs = [(y.value, s.value) for y, s in state["pairs"]]
        for y, s in reversed(pairs):
            parts.append(s.dot(q) / y.dot(s))
            q = q - parts[-1] * y
        for y, s in pairs[-1:]:
            q = q * (y.dot(s) / y.dot(y))
        for (y, s), part in zip(pairs, reversed(parts), strict=True):
            q = q + s * (part - y.dot(q) / y.dot(s))
        return q

    def _evaluated(self, closure: Callable[[], Any], state: dict) -> tuple[Any, np.ndarray]:
        """The loss, as the closure gives it, and all gradients in a row."""
        state["func_evals"] += 1
        with enable_grad():
            loss = closure()
        params = self.param_groups[0]["params"]
        grads = [np.zeros_like(p.value) if p.grad is None else p.grad.value for p in params]
        return loss, np.concatenate([g.ravel() for g in grads])

    def _move(self, step: np.ndarray) -> None:
        for p in self.param_groups[0]["params"]:
            part, step = step[: p.value.size], step[p.value.size :]
            p.value += part.reshape(p.value.shape).astype(p.value.dtype, copy=False)
            mark_changed(p.value)
