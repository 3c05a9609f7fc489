"""by_hand's network is a script again, and the seconds."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, clipped, in_two_columns, number

STEPS = 1000
ANSWER = {"source": [str], "why": str, "losses": (STEPS,), "off": (), "seconds": (3,)}
SAYS = (
    "You began with a script, and derived it yourself. Now your library writes it: yours and its "
    "own stand side by side, and train the same network. Above stands how long each took here; the "
    "script looks at its arguments before each step, too. The circle is closed."
)
YOURS = (
    "by hand:",
    "H = sigmoid(X @ W1 + b1)",
    "",
    "",
    "",
    "",
    "",
    "Y = sigmoid(H @ W2 + b2)",
    "",
    "",
    "",
    "",
    "",
    "dZ2 = (Y - T) / len(T) * Y * (1 - Y)",
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(2, 8)), np.zeros(8), rng.normal(size=(8, 1)), np.zeros(1)
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return weights, x, np.array([[0.0], [1.0], [1.0], [0.0]]), STEPS


def program(lib, weights, x, t, steps):
    by_hand, func, seconds = lib.by_hand, lib.func, lib.cost.seconds

    def loss(weights, X, T):
        h = (X @ weights["W1"] + weights["b1"]).sigmoid()
        y = (h @ weights["W2"] + weights["b2"]).sigmoid()
        return ((y - T) ** 2).sum() / (2 * len(T))

    def step(weights, X, T):
        slopes = func.grad(loss)(weights, X, T)
        return {name: weights[name] - 5.0 * slopes[name] for name in weights}

    def own(weights, X, T):
        slopes = by_hand.gradients(weights, X, by_hand.forward(weights, X), T)
        return by_hand.update(weights, slopes, 5.0)

    def train(step, weights, X, T, losses=None):
        for _ in range(steps):
            if losses is not None:
                losses.append(loss(weights, X, T).item())
            weights = step(weights, X, T)
        return weights

    names = ("W1", "b1", "W2", "b2")
    start = {name: lib.from_numpy(w) for name, w in zip(names, weights, strict=True)}
    X, T, compiled, losses = lib.from_numpy(x), lib.from_numpy(t), lib.compile(step), []
    hand = by_hand.Parameters(*weights)
    ours, yours = train(compiled, start, X, T, losses), train(own, hand, x, t)
    off = [abs(ours[name].numpy() - w).max() for name, w in zip(names, yours, strict=True)]
    took = [seconds(train, own, hand, x, t), seconds(train, compiled, start, X, T)]
    return {
        "source": compiled.source.splitlines(),
        "why": compiled.why,
        "losses": losses,
        "off": float(max(off)),
        "seconds": [*took, seconds(train, step, start, X, T)],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [line.strip() for line in found["source"]]
    first = next((i for i, line in enumerate(lines) if line.startswith("def run")), 0)
    shown = [clipped(line, 38) for line in lines[first : first + len(YOURS)]]
    hand, script, plain = [f"{1e3 * seconds:.0f} ms" for seconds in found["seconds"]]
    same = "the same" if found["off"] < 1e-9 else f"off by {number(found['off'], 2)}"
    return "\n".join(
        [
            in_two_columns([YOURS, shown]),
            f"{STEPS} steps: yours {hand}, the script {script}, grad {plain}; weights: {same}",
            f"loss, by the script alone: {canvas.spark(found['losses'][::20])}",
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.curves("XOR, trained by a compiled step", {"loss": found["losses"]}, "step")
