"""The slope that each of your rules gives, and the measured one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

NAMES = (
    *("neg(x)", "exp(x)", "log(x)", "sqrt(x)", "tanh(x)", "sigmoid(x)", "x + y", "x - y (by y)"),
    *("x * y", "x / y", "x / y (by y)", "x ** y", "x ** y (by y)", "x @ y", "sum(x)", "mean(x)"),
)
ANSWER = {"rules": (len(NAMES),), "measured": (len(NAMES),)}
SAYS = (
    "Each bar is a slope by your rule at x = 1.5, y = 0.5 (@ is of [[x * x]] and [[y]], sum and "
    "mean of [x, 2x]); then the measured one, (f(x + h) - f(x - h)) / 2h. Rules need one "
    "walk for all weights; measuring takes two calls for each."
)


def program(lib):
    cases = [
        (lambda x, y: -x, 0),
        (lambda x, y: lib.exp(x), 0),
        (lambda x, y: lib.log(x), 0),
        (lambda x, y: lib.sqrt(x), 0),
        (lambda x, y: lib.tanh(x), 0),
        (lambda x, y: lib.sigmoid(x), 0),
        (lambda x, y: x + y, 0),
        (lambda x, y: x - y, 1),
        (lambda x, y: x * y, 0),
        (lambda x, y: x / y, 0),
        (lambda x, y: x / y, 1),
        (lambda x, y: x**y, 0),
        (lambda x, y: x**y, 1),
        (lambda x, y: (x * x).reshape(1, 1) @ y.reshape(1, 1), 0),
        (lambda x, y: (x * np.array([1.0, 2.0])).sum(), 0),
        (lambda x, y: (x * np.array([1.0, 2.0])).mean(), 0),
    ]

    def at(function, values):
        return function(*(lib.tensor(v, dtype=lib.float64) for v in values)).item()

    rules, measured = [], []
    for function, which in cases:
        values = [1.5, 0.5]
        leaves = [lib.tensor(v, dtype=lib.float64, requires_grad=True) for v in values]
        function(*leaves).sum().backward()
        grad = leaves[which].grad
        rules.append(grad.item() if grad is not None else math.nan)
        ends = []
        for step in (1e-5, -1e-5):
            moved = [v + step * (i == which) for i, v in enumerate(values)]
            ends.append(at(function, moved))
        measured.append((ends[0] - ends[1]) / 2e-5)
    return {"rules": rules, "measured": measured}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    pairs = list(zip(NAMES, found["rules"], found["measured"], strict=True))
    bars = canvas.bars([(name, rule) for name, rule, _ in pairs], 30, 4.5).split("\n")
    marks = ["✓" if abs(a - b) <= 1e-6 * (1 + abs(b)) else "✗ differs" for _, a, b in pairs]
    return "\n".join(
        f"{bar:<56} {number(measured):>9}  {mark}"
        for bar, measured, mark in zip(bars, found["measured"], marks, strict=True)
    )
