"""Infinities, NaN, both zeros, no element and a single one: forward and gradient as torch's.

Nothing that is handed to a function is written to, either. The expressions stand in
special_values.txt; each is computed of many tensors, by both libraries.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from functools import cache
from itertools import product
from math import inf, nan
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from tests.library.plain import parts

LISTED = Path(__file__).with_name("special_values.txt").read_text("utf-8")
GROUPS = dict(re.findall(r"^(\w+)\n((?: +.*\n)+)", LISTED, re.MULTILINE))
LEFT = dict(re.findall(r"^- (.*?): (.*)\n", LISTED, re.MULTILINE))  # of which inputs, and why
SPECIAL = [0.0, -0.0, inf, -inf, nan, 1.5, -2.0, 0.5, 100.0, -100.0]
PAIRS = np.array(list(product(SPECIAL, SPECIAL)), np.float32)
THREE = np.float32([[1.5, nan, 0.5], [inf, 2, -inf], [0, -0.0, 0], [2, 2, 2], [-inf, -inf, -inf]])
SHAPES = {0.5: ((0,), (0, 3), (2, 0), (1,), (1, 1), ()), nan: ((1, 1),), 0.0: ((1, 1), ())}
ALONE = [np.full(s, value, np.float32) for value, shapes in SHAPES.items() for s in shapes]
IMAGES = [np.full((2, 2, 3, 3), value, np.float32) for value in (0.5, inf, nan, 0)]
IMAGES += [np.zeros(shape, np.float32) for shape in ((0, 2, 3, 3), (1, 2, 1, 1), (1, 2, 3, 3))]
CLOSE = {"float16": 2e-3, "float32": 2e-5, "float64": 1e-12}


def inputs(group: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """What the expressions of a group are computed of: `a` and `b`."""
    if group == "images":
        return [(x, x) for x in IMAGES]
    if group in ("elementwise", "two"):  # several NaNs, since torch has two ways for them
        return [(PAIRS[:, 0], PAIRS[:, 1])] + [(x, x) for x in ALONE if not np.isnan(x).any()]
    found = [x for x in ALONE if x.ndim == 2]
    if group == "rows":
        found = [*ALONE, PAIRS, PAIRS[24:25], PAIRS[56:57]]
    return [(x, np.flip(x).copy()) for x in [*found, THREE]]


def trained(layer: Any, x: Any) -> Any:
    """What a layer makes of x, and what it remembers."""
    return layer(x), *layer.state_dict().values()


@cache
def everything(lib: ModuleType) -> dict[str, Any]:
    """All that a library offers, by name."""
    names = {name: getattr(lib, name) for name in dir(lib) if not name.startswith("_")}
    return names | {"F": lib.nn.functional, "trained": trained, "inf": inf, "nan": nan}


def scope(lib: ModuleType, group: str, x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """What an expression's names mean: new tensors, of which a, b and w require a gradient."""
    names = {"a": lib.tensor(x, requires_grad=True), "b": lib.tensor(y, requires_grad=True)}
    names |= {"i": lib.tensor([0] if x.size else [], dtype=lib.int64), "c": names["a"]}
    names |= {"k": lib.zeros(x.shape, dtype=lib.int64), "s": lib.tensor(-1), "n": lib.tensor(1)}
    if group == "images":
        w = np.random.default_rng(0).normal(size=(3, 2, 2, 2)).astype(np.float32)
        names["w"] = lib.tensor(w, requires_grad=True)
    return names


def answer(lib: ModuleType, code: Any, names: dict[str, Any]) -> list[Any]:
    """Each part of the result, then the gradients of what it was computed from.

    Or the name of the exception, of the forward pass or (after its results) of the backward pass.
    """
    lib.manual_seed(0)
    try:
        found = parts(eval(code, everything(lib) | names))
    except Exception as error:
        return [type(error).__name__]
    answers = [plain(part) for part in found]
    outs = [out for out in found if getattr(out, "requires_grad", False)]
    ins = [names[name] for name in "abw" if name in names]
    if outs:
        weights = [(lib.arange(o.numel(), dtype=o.dtype) % 3 + 1).reshape(o.shape) for o in outs]
        try:
            answers += map(plain, lib.autograd.grad(outs, ins, weights, allow_unused=True))
        except Exception as error:
            answers.append(type(error).__name__)
    return answers


def plain(part: Any) -> Any:
    """A tensor as (dtype, ndarray)."""
    if hasattr(part, "detach"):
        return str(part.dtype).removeprefix("torch."), part.detach().numpy()
    return part


def differs(found: Any, expected: Any) -> bool:
    """Whether two answers are not the same; None for a gradient is as good as zeros."""
    if isinstance(found, list):
        return len(found) != len(expected) or any(map(differs, found, expected))
    if isinstance(found, tuple) and expected is None:
        return found[1].any()
    if not (isinstance(found, tuple) and isinstance(expected, tuple)):
        return type(found) is not type(expected) or (found != expected and expected == expected)
    if found[0] != expected[0] or found[1].shape != expected[1].shape:
        return True
    close = CLOSE.get(expected[0], 0)
    return not np.allclose(found[1], expected[1], close, close, equal_nan=True)


def kind(x: np.ndarray) -> str:
    """What is special about a tensor."""
    return "empty" if not x.size else "finite" if np.isfinite(x).all() else "infinite"


def strided(names: dict[str, Any]) -> dict[str, Any]:
    """The same tensors with gaps in memory: torch computes them one by one, not in vectors."""
    spread = {name: torch.stack([names[name].detach()] * 2, -1)[..., 0] for name in "ab"}
    spread = {name: tensor.requires_grad_() for name, tensor in spread.items()}
    return names | spread | {"c": spread["a"]}


def refused(answers: list[Any]) -> bool:
    """Whether there is the name of an exception in the place of an answer."""
    return answers != [] and isinstance(answers[0], str)


def test_special_values_are_what_torch_makes_of_them(lib, capsys):
    wrong, tally = [], Counter()
    for group, lines in GROUPS.items():
        for expression in [each.strip() for each in re.split(r" \| |\n", lines.strip())]:
            code = compile(expression, expression, "eval")
            for x, y in inputs(group):
                tally["tried"] += 1
                if kind(x) in LEFT.get(expression, "").split(",")[0].split(" and "):
                    tally["skipped"] += 1
                    continue
                expected, found, written = both(lib, group, code, x, y)
                tally["refused"] += refused(expected)
                if differs(found, expected) or written:
                    wrong.append((group, expression, kind(x), x.shape, x.ravel()[:3], written))
    with capsys.disabled():
        print(f"\nspecial values: {dict(tally)}", end=" ")
    assert not wrong, "\n".join(map(str, wrong))
    assert tally["skipped"] < 0.02 * tally["tried"]


def both(lib: ModuleType, group: str, code: Any, x: np.ndarray, y: np.ndarray) -> tuple[Any, ...]:
    """What torch answers, what the library answers, and what this has written to."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        theirs, ours = scope(torch, group, x, y), scope(lib, group, x, y)
        before = {name: tensor.detach().numpy().copy() for name, tensor in ours.items()}
        expected, found = answer(torch, code, theirs), answer(lib, code, ours)
        if differs(found, expected) and x.size > 1:
            expected = answer(torch, code, strided(theirs))
    after = {name: tensor.detach().numpy() for name, tensor in ours.items()}
    equal = {name: np.array_equal(after[name], before[name], equal_nan=True) for name in after}
    return expected, found, [name for name, same in equal.items() if not same]
