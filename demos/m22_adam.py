"""Ways down a bent valley, each with steps of a size of its own."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

STEPS = 400
WAYS = {
    "SGD": ("SGD", {"lr": 0.002}),
    "Adam": ("Adam", {"lr": 0.1}),
    "RMSprop": ("RMSprop", {"lr": 0.03}),
    "AdamW": ("AdamW", {"lr": 0.1, "weight_decay": 0.1}),
    "Adagrad": ("Adagrad", {"lr": 0.4}),
}
ANSWER = {
    "paths": (len(WAYS), STEPS + 1, 2),
    "losses": (len(WAYS), STEPS + 1),
    "clipped": (),
    "rates": (None,),
}
BOX = (-2.0, 1.5, -0.6, 2.2)
NEAR = (-1.7, 1.1, -0.1, 1.6)  # for the picture
SAYS = (
    "Rosenbrock's valley, its bottom marked 0, is a hundred times as steep across as along: SGD "
    "has to be careful. Adam divides each step by the usual size of its gradient, so its first "
    "one is lr in each direction, however steep it is."
)


def inputs() -> tuple[Any, ...]:
    return list(WAYS.values()), STEPS


def program(lib, ways, steps):
    def height(w):
        x, y = w[0], w[1]
        return (1 - x) ** 2 + 20 * (y - x * x) ** 2

    paths, losses = [], []
    for name, options in ways:
        w = lib.tensor([-1.5, 1.0], dtype=lib.float64, requires_grad=True)
        optimizer = getattr(lib.optim, name)([w], **options)
        path, curve = [w.tolist()], []
        for _ in range(steps):
            optimizer.zero_grad()
            loss = height(w)
            loss.backward()
            optimizer.step()
            curve.append(loss.item())
            path.append(w.tolist())
        curve.append(height(w).item())
        paths.append(path)
        losses.append(curve)
    w = lib.tensor([3.0, 4.0], dtype=lib.float64, requires_grad=True)
    (w * w / 2).sum().backward()
    clipped = float(lib.nn.utils.clip_grad_norm_([w], 1.0)) + (w.grad * w.grad).sum().item()
    optimizer, rates = lib.optim.SGD([w], lr=1.0), []
    schedule = lib.optim.lr_scheduler.StepLR(optimizer, step_size=3, gamma=0.5)
    for _ in range(9):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return {"paths": paths, "losses": losses, "clipped": clipped, "rates": rates}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    paths = dict(zip(WAYS, found["paths"], strict=True))
    grid = canvas.scatter({name: paths[name] for name in list(WAYS)[:3]}, BOX, 10)
    row, column = round((BOX[3] - 1) / 2.8 * 9), round((1 - BOX[0]) / 3.5 * 75)
    grid[row][column] = "0"
    lines = ["".join(row) for row in grid]
    for name, mark, losses in zip(WAYS, canvas.marks[:3] + "  ", found["losses"], strict=True):
        power = np.log10(np.clip(losses[::13], 1e-12, 1e12))
        path = paths[name]
        step = f"first step {number(path[1, 0] - path[0, 0], 4)}"
        lines.append(
            f"{mark} {name:<8}{canvas.spark(power, -4, 2)}  {number(losses[-1], 3):<9}{step}"
        )
    rates = canvas.spark(found["rates"], 0, 1)
    lines.append(f"StepLR {rates}   norm 5, clipped to 1: {number(found['clipped'] - 5)}")
    return "\n".join(lines)


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = dict(zip(WAYS, found["paths"], strict=True))
    return svg.paths("Down a bent valley", named, NEAR, "first weight")
