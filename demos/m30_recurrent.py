"""How far back in time a gradient reaches."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

LENGTH, STEPS = 40, 60
NETS = ("RNN", "GRU", "LSTM")
ANSWER = {
    "reach": (len(NETS), LENGTH),
    "losses": (len(NETS), STEPS),
    "last": (len(NETS), 3),
    "cells": (3,),
}
SAYS = (
    "The last state is asked how much it would change with each input. A plain RNN multiplies by "
    "the same matrix at each step, so what is far away is forgotten; the gates of GRU and LSTM "
    "can hand a number on unchanged. Whether they do is for them to learn."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    far = rng.normal(size=(1, LENGTH, 4)).astype(np.float32)
    bits = rng.integers(0, 2, (48, 10, 1)).astype(np.float32)
    return far, bits, bits[:, 0], NETS, STEPS


def program(lib, far, bits, first, names, steps):
    nn = lib.nn
    reach, losses, last = [], [], []
    for name in names:
        lib.manual_seed(0)
        net = getattr(nn, name)(4, 16, batch_first=True)
        if name == "LSTM":  # as is usual: its forget gate starts open
            net.bias_hh_l0.data[16:32] = 2.0
        x = lib.tensor(far, requires_grad=True)
        out, _ = net(x)
        (out[0, -1] ** 2).sum().backward()
        reach.append([float(np.sqrt((g**2).sum())) for g in x.grad.numpy()[0]])
        last.append(out[0, -1, :3].tolist())
        lib.manual_seed(1)
        net, head = getattr(nn, name)(1, 12, batch_first=True), nn.Linear(12, 1)
        optimizer = lib.optim.Adam([*net.parameters(), *head.parameters()], lr=0.02)
        X, T, curve = lib.from_numpy(bits), lib.from_numpy(first), []
        for _ in range(steps):
            optimizer.zero_grad()
            out, _ = net(X)
            loss = nn.functional.binary_cross_entropy_with_logits(head(out[:, -1]), T)
            loss.backward()
            optimizer.step()
            curve.append(loss.item())
        losses.append(curve)
    lib.manual_seed(0)
    h, c = lib.ones(1, 2) / 2, lib.ones(1, 2) / 4
    x = lib.ones(1, 2)
    cells = []
    for kind, state in (("RNNCell", h), ("GRUCell", h), ("LSTMCell", (h, c))):
        found = getattr(nn, kind)(2, 2)(x, state)
        cells.append((found[0] if kind == "LSTMCell" else found).sum().item())
    return {"reach": reach, "losses": losses, "last": last, "cells": cells}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [f"length of the gradient, first to last of {LENGTH} inputs, as a power of ten"]
    for name, reach in zip(NETS, found["reach"], strict=True):
        power = np.log10(np.clip(reach, 1e-20, 1e20))
        spark = canvas.spark(power, -16, 0)
        lines.append(f"{name:<5}{spark}  first {number(reach[0], 2)}, last {number(reach[-1], 2)}")
    curves = {
        name: np.maximum(losses, 1e-4) for name, losses in zip(NETS, found["losses"], strict=True)
    }
    lines += ["", "learning to say the first of ten bits:", canvas.plot(curves, height=6)]
    states = "; ".join(
        f"{name} {number(row[0], 3)} {number(row[1], 3)}"
        for name, row in zip(NETS, found["last"], strict=True)
    )
    lines.append(f"last states begin with {states}")
    lines.append(f"cells add up to {', '.join(number(v) for v in found['cells'])}")
    return "\n".join(lines)


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    powers = np.log10(np.clip(found["reach"], 1e-20, 1e20))
    title = "Length of the gradient, first step to last, as a power of ten"
    return svg.curves(title, dict(zip(NETS, powers, strict=True)), "step", (1, LENGTH))
