"""What is done some rows or numbers at a time gives torch's results, however many they are."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

FAR = np.array([[0.0, -90.0, 3.0], [-50.0, -60.0, -40.0], [800.0, 0.0, 799.0], [-20.0, -1.0, 1.0]])
HIDDEN = np.where(np.arange(12).reshape(4, 3) % 5 == 1, -np.inf, FAR / 100)
NOTHING = np.array([[-np.inf] * 3, [np.inf, 0, 1], [np.nan, 0, 1], [1, 2, 3]])
NORMS = {
    "one dimension": ((7, 5), 1, (True, True)),
    "two dimensions": ((2, 3, 4, 5), 2, (True, True)),
    "no bias": ((7, 5), 1, (True, False)),
    "no weight": ((7, 5), 1, (False, False)),
    "one row": ((5,), 1, (True, True)),
}


@pytest.fixture(autouse=True, params=[1, 10, 2**16])
def block(request: Any, lib: Any, monkeypatch: Any) -> None:
    for module in (
        lib.given.fast.activations,
        lib.given.fast.layer_norm,
        lib.given.statistics.blocks,
    ):
        monkeypatch.setattr(module, "_BLOCK", request.param)


def gradients(lib: Any, function: Any, *arrays: np.ndarray | None) -> list[np.ndarray]:
    """The result, its gradients, and gradients of these."""
    inputs = [None if a is None else lib.tensor(a, requires_grad=True) for a in arrays]
    wanted = [each for each in inputs if each is not None]
    out = function(lib, *inputs)
    alone = lib.autograd.grad(function(lib, *inputs).sin().sum(), wanted)
    first = lib.autograd.grad(out.sin().sum(), wanted, create_graph=True)
    second = lib.autograd.grad(sum((each * each).sum() for each in first), wanted)
    return [each.detach().numpy() for each in (out, *alone, *first, *second)]


def assert_is_torchs(lib: Any, function: Any, *arrays: np.ndarray | None) -> None:
    both = [gradients(each, function, *arrays) for each in (lib, torch)]
    for mine, right in zip(*both, strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("scores", [FAR, HIDDEN, NOTHING], ids=["far", "hidden", "nothing"])
@pytest.mark.parametrize("dim", [0, 1])
def test_softmax_is_torchs(lib: Any, scores: np.ndarray, dim: int):
    assert_is_torchs(lib, lambda lib, x: lib.softmax(x, dim), scores)


@pytest.mark.parametrize("name", NORMS)
def test_layer_norm_is_torchs(lib: Any, name: str):
    shape, dims, has = NORMS[name]
    drawn = np.random.default_rng(0)
    x, *vectors = drawn.normal(3, size=shape), *drawn.normal(size=(2, *shape[-dims:]))
    vectors = [vector if there else None for vector, there in zip(vectors, has, strict=True)]

    def normalize(lib: Any, x: Any, *vectors: Any) -> Any:
        return lib.nn.functional.layer_norm(x, shape[-dims:], *vectors)

    assert_is_torchs(lib, normalize, x, *vectors)


def test_rows_far_from_zero_are_normal(lib: Any):
    x = np.random.default_rng(0).normal(1000, size=(5, 8)).astype("f")
    found = lib.nn.functional.layer_norm(lib.tensor(x), (8,)).numpy()
    right = torch.nn.functional.layer_norm(torch.tensor(x).double(), (8,)).numpy()
    np.testing.assert_allclose(found, right, rtol=0, atol=4 * np.spacing(np.float32(1000)))


def test_relu_of_many_numbers_is_torchs(lib: Any, monkeypatch: Any):
    monkeypatch.setattr(lib.given.fast.activations, "_FEW", 0)
    x = np.array([-1.0, -0.0, 0.0, 1e-300, 2.0, np.inf, -np.inf, np.nan])
    assert_is_torchs(lib, lambda lib, x: lib.relu(x) * 2, x)


@pytest.mark.parametrize("how", [{}, {"approximate": "tanh"}], ids=str)
def test_gelu_is_torchs(lib: Any, how: dict[str, str]):
    x = np.linspace(-7, 7, 41)
    assert_is_torchs(lib, lambda lib, x: lib.nn.functional.gelu(x, **how), x)


def test_a_chance_in_float32_is_off_by_a_ten_millionth(lib: Any):
    x = np.concatenate([np.linspace(-9, 9, 5001), [1e3, -1e3, 1e38, -1e38, np.inf, -np.inf]])
    found = lib.given.ops.special.ndtr(x.astype("f"))
    right = [math.erfc(-each / math.sqrt(2)) / 2 for each in x.astype("f").tolist()]
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, right, rtol=0, atol=1.2e-7)


def test_a_sigmoid_is_torchs_at_the_ends_as_well(lib: Any):
    x = np.array([-800, -90, -30, -1, -0.0, 1, 30, 800, np.inf, -np.inf, np.nan])
    for dtype in ("f", "d"):
        mine, right = (each.sigmoid(each.tensor(x.astype(dtype))).numpy() for each in (lib, torch))
        np.testing.assert_allclose(mine, right, rtol=1e-6, atol=1e-45)


@pytest.mark.parametrize("shape", [(), (5,), (4, 7), (5, 7), (3, 200), (2, 3, 150), (0, 3), (3, 0)])
@pytest.mark.parametrize("dtype", ["f", "d", "e", "i", "?"])
def test_running_sums_are_torchs(lib: Any, shape: tuple[int, ...], dtype: str):
    x = (4 * np.random.default_rng(0).normal(size=shape)).astype(dtype)
    if len(shape) == 2 and dtype == "f" and x.size:
        x[1, 2], x[2, 0] = np.inf, np.nan
    for dim in range(-max(1, x.ndim), max(1, x.ndim)):
        for across in (False, True):
            laid = x.T if across else x
            mine, right = (each.tensor(laid).cumsum(dim).numpy() for each in (lib, torch))
            assert mine.dtype == right.dtype and mine.shape == right.shape
            np.testing.assert_allclose(mine, right, rtol=1e-6 if dtype == "f" else 1e-12)
