"""Numbers before and after a norm, and a net with it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, beside, number

STEPS = 60
ANSWER = {
    "x": (6, 4),
    "batch": (6, 4),
    "layer": (6, 4),
    "running": (2, 4),
    "eval": (6, 4),
    "plain": (STEPS,),
    "normed": (STEPS,),
}
SAYS = (
    "Batch norm gives each column (a feature) a mean of 0 and a spread of 1, layer norm each row"
    " (an example). In eval mode, batch norm takes the averages that it has kept. With one after"
    " each of 8 layers, slopes don't shrink on the way."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, 4)) * [1, 5, 0.1, 2] + [0, 10, 3, -4]
    points = rng.normal(size=(64, 8)).astype(np.float32)
    targets = (points[:, :1] * points[:, 1:2] > 0).astype(np.float32)
    return x.astype(np.float32), points, targets, STEPS


def program(lib, x, points, targets, steps):
    nn = lib.nn
    norm, x = nn.BatchNorm1d(4), lib.from_numpy(x)
    batch = norm(x)
    running = [norm.running_mean.tolist(), norm.running_var.tolist()]
    after = norm.eval()(x)
    layer = nn.functional.layer_norm(x, (4,))

    def learn(normed):
        lib.manual_seed(0)
        parts = []
        for i in range(8):
            parts.append(nn.Linear(8 if i == 0 else 24, 24))
            parts += [nn.BatchNorm1d(24)] if normed else []
            parts.append(nn.Tanh())
        net = nn.Sequential(*parts, nn.Linear(24, 1))
        optimizer = lib.optim.SGD(net.parameters(), lr=0.1)
        X, T, curve = lib.from_numpy(points), lib.from_numpy(targets), []
        for _ in range(steps):
            optimizer.zero_grad()
            loss = nn.functional.binary_cross_entropy_with_logits(net(X), T)
            loss.backward()
            optimizer.step()
            curve.append(loss.item())
        return curve

    return {
        "x": x.tolist(),
        "batch": batch.tolist(),
        "layer": layer.tolist(),
        "running": running,
        "eval": after.tolist(),
        "plain": learn(False),
        "normed": learn(True),
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    blocks = []
    for name, title in (("x", "x"), ("batch", "batch norm"), ("layer", "layer norm")):
        rows = ["".join(f"{number(v, 2):>6}" for v in row) for row in found[name]]
        blocks.append([title, *rows])
    mean, var = found["running"]
    kept = ", ".join(f"{number(a, 2)} ({number(b, 2)})" for a, b in zip(mean, var, strict=True))
    first = ", ".join(number(v, 3) for v in found["eval"][0])
    return "\n".join(
        [
            *beside(*blocks, gap=2),
            f"kept means (variances): {kept}",
            f"in eval mode the first row is {first}",
            canvas.plot({"with batch norm": found["normed"], "without": found["plain"]}, height=6),
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = {"norm": found["normed"], "plain": found["plain"]}
    return svg.curves("Eight layers: the loss", named, "step")
