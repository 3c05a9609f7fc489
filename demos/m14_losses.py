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
    "bernoulli": (3,),
    "pull": (3,),
    "scored": (),
}
SAYS = (
    "One number is fitted to 1, 2, 3 and an outlier, 10. The squared loss pulls the harder the "
    "further away a point is, so it ends at the mean; the absolute one pulls everywhere the "
    "same, and ends at a median; Huber's is in between."
)
STEPS = 400


def inputs() -> tuple[Any, ...]:
    return np.linspace(-4, 4, POINTS), NAMES, STEPS


def program(lib, points, names, steps):
    F = lib.nn.functional
    losses, slopes, fits = [], [], []
    for name in names:
        x = lib.tensor(points, requires_grad=True)
        zero = lib.zeros(len(points), dtype=lib.float64)
        options = {"delta": 2.0} if "huber" in name else {}
        loss = getattr(F, name)(x, zero, reduction="none", **options)
        loss.sum().backward()
        losses.append(loss.tolist())
        slopes.append(x.grad.tolist())
        seen = lib.tensor([1.0, 2.0, 3.0, 10.0], dtype=lib.float64)
        m = lib.tensor(0.0, dtype=lib.float64, requires_grad=True)
        for _ in range(steps):
            (step,) = lib.autograd.grad(getattr(F, name)(m.expand(4), seen, **options), m)
            m = (m - 0.1 * step).detach().requires_grad_()
        fits.append(m.item())
    p = lib.tensor([0.9, 0.9, 0.0], dtype=lib.float64, requires_grad=True)
    truth = lib.tensor([1.0, 0.0, 1.0], dtype=lib.float64)
    nll = F.binary_cross_entropy(p, truth, reduction="none")
    nll.sum().backward()
    z = lib.tensor([-300.0], dtype=lib.float64)
    scored = F.binary_cross_entropy_with_logits(z, lib.ones(1, dtype=lib.float64)).item()
    found = {"losses": losses, "slopes": slopes, "fits": fits}
    return found | {"bernoulli": nll.tolist(), "pull": p.grad.tolist(), "scored": scored}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    lines = [canvas.plot(dict(zip(NAMES, np.minimum(found["losses"], 8), strict=True)), height=8)]
    lines += [f"{'slope, for errors from -4 to 4':<34}one number, fitted to 1, 2, 3 and 10"]
    for name, slope, fit in zip(NAMES, found["slopes"], found["fits"], strict=True):
        lines.append(f"{name:<12}{canvas.spark(slope[::4], -8, 8):<22}{number(fit)}")
    lines.append("Bernoulli      p = 0.9, true   p = 0.9, false     p = 0, true   score -300, true")
    for name, row in (("loss", found["bernoulli"]), ("slope by p", found["pull"])):
        lines.append(f"{name:<14}" + "".join(f"{number(value, 3):>16} " for value in row))
    return "\n".join(lines).replace("\nslope by p", f"    {number(found['scored'], 3)}\nslope by p")


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = dict(zip(NAMES, found["losses"], strict=True))
    return svg.curves("Losses by error", named, "error", (-4, 4))
