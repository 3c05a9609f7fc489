"""A small GPT reads a page of Romeo and Juliet, and writes on."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos import data
from demos.canvas import WIDTH, Canvas, number

STEPS, CONTEXT, LONG = 100, 24, 200
ANSWER = {"losses": (STEPS,), "before": (LONG,), "after": (LONG,), "counts": (None,)}
SAYS = (
    "At first every letter is as likely as any other, so the loss is the log of their number. A "
    "few seconds later it has the length of words and lines and where vowels go; a real one "
    "differs in size alone, and `nox -s shell -- docs/train_gpt.py` goes on from here."
)


def inputs() -> tuple[Any, ...]:
    text = data.romeo(6000)
    letters = sorted(set(text))
    return np.array([letters.index(c) for c in text]), len(letters), STEPS, CONTEXT, LONG


def program(lib, ids, letters, steps, context, long):
    lib.manual_seed(0)
    net = lib.models.GPT(letters, context, 48, 2, 4)
    optimizer, losses = lib.optim.Adam(net.parameters(), lr=0.005), []
    start = lib.from_numpy(ids[None, :1])
    before = net.generate(start, long)[0, 1:].tolist()
    picks = np.random.default_rng(0)
    for _ in range(steps):
        at = picks.integers(0, len(ids) - context - 1, 16)
        rows = np.stack([ids[i : i + context + 1] for i in at])
        scores = net(lib.from_numpy(rows[:, :-1].copy()))
        truth = lib.from_numpy(rows[:, 1:].copy())
        loss = lib.nn.functional.cross_entropy(scores.reshape(-1, letters), truth.reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {
        "losses": losses,
        "before": before,
        "after": net.generate(start, long, 0.7)[0, 1:].tolist(),
        "counts": [sum(p.numel() for p in net.parameters()), letters],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    letters = sorted(set(data.romeo(6000)))
    losses = found["losses"]
    lines = [canvas.plot({"loss": losses}, height=5)]
    lines.append(f"{'':9} loss {number(losses[0], 3)} at first, {number(losses[-1], 3)} at the end")
    for name, rows in (("before", 2), ("after", 7)):
        known = [letters[int(i)] if 0 <= i < len(letters) else "?" for i in found[name]]
        said = "".join(known).split("\n")
        wrapped = [line[i : i + WIDTH - 4] for line in said for i in range(0, len(line), WIDTH - 4)]
        lines += [f"{name}:", *(f"    {line}" for line in wrapped[:rows])]
    return "\n".join(lines)


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.curves("A small GPT", {"loss": found["losses"]}, "step")
