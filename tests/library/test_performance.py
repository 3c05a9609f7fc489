"""What a function costs is counted, and what a packed optimiser can't do is refused."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

X = np.arange(12.0).reshape(3, 4)
LARGE = np.ones(16384)  # 128 KiB
CALLS: dict[str, tuple[Callable[[Any], Any], int]] = {
    "an operator": (lambda x: x + 1, 1),
    "in place": (lambda x: x.__imul__(2), 1),
    "a ufunc": (lambda x: np.exp(x), 1),
    "with out=": (lambda x: np.exp(x, out=x), 1),
    "a ufunc's method": (lambda x: np.add.reduce(x), 1),
    "a sum": (lambda x: x.sum(0), 1),
    "a maximum": (lambda x: x.max(), 1),
    "a product": (lambda x: x @ x.T, 1),
    "a product by method": (lambda x: x.dot(x.T), 1),
    "a function": (lambda x: np.concatenate([x, x]), 1),
    "a function with out=": (lambda x: np.copyto(x, x.copy()), 2),
    "what a function calls": (lambda x: np.linalg.norm(x, axis=0), 1),
    "views": (lambda x: x.T.reshape(2, 6)[:, 1:], 0),
    "an assignment": (lambda x: x.__setitem__(0, 3.0), 1),
    "a copy": (lambda x: x.copy(), 1),
    "another dtype": (lambda x: x.astype(np.float32), 1),
    "a mixture with others": (lambda x: np.ones(4) * x, 1),
    "what is made of it": (lambda x: np.where(x > 1, x, 0) * np.zeros_like(x), 4),
    "nothing": (lambda x: 3, 0),
}


@pytest.mark.parametrize("name", CALLS)
def test_numpy_calls_are_counted_and_results_are_what_they_were(name, lib):
    function, count = CALLS[name]
    expected, found = function(X.copy()), lib.cost.of(function, X.copy())
    assert found.calls == count
    assert type(found.result) is type(expected)
    assert np.array_equal(found.result, expected) if expected is not None else True


def test_out_comes_back_itself(lib):
    def same(x: np.ndarray, y: np.ndarray) -> list[bool]:
        joined = np.concatenate([x[0], x[0]], out=y[0, :8])
        return [np.add(x, x, out=x) is x, joined.base is not None, np.shares_memory(joined, y)]

    assert lib.cost.of(same, X.copy(), np.zeros((1, 9))).result == [True] * 3


def test_arrays_in_lists_count_too_and_keep_their_memory(lib):
    x, y = X.copy(), X.copy()

    def double(arrays: list[np.ndarray], rest: dict[str, Any]) -> list[np.ndarray]:
        for array in arrays:
            array *= 2
        return arrays

    found = lib.cost.of(double, [x, y], {"a": [x]})
    assert found.calls == 2 and np.array_equal(x, 2 * X) and np.array_equal(y, 2 * X)
    assert [type(a) for a in found.result] == [np.ndarray] * 2


BYTES: dict[str, tuple[Callable[[Any], Any], float, float]] = {
    "one array": (lambda x: x + 1, 1, 1),
    "in place": (lambda x: np.add(x, 1, out=x), 0, 0),
    "two, and one is dropped": (lambda x: (x + 1) * 2, 2, 1),
    "a view": (lambda x: x[1:], 0, 0),
    "a small result": (lambda x: (x + 1).sum(), 1, 0),
    "both are kept": (lambda x: [x + 1, x + 2], 2, 2),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_are_those_of_the_arrays_that_are_there_at_one_time(name, lib):
    function, peak, kept = BYTES[name]
    found = lib.cost.of(function, LARGE.copy())
    assert found.peak / LARGE.nbytes == pytest.approx(peak, abs=0.1)
    assert found.kept / LARGE.nbytes == pytest.approx(kept, abs=0.1)


def test_what_a_function_raises_is_raised_and_the_counting_ends(lib):
    with pytest.raises(ZeroDivisionError):
        lib.cost.of(lambda x: 1 // 0, X)
    assert lib.cost.of(lambda x: x + 1, X).calls == 1


@pytest.mark.parametrize("end", ["stop", "clear_traces"])
def test_who_changes_the_count_of_bytes_is_told(end, lib):
    with pytest.raises(RuntimeError, match="the bytes can't be told"):
        lib.cost.of(lambda x: getattr(tracemalloc, end)(), X)


def test_what_can_not_be_packed_is_refused(lib):
    packed = lib.performance.PackedAdam
    single, double = (
        lib.tensor(X, dtype=d, requires_grad=True) for d in (lib.float32, lib.float64)
    )
    for params in ([], [single, double]):
        with pytest.raises(ValueError, match="one dtype"):
            packed(params)


def test_a_step_without_all_gradients_is_refused_and_changes_nothing(lib):
    x, y = (lib.tensor(X, requires_grad=True) for _ in range(2))
    optimizer = lib.performance.PackedAdam([x, y])
    (x * x).sum().backward()
    with pytest.raises(RuntimeError, match="one has no gradient"):
        optimizer.step()
    assert np.array_equal(x.detach().numpy(), X) and optimizer.t == 0
    (x * y).sum().backward()
    optimizer.step()
    optimizer.zero_grad()
    assert x.grad is None and y.grad is None and not np.array_equal(y.detach().numpy(), X)


def test_a_packed_step_is_noticed_by_a_graph_that_needs_the_old_value(lib):
    x = lib.tensor(X, requires_grad=True)
    optimizer = lib.performance.PackedAdam([x])
    loss = (x * x).sum()
    x.grad = lib.tensor(X)
    optimizer.step()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()
