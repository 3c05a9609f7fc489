"""sin and its derivatives, by grad of grad of grad"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

POINTS, ORDERS = 61, 6
ANSWER = {
    "curves": (ORDERS + 1, POINTS),
    "value": (2,),
    "jacobian": (3, 2),
    "second": (2,),
    "pair": (2,),
}
SAYS = (
    "Each row is the slope of the one above it, and after four the sine is back. A backward pass"
    " is a program like any other, so it has a derivative, too."
)


def inputs() -> tuple[Any, ...]:
    return np.linspace(-6.2832, 6.2832, POINTS), ORDERS


def program(lib, points, orders):
    func = lib.func
    x = lib.from_numpy(points)
    curves, f = [], lib.sin
    for _ in range(orders + 1):
        curves.append(f(x).tolist())
        f = func.grad(lambda t, f=f: f(t).sum())

    def height(x, y):
        return (x * x * y).sum() + lib.exp(y).sum()

    a = lib.tensor([1.0, 2.0], dtype=lib.float64)
    b = lib.tensor([0.5, -0.5], dtype=lib.float64)
    grads, value = func.grad_and_value(height, argnums=(0, 1))(a, b)
    jacobian = func.jacrev(lambda t: lib.stack([t[0] * t[1], t[0] ** 2, lib.sin(t[1])]))(a)
    out, pull = func.vjp(lambda t: t * t, a)
    (pulled,) = pull(lib.ones(2, dtype=lib.float64))
    return {
        "curves": curves,
        "value": [value.item(), grads[0].sum().item()],
        "jacobian": jacobian.tolist(),
        "second": func.grad(lambda t: func.grad(lambda s: (s**3).sum())(t).sum())(a).tolist(),
        "pair": [(out + pulled).sum().item(), grads[1].sum().item()],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = []
    for i, curve in enumerate(found["curves"]):
        name = "sin" if i == 0 else f"grad {i}"
        lines.append(f"{name:<8}{canvas.spark(curve, -1, 1)} {number(curve[POINTS // 2], 3)} at 0")
    curves = {"sin": found["curves"][0], "its slope": found["curves"][1]}
    lines += [canvas.plot(curves, height=6)]
    rows = "  ".join("[" + " ".join(number(v, 3) for v in row) + "]" for row in found["jacobian"])
    lines.append(f"jacrev of (x y, x x, sin y) at (1, 2): {rows}")
    second = ", ".join(number(v) for v in found["second"])
    value, slope = found["value"]
    lines.append(
        f"second derivative of x^3: {second}; grad_and_value: {number(value)}, {number(slope)}"
    )
    both = ", ".join(number(v) for v in found["pair"])
    lines.append(f"vjp of x x, and the slope by the second argument: {both}")
    return "\n".join(lines)


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    names = ["sin", *(f"grad {i}" for i in range(1, ORDERS + 1))]
    named = dict(zip(names, found["curves"], strict=True))
    return svg.panels("sin and its derivatives", named, "x", (-6.283, 6.283))
