"""What each loss makes of an error, and what it makes a network do."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, number

POINTS = 65
NAMES = ("mse_loss", "l1_loss", "huber_loss")
ANSWER = {
    "losses": (len(NAMES), POINTS),
    "slopes": (len(NAMES), POINTS),
    "fits": (len(NAMES),),
    "p": (3,),
    "bernoulli": (3,),
    "pull": (3,),
}
SAYS = (
    "One number is fitted to 1, 2, 3 and an outlier, 10. The squared loss pulls the harder the "
    "further away a point is, so it ends at the mean; the absolute one pulls everywhere the same, "
    "and ends at a median; Huber's is in between."
)
STEPS = 400


def inputs() -> tuple[Any, ...]:
    return np.linspace(-4, 4, POINTS), NAMES, STEPS


def program(lib, points, names, steps):
    F = lib.nn.functional
    losses, slopes, fits = [], [], []
    for name in names:
        x = lib.tensor(points, requires_grad=True)
        loss = getattr(F, name)(x, lib.zeros(len(points), dtype=lib.float64), reduction="none")
        loss.sum().backward()
        losses.append(loss.tolist())
        slopes.append(x.grad.tolist())
        seen = lib.tensor([1.0, 2.0, 3.0, 10.0], dtype=lib.float64)
        m = lib.tensor(0.0, dtype=lib.float64, requires_grad=True)
        for _ in range(steps):
            (step,) = lib.autograd.grad(getattr(F, name)(m.expand(4), seen), m)
            m = (m - 0.1 * step).detach().requires_grad_()
        fits.append(m.item())
    p = lib.tensor([0.9, 0.5, 0.01], dtype=lib.float64, requires_grad=True)
    nll = F.binary_cross_entropy(p, lib.ones(3, dtype=lib.float64), reduction="none")
    nll.sum().backward()
    found = {"losses": losses, "slopes": slopes, "fits": fits}
    return found | {"p": p.tolist(), "bernoulli": nll.tolist(), "pull": p.grad.tolist()}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [canvas.plot(dict(zip(NAMES, np.minimum(found["losses"], 6), strict=True)), height=9)]
    lines += ["", f"{'slope, for errors from -4 to 4':<34}one number, fitted to 1, 2, 3 and 10"]
    for name, slope, fit in zip(NAMES, found["slopes"], found["fits"], strict=True):
        lines.append(f"{name:<12}{canvas.spark(slope[::4], -8, 8):<22}{number(fit)}")
    rows = zip(found["p"], found["bernoulli"], found["pull"], strict=True)
    told = ", ".join(f"{number(p)}: {number(loss, 3)} ({number(g, 3)})" for p, loss, g in rows)
    return "\n".join([*lines, f"Bernoulli, by p where 1 is true (and slope): {told}"])


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.curves("Losses by error", dict(zip(NAMES, found["losses"], strict=True)))
