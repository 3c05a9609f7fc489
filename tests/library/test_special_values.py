"""Infinities, NaN, both zeros, no element and a single one: forward and gradient as torch's."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from math import inf, nan
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

LISTED = Path(__file__).with_name("special_values.txt").read_text("utf-8")
GROUPS = dict(re.findall(r"^(\w+)\n((?: +.*\n)+)", LISTED, re.MULTILINE))
SPECIAL = [0.0, -0.0, inf, -inf, nan, 1.5, -2.0, 0.5, 100.0, -100.0]
PAIRS = np.array(list(product(SPECIAL, SPECIAL)), np.float32)
THREE = np.array([[1.5, nan, 0.5], [inf, 2, -inf], [0, -0.0, 0], [2, 2, 2], [-inf, -inf, -inf]])
SHAPES = {0.5: ((0,), (0, 3), (2, 0), (1,), (1, 1)), nan: ((1, 1), ()), 0.0: ((1, 1), ())}
ALONE = [np.full(s, value, np.float32) for value, shapes in SHAPES.items() for s in shapes]
IMAGES = [np.full((2, 2, 3, 3), value, np.float32) for value in (0.5, inf, nan, 0)]
IMAGES += [np.zeros(shape, np.float32) for shape in ((0, 2, 3, 3), (1, 2, 1, 1), (1, 2, 3, 3))]


def inputs(group: str) -> list[tuple[np.ndarray, np.ndarray]]:
    if group in ("elementwise", "two"):
        return [(PAIRS[:, 0], PAIRS[:, 1]), *[(x, x) for x in ALONE]]
    rows = [x for x in ALONE if x.ndim == 2]
    if group == "rows":
        rows = [*ALONE, PAIRS, *[pair[None] for pair in PAIRS[:50]]]
    rows.append(THREE.astype(np.float32))
    return [(x, np.flip(x).copy()) for x in rows]


def trained(layer: Any, x: Any) -> Any:
    return layer(x), *layer.state_dict().values()


@cache
def everything(lib: ModuleType) -> dict[str, Any]:
    return {name: getattr(lib, name) for name in dir(lib) if not name.startswith("_")}


def scope(lib: ModuleType, group: str, x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """What an expression's names mean to one library: new tensors, with a place for gradients."""
    images = group == "images"
    names = everything(lib) | {
        "F": lib.nn.functional,
        "trained": trained,
        "i": lib.tensor([0] if x.size else []),
    }
    names |= {"k": lib.zeros(x.shape, dtype=lib.int64), "inf": inf, "nan": nan}
    a, b = lib.tensor(x, requires_grad=True), lib.tensor(y, requires_grad=True)
    if images:
        w = np.random.default_rng(0).normal(size=(3, 2, 2, 2)).astype(np.float32)
        names["w"] = lib.tensor(w, requires_grad=True)
    return names | {"a": a, "b": b, "c": a, "i": names["i"].long()}


def parts(result: Any) -> list[Any]:
    if isinstance(result, tuple | list):
        return [part for each in result for part in parts(each)]
    return [result]


def answer(lib: ModuleType, code: Any, names: dict[str, Any]) -> list[Any]:
    """Each part of the result, then the gradients of what it was computed from.

    Or the name of the exception, of the forward pass or (after its results) of the backward pass.
    """
    lib.manual_seed(0)
    try:
        found = parts(eval(code, names))
    except Exception as error:
        return [type(error).__name__]
    answers = [plain(part) for part in found]
    outs = [out for out in found if getattr(out, "requires_grad", False)]
    ins = [names[name] for name in "abw" if name in names]
    if outs:
        weights = [
            (lib.arange(out.numel(), dtype=out.dtype) % 3 + 1).reshape(out.shape) for out in outs
        ]
        try:
            answers += map(plain, lib.autograd.grad(outs, ins, weights, allow_unused=True))
        except Exception as error:
            answers.append(type(error).__name__)
    return answers


def plain(part: Any) -> Any:
    if hasattr(part, "detach"):
        return str(part.dtype).removeprefix("torch."), part.detach().numpy()
    return part


def difference(found: Any, expected: Any) -> bool:
    if type(found) is not type(expected):
        return True
    if isinstance(expected, list):
        return len(found) != len(expected) or any(map(difference, found, expected))
    if not isinstance(expected, tuple):
        return found != expected and expected == expected
    close = {"float16": 2e-3, "float32": 1e-5, "float64": 1e-12}.get(expected[0], 0)
    same = found[1].shape == expected[1].shape and found[0] == expected[0]
    return not (same and np.allclose(found[1], expected[1], close, close, equal_nan=True))
