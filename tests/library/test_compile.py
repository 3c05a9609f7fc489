"""What is compiled does what it does without, in each call and whatever changes between two; and
nothing that was handed out changes afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from .test_tracing import FUNCTIONS, NETS, OPTIMIZERS, REFUSED, X, same

LABELS = np.arange(6) % 3


def optimizer_of(name: str) -> Callable[[Any, Any], Any]:
    return [*OPTIMIZERS.values()][[*NETS].index(name) % 3]


def data(lib: Any, name: str) -> tuple[Any, Any]:
    shape = NETS[name][1]
    x = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    return lib.tensor(x), lib.tensor(LABELS[: shape[0]])


@pytest.mark.parametrize("whole", [True, False], ids=["a step", "a module"])
@pytest.mark.parametrize("name", NETS)
def test_training_is_the_same(lib, name, whole):
    x, t = data(lib, name)

    def trained(compiled: bool) -> Any:
        lib.manual_seed(0)
        net = NETS[name][0](lib)
        params = list(net.parameters())
        updates = optimizer_of(name)(lib, params)
        called = lib.compile(net) if compiled and not whole else net

        def step(x: Any, t: Any) -> Any:
            updates.zero_grad()
            loss = lib.nn.functional.cross_entropy(called(x), t)
            loss.backward()
            updates.step()
            return loss

        run = lib.compile(step) if compiled and whole else step
        losses = [run(x, t) for _ in range(4)]
        updates.param_groups[0]["lr"] /= 2
        net.eval()
        losses += [run(x * 2, t) for _ in range(2)]
        net.train()
        losses += [run(x[:2], t[:2]), run(x, t)]
        if compiled:
            watched = run if whole else called
            assert watched.why == "" and "def run(" in watched.source
        return losses, params, list(net.buffers()), [p.grad for p in params]

    assert same(trained(True), trained(False))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_give_what_they_gave(lib, name):
    f = lib.compile(lambda x: FUNCTIONS[name](lib, x))
    x = lib.tensor(X)
    for other in (x, x, x * 2 + 1, x, x[1:].clone()):
        assert same(f(other), FUNCTIONS[name](lib, other))
    assert f.why == ""


@pytest.mark.parametrize("name", REFUSED)
def test_what_cant_be_written_down_runs_as_it_is(lib, name):
    def run(compiles: bool) -> Any:
        lib.manual_seed(0)
        c = lib.tensor(X[0])

        def f(x: Any) -> Any:
            return REFUSED[name](lib, x, c)

        f = lib.compile(f) if compiles else f
        found = [outcome(f, lib.tensor(X)) for _ in range(3)]
        return found, plain(c), plain(c.grad), f.why if compiles else ""

    (*found, why), (*expected, _) = run(True), run(False)
    assert why and repr(found) == repr(expected)


def outcome(f: Callable[[Any], Any], x: Any) -> Any:
    try:
        return plain(f(x))
    except Exception as error:
        return type(error)


def plain(x: Any) -> Any:
    if isinstance(x, tuple | list):
        return [plain(each) for each in x]
    return np.array(x.detach().numpy()) if hasattr(x, "detach") else x


def test_names_of_what_is_compiled(lib):
    def double(x: Any) -> Any:
        """Twice."""
        return x * 2

    layer = lib.nn.Linear(2, 2)
    for f in (lib.compile(double), lib.compile()(double), lib.compile(mode="default")(double)):
        assert (f.__name__, f.__doc__, f.source, f.why) == ("double", "Twice.", "", "")
        assert f(lib.ones(2)).tolist() == f(lib.ones(2)).tolist() == [2.0, 2.0]
    called = lib.compile(layer)
    assert isinstance(called, lib.nn.Module) and called.in_features == 2
    assert [name for name, _ in called.named_parameters()] == [
        "_orig_mod.weight",
        "_orig_mod.bias",
    ]


ROWS = {  # some of many scores
    "usual": 0.0,
    "large": 500.0,
    "small": -500.0,
    "infinite": np.inf,
    "all hidden": -np.inf,
    "not numbers": np.nan,
}


@pytest.mark.parametrize("also", ROWS)
@pytest.mark.parametrize("row", ROWS)
def test_many_scores_are_shifted_where_they_have_to_be(lib, row, also):
    x = np.random.default_rng(0).normal(size=(160, 128)).astype(np.float32)
    x[1] += ROWS[row]
    x[2] += ROWS[also]
    x[3, 5:] = -np.inf
    shares = lib.compile(lambda x: lib.softmax(x * 1.5, 1))
    found = [shares(lib.tensor(each)).numpy() for each in (x * 0, x, x)]
    assert ".min() >= " in shares.source and shares.why == ""
    expected = torch.softmax(torch.tensor(x) * 1.5, 1)
    for each in found[1:]:
        np.testing.assert_allclose(each, expected, 2e-6, 1e-30)
