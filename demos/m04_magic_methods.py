"""A network and a curve, written as one writes maths."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import Canvas

POINTS = 67
ANSWER = {"says": [str], "values": (None,), "curve": (POINTS,), "kept": ()}
SAYS = (
    "Python makes each sign a call of yours: mul of neg is a product whose left factor came from"
    " a minus; 2 - x asks the reflected method. The curve is one such formula, for 67 numbers at "
    "once. Every result has its note."
)
TEXTS = ("x + 1", "2 - x", "2 / x", "2 ** x", "-x * x", "(x + x) @ w", "sigmoid(x @ w)")


def inputs() -> tuple[Any, ...]:
    return TEXTS, np.linspace(-3, 3, POINTS)


def program(lib, texts, points):
    x = lib.tensor([3.0, 2.0], requires_grad=True)
    w = lib.tensor([1.0, -1.0])
    scope = {"x": x, "w": w, "sigmoid": lib.sigmoid}
    results = [eval(text, scope) for text in texts]

    def chain(result):
        names = []
        while result is not None and result.node:
            names.append(result.node.op.__name__)
            parents = lib.autograd.parents(result)
            result = parents[0] if parents else None
        return " of ".join(names)

    t = lib.from_numpy(points)
    curve = (1 - t * t) * lib.exp(-(t**2) / 2)
    memory = x.detach()
    memory += 1
    return {
        "says": [chain(result) for result in results],
        "values": [result.reshape(-1).tolist()[0] for result in results],
        "curve": curve.tolist(),
        "kept": x.tolist()[0],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    rows = list(zip(TEXTS, found["values"], found["says"], strict=False))
    return "\n".join(
        [
            "x = tensor([3., 2.]);  w = tensor([1., -1.])   first number; what was noted",
            *(f"  {text:<16} {value:>8.4f}   {says}" for text, value, says in rows),
            f"  m = x.detach(); m += 1   changes x in place: x begins with {found['kept']:.4g}",
            "",
            "(1 - t * t) * exp(-(t**2) / 2)  for t from -3 to 3",
            canvas.plot({"": found["curve"]}, height=5),
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    return svg.curves("(1 - t * t) * exp(-(t**2) / 2)", {"": found["curve"]}, "t", (-3, 3))
