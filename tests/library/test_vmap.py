"""`vmap` beside torch's: ops that run on the whole batch at once, random numbers, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

# Each is a function of one example: x (2, 3, 4), y (4,), i (4,) of integers below 4.
EXPRESSIONS = """
    lib.sin(x) + lib.cos(x) * lib.tan(x) - lib.atan(x)
    lib.sinh(x) + lib.cosh(x) + lib.expm1(x) + lib.log1p(x)
    lib.log2(x) + lib.log10(x) + lib.rsqrt(x) + lib.reciprocal(x)
    lib.asin(x / 2) + lib.acos(x / 2) + lib.asinh(x) + lib.acosh(x + 1) + lib.atanh(x / 2)
    lib.atan2(x, y) + lib.fmod(3 * x, y) + lib.trunc(3 * x) + lib.hypot(x, y)
    lib.diff(x, dim=0) + lib.nansum(x, -1, True) + lib.nanmean(x)
    lib.cummax(x, 1)[0] + lib.cummin(x, -1)[0]
    lib.linalg.inv(x[..., :3]) + x[..., :3].det()[:, None, None]
    lib.linalg.solve(x[..., :3], x)[..., 0] + lib.slogdet(x[..., :3])[1][:, None]
    lib.linalg.svdvals(x) + lib.linalg.eigvalsh(x[..., :3] + x[..., :3].mT)
    lib.linalg.cholesky(x @ x.mT + lib.eye(3, dtype=x.dtype)) + lib.linalg.qr(x[..., :3])[0]
    lib.kron(y, y) + lib.inner(y, y) + lib.tensordot(x, y, 1).sum()
    lib.linalg.cross(x, y[0] * x, dim=1) + x.index_fill(1, i[:1] * 0, 2.0)
    lib.searchsorted(y.sort()[0], x) + lib.searchsorted(x.sort()[0], x) + lib.bucketize(y, table[0])
    lib.scatter_reduce(x, 2, (i % 3).expand(2, 3, 4), x * 2, "amax")
    lib.scatter_reduce(y, 0, i, y * y, "mean", include_self=False)
    lib.square(x) + lib.sign(x) + lib.erf(x) + lib.erfinv(x / 4)
    lib.floor(3 * x) + lib.ceil(3 * x) + lib.round(3 * x)
    lib.remainder(3 * x, y) + lib.floor_divide(3 * x, y)
    lib.isclose(x, y, atol=0.3) | lib.isnan(x) | lib.isinf(x) | ~lib.isfinite(x)
    lib.logical_and(x > 1, y > 1) ^ lib.logical_or(x > 1, lib.logical_not(y > 1))
    (i & 1) + (i | 2) - (i ^ 3)
    F.leaky_relu(x - 1, 0.2) + F.elu(y - 1, 0.5) + F.softplus(x, 2.0) + F.hardtanh(x)
    F.gelu(x, approximate="tanh")
    lib.all(x > 0.6, 1)
    lib.any(x > 1.4, -1)
    lib.any(x > 5)
    lib.argsort(x, 1, descending=True)
    lib.sort(y)[0]
    lib.count_nonzero(x > 1, 0)
    lib.count_nonzero(x > 1)
    x.norm(dim=1) + x.norm()
    x.norm(3, 1) + x.norm(0.5)
    x.var(False) + x.std(False) + y.var(True)
    lib.lerp(x, y, 0.25) + lib.lerp(x, y, y) + lib.logaddexp(x, y)
    lib.masked_fill(x, y > 1, -1.0)
    lib.gather(x, 2, (i % 3).expand(2, 3, 4))
    lib.gather(y, 0, i)
    F.embedding(i, table)
    F.embedding(i, table, padding_idx=1)
    lib.einsum("ijk,k->ij", x, y)
    lib.einsum("ijk,ijk", x, x)
    lib.einsum("...k,k", x, table[0, :4])
    lib.einsum("ij,k", x[0], y)
    F.layer_norm(x, (4,), y, table[0, :4])
    F.layer_norm(x, (3, 4))
    lib.flip(x, (0, -1))
    lib.diagonal(x, 1, 1, -1)
    F.pad(x, (1, 2, 0, 1), value=3.0)
    F.cross_entropy(x[0], i[:3])
    F.cross_entropy(x[0].T, i % 3, reduction="sum")
    F.cross_entropy(x.reshape(6, 4), i[:1].expand(6), reduction="none")
    F.nll_loss(lib.log_softmax(x[0], 1), i[:3], reduction="none")
    F.conv2d(x[None].expand(2, 2, 3, 4), kernel)
    F.conv2d(x[None], kernel, padding=1, stride=2)
    F.conv2d(x, kernel, table[0, :3])
    F.conv1d(x, kernel[:, :3, 0].reshape(2, 3, 2))
    F.conv1d(x, kernel[:, :1, 0], groups=3, padding=1)
    F.conv2d(x[None], y.reshape(1, 1, 2, 2).expand(3, 2, 2, 2))
    F.max_pool2d(x, 2) + F.avg_pool2d(x, 2)
    F.max_pool1d(x, 2, 1)
    func.grad(lambda w: (F.conv2d(x[None], w) ** 2).sum())(kernel)
    func.grad(lambda t: (F.embedding(i, t) ** 2).sum())(table)
    func.grad(lambda t: F.cross_entropy(x[0] * t[0, :4], i[:3]))(table)
    func.grad(lambda v: (F.layer_norm(x * v, (4,), v, v) ** 3).sum())(y)
    func.grad(lambda v: (lib.einsum("ijk,k->ij", x, v) ** 2).sum())(y)
    func.grad(lambda v: (lib.sin(v) * F.leaky_relu(v - 1) + F.softplus(v)).sum())(y)
    func.grad(lambda v: lib.masked_fill(v * x, v > 1, 0.0).norm() + lib.gather(v, 0, i).sum())(y)
    func.grad(lambda v: F.max_pool2d(v * x, 2).sum())(y)
"""
EXPRESSIONS = [line.strip() for line in EXPRESSIONS.strip().split("\n")]


def answer(lib: Any, expression: str, batched: tuple[bool, ...]) -> Any:
    numbers = np.random.default_rng(3)
    x, y = (lib.tensor(numbers.uniform(0.5, 1.5, s)) for s in ((5, 2, 3, 4), (5, 4)))
    i = lib.tensor(numbers.integers(0, 4, (5, 4)))
    table, kernel = (lib.tensor(numbers.uniform(0.5, 1.5, s)) for s in ((4, 4), (3, 2, 2, 2)))
    scope = {"lib": lib, "F": lib.nn.functional, "func": lib.func, "table": table, "kernel": kernel}
    one = eval(f"lambda x, y, i: {expression}", scope)
    dims = tuple([0 if b else None for b in batched])
    inputs = [each if b else each[0] for each, b in zip((x, y, i), batched, strict=True)]
    try:
        out = lib.func.vmap(one, dims)(*inputs)
    except Exception as error:
        return error
    return out.tolist(), tuple(out.shape)


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("batched", [(True, True, True), (True, False, False), (False, True, True)])
def test_a_batch_at_once_is_torchs(lib, batched):
    wrong = []
    for expression in EXPRESSIONS:
        mine, torchs = answer(lib, expression, batched), answer(torch, expression, batched)
        if isinstance(torchs, Exception) or isinstance(mine, Exception):
            if type(mine) is not type(torchs):
                wrong.append((expression, mine, torchs))
        elif mine[1] != torchs[1] or not np.allclose(mine[0], torchs[0], rtol=1e-5, atol=1e-6):
            wrong.append((expression, "differs", mine[1], torchs[1]))
    print(f"{len(EXPRESSIONS)} tried, 0 skipped")
    assert not wrong, "\n".join(map(str, wrong))


RANDOM = """
    lib.rand(3) + x
    lib.randn(3) + x
    lib.rand_like(x)
    lib.randn_like(x)
    lib.randint(0, 9, (3,)) + x
    x[lib.randperm(3)]
    lib.normal(0.0, 1.0, (3,)) + x
    lib.normal(0.0, lib.ones(3)) + x
    lib.bernoulli(lib.full((3,), 0.4)) + x
    F.dropout(x, 0.5)
    F.dropout(x, 0.5, training=False)
    lib.nn.Dropout(0.3)(x)
    func.vmap(lambda y: y + lib.rand(3), randomness="different")(x)
    func.vmap(lambda y: y + lib.rand(2), randomness="different")(x)
    func.vmap(lambda y: y + lib.rand(()), randomness="same")(x)
    func.vmap(lambda y: y + lib.rand(()))(x)
    func.grad(lambda y: (y * lib.rand(3)).sum())(x)
    lib.multinomial(lib.ones(5), 3) + x
    x.nonzero()
    x.unique()
    x[x > 0.5]
    lib.masked_select(x, x > 0.5)
"""
RANDOM = [line.strip() for line in RANDOM.strip().split("\n")]


def drawn(lib: Any, expression: str, options: dict[str, str]) -> Any:
    lib.manual_seed(3)
    scope = {"lib": lib, "F": lib.nn.functional, "func": lib.func}
    try:
        one = eval(f"lambda x: {expression}", scope)
        return lib.func.vmap(one, **options)(lib.arange(12.0).reshape(4, 3) / 12).tolist()
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("randomness", [None, "error", "same", "different", "other"])
def test_random_numbers_and_shapes_that_differ_are_as_torchs(lib, randomness):
    options = {} if randomness is None else {"randomness": randomness}
    wrong = []
    for expression in RANDOM:
        mine, torchs = drawn(lib, expression, options), drawn(torch, expression, options)
        refused = isinstance(mine, type) or isinstance(torchs, type)
        right = mine is torchs if refused else np.shape(mine) == np.shape(torchs)
        if not right or not (refused or np.allclose(mine, torchs, atol=1e-6)):
            wrong.append((expression, mine, torchs))
    print(f"{len(RANDOM)} tried, 0 skipped")
    assert not wrong, "\n".join(map(str, wrong))


RESIDUALS = "standardize", "softmax_nll", "mean_cross_entropy"


def test_at_most_15_ops_run_as_a_loop(lib, modules):
    batchers = modules["autodiff.given.func.batchers"].batchers
    code = modules["autodiff.m03_computation_graph"].primitive(len).__code__
    found = [each for module in modules.values() for each in vars(module).values()]
    ops = {op for op in found if getattr(op, "__code__", None) is code}
    ops |= {op for op in found if getattr(op, "__name__", None) in RESIDUALS}
    loops = sorted(op.__name__ for op in ops if op not in batchers)
    print(f"{len(ops)} ops, of which these run as a loop: {loops}")
    assert len(ops) > 100 and len(loops) <= 15


def test_chunks_give_what_all_at_once_gives(lib):
    def answers(lib: Any, chunk_size: int | None) -> list[Any]:
        x, y = lib.arange(30.0).reshape(3, 5, 2), lib.arange(5.0)
        how = {"in_dims": (1, {"y": 0}), "out_dims": (0, {"z": -1}), "chunk_size": chunk_size}
        mapped = lib.vmap(lambda x, y: (x.sum(), {"z": x * y["y"]}), **how)
        total, rest = mapped(x, {"y": y})
        return [total.tolist(), rest["z"].tolist()]

    for chunk_size in (None, 1, 2, 5, 7):
        assert answers(lib, chunk_size) == answers(torch, chunk_size)
    for each in (lib, torch):
        with pytest.raises(ValueError):
            each.vmap(lambda x: x, chunk_size=0)(each.ones(2))


def test_chunks_draw_alike_if_they_are_to(lib):
    drawn = lib.vmap(lambda x: x + lib.randn(2), randomness="same", chunk_size=2)
    assert len({tuple(row) for row in drawn(lib.zeros(5)).tolist()}) == 1


def test_vmap_says_which_ops_ran_as_a_loop(lib):
    kernels = lib.ones(2, 1, 1, 1, 1)
    with lib.func.looped_ops() as names:
        lib.vmap(lambda x: x.sin().sum())(lib.ones(2, 3))
    assert names == set()
    with lib.func.looped_ops() as names:
        lib.vmap(lambda x, w: lib.nn.functional.conv2d(x, w))(lib.ones(2, 1, 1, 3, 3), kernels)
    assert names == {"convolution"}


def test_vmap_of_a_walk_back_through_what_was_recorded_outside(lib):
    def jacobians(lib: Any) -> list[Any]:
        x, w = lib.arange(3.0).requires_grad_(), lib.ones(2, 3).requires_grad_()
        y = lib.nn.functional.linear(x * x, w) * x.sum()
        grad = lib.func.vmap(lambda v: lib.autograd.grad(y, (x, w), v, retain_graph=True))
        return [each.tolist() for each in grad(lib.eye(2))]

    assert jacobians(lib) == jacobians(torch)


def test_what_counts_elements_is_refused_and_not_counted_over_the_batch(lib):
    x = lib.tensor([[1, 2, 2], [0, 0, 5]])
    for count in (lib.bincount, lib.unique, lambda r: lib.histc(r * 1.0, 3)):
        with pytest.raises(RuntimeError, match="vmap"):
            lib.vmap(count)(x)
    with pytest.raises(RuntimeError, match="vmap"):
        lib.vmap(lambda r: lib.histogram(r, 2).hist)(x * 1.0)


@pytest.mark.parametrize("walk", ["l.backward()", "lib.autograd.backward([l, l])"])
@pytest.mark.parametrize("transform", ["vmap(f)(xs)", "grad(f)(xs[0])", "jvp(f, (xs,), (xs,))"])
def test_backward_is_refused_where_it_would_not_reach_a_grad(lib, walk, transform):
    for library in (lib, torch):
        w, xs = library.ones(3, requires_grad=True), library.ones(2, 3)

        def f(x: Any, library: Any = library, w: Any = w) -> Any:
            exec(walk, {"l": (x * w).sum(), "lib": library})
            return x.sum()

        with pytest.raises(RuntimeError, match=r"func.*vjp"):
            eval(f"lib.func.{transform}", {"lib": library, "f": f, "xs": xs})
        assert w.grad is None
