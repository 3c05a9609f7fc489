"""A step of training as a list of lines."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, clipped, in_two_columns, number

STEPS, ROWS = 1000, 13
ANSWER = {"lines": [str], "counts": (4,), "others": (2, 2), "losses": (STEPS,), "off": ()}
SAYS = (
    "Nobody derived this: trace ran grad(loss) and the update once, and wrote down each op. It is "
    "the program of m00, and it trains the network by itself. What only the loss needed was "
    "dropped, for the step returns weights alone."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(2, 8)), np.zeros((1, 8)), rng.normal(size=(8, 1)), np.zeros((1, 1))
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return weights, x, np.array([[0.0], [1.0], [1.0], [0.0]]), STEPS


def program(lib, weights, x, t, steps):
    tracing, func = lib.tracing, lib.func

    def loss(weights, x, t):
        w1, b1, w2, b2 = weights
        y = ((x @ w1 + b1).sigmoid() @ w2 + b2).sigmoid()
        return ((y - t) ** 2).sum() / (2 * len(t))

    def step(weights, x, t):
        slopes = func.grad(loss)(weights, x, t)
        return [w - 5.0 * slope for w, slope in zip(weights, slopes, strict=True)]

    def counted(f, *args):
        made = tracing.trace(f)(*args)
        return len(made.equations), len(tracing.simplified(made).equations)

    weights, x, t = [lib.from_numpy(w) for w in weights], lib.from_numpy(x), lib.from_numpy(t)
    made = tracing.trace(step)(weights, x, t)
    passes = [made]
    for shorten in (tracing.fold_constants, tracing.join_equal, tracing.drop_unused):
        passes.append(shorten(passes[-1]))
    once = step(weights, x, t)
    off = [
        abs((a - b).numpy()).max()
        for a, b in zip(tracing.eval_program(passes[-1], weights, x, t), once, strict=True)
    ]
    losses = []
    for _ in range(steps):
        losses.append(loss(weights, x, t).item())
        weights = tracing.eval_program(passes[-1], weights, x, t)
    curved = func.grad(lambda x: func.grad(lambda x: (x.tanh() * lib.ones(2).exp()).sum())(x).sum())
    others = counted(curved, x), counted(lambda x: func.jvp(curved, (x,), (x,)), x)
    return {
        "lines": str(passes[-1]).splitlines(),
        "counts": [len(each.equations) for each in passes],
        "others": others,
        "losses": losses,
        "off": float(max(off)),
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [clipped(line.strip(), 38) for line in found["lines"] if line.startswith("  ")]
    counts = ", ".join(number(n) for n in found["counts"])
    (curved, curved_short), (moved, moved_short) = found["others"]
    columns = in_two_columns([lines[:ROWS], lines[ROWS : 2 * ROWS]])
    same = "the same" if found["off"] < 1e-9 else f"off by {number(found['off'], 2)}"
    return "\n".join(
        [
            columns,
            f"lines: {counts} (traced, folded, joined, dropped); weights: {same}",
            f"grad of grad: {number(curved)} to {number(curved_short)}; "
            f"its jvp: {number(moved)} to {number(moved_short)}",
            f"loss, by the program alone: {canvas.spark(found['losses'][::20])}",
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.curves("XOR, trained by a traced program", {"loss": found["losses"]}, "step")
