"""Two moons, parted by numbers that know their slopes."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, beside, number

SIDE, STEPS = (8, 26), 60
EXPRESSIONS = ("w * x + w", "x ** 3", "x.tanh()", "(x + x).relu()", "x.exp() * w")
ANSWER = {
    "values": (len(EXPRESSIONS), 3),
    "before": (SIDE[0] * SIDE[1],),
    "after": (SIDE[0] * SIDE[1],),
    "losses": (STEPS,),
    "once": (),
}
SAYS = (
    "Look at the plane: dark is one moon, light the other. Each weight is one of your Values; a "
    "thousand more are made and walked in each step. That is all there is to autodiff; what "
    "follows makes it fast, general and safe."
)


def inputs() -> tuple[Any, ...]:
    x, y = np.meshgrid(np.linspace(-1.3, 2.3, SIDE[1]), np.linspace(1.3, -0.8, SIDE[0]))
    return EXPRESSIONS, np.stack([x.ravel(), y.ravel()], 1).tolist(), STEPS


def program(lib, expressions, plane, steps):
    scalars = lib.scalars
    values = []
    for text in expressions:
        x, w = scalars.Value(2.0), scalars.Value(3.0)
        result = eval(text, {"x": x, "w": w})
        result.backward()
        values.append([result.data, x.grad, w.grad])
    y = scalars.Value(1.0)
    for _ in range(30):
        y = y + y
    once = len(y.history())
    points = scalars.moons(10)
    net = scalars.Network(hidden=8, seed=0)
    before = [net(x, y).data for x, y in plane]
    losses = []
    for _ in range(steps):
        loss = sum((net(x, y) - t) ** 2 for x, y, t in points) / len(points)
        losses.append(loss.data)
        scalars.descend(loss, net.parameters, 0.5)
    after = [net(x, y).data for x, y in plane]
    return {"values": values, "before": before, "after": after, "losses": losses, "once": once}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    rows = [f"{'x = 2, w = 3':<14}   value      dx      dw"]
    for text, row in zip(EXPRESSIONS, found["values"], strict=True):
        rows.append(f"{text:<14}" + "".join(f"{number(v):>8}" for v in row))
    planes = [
        [name, *canvas.heat(found[name].reshape(SIDE), -1, 1, wide=1)]
        for name in ("before", "after")
    ]
    losses = found["losses"]
    told = f"loss {number(losses[0])} at first, {number(losses[-1])} after {STEPS} steps"
    return "\n".join(
        [
            *rows,
            f"30 doublings y = y + y: {found['once']:.0f} values in the history of the last",
            "",
            *beside(*planes),
            f"{told}   {canvas.spark(losses[::3])}",
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.cells("Two moons, as forty lines see them", found["after"].reshape(SIDE))
