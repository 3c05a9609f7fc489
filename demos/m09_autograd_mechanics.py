"""Slopes of slopes, and how long a graph lives."""

from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, clipped, number

POINTS = 67
ANSWER = {
    "curves": (3, POINTS),
    "cubes": (4,),
    "refused": [str],
    "walked": (3,),
    "several": (3,),
    "kept": (3,),
}
NAMES = ("exp(-x * x)", "its slope", "the slope of that")
TRIED = (
    "backward twice",
    "backward twice, retain_graph=True",
    "y = x.exp(); y.detach().mul_(2); backward",
    "y = x * x; another tensor changes; backward",
    "y = x + 1; y.detach().mul_(2); backward",
)
SAYS = (
    "A gradient made with create_graph has a graph of its own, which can be walked again; "
    "without it the graph goes as the walk goes on. Where a rule would compute with numbers that"
    " were changed meanwhile, you refuse."
)


def inputs() -> tuple[Any, ...]:
    return (np.linspace(-3, 3, POINTS),)


def program(lib, points):
    grad = lib.autograd.grad

    class Try:
        def __enter__(self):
            self.said = "done"
            return self

        def __exit__(self, kind, error, traceback):
            self.said = f"refused ({kind.__name__})" if kind else "done"
            return kind is RuntimeError

    def leaf(*values):
        return lib.tensor(values, dtype=lib.float64, requires_grad=True)

    x = lib.tensor(points, requires_grad=True)
    curves = [lib.exp(-x * x)]
    for _ in range(2):
        curves.append(grad(curves[-1].sum(), x, create_graph=True)[0])
    t = leaf(2.0)
    cubes = [(t**3).sum()]
    for _ in range(3):
        cubes.append(grad(cubes[-1], t, create_graph=True)[0].sum())

    refused = []
    for retain in (False, True):
        x = leaf(1.0, 2.0)
        y = (x * x).sum()
        with Try() as tried:
            y.backward(retain_graph=retain)
            y.backward()
        refused.append(tried.said)
    walked = [*x.grad.tolist(), float(y.node is None)]
    x, other = leaf(1.0, 2.0), lib.ones(2)
    for y, changed in ((x.exp(), None), (x * x, other), (x + 1, None)):
        with Try() as tried:
            (y.detach() if changed is None else changed).mul_(2)
            y.sum().backward()
        refused.append(tried.said)
    a, b = leaf(3.0), leaf(4.0)
    y = a * b
    first = [g.item() for g in grad([y, y * a], [a, b])]
    unused = grad((a * a).sum(), [a, b], allow_unused=True)
    twice = leaf(3.0)
    (twice**3).sum().backward(create_graph=True)
    once = twice.grad.item()
    (twice**3).sum().backward(create_graph=True)
    (again,) = grad(twice.grad.sum(), twice, allow_unused=True)
    return {
        "curves": [curve.tolist() for curve in curves],
        "cubes": [cube.item() for cube in cubes],
        "refused": refused,
        "walked": walked,
        "several": [*first, float(unused[1] is None and a.grad is None)],
        "kept": [once, twice.grad.item(), math.nan if again is None else again.item()],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    cubes = ", ".join(number(v) for v in found["cubes"])
    several, kept = found["several"], found["kept"]
    left = "left .grad alone" if several[2] else "wrote into .grad"
    return "\n".join(
        [
            canvas.plot(dict(zip(NAMES, found["curves"], strict=True)), height=6),
            f"x ** 3 at 2, and its derivatives: {cubes}",
            *(f"  {t:<46}{clipped(r, 30)}" for t, r in zip(TRIED, found["refused"], strict=False)),
            f"x.grad after both walks: {', '.join(number(v) for v in found['walked'][:2])}",
            f"grad([y, y * a], [a, b]) with y = a * b: {number(several[0])}, {number(several[1])};"
            f" it {left}",
            f"backward with a graph, twice: {number(kept[0])}, {number(kept[1])}; its slope"
            f" {number(kept[2])}",
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = dict(zip(NAMES, found["curves"], strict=True))
    return svg.curves("A bell and its slopes", named, "x", (-3, 3))
