"""A tangent travels with each value."""

from __future__ import annotations

import textwrap
from types import ModuleType
from typing import Any

import numpy as np

from demos.canvas import WIDTH, Canvas, beside, number

POINTS = 61
ANSWER = {
    "curve": (POINTS,),
    "slope": (POINTS,),
    "measured": (POINTS,),
    "jacobian": (3, 4),
    "hessian": (4, 4),
    "along": (2,),
    "ops": (None,),
}
OPS = ("exp", "log", "tanh", "sigmoid", "sqrt", "sum", "matmul", "div", "pow", "amax", "where")
SAYS = (
    "jvp needs no walk back: the slope comes with the value, in one pass, for one direction. So "
    "forward mode is cheap for a Jacobian of few columns, and reverse mode for one of few rows; "
    "a Hessian takes one inside the other."
)


def inputs() -> tuple[Any, ...]:
    rng = np.random.default_rng(0)
    return np.linspace(-3, 3, POINTS), rng.normal(size=(3, 4)), rng.normal(size=4)


def program(lib, points, matrix, at):
    func = lib.func

    def f(t):
        return lib.sin(t * t) / (1 + t * t) + lib.tanh(t)

    x, h = lib.from_numpy(points), 1e-6
    curve, slope = func.jvp(f, (x,), (lib.ones_like(x),))
    measured = (f(x + h) - f(x - h)) / (2 * h)
    W, v = lib.from_numpy(matrix), lib.from_numpy(at)
    p = lib.tensor([0.5, 1.5, 2.0], dtype=lib.float64)
    q = lib.tensor([1.0, -1.0, 0.5], dtype=lib.float64)
    functions = [
        lib.exp,
        lib.log,
        lib.tanh,
        lib.sigmoid,
        lib.sqrt,
        lambda t: t.sum(),
        lambda t: t @ (t * 2),
        lambda t: 1 / t,
        lambda t: t**3,
        lambda t: lib.amax(t, 0),
        lambda t: lib.where(t > 1, t * t, t),
    ]
    return {
        "curve": curve.tolist(),
        "slope": slope.tolist(),
        "measured": measured.tolist(),
        "jacobian": func.jacfwd(lambda t: lib.tanh(W @ t))(v).tolist(),
        "hessian": func.hessian(lambda t: (lib.tanh(W @ t) ** 2).sum())(v).tolist(),
        "along": [o.item() for o in func.jvp(lambda a, b: (a * b).sum(), (p, q), (q, p))],
        "ops": [func.jvp(g, (p,), (q,))[1].sum().item() for g in functions],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    off = float(np.abs(found["slope"] - found["measured"]).max())
    blocks = [
        [title, *("".join(f"{number(v, 2):>8}" for v in row) for row in found[name])]
        for name, title in (
            ("jacobian", "jacfwd of tanh(W x)"),
            ("hessian", "hessian of its square"),
        )
    ]
    ops = ", ".join(f"{name} {number(v, 3)}" for name, v in zip(OPS, found["ops"], strict=False))
    value, tangent = found["along"]
    return "\n".join(
        [
            canvas.plot({"f": found["curve"], "its tangent": found["slope"]}, height=6),
            f"{'':9} from measured slopes at most {number(off, 1)} off",
            *beside(*blocks, gap=2),
            *textwrap.wrap(f"tangents: {ops}", WIDTH, subsequent_indent=" " * 10)[:2],
            f"of x y along (y, x): {number(value)} and {number(tangent)}",
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = {"f": found["curve"], "f'": found["slope"]}
    return svg.curves("A function and its tangent", named, "x", (-3, 3))
