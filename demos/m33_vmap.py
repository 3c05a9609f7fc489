"""The gradient of each of 64 digits by itself, in one sweep."""

from __future__ import annotations

import textwrap
from types import ModuleType
from typing import Any

import numpy as np

from demos import data
from demos.canvas import WIDTH, Canvas, beside, number

COUNT = 64
ANSWER = {"norms": (COUNT,), "whole": (), "off": (), "ops": (None,)}
SAYS = (
    "The function was written for one image; vmap lets it run on all 64, with one NumPy call for "
    "each op. A large gradient means: this one I would never have said. Average them and you "
    "have the gradient of the batch."
)
OPS = ("sum", "matmul", "outer", "permute", "softmax", "where", "in_dims=1", "out_dims=1")


def inputs() -> tuple[Any, ...]:
    images, digits = data.digits(264)
    pixels = (images.reshape(-1, 784) / 255).astype(np.float64)
    rng = np.random.default_rng(0)
    return pixels, digits, rng.normal(size=(784, 10)) * 0.01, COUNT


def program(lib, pixels, digits, start, count):
    func, F = lib.func, lib.nn.functional

    def loss(w, x, t):
        return -(lib.nn.functional.log_softmax(x @ w, dim=0) * t).sum()

    onehot = np.eye(10)[digits]
    w = lib.from_numpy(start)
    X, T = (lib.from_numpy(a[count:].copy()) for a in (pixels, onehot))
    for _ in range(40):
        step = func.grad(lambda w: -(F.log_softmax(X @ w, dim=1) * T).sum() / len(X))(w)
        w = w - 0.5 * step
    x, t = lib.from_numpy(pixels[:count].copy()), lib.from_numpy(onehot[:count].copy())
    each = func.vmap(func.grad(loss), in_dims=(None, 0, 0))(w, x, t)
    whole = func.grad(lambda w: -(F.log_softmax(x @ w, dim=1) * t).sum() / count)(w)
    a = lib.from_numpy(np.arange(24.0).reshape(2, 3, 4))
    functions = [
        lambda m: m.sum(0),
        lambda m: m @ m.permute(1, 0),
        lambda m: m[0].reshape(4, 1) * m[1],
        lambda m: m.permute(1, 0),
        lambda m: lib.softmax(m, dim=0),
        lambda m: lib.where(m > 5, m, -m),
    ]
    results = [func.vmap(f)(a) for f in functions]
    results.append(func.vmap(lambda m: m.sum(1), in_dims=1)(a))
    results.append(func.vmap(lambda m: m[0], out_dims=1)(a))
    weights = [np.arange(r.numel()).reshape(tuple(r.shape)) for r in results]
    return {
        "norms": np.sqrt((each.numpy() ** 2).sum((1, 2))),
        "whole": float(np.sqrt((whole.numpy() ** 2).sum())),
        "off": float(abs(each.numpy().mean(0) - whole.numpy()).max()),
        "ops": [float((r.numpy() * w).sum()) for r, w in zip(results, weights, strict=True)],
    }


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    images, digits = data.digits(COUNT)
    norms = found["norms"]
    order = [i for i in np.argsort(np.nan_to_num(norms)) if np.isfinite(norms[i])] or [0]
    chosen = [order[-1], order[-2 % len(order)], order[0]]
    blocks = []
    for i in chosen:
        rows = canvas.heat(images[i][4:24:2, 4:25] / 255, 0, 1, wide=1)
        blocks.append([f"a {digits[i]}: {number(norms[i], 3)}", *rows])
    ops = ", ".join(f"{name} {number(v, 5)}" for name, v in zip(OPS, found["ops"], strict=False))
    return "\n".join(
        [
            "length of each digit's gradient:",
            canvas.spark(norms),
            *beside(*blocks),
            f"their mean is the batch's gradient, of length {number(found['whole'], 3)}, but for"
            f" {number(found['off'], 1)}",
            *textwrap.wrap(f"checks: {ops}", WIDTH, subsequent_indent=" " * 8)[:2],
        ]
    )


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    named = {"length": np.sort(found["norms"])}
    return svg.curves("Length of each digit's gradient", named, "digits, from the shortest")
