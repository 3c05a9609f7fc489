"""Two moons, parted by numbers that know their slopes."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, beside, number

SIDE, STEPS = (8, 24), 60
BOX = (-1.3, 2.3, -0.8, 1.3)  # left, right, bottom, top
EXPRESSIONS = ("w * x + w", "x ** 3", "x.tanh()", "(x + x).relu()", "x.exp() * w")
ANSWER = {
    "values": (len(EXPRESSIONS), 3),
    "before": (SIDE[0] * SIDE[1],),
    "after": (SIDE[0] * SIDE[1],),
    "losses": (STEPS,),
    "once": (),
    "moons": (None, 3),
}
SAYS = (
    "Each weight is one of your Values; a thousand more are made and walked in each step, and "
    "the border between dark and light bends around the moons. That is all there is to autodiff;"
    " what follows makes it fast, general and safe."
)


def inputs() -> tuple[Any, ...]:
    left, right, bottom, top = BOX
    x, y = np.meshgrid(np.linspace(left, right, SIDE[1]), np.linspace(top, bottom, SIDE[0]))
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
    return {
        "values": values,
        "before": before,
        "after": after,
        "losses": losses,
        "once": once,
        "moons": [list(point) for point in points],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    cells = [
        f"{text:<14}" + "".join(f"{number(v):>8}" for v in row)
        for text, row in zip(EXPRESSIONS, found["values"], strict=True)
    ]
    head = f"{'x = 2, w = 3':<14}   value      dx      dw"
    rows = beside([head, *cells[:3]], [head, *cells[3:]], gap=2)
    before, after = (
        canvas.heat(found[k].reshape(SIDE), -1, 1, wide=1) for k in ("before", "after")
    )
    border = _border(found["after"].reshape(SIDE), found["moons"], canvas)
    one, other = canvas.marks[:2]
    legend = f"{one}, {other} moons; · border"
    planes = beside(["before", *before], ["after", *after], [legend, *border], gap=3)
    losses = found["losses"]
    told = f"loss {number(losses[0])} at first, {number(losses[-1])} after {STEPS} steps"
    return "\n".join(
        [
            *rows,
            f"30 doublings y = y + y: {found['once']:.0f} values in the history of the last",
            "",
            *planes,
            f"{told}   {canvas.spark(losses[::3])}",
        ]
    )


def _border(plane: np.ndarray, moons: np.ndarray, canvas: Canvas) -> list[str]:
    """The points of both moons, and dots where the network changes its mind."""
    left, right, bottom, top = BOX
    side = plane > 0
    changes = np.zeros(SIDE, bool)
    changes[:, :-1] |= side[:, :-1] != side[:, 1:]
    changes[:-1] |= side[:-1] != side[1:]
    rows = [["·" if change else " " for change in row] for row in changes]
    for x, y, moon in moons:
        if left <= x <= right and bottom <= y <= top:
            row = round((top - y) / (top - bottom) * (SIDE[0] - 1))
            column = round((x - left) / (right - left) * (SIDE[1] - 1))
            rows[row][column] = canvas.marks[0 if moon > 0 else 1]
    return ["".join(row) for row in rows]


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.cells("Two moons, as forty lines see them", found["after"].reshape(SIDE))
