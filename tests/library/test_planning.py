"""Scripts with little memory: whatever lies in the same bytes at other times, and in whatever order
things are computed, the numbers are the same."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from itertools import combinations
from types import ModuleType
from typing import Any

import numpy as np
import pytest

LABELS = np.arange(6) % 3


@pytest.fixture
def planned(modules: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch) -> None:
    """Small programs are treated as if they were large."""
    monkeypatch.setattr(modules["autodiff.given.planning.rooms"], "MUCH", 0)
    monkeypatch.setattr(modules["autodiff.given.updating.in_blocks"], "LARGE", 0)
    monkeypatch.setattr(modules["autodiff.given.updating.in_blocks"], "BLOCK", 100)


def rows(lib: Any) -> Any:
    nn = lib.nn
    layers = nn.Linear(12, 7), nn.BatchNorm1d(7), nn.ReLU(), nn.Dropout(0.3), nn.LayerNorm(7)
    return nn.Sequential(nn.Flatten(), *layers, nn.Tanh(), nn.Linear(7, 3))


def images(lib: Any) -> Any:
    nn = lib.nn
    layers = nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.Conv2d(3, 2, 3, padding=1), nn.ReLU()
    return nn.Sequential(
        nn.Unflatten(1, (1, 3)), *layers, nn.MaxPool2d((1, 2)), nn.Flatten(), nn.Linear(12, 3)
    )


def tokens(lib: Any) -> Any:
    nn = lib.nn
    layer = nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0, batch_first=True)
    return nn.Sequential(layer, nn.Flatten(), nn.Linear(12, 3))


OPTIMIZERS = {"SGD": {"momentum": 0.9}, "Adam": {"eps": 0.1}}  # of gradients that are nearly 0,
# Adam otherwise takes the sign alone


def trained(lib: Any, network: Callable[[Any], Any], optimizer: str, compiled: bool) -> list[Any]:
    """Losses, gradients and parameters of some steps."""
    lib.manual_seed(0)
    model = network(lib)
    how = OPTIMIZERS[optimizer]
    optimizer = getattr(lib.optim, optimizer)(model.parameters(), lr=0.1, **how)
    x = lib.from_numpy(np.random.default_rng(0).normal(size=(6, 3, 4)).astype(np.float32))
    labels, found = lib.from_numpy(LABELS), []

    def step(x: Any) -> Any:
        optimizer.zero_grad()
        loss = lib.nn.functional.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        return loss

    run = lib.compile(step) if compiled else step
    for _ in range(5):
        found.append(run(x).item())
        found += [p.grad.tolist() for p in model.parameters()]
    assert not compiled or (run.why == "" and "np.ndarray(" in run.source)
    return found + [p.tolist() for p in model.parameters()]


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("network", [rows, images, tokens])
def test_training_is_the_same_in_one_memory(lib, network, optimizer):
    expected = trained(lib, network, optimizer, False)
    found = trained(lib, network, optimizer, True)
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-4, atol=2e-6)


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize("size", [5, 6, 7])
def test_updates_in_blocks_leave_no_row_out(lib, size):
    def found(compiled: bool) -> list[Any]:
        weight = lib.nn.Parameter(lib.arange(size * 9.0).reshape(size, 9))
        optimizer = lib.optim.Adam([weight], lr=0.1)

        def step() -> Any:
            optimizer.zero_grad()
            loss = (weight * weight).sum()
            loss.backward()
            optimizer.step()
            return loss

        run = lib.compile(step) if compiled else step
        losses = [run().item() for _ in range(4)]
        assert not compiled or f"in range(0, {size}, 2)" in run.source
        return [*losses, weight.tolist()]

    for a, b in zip(found(True), found(False), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)


def test_blocks_that_are_wanted_at_the_same_time_lie_apart(modules):
    packing, rng = modules["autodiff.given.planning.packing"], np.random.default_rng(0)
    for _ in range(20):
        first = rng.integers(0, 30, 25)
        blocks = [
            packing.Block(64 * int(size), int(t), int(t + stays))
            for size, t, stays in zip(
                rng.integers(1, 9, 25), first, rng.integers(0, 8, 25), strict=True
            )
        ]
        shelves = [packing.Shelf(256), packing.Shelf()]
        shelves[0].put(packing.Block(128, 20, 40), 64)
        taken = [*shelves[0].starts]
        found = packing.packed(blocks, shelves)
        assert len(found) == len(blocks)
        places = [(0, start, block) for start, block in taken]
        places += [(number, start, block) for block, number, start in found]
        for (s, i, a), (t, j, b) in combinations(places, 2):
            together = s == t and a.first <= b.last and b.first <= a.last
            assert not together or i + a.size <= j or j + b.size <= i
        assert all(start + block.size <= 256 for number, start, block in places if number == 0)


def test_what_was_large_is_read_for_the_last_time_before_more_is_made(lib):
    def f(x: Any, w: Any) -> Any:
        large = x.exp()
        other = (x * 2).cos()
        return large.sum(), (other @ w).sum()

    run = lib.compile(f)
    x, w = lib.ones(200, 200), lib.ones(200, 200)
    run(x, w)
    lines = run.source.splitlines()
    place = {
        key: next(i for i, line in enumerate(lines) if key in line) for key in ("reduce", "cos")
    }
    assert place["reduce"] < place["cos"]


def test_a_step_that_fails_leaves_no_gradient_half_written(lib, monkeypatch):
    weight, x = lib.nn.Parameter(lib.ones(200, 200)), lib.ones(200, 200)

    def step() -> Any:
        weight.grad = None
        loss = (weight * x).exp().sum()
        loss.backward()
        return loss

    run = lib.compile(step)
    for _ in range(3):
        run()
    assert weight.grad is not None
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(np, "exp", _interrupt)
        run()
    assert weight.grad is None
    run()
    assert weight.grad[0, 0].item() == pytest.approx(np.e)


def _interrupt(*_: Any, **_options: Any) -> None:
    raise KeyboardInterrupt


def test_a_convolutional_step_needs_no_more_than_without(lib):
    def peak(compiled: bool) -> int:
        nn = lib.nn
        model = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(8, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(16 * 64, 10),
        )
        optimizer = lib.optim.SGD(model.parameters(), lr=0.1)
        x, labels = lib.ones(16, 1, 16, 16), lib.zeros(16, dtype=lib.int64)

        def step() -> Any:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), labels)
            loss.backward()
            optimizer.step()
            return loss

        run = lib.compile(step) if compiled else step
        tracemalloc.start()
        for _ in range(3):
            run()
        tracemalloc.reset_peak()
        run()
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(True) <= peak(False)


def moved(lib: Any) -> Callable[..., Any]:
    """Weights and a momentum, after a step down a squared error."""

    def loss(w: Any, x: Any) -> Any:
        return ((x @ w["w"]).tanh() - w["b"]).square().sum()

    def step(weights: Any, momentum: Any, x: Any) -> Any:
        g = lib.func.grad(loss)(weights, x)
        momentum = {key: 0.9 * m + g[key] for key, m in momentum.items()}
        return {key: w - 0.01 * momentum[key] for key, w in weights.items()}, momentum

    return step


@pytest.mark.parametrize("donated", [(), (0, 1), (0, -2)])
def test_donated_weights_are_written_over(lib, donated):
    def start() -> Any:
        lib.manual_seed(0)
        weights = {"w": lib.randn(5, 3), "b": lib.randn(4, 3)}
        return weights, {key: lib.zeros_like(w) for key, w in weights.items()}, lib.randn(4, 5)

    step = moved(lib)
    run = lib.compile(step, donate_argnums=donated)
    weights, momentum, x = start()
    expected, slow, _ = start()
    for number in range(4):
        before = weights["w"], momentum["b"], weights["w"].tolist()
        weights, momentum = run(weights, momentum, x)
        expected, slow = step(expected, slow, x)
        for key in expected:
            np.testing.assert_allclose(weights[key].numpy(), expected[key].numpy(), rtol=1e-5)
            np.testing.assert_allclose(momentum[key].numpy(), slow[key].numpy(), rtol=1e-5)
        is_there = weights["w"].data_ptr() == before[0].data_ptr()
        assert is_there == (momentum["b"].data_ptr() == before[1].data_ptr())
        assert is_there == (bool(donated) and number > 0)  # the first run is the function's own
        assert is_there == (before[0].tolist() != before[2])
    assert run.why == ""


def test_what_is_read_later_or_twice_is_not_written_over(lib):
    run = lib.compile(lambda a, b: (a + 1, a * b), donate_argnums=(0, 1))
    a = lib.ones(3)
    for _ in range(3):
        first, second = run(lib.ones(3), 2 * lib.ones(3))
        assert (first.tolist(), second.tolist()) == ([2] * 3, [2] * 3)
    for _ in range(3):  # both are one tensor
        a = lib.ones(3)
        assert [x.tolist() for x in run(a, a)] == [[2] * 3, [1] * 3]
    with_gradient = lib.ones(3, requires_grad=True)
    for _ in range(3):
        run(with_gradient, a)[0].sum().backward()
        assert with_gradient.tolist() == [1] * 3


def test_a_number_that_is_picked_out_and_a_transpose_are_views(lib):
    def f(x: Any) -> Any:
        rows = (x * 2).transpose(1, 2).reshape(-1, 4)
        return rows.T @ rows, (x + 1)[0, 0, 0]

    run, x = lib.compile(f), lib.arange(24.0).reshape(2, 4, 3)
    for _ in range(3):
        for a, b in zip(run(x), f(x), strict=True):
            assert a.tolist() == b.tolist()
    assert "getitem(" not in run.source and "= transpose(" not in run.source
