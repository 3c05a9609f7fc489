"""Ways down a long valley: plain, with momentum, and Nesterov's."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

STEPS = 60
WAYS = {
    "plain": {"lr": 0.06},
    "momentum 0.9": {"lr": 0.02, "momentum": 0.9},
    "Nesterov": {"lr": 0.02, "momentum": 0.9, "nesterov": True},
    "decay 0.1": {"lr": 0.06, "weight_decay": 0.1},
}
ANSWER = {"paths": (len(WAYS), STEPS + 1, 2), "losses": (len(WAYS), STEPS + 1)}
BOX = (-4.5, 1.0, -1.0, 1.6)
SAYS = (
    "The valley is thirty times as steep across as along (its bottom is at the centre, 0). Plain "
    "steps bounce between its walls and creep along; momentum adds up what stays the same, and "
    "cancels what changes sign. Nesterov looks where it will be, and overshoots less."
)


def inputs() -> tuple[Any, ...]:
    return list(WAYS.values()), STEPS


def program(lib, ways, steps):
    paths, losses = [], []
    for options in ways:
        w = lib.tensor([-4.0, 1.5], dtype=lib.float64, requires_grad=True)
        curvature = lib.tensor([1.0, 30.0], dtype=lib.float64)
        optimizer = lib.optim.SGD([w], **options)
        path, curve = [w.tolist()], []
        for _ in range(steps):
            optimizer.zero_grad()
            loss = (curvature * w * w).sum() / 2
            loss.backward()
            optimizer.step()
            curve.append(loss.item())
            path.append(w.tolist())
        curve.append(((curvature * w * w).sum() / 2).item())
        paths.append(path)
        losses.append(curve)
    return {"paths": paths, "losses": losses}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    paths = dict(zip(WAYS, found["paths"], strict=True))
    grid = canvas.scatter({name: paths[name] for name in list(WAYS)[:3]}, BOX, 11)
    middle, column = round(1.6 / 2.6 * 10), round(4.5 / 5.5 * 75)
    if grid[middle][column] == " ":
        grid[middle][column] = "0"
    lines = ["".join(row) for row in grid]
    for name, mark, losses in zip(WAYS, (*canvas.marks[:3], " "), found["losses"], strict=True):
        power = np.log10(np.clip(losses[::2], 1e-12, 1e12))
        ends = f"{number(losses[10], 3)}, then {number(losses[-1], 3)}"
        lines.append(f"{mark} {name:<14} loss {canvas.spark(power, -5, 2)}  {ends}")
    return "\n".join(lines)


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.paths(
        "Down a valley", dict(zip(WAYS, found["paths"], strict=True)), BOX, "first weight"
    )
