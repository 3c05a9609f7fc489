"""All fast ways of a convolution, whatever is worked on at a time, give torch's results."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

CHANNELS = 33  # so many that products are saved
SQUARE = {"padding": 1}
CASES = [  # (N, C, H, W), (O, C / groups, kh, kw), and how
    ((4, CHANNELS, 9, 8), (34, CHANNELS, 3, 3), SQUARE),
    ((4, CHANNELS, 10, 9), (34, CHANNELS, 3, 3), {}),
    ((4, CHANNELS, 7, 8), (34, CHANNELS, 3, 3), {"padding": (2, 1)}),
    ((4, CHANNELS, 7, 8), (34, CHANNELS, 3, 3), {"padding": 3}),
    ((5, 4, 9, 8), (6, 2, 3, 2), {"padding": (1, 0), "stride": (2, 3), "groups": 2}),
    ((5, 4, 9, 8), (4, 1, 3, 3), {"padding": 1, "dilation": (1, 2), "groups": 4}),
    ((5, 4, 9, 8), (4, 1, 2, 3), {"padding": (0, 2), "stride": (3, 2), "groups": 4}),
    ((5, 2, 9, 8), (4, 1, 3, 3), {"groups": 2}),
    ((5, 4, 7, 8), (4, 4, 3, 2), {"padding": (2, 3), "dilation": (2, 1)}),
    ((5, 4, 3, 2), (6, 4, 1, 1), {}),
]


def answers(lib: Any, x: np.ndarray, weight: np.ndarray, how: Any) -> list[np.ndarray]:
    """The result, its gradients, and gradients of these."""
    arguments = [lib.tensor(each, requires_grad=True) for each in (x, weight)]
    out = lib.nn.functional.conv2d(*arguments, **how)
    first = lib.autograd.grad(out.sin().sum(), arguments, create_graph=True)
    second = lib.autograd.grad(sum((each * each).sum() for each in first), arguments)
    return [each.detach().numpy() for each in (out, *first, *second)]


@pytest.mark.parametrize("block", [1, 4000, 2**20])
@pytest.mark.parametrize(("size", "weight", "how"), CASES)
def test_it_is_torchs(lib: Any, monkeypatch: Any, size: Any, weight: Any, how: Any, block: int):
    for way in (
        lib.given.convolving.columns,
        lib.given.convolving.depthwise,
        lib.given.convolving.winograd,
    ):
        monkeypatch.setattr(way, "_BLOCK", block)
        monkeypatch.setattr(way, "_IMAGES", 3)
    drawn = np.random.default_rng(0)
    x, weight = drawn.normal(size=size), drawn.normal(size=weight) / CHANNELS
    for mine, right in zip(*(answers(each, x, weight, how) for each in (lib, torch)), strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-10, atol=1e-11)


def test_products_are_saved_where_there_are_many(lib: Any, monkeypatch: Any):
    usual, taken = lib.given.convolving.columns.convolution, []
    monkeypatch.setattr(
        lib.given.convolving.columns, "convolution", lambda *a: taken.append(a) or usual(*a)
    )
    for dtype in (lib.float32, lib.float64):
        x = lib.ones(4, CHANNELS, 10, 10, dtype=dtype)
        weight = lib.ones(CHANNELS, CHANNELS, 3, 3, dtype=dtype)
        assert lib.nn.functional.conv2d(x, weight)[0, 0, 0, 0] == 9 * CHANNELS
    assert taken == []
    few = ((4, 3, 10, 10), (1, CHANNELS, 10, 10))
    for size in few:
        lib.nn.functional.conv2d(lib.ones(size), lib.ones(CHANNELS, size[1], 3, 3))
    assert [a[0].shape for a in taken] == list(few)


def test_what_is_infinite_is_in_the_windows_that_see_it_and_in_no_others(lib: Any):
    x = np.ones((4, CHANNELS, 8, 8), np.float32)
    x[0, 0, 3, 3], x[1, 2, 0, 0], x[2, 1, 7, 7] = np.inf, np.nan, -np.inf
    weight = np.random.default_rng(0).normal(size=(CHANNELS, CHANNELS, 3, 3)).astype("f")
    mine, right = (
        each.nn.functional.conv2d(each.tensor(x), each.tensor(weight), padding=1).numpy()
        for each in (lib, torch)
    )
    np.testing.assert_allclose(mine, right, rtol=1e-4, atol=1e-4)
