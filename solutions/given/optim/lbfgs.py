"""LBFGS: second-order steps, from the last gradients alone. (Given code.)

Newton's step is the inverse of the Hessian times the gradient. L-BFGS finds it from pairs of how
far the last steps went, and how the gradient changed on the way; the Hessian is never made.

To read: J. Nocedal, S. Wright, Numerical Optimization (2006), algorithms 7.4, 3.5 and 3.6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m03_computation_graph import enable_grad
from ...m19_sgd import Optimizer, Params, refuse_negative
from ..core.changes import mark_changed
from .line_search import Objective, strong_wolfe


class LBFGS(Optimizer):
    """Limited-memory BFGS. `step` needs a closure, which it calls several times."""

    def __init__(
        self,
        params: Params,
        lr: float = 1,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        """Args:
            lr: the length of a step, or, with a line search, of its first try.
            max_iter: how many steps one call of `step` makes at most.
            max_eval: how often it calls the closure at most; 1.25 * max_iter if None.
            tolerance_grad, tolerance_change: it ends when nothing is larger than these.
            history_size: how many pairs are kept.
            line_search_fn: None, or "strong_wolfe".

        Raises ValueError for a negative lr, and for more than one group of parameters.
        """
        refuse_negative(lr=lr)
        max_eval = max_iter * 5 // 4 if max_eval is None else max_eval
        defaults = dict(lr=lr, max_iter=max_iter, max_eval=max_eval, history_size=history_size)
        defaults |= dict(tolerance_grad=tolerance_grad, tolerance_change=tolerance_change)
        super().__init__(params, {**defaults, "line_search_fn": line_search_fn})
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS takes one group of parameters")

    def step(self, closure: Callable[[], Any]) -> Any:  # type: ignore[override]
        """Several steps; returns what the closure returned first.

        Raises RuntimeError for a line search that is not known.
        """
        group = self.param_groups[0]
        if group["line_search_fn"] not in (None, "strong_wolfe"):
            raise RuntimeError("LBFGS: only 'strong_wolfe' is supported")
        state = self.state[group["params"][0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        evaluate = self._objective(closure)
        first, grad = evaluate(None, 0.0)
        loss, count = float(first), 1
        if not np.abs(grad).max() <= group["tolerance_grad"]:
            count += self._iterate(evaluate, state, group, loss, grad)
        state["func_evals"] += count
        return first

    def _iterate(
        self,
        evaluate: Objective,
        state: dict[str, Any],
        group: dict[str, Any],
        loss: Any,
        grad: Any,
    ) -> int:
        """The steps of one call; how often the closure was called again."""
        evals, searches = 0, group["line_search_fn"] is not None
        small, tiny = group["tolerance_grad"], group["tolerance_change"]
        for i in range(1, group["max_iter"] + 1):
            state["n_iter"] += 1
            direction = self._direction(state, grad, group["history_size"])
            state["prev_flat_grad"], before = Tensor(grad.copy()), loss
            first = state["n_iter"] == 1
            length = (min(1.0, 1.0 / np.abs(grad).sum()) if first else 1) * group["lr"]
            slope = grad.dot(direction)
            state["d"], state["t"] = Tensor(direction), float(length)
            if slope > -tiny:
                break
            if searches:
                most = group["max_eval"] - 1 - evals
                loss, grad, length, used = strong_wolfe(
                    evaluate, direction, length, loss, grad, slope, most
                )
                evals, state["t"] = evals + used, float(length)
            self._move(direction, length)
            if not searches and i < group["max_iter"]:
                found, grad = evaluate(None, 0.0)
                loss, evals = float(found), evals + 1
            if evals + 1 >= group["max_eval"] or np.abs(grad).max() <= small:
                break
            if np.abs(direction * length).max() <= tiny or abs(loss - before) < tiny:
                break
        return evals

    def _direction(self, state: dict[str, Any], grad: np.ndarray, most: int) -> np.ndarray:
        """Minus the gradient, times what is known of the inverse of the Hessian."""
        if state["n_iter"] == 1:
            state.update(old_dirs=[], old_stps=[], ro=[], H_diag=1)
            return -grad
        changes, steps, ro = state["old_dirs"], state["old_stps"], state["ro"]
        change, step = grad - state["prev_flat_grad"].value, state["d"].value * state["t"]
        curved = change.dot(step)
        if curved > 1e-10:
            if len(changes) == most:
                for each in (changes, steps, ro):
                    each.pop(0)
            changes.append(Tensor(change))
            steps.append(Tensor(step))
            ro.append(float(1 / curved))
            state["H_diag"] = float(curved / change.dot(change))
        q, parts = -grad, []
        pairs = [(y.value, s.value, r) for y, s, r in zip(changes, steps, ro, strict=True)]
        for y, s, r in reversed(pairs):
            parts.append(s.dot(q) * r)
            q = q - parts[-1] * y
        q = q * state["H_diag"]
        for (y, s, r), part in zip(pairs, reversed(parts), strict=True):
            q = q + s * (part - y.dot(q) * r)
        return q.astype(grad.dtype, copy=False)

    def _objective(self, closure: Callable[[], Any]) -> Objective:
        """(direction, length) -> the loss there, as the closure gives it, and the gradient there.
        The parameters are left where they were."""

        def evaluate(direction: np.ndarray | None, length: float) -> tuple[Any, np.ndarray]:
            params = self.param_groups[0]["params"]
            kept = [p.value.copy() for p in params] if direction is not None else []
            if direction is not None:
                self._move(direction, length)
            with enable_grad():
                loss = closure()
            grads = [np.zeros_like(p.value) if p.grad is None else p.grad.value for p in params]
            for p, value in zip(params if kept else (), kept, strict=True):
                p.value[...] = value
                mark_changed(p.value)
            return loss, np.concatenate([g.ravel() for g in grads])

        return evaluate

    def _move(self, direction: np.ndarray, length: float) -> None:
        start = 0
        for p in self.param_groups[0]["params"]:
            part = direction[start : start + p.value.size].reshape(p.value.shape)
            p.value += (part * length).astype(p.value.dtype, copy=False)
            mark_changed(p.value)
            start += p.value.size
