"""What an op keeps for its rules reaches them, changes no gradient, and stays out of transforms."""

from __future__ import annotations

import numpy as np
import pytest
import torch


@pytest.fixture
def cube(lib, modules):
    """An op that keeps x * x, and what its rule was given, call by call."""
    kept = modules["autodiff.given.core.residuals"]
    given = []

    @kept.primitive_with_residuals
    def cube(x, power=3):
        square = x * x
        return square * x if power == 3 else square, square

    def cube_vjp(g, out, x, power=3, residuals=None):
        given.append(residuals)
        return 3 * g * (x * x if residuals is None else residuals)

    lib.autograd.defvjp(cube, cube_vjp)
    cube.given = given
    yield cube
    del lib.autograd.rules[cube]


def test_of_ndarrays_an_op_returns_its_result_alone(cube):
    x = np.array([2.0, 3.0])
    assert isinstance(cube(x), np.ndarray)
    assert cube(x).tolist() == [8.0, 27.0]
    assert cube(x, power=2).tolist() == [4.0, 9.0]


def test_the_rule_is_handed_what_the_function_has_kept(lib, cube):
    x = lib.tensor([2.0, 3.0], requires_grad=True)
    y = cube(x)
    assert y.tolist() == [8.0, 27.0]
    assert y.grad_fn.op is cube and y.grad_fn.params == {}
    y.sum().backward(retain_graph=True)
    y.sum().backward()
    assert [given is cube.given[0] for given in cube.given] == [True, True]
    assert cube.given[0].tolist() == [4.0, 9.0]
    assert x.grad.tolist() == [24.0, 54.0]


def test_nothing_is_kept_where_nothing_is_recorded(lib, modules, cube):
    residuals_of = modules["autodiff.given.core.residuals"].residuals_of
    x = lib.tensor([2.0, 3.0], requires_grad=True)
    with lib.no_grad():
        y = cube(x)
    assert y.is_leaf and y.tolist() == [8.0, 27.0]
    for z, expected in ((y, None), (x * x, None), (x, None), (cube(x), [4.0, 9.0])):
        found = residuals_of(z)
        assert found is expected if expected is None else found.tolist() == expected


def test_a_rule_that_will_be_differentiated_computes_anew(lib, cube):
    x = lib.tensor([2.0, 3.0], requires_grad=True)
    (slope,) = lib.autograd.grad(cube(x).sum(), x, create_graph=True)
    (curve,) = lib.autograd.grad(slope.sum(), x)
    assert slope.tolist() == [12.0, 27.0] and curve.tolist() == [12.0, 18.0]
    assert cube.given == [None]


def test_inside_a_transform_the_rule_computes_anew(lib, cube):
    func, x = lib.func, lib.tensor([2.0, 3.0])
    total = lambda x: cube(x).sum()  # noqa: E731
    assert func.grad(total)(x).tolist() == [12.0, 27.0]
    assert func.jvp(cube, (x,), (lib.ones(2),))[1].tolist() == [12.0, 27.0]
    assert func.hessian(total)(x).tolist() == [[12.0, 0.0], [0.0, 18.0]]
    assert func.vmap(func.grad(cube))(x).tolist() == [12.0, 27.0]
    assert func.vmap(cube)(x).tolist() == [8.0, 27.0]
    assert cube.given and all(given is None for given in cube.given)


def test_below_a_transform_an_op_is_recorded_with_its_residuals(lib, cube):
    x = lib.tensor([2.0, 3.0], requires_grad=True)
    lib.func.vmap(cube)(x).sum().backward()
    lib.func.grad(lambda s: (cube(x) * s).sum())(lib.tensor(1.0)).backward()
    assert x.grad.tolist() == [24.0, 54.0]
    assert [given is not None for given in cube.given] == [True] * 3


def test_residuals_of_a_value_that_was_changed_are_not_used(lib, cube):
    x = lib.tensor([2.0, 3.0], requires_grad=True)
    y = cube(x)
    with lib.no_grad():
        x += 1
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()
    assert cube.given == [None]


FUNCTIONS = {
    "cross_entropy": lambda F, s, row, i: F.cross_entropy(s, i),
    "of sums": lambda F, s, row, i: F.cross_entropy(s * s, i, reduction="sum"),
    "one by one": lambda F, s, row, i: F.cross_entropy(s, i, reduction="none"),
    "ignored": lambda F, s, row, i: F.cross_entropy(s, i, ignore_index=1),
    "weighted": lambda F, s, row, i: F.cross_entropy(s, i, row.detach()),
    "smoothed": lambda F, s, row, i: F.cross_entropy(s, i, label_smoothing=0.1),
    "of pixels": lambda F, s, row, i: F.cross_entropy(s[..., None], i[:, None]),
    "layer_norm": lambda F, s, row, i: F.layer_norm(s, (3,), row, row),
    "without weights": lambda F, s, row, i: F.layer_norm(s, (3, 3)),
    "group_norm": lambda F, s, row, i: F.group_norm(s[None], 3, row, row),
    "batch_norm": lambda F, s, row, i: F.batch_norm(s, None, None, row, row, training=True),
}


@pytest.fixture(params=FUNCTIONS.values(), ids=list(FUNCTIONS))
def function(request):
    """`function(lib)` is a function of scores (3, 3) and a row (3,) that returns one number."""

    def of(lib):
        i = lib.tensor([1, 0, 2])
        weigh = lib.arange(1.0, 28.0, dtype=lib.float64)

        def number(s, row):
            out = request.param(lib.nn.functional, s, row, i).reshape(-1)
            return (out * weigh[: len(out)]).sum()

        return number

    return of


S = np.random.default_rng(0).normal(size=(3, 3))
ROW = np.random.default_rng(1).uniform(0.5, 1.5, 3)


def inputs(lib):
    return lib.tensor(S, requires_grad=True), lib.tensor(ROW, requires_grad=True)


def without_residuals(modules, monkeypatch):
    """From now on, no note keeps any: as where a note of one's own has no place for them."""
    monkeypatch.setattr(modules["autodiff.given.core.residuals"], "_keep", lambda *_: None)


@pytest.fixture(params=[True, False], ids=["kept", "not kept"])
def kept(request, modules, monkeypatch):
    if not request.param:
        without_residuals(modules, monkeypatch)
    return request.param


def test_gradients_are_torchs_with_residuals_and_without(lib, function, kept):
    for each, found in ((torch, []), (lib, [])):
        s, row = inputs(each)
        function(each)(s, row).backward()
        found += [s.grad.numpy(), np.zeros(3) if row.grad is None else row.grad.numpy()]
        if each is torch:
            expected = found
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-12)


def test_second_derivatives_are_torchs_with_residuals_and_without(lib, function, kept):
    found = []
    for each in (torch, lib):
        s, row = inputs(each)
        (slope,) = each.autograd.grad(function(each)(s, row), s, create_graph=True)
        found.append(each.autograd.grad((slope**3).sum(), s)[0].numpy())
    np.testing.assert_allclose(*found[::-1], rtol=1e-9, atol=1e-11)


def test_tangents_and_batches_are_torchs_with_residuals_and_without(lib, function, kept):
    found = []
    for each in (torch, lib):
        s, row = each.tensor(S), each.tensor(ROW)
        f = lambda s, row=row, each=each: function(each)(s, row)  # noqa: E731
        _, tangent = each.func.jvp(f, (s,), (s.T.clone() * s,))
        batch = each.stack([s, s.T, s * 2])
        gradients = each.func.vmap(each.func.grad(f))(batch)
        found.append([tangent.numpy(), gradients.numpy()])
    for ours, theirs in zip(*found[::-1], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-11)


def averages(lib, run):
    mean, var = lib.zeros(3, dtype=lib.float64), lib.ones(3, dtype=lib.float64)
    norm = lambda s: lib.nn.functional.batch_norm(s, mean, var, training=True)  # noqa: E731
    run(lib, norm, lib.tensor(S))
    return np.stack([mean.numpy(), var.numpy()])


def with_a_graph(lib, norm, s):
    norm(s.requires_grad_())


def without_one(lib, norm, s):
    norm(s)


def in_a_gradient(lib, norm, s):
    lib.func.grad(lambda s: (norm(s) ** 3).sum())(s)


def forward(lib, norm, s):
    lib.func.jvp(norm, (s,), (s,))


@pytest.mark.parametrize("run", [with_a_graph, without_one, in_a_gradient, forward])
def test_running_averages_are_torchs_with_residuals_and_without(lib, kept, run):
    np.testing.assert_allclose(averages(lib, run), averages(torch, run), rtol=1e-12)


def test_the_averages_of_a_batch_of_batches_are_refused_as_in_torch(lib):
    def at_once(lib, norm, s):
        lib.func.vmap(norm)(lib.stack([s, s * 2]))

    for each in (torch, lib):
        with pytest.raises(RuntimeError):
            averages(each, at_once)
