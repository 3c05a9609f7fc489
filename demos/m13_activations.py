"""Every activation and its slope, and where a gradient dies."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

POINTS, DEPTH = 19, 20
NAMES = ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "silu", "gelu")
DEEP = ("sigmoid", "tanh", "relu")
ANSWER = {
    "curves": (len(NAMES), POINTS),
    "slopes": (len(NAMES), POINTS),
    "left": (len(DEEP), DEPTH),
    "softmax": (5,),
}
SAYS = (
    "Each sigmoid has a slope of at most 1/4, so 20 layers of them leave next to nothing for the "
    "first one: its gradient has died on the way. relu's slope is 1 where a number gets through, "
    "which is why deep networks use it and its smooth relatives."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    weights = rng.normal(0, (2 / 32) ** 0.5, (DEPTH, 32, 32))
    return np.linspace(-4, 4, POINTS), NAMES, DEEP, weights, rng.normal(size=(16, 32))


def program(lib, points, names, deep, weights, batch):
    F = lib.nn.functional
    curves, slopes = [], []
    for name in names:
        x = lib.tensor(points, requires_grad=True)
        y = getattr(F, name)(x)
        y.sum().backward()
        curves.append(y.tolist())
        slopes.append(x.grad.tolist())
    left = []
    for name in deep:
        layers = [lib.tensor(w, requires_grad=True) for w in weights]
        h = lib.tensor(batch)
        for w in layers:
            h = getattr(F, name)(h @ w)
        h.sum().backward()
        left.append([np.sqrt((w.grad.numpy() ** 2).sum()) for w in layers])
    softmax = F.softmax(lib.tensor([1000.0, 1001.0, 1002.0, 1003.0, 999.0]), dim=0).tolist()
    return {"curves": curves, "slopes": slopes, "left": left, "softmax": softmax}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [f"{'x from -4 to 4':<18}{'its value':<{POINTS + 3}}its slope"]
    for name, curve, slope in zip(NAMES, found["curves"], found["slopes"], strict=True):
        sparks = f"{canvas.spark(curve, -1, 4)}   {canvas.spark(slope, -0.2, 1.2)}"
        lines.append(f"{name:<18}{sparks}  {number(slope[0], 2)}, {number(slope[-1], 2)}")
    shares = ", ".join(number(p, 3) for p in found["softmax"])
    lines += [f"{'softmax(1000 ...)':<18}{shares}", ""]
    lines.append(f"length of the gradient, from layer 1 to {DEPTH}, as a power of ten")
    for name, left in zip(DEEP, found["left"], strict=True):
        power = np.log10(np.maximum(left, 1e-12))
        ends = f"first {number(left[0], 2)}, last {number(left[-1], 2)}"
        lines.append(f"{name:<18}{canvas.spark(power, -12, 3)}   {ends}")
    return "\n".join(lines)


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = dict(zip(NAMES, found["curves"], strict=True))
    return svg.panels("Activations", named, "x", (-4, 4), columns=2)
