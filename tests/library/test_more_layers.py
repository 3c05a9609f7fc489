"""Layers that no lesson needs: second derivatives, jvp and vmap of what they compute."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

SHAPES = {"a": (2, 4, 3, 4), "x": (3, 4), "y": (3, 4), "z": (3, 4), "w": (4, 2, 3, 3), "v": (4,)}
EXPRESSIONS = """
    F.interpolate(a, scale_factor=1.5)
    F.interpolate(a, (5, 7), mode="bilinear")
    F.interpolate(a, (5, 2), mode="bilinear")
    F.pixel_shuffle(a, 2)
    F.conv_transpose2d(a, w, None, 2, 1, 1)
    F.conv_transpose1d(a[:, :, 0], w[:, :, 0], v, groups=2)
    F.adaptive_max_pool2d(a, (2, 3))
    F.unfold(a, 2, padding=1)
    F.rms_norm(x, (4,), v)
    F.instance_norm(a, weight=v, bias=2 * v)
    F.margin_ranking_loss(x, y, y.detach().sign(), 0.1)
    F.cosine_embedding_loss(x, y, lib.tensor([1, -1, 1]), 0.1)
    F.triplet_margin_loss(x, y, z, swap=True)
    F.poisson_nll_loss(x, y.detach() ** 2 + 1, full=True)
    F.gaussian_nll_loss(x, y, z * z + 0.1)
"""
EXPRESSIONS = [line.strip() for line in EXPRESSIONS.strip().split("\n")]
NUMBERS = np.random.default_rng(3)
VALUES = {name: NUMBERS.normal(size=shape) for name, shape in SHAPES.items()}


def second(lib: ModuleType, f: Callable[..., Any], *arrays: np.ndarray) -> list[Any]:
    """First derivatives, and second ones."""
    xs = [lib.tensor(x, requires_grad=True) for x in arrays]
    grads = lib.autograd.grad((f(*xs) ** 3).sum(), xs, create_graph=True)
    total = sum((g * g).sum() for g in grads)
    return [*grads, *lib.autograd.grad(total, xs, materialize_grads=True)]


def forwards(lib: ModuleType, f: Callable[..., Any], *arrays: np.ndarray) -> list[Any]:
    """The value, and its slope in one direction."""
    directions = [lib.tensor(np.cos(x)) for x in arrays]
    return [*lib.func.jvp(f, tuple(map(lib.tensor, arrays)), tuple(directions))]


def batched(lib: ModuleType, f: Callable[..., Any], *arrays: np.ndarray) -> list[Any]:
    """The values for a batch, and the gradients for each of it."""
    many = [lib.tensor(np.stack([x, 2 * x, x - 1])) for x in arrays]
    places = tuple(range(len(many)))
    grads = lib.func.vmap(lib.func.grad(lambda *xs: (f(*xs) ** 2).sum(), places))(*many)
    return [lib.func.vmap(f)(*many), *grads]


@pytest.mark.parametrize("way", [second, forwards, batched])
def test_transforms_of_what_layers_compute(lib, way):
    refused = 0
    for expression in EXPRESSIONS:
        code = compile(expression, expression, "eval")
        names = [name for name in SHAPES if name in code.co_names]

        def answer(each: ModuleType, code: Any = code, names: list[str] = names) -> list[Any]:
            scope = {"F": each.nn.functional, "lib": each}

            def f(*xs: Any) -> Any:
                return eval(code, scope | dict(zip(names, xs, strict=True)))

            try:
                return [part.detach().numpy() for part in way(each, f, *map(VALUES.get, names))]
            except RuntimeError:
                return []

        expected = answer(torch)
        refused += not expected
        for mine, torchs in zip(answer(lib), expected, strict=True):
            np.testing.assert_allclose(mine, torchs, 1e-7, 1e-9, err_msg=expression)
    print(f"{len(EXPRESSIONS)} tried, {refused} refused by both, 0 skipped")
    assert refused <= 1  # whether a variance is negative, nobody can say of a batch
