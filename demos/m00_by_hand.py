"""Two layers learn XOR with your gradients."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, beside

STEPS = 2000
SIDE = 9
ANSWER = {"losses": (STEPS,), "before": (SIDE * SIDE, 1), "after": (SIDE * SIDE, 1)}

SAYS = (
    "Look at the corners: two are dark (1), and the two others light (0). No straight line parts "
    "them, so the hidden layer had to bend the plane, and only your gradients told it how."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    weights = (rng.normal(size=(2, 8)), np.zeros(8), rng.normal(size=(8, 1)), np.zeros(1))
    x, y = np.meshgrid(np.linspace(0, 1, SIDE), np.linspace(1, 0, SIDE))
    return weights, np.stack([x.ravel(), y.ravel()], 1), STEPS


def program(lib, weights, plane, steps):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    T = np.array([[0.0], [1.0], [1.0], [0.0]])
    start = lib.by_hand.Parameters(*weights)
    before = lib.by_hand.forward(start, plane).Y
    trained, losses = lib.by_hand.train(start, X, T, 5.0, steps)
    return {"losses": losses, "before": before, "after": lib.by_hand.forward(trained, plane).Y}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    losses = found["losses"]
    planes = [
        [title, *canvas.heat(found[name].reshape(SIDE, SIDE), 0, 1, wide=3)]
        for name, title in (("before", "Y before training"), ("after", "Y after training"))
    ]
    after = found["after"].reshape(SIDE, SIDE)
    corners = zip(
        ("0 xor 0", "0 xor 1", "1 xor 0", "1 xor 1"),
        after[::-8, ::8].T.ravel(),  # x is a column, and y counts from below
        strict=True,
    )
    said = ["x to the right, y up", *(f"{name} is {y:.3f}" for name, y in corners)]
    return "\n".join(
        [
            *beside(*planes, said, gap=2),
            "",
            canvas.plot({"loss": losses}, height=4),
            f"{'':9} loss: {losses[0]:.4f} at first, {losses[-1]:.6f} after {STEPS} steps",
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.curves("XOR: the loss at each step", {"loss": found["losses"]}, "step")
