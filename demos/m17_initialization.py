"""The spread of numbers through 50 layers of relu."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

DEPTH = 50
NAMES = (
    *("normal_(W, std=1)", "normal_(W, std=0.01)", "xavier_normal_(W)", "xavier_uniform_(W)"),
    *("kaiming_normal_(W)", "kaiming_uniform_(W)", "orthogonal_(W, 2 ** 0.5)"),
)
ANSWER = {"spread": (len(NAMES), DEPTH), "drawn": (len(NAMES),), "means": (len(NAMES),)}
SAYS = (
    "relu throws half of the numbers away; a variance of 2 / n makes up for that, so kaiming's "
    "rows stay level. Xavier's 1 / n halves it in each layer; with a std of 1 or 0.01 the "
    "numbers explode or vanish before anything is learned."
)


def inputs() -> tuple[Any, ...]:
    return NAMES, DEPTH, np.random.default_rng(0).normal(size=(64, 128)).astype(np.float32)


def program(lib, names, depth, batch):
    init = lib.nn.init
    spread, drawn, means = [], [], []
    for name in names:
        lib.manual_seed(0)
        h, stds = lib.from_numpy(batch), []
        for _ in range(depth):
            W = lib.empty(128, 128)
            function, rest = name.removesuffix(")").split("(W")
            options = {"nonlinearity": "relu"} if "kaiming" in name else {}
            if "std" in rest:
                options["std"] = float(rest.split("=")[1])
            if "orthogonal" in name:
                options["gain"] = 2**0.5
            getattr(init, function)(W, **options)
            h = lib.nn.functional.relu(h @ W)
            stds.append(float(np.sqrt((h.numpy().astype(np.float64) ** 2).mean())))
        spread.append(stds)
        drawn.append(float(W.numpy().std() * np.sqrt(128)))
        means.append(float(abs(W.numpy().mean())))
    return {"spread": spread, "drawn": drawn, "means": means}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [f"{'as a power of ten, in layer':<26}1 {'to':^21} 50  the last"]
    for name, stds in zip(NAMES, found["spread"], strict=True):
        power = np.log10(np.clip(stds, 1e-30, 1e30))
        lines.append(f"{name:<26}{canvas.spark(power[::2], -12, 12)}  {number(stds[-1], 3):>8}")
    lines += ["std of the last W, times the root of n (its rows have n = 128 numbers)"]
    rows = list(zip(NAMES, np.minimum(found["drawn"], 3), strict=True))
    return "\n".join([*lines, canvas.bars(rows, 34)])


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    powers = np.log10(np.clip(found["spread"], 1e-30, 1e30))
    title = "Spread of the numbers in each layer, as a power of ten"
    return svg.panels(title, dict(zip(NAMES, powers, strict=True)), "layer", (1, DEPTH))
