"""The given generator makes torch's numbers, from the same seed and in the same state."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

SIZES = (0, 1, 3, 15, 16, 17, 100, 784)
Draw = Callable[[Any, int, Any], Any]
FLOATING: dict[str, Draw] = {
    "rand": lambda lib, n, dtype: lib.rand(n, dtype=dtype),
    "uniform_": lambda lib, n, dtype: lib.empty(n, dtype=dtype).uniform_(-0.3, 0.7),
    "uniform_ around 0": lambda lib, n, dtype: lib.empty(n, dtype=dtype).uniform_(-1 / 28, 1 / 28),
    "bernoulli_": lambda lib, n, dtype: lib.empty(n, dtype=dtype).bernoulli_(0.3),
    "bernoulli": lambda lib, n, dtype: lib.bernoulli(lib.rand(n, dtype=dtype)),
    "random_": lambda lib, n, dtype: lib.empty(n, dtype=dtype).random_(),
}
NORMAL: dict[str, Draw] = {
    "randn": lambda lib, n, dtype: lib.randn(n, dtype=dtype),
    "normal_": lambda lib, n, dtype: lib.empty(n, dtype=dtype).normal_(1.5, 0.3),
    "exponential_": lambda lib, n, dtype: lib.empty(n, dtype=dtype).exponential_(2.0),
}
WHOLE: dict[str, Draw] = {
    "randperm": lambda lib, n, _: lib.randperm(n),
    "randint": lambda lib, n, _: lib.randint(-3, 7, (n,)),
    "randint of many": lambda lib, n, _: lib.randint(0, 2**28, (n,)),
    "random_": lambda lib, n, _: lib.empty(n, dtype=lib.int64).random_(),
    "multinomial": lambda lib, n, _: lib.multinomial(lib.ones(n + 3), 3),
    "multinomial again": lambda lib, n, _: lib.multinomial(lib.ones(2, n + 3), 5, True),
}


def both(lib: ModuleType, draw: Draw, n: int, dtype: str, seed: int) -> tuple[np.ndarray, ...]:
    """What torch drew and what we drew, twice in a row; the states must be the same afterwards."""
    torch.manual_seed(seed)
    lib.manual_seed(seed)
    drawn = [
        np.stack([draw(each, n, getattr(each, dtype)).numpy() for _ in range(2)])
        for each in (torch, lib)
    ]
    assert np.array_equal(torch.get_rng_state().numpy(), lib.get_rng_state().numpy())
    return tuple(drawn)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", FLOATING)
def test_floating_numbers_are_torchs_bit_for_bit(lib, name, dtype, n):
    for seed in (0, -5, 2**40 + 3):
        theirs, ours = both(lib, FLOATING[name], n, dtype, seed)
        assert ours.dtype == theirs.dtype
        assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("name", WHOLE)
def test_integers_are_torchs(lib, name, n):
    theirs, ours = both(lib, WHOLE[name], n, "int64", 3)
    assert ours.dtype == theirs.dtype
    assert np.array_equal(ours, theirs)


@pytest.mark.parametrize(
    ("n", "seeds"), [(1000, 40), (1001, 40), (1500, 40), (9000, 9), (4 * 10**5, 1)]
)
def test_long_permutations_are_torchs(lib, n, seeds):
    for seed in range(seeds):
        theirs, ours = both(lib, WHOLE["randperm"], n, "int64", seed)
        assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", NORMAL)
def test_normal_numbers_are_torchs_but_for_the_last_bits(lib, name, dtype, n):
    theirs, ours = both(lib, NORMAL[name], n, dtype, 3)
    assert ours.dtype == theirs.dtype
    assert np.all(np.abs(ours - theirs) <= 4 * np.spacing(np.maximum(np.abs(theirs), 1)))


def test_a_state_goes_to_torch_and_comes_back(lib):
    lib.manual_seed(1)
    lib.randn(3)  # an odd number leaves one for the next call
    torch.set_rng_state(torch.from_numpy(lib.get_rng_state().numpy()))
    expected = torch.randn(5).numpy()
    lib.rand(700)
    lib.set_rng_state(lib.tensor(torch.Generator().manual_seed(1).get_state().numpy()))
    lib.randn(3)
    np.testing.assert_allclose(lib.randn(5).numpy(), expected, rtol=1e-6)


def test_a_linear_of_a_networks_size_equals_torchs_to_the_last_bit(lib):
    torch.manual_seed(0)
    lib.manual_seed(0)
    theirs, ours = torch.nn.Linear(784, 128), lib.nn.Linear(784, 128)
    for name, weight in theirs.state_dict().items():
        assert np.array_equal(ours.state_dict()[name].numpy(), weight.numpy())


@pytest.mark.parametrize("shape", [(3, 5), (20, 7), (4, 3, 2, 2)])
@pytest.mark.parametrize("name", ["trunc_normal_", "orthogonal_"])
def test_the_given_initializations_are_torchs(lib, name, shape):
    drawn = []
    for each in (torch, lib):
        each.manual_seed(3)
        weight = each.empty(*shape, dtype=each.float64, requires_grad=True)
        drawn.append(getattr(each.nn.init, name)(weight).detach().numpy())
    np.testing.assert_allclose(drawn[1], drawn[0], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("bounds", [(8.0, 9.0), (-9.0, -4.0), (0.5, 0.6), (1.0, 1.0), (-1.0, 1.0)])
def test_normal_numbers_are_cut_off_wherever_the_bounds_are(lib, bounds):
    drawn = []
    for each in (torch, lib):
        each.manual_seed(3)
        with warnings.catch_warnings(record=True) as warned:
            numbers = each.nn.init.trunc_normal_(each.empty(20), 0.1, 1.0, *bounds).numpy()
        drawn.append((numbers, len(warned)))
    (expected, warns), (found, warned) = drawn
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert warned == warns


@pytest.mark.parametrize(
    "call",
    [
        "lib.normal(0.0, -1.0, (2,))",
        "lib.normal(lib.zeros(2), lib.tensor([1.0, -1.0]))",
        "lib.normal(lib.zeros(2), -1.0)",
        "lib.zeros(0).normal_(0, -1)",
        "lib.nn.init.normal_(lib.zeros(2), 0.0, -1.0)",
        "lib.bernoulli(lib.tensor([1.3]))",
        "lib.bernoulli(lib.tensor([float('nan')]))",
        "lib.bernoulli(lib.tensor([0.1]), p=2.0)",
        "lib.zeros(2).bernoulli_(1.5)",
        "lib.zeros(2).bernoulli_(lib.tensor([0.1, 2.0]))",
        "lib.zeros(0).uniform_(1, 0)",
        "lib.zeros(2).uniform_(0, float('inf'))",
        "lib.nn.init.uniform_(lib.zeros(2), 2, 1)",
        "lib.nn.init.trunc_normal_(lib.zeros(2), a=2.0, b=1.0)",
        "lib.zeros(2).exponential_(0)",
        "lib.randint(5, (2,), dtype=lib.bool)",
        "lib.randint(-1, 5, (2,), dtype=lib.uint8)",
        "lib.randint(-1, 129, (2,), dtype=lib.int8)",
    ],
)
def test_no_distribution_has_such_parameters(lib, call):
    for each in (torch, lib):
        with pytest.raises(RuntimeError):
            eval(call, {"lib": each})
