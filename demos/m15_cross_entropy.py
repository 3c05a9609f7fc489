"""Scores become probabilities, and what each is told."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas, beside, number

SCORES = (2.0, 1.0, 0.0, -1.0, -2.0)
STEPS = 60
ANSWER = {
    "p": (len(SCORES),),
    "pull": (len(SCORES),),
    "losses": (3,),
    "once": (STEPS,),
    "twice": (STEPS,),
    "huge": (),
}
SAYS = (
    "The gradient is the softmax less 1 where the truth is: the true score is pulled up, all "
    "others are pushed down. Who squashes twice (the second curve) can't get below 0.9 for five "
    "classes, since no probability is larger than 1."
)


def inputs() -> tuple[Any, ...]:
    return np.array([SCORES]), STEPS


def program(lib, scores, steps):
    F = lib.nn.functional
    z = lib.tensor(scores, requires_grad=True)
    truth = lib.tensor([3])
    F.cross_entropy(z, truth).backward()
    p = F.softmax(z, dim=1).reshape(-1).tolist()
    losses = [F.cross_entropy(z, lib.tensor([i])).item() for i in (0, 2, 4)]

    def descend(squash):
        z, curve = lib.tensor(scores, requires_grad=True), []
        for _ in range(steps):
            loss = F.cross_entropy(squash(z), truth)
            curve.append(loss.item())
            (step,) = lib.autograd.grad(loss, z)
            z = (z - 2 * step).detach().requires_grad_()
        return curve

    once, twice = descend(lambda z: z), descend(lambda z: F.softmax(z, dim=1))
    huge = F.cross_entropy(lib.tensor([[1000.0, 0.0]]), lib.tensor([1])).item()
    found = {"p": p, "pull": z.grad.reshape(-1).tolist(), "losses": losses}
    return found | {"once": once, "twice": twice, "huge": huge}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    names = [f"score {s:g}" for s in SCORES]
    p = canvas.bars(list(zip(names, found["p"], strict=True)), 16, 1).split("\n")
    pull = canvas.bars(list(zip([""] * 5, found["pull"], strict=True)), 16, 1).split("\n")
    losses = ", ".join(number(loss, 3) for loss in found["losses"])
    return "\n".join(
        [
            *beside(["softmax", *p], ["gradient, where the 4th is true", *pull]),
            f"loss where the 1st, 3rd, 5th is true: {losses}; of [1000, 0]: {found['huge']:.4g}",
            "",
            canvas.plot({"of scores": found["once"], "of a softmax": found["twice"]}, height=7),
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = {"scores": found["once"], "a softmax": found["twice"]}
    return svg.curves("Cross-entropy of scores, and of a softmax of them", named, "step")
