"""Whatever adds up many numbers loses hardly a digit: no more than torch does, or little.

The exact answer is torch's in float64, of the same numbers. Off it may be four times as far as
torch is in the same dtype, and a few of the dtype's steps.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, combinations, product

import numpy as np
import pytest
import torch

from grader.manifest import PACKAGE
from tests.library import long_sums

MANY = {"float16": 3000, "float32": 50_000}
NUMBERS = {"float16": [1.0, 0.1], "float32": [0.1]}  # ones add up exactly, but in float16
FEW = 8


@pytest.fixture
def _careful(modules):
    """The careful `sum` is in given/fast; the one of `magic_methods` is as good as NumPy's."""
    if f"{PACKAGE}.given.fast.arithmetic" not in modules:
        pytest.skip("the plain sum loses digits")


def check(lib, case, dtype, inputs):
    """Compare the answer of a case and all its gradients with torch's and with the exact ones."""
    exact = long_sums.answers(case, inputs(torch, dtype="float64"), "float64")
    torchs = long_sums.answers(case, inputs(torch, dtype=dtype), dtype)
    ours = long_sums.answers(case, inputs(lib, dtype=dtype), dtype)
    assert ours.keys() == torchs.keys() == exact.keys()
    for name, right in exact.items():
        off = long_sums.error(ours[name], right, dtype)
        torch_off = long_sums.error(torchs[name], right, dtype)
        assert off <= 4 * torch_off + FEW, f"{name or 'the result'}; torch: {torch_off:.1f} steps"


@pytest.mark.usefixtures("_careful")
@pytest.mark.parametrize("dtype", MANY)
@pytest.mark.parametrize("case", long_sums.cases(long_sums.SUMS))
def test_a_sum_along_any_dim(lib, case, dtype):
    for number, layout in product(NUMBERS[dtype], long_sums.LAYOUTS):
        x = np.full((MANY[dtype], 2), number, dtype)
        check(lib, case, dtype, partial(long_sums.of_sums, x=x, layout=layout))


@pytest.mark.usefixtures("_careful")
@pytest.mark.parametrize("dtype", MANY)
@pytest.mark.parametrize("case", long_sums.cases(long_sums.LAYERS))
def test_a_layer_and_its_gradients(lib, case, dtype):
    for number in NUMBERS[dtype]:
        x = np.full((MANY[dtype], 2), number, dtype)
        check(lib, case, dtype, partial(long_sums.of_layers, x=x))


SHAPES = (), (5,), (300,), (300, 2), (2, 300, 2), (3, 140, 2, 3), (130, 3, 2, 2), (0, 300), (300, 0)
# Ways to lay an array in memory.
WAYS = {
    "in order": lambda x: x,
    "in reverse order": lambda x: x.T,
    "backwards": lambda x: x[::-1] if x.ndim else x,
    "every other": lambda x: x[..., ::2] if x.ndim else x,
    "repeated in front": lambda x: np.broadcast_to(x, (150, *x.shape)),
    "repeated behind": lambda x: np.broadcast_to(x[..., None], (*x.shape, 150)),
}


def dims_of(x):
    return chain.from_iterable(combinations(range(x.ndim), n) for n in range(1, x.ndim + 1))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "uint8", "bool"])
def test_it_is_numpys_sum_of_any_array(modules, way, dtype):
    add_up = modules[f"{PACKAGE}.given.statistics.sums"].add_up
    rng, close = np.random.default_rng(0), {"float16": 1e-3, "float32": 1e-6, "float64": 1e-13}
    for shape in SHAPES:
        x = WAYS[way]((rng.normal(size=shape) * 3).astype(dtype))
        into = None if x.dtype.kind == "f" else np.int64
        for dims, keepdims in product([*dims_of(x)] or [()], [False, True]):
            found = add_up(x, dims, into, keepdims)
            plain = np.add.reduce(x, dims, into, keepdims=keepdims)
            exact = np.add.reduce(x, dims, into or np.float64, keepdims=keepdims)
            sizes = np.add.reduce(np.abs(x), dims, np.float64, keepdims=keepdims)
            assert (type(found), found.dtype) == (type(plain), plain.dtype)
            assert found.shape == plain.shape
            assert (np.abs(found - exact) <= close.get(dtype, 0) * sizes).all()


@pytest.mark.parametrize("odd", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("row", [0, 63, 64, 290, 299])
def test_what_is_infinite_or_nan_stays_in_its_column(modules, odd, row):
    add_up = modules[f"{PACKAGE}.given.statistics.sums"].add_up
    x = np.ones((300, 3), np.float32)
    x[row, 1] = odd
    np.testing.assert_array_equal(add_up(x, (0,)), [300, odd, 300])
    x[299 - row, 1] = -odd
    np.testing.assert_array_equal(add_up(x, (0,)), [300, np.nan, 300])


def test_a_running_total_has_the_gradient_of_sums_from_the_end(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        (first,) = lib.autograd.grad(x.cumsum(1), x, lib.tensor(g), create_graph=True)
        out = (x * x).cumsum(0)
        (twice,) = lib.autograd.grad(out, x, lib.tensor(g), create_graph=True)
        (again,) = lib.autograd.grad((twice * twice).sum(), x)
        return first, twice, again

    rng = np.random.default_rng(0)
    agree(program, rng.normal(size=(3, 4)), rng.normal(size=(3, 4)))


def test_of_a_single_number_it_is_the_number(agree):
    def program(lib, x):
        x = lib.tensor(x, dtype=lib.float16, requires_grad=True)
        parts = [x.sum(), x.mean(), x.cumsum(0), x.logsumexp(0), x.norm(), x.sum(0, True)]
        sum(parts).backward()
        return (*parts, x.grad)

    agree(program, 1.5)


def test_an_einsum_of_letters_that_stand_alone(agree):
    def program(lib, x, y, dtype):
        x, y = (lib.tensor(each).to(getattr(lib, dtype)) for each in (x, y))
        asked = "ijk->", "ijk->j", "iij->", "iij->j", "ijk,kl->", "ijk,ml->jm", "ijj,kl->il"
        return [lib.einsum(each, *[x, y][: each.count(",") + 1]) for each in asked]

    rng = np.random.default_rng(0)
    for dtype in ("float64", "int64"):
        x, y = (rng.integers(1, 100, shape) for shape in ((3, 3, 3), (3, 2)))
        agree(program, x, y, dtype)
