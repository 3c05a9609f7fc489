"""Every op of the library has right first and second derivatives, tangents, and a batch.

The gradients are checked against small changes (gradcheck, gradgradcheck); Jacobians by columns
against Jacobians by rows; and vmap against a loop. Then, what torch.autograd.functional names.
"""

from __future__ import annotations

import gc

import numpy as np
import pytest
import torch

# What the functions take is named above each group; SHAPES tells the shapes, and all numbers lie
# between 0.3 and 1.7. `i` are three class numbers.
CASES = {
    "x": """
        x.exp() | x.log() | x.sqrt() | x.tanh() | x.sigmoid() | -x | (x - 1).abs() | x.sin()
        x.cos() | x.tan() | x.atan() | x.sinh() | x.cosh() | x.log1p() | x.expm1() | x.log2()
        x.log10() | x.rsqrt() | x.square() | x.reciprocal() | x**3 | 2.0**x | 1 / x | 2 - x
        x.sum(1) | x.mean(0) | x.prod(1) | x.prod() | x.var(1) | x.std(0) | x.logsumexp(1)
        x.amax(1) | x.amin() | x.max(1)[0] | x.min(0)[0] | x.cumsum(1) | x.norm() | x.norm(1, 1)
        x.norm(3) | x.sort(1)[0] | x.topk(2)[0] | x.clamp(0.5, 1.2)
        x[[0, 0, 1]] | x[:, 1:] | x[..., None] | x.T | x.reshape(3, 2) | x.permute(1, 0).flatten()
        x.gather(1, lib.tensor([[0, 0], [2, 1]])) | x.index_select(1, i) | x.tril() | x.triu()
        x.flip(0) | x.roll(1, 1) | x.repeat(2, 2) | x.diagonal() | x.expand(2, 2, 3) | x.chunk(2)[0]
        x.masked_fill(lib.tensor([True, False, True]), 0.5)
        x.scatter(1, i[:2, None], 0.5) | x.scatter_add(1, i[:2, None], x) | x.index_add(1, i, x * x)
        x.take_along_dim(i[None] * 0, 0) | x.repeat_interleave(2, 1) | x.cumprod(1) | x.median(1)[0]
        x.movedim(0, 1) | x.unflatten(1, (3, 1)) | x.select(0, 1) | x.norm(0.5, 0) | x.nan_to_num()
        F.relu(x - 1) | F.gelu(x) | F.gelu(x, approximate="tanh") | F.silu(x) | F.elu(x - 1, 2.5)
        F.hardtanh(x, 0.5, 1.1) | F.relu6(x) | F.softsign(x) | F.mish(x) | F.logsigmoid(x)
        F.leaky_relu(x - 1) | F.softplus(x) | F.softmax(x, 1) | F.log_softmax(x, 0)
    """,
    "x more": """
        (x / 2).asin() | (x / 2).acos() | x.asinh() | (x + 1).acosh() | (x / 2).atanh() | x.frac()
        x.diff(1, 0) | x.diff(prepend=x) | x.nansum(1) | x.nanmean(0)
        x.cummax(1)[0] | x.cummin(0)[0] | x.quantile(0.3) | x.quantile(0.7, 1)
        x.quantile(lib.tensor([0.2, 0.9], dtype=x.dtype), 0)
        x.index_fill(1, i[:2], 0.5) | x.index_fill(0, i[:1], x.sum())
        x.index_put((i[:2] % 2, i[:2]), x[0, :2]) | x.index_copy(1, i[:2], x[:, 1:] * 2)
        x.index_put((i % 2 * 0, i), x[1], accumulate=True) | lib.linalg.vector_norm(x, 3, 1)
        x.scatter_reduce(1, lib.tensor([[1, 1], [0, 2]]), x * 2, "mean")
        x.scatter_reduce(1, lib.tensor([[1, 1], [0, 2]]), x * x, "amax")
        x.scatter_reduce(1, lib.tensor([[1, 1], [0, 2]]), x * x, "amin", include_self=False)
        lib.linalg.qr(x)[0] | lib.linalg.qr(x)[1] | lib.linalg.qr(x.T)[0] | lib.linalg.qr(x.T)[1]
        lib.linalg.svdvals(x) | lib.linalg.norm(x, "nuc") | lib.linalg.norm(x, 2)
        lib.linalg.svd(x, False)[0] ** 2 | lib.linalg.svd(x.T, False)[0] ** 2
        lib.linalg.svd(x, False)[2] ** 2 | lib.linalg.matrix_norm(x, 1) | lib.linalg.norm(x, -2)
    """,
    "x y": """
        lib.atan2(x, y) | lib.fmod(x, y) | lib.hypot(x, y) | lib.kron(x, y) | lib.inner(x, y)
        lib.linalg.cross(x, y) | lib.tensordot(x, y, 2) | lib.tensordot(x, y, ([0], [0]))
        x + y | x - y | x * y | x / y | x**y | lib.maximum(x, y) | lib.minimum(x, y)
        lib.where(x > 1, x, y) | lib.cat([x, y], 1) | lib.stack([x, y], 1) | x @ y.T
        lib.einsum("ij,kj->ki", x, y) | F.mse_loss(x, y) | F.l1_loss(x, y) | F.smooth_l1_loss(x, y)
        F.huber_loss(x, y) | F.binary_cross_entropy_with_logits(x, y)
        F.binary_cross_entropy(x.sigmoid(), y / 2) | F.kl_div(x.log(), y, reduction="sum")
    """,
    "x row": """
        x + row | row - x | x * row | x / row | x**row | lib.maximum(x, row) | x @ row
        F.linear(x, lib.stack([row, row * 2])) | F.linear(row, x) | F.layer_norm(x, (3,), row, row)
        F.batch_norm(x, None, None, row, row, training=True) | F.embedding(i[:2] * 0, x) * row
    """,
    "s": """
        lib.einsum("ij->j", s) | lib.einsum("ij,jk,kl->il", s, s * s, s)
        s @ s | lib.einsum("ii->i", s) | F.nll_loss(s, i) | F.cross_entropy(s, i)
        F.cross_entropy(s, s.softmax(1), label_smoothing=0.1) | lib.diag(s) | s.trace()
    """,
    "s more": """
        s.det() | s.inverse() | s.slogdet()[1] | lib.linalg.solve(s, s[0])
        lib.linalg.solve(s, s * s)
        lib.linalg.cholesky(s @ s.T + s.T @ s) | lib.linalg.eigvalsh(s + s.T)
        lib.linalg.eigh(s + s.T)[1] ** 2 | lib.linalg.svd(s)[0] ** 2 | lib.linalg.svd(s)[2] ** 2
        lib.linalg.qr(s)[0] | lib.linalg.qr(s)[1] | lib.linalg.norm(s, 2)
    """,
    "image kernel": """
        F.conv2d(image, kernel) | F.conv2d(image, kernel, padding=1, stride=2)
        F.conv2d(image, kernel[:, :1, :2, :2], groups=2, dilation=2)
        F.conv1d(image[0, :, :3], kernel[0])
    """,
    "image": """
        F.max_pool2d(image, 2) | F.avg_pool2d(image, 2) | F.adaptive_avg_pool2d(image, (2, 3))
        F.group_norm(image, 2) | F.scaled_dot_product_attention(image, image, image, is_causal=True)
    """,
}
SHAPES = {
    "x": (2, 3),
    "y": (2, 3),
    "row": (3,),
    "s": (3, 3),
    "image": (1, 2, 4, 4),
    "kernel": (2, 2, 3, 3),
}
EACH = [
    (names, expression.strip())
    for names, lines in ((key.removesuffix(" more"), lines) for key, lines in CASES.items())
    for line in lines.strip().split("\n")
    for expression in line.split(" | ")
]


@pytest.fixture(params=EACH, ids=[expression for _, expression in EACH])
def case(request, lib):
    """A function, and the ndarrays that it takes."""
    names, expression = request.param
    scope = {"lib": lib, "F": lib.nn.functional, "i": lib.tensor([1, 0, 2])}
    function = eval(f"lambda {', '.join(names.split())}: {expression}", scope)
    rng = np.random.default_rng(0)
    return function, [rng.uniform(0.3, 1.7, SHAPES[name]) for name in names.split()]


def test_gradients_and_their_gradients_are_what_small_changes_say(lib, case):
    function, arrays = case
    inputs = [lib.tensor(array, requires_grad=True) for array in arrays]
    assert lib.autograd.gradcheck(function, inputs)
    assert lib.autograd.gradgradcheck(function, inputs)


def test_columns_and_rows_make_the_same_jacobian(lib, case):
    function, arrays = case
    inputs, argnums = [lib.tensor(array) for array in arrays], tuple(range(len(arrays)))
    by_columns = lib.func.jacfwd(function, argnums)(*inputs)
    by_rows = lib.func.jacrev(function, argnums)(*inputs)
    for columns, rows in zip(by_columns, by_rows, strict=True):
        np.testing.assert_allclose(columns.numpy(), rows.numpy(), rtol=1e-9, atol=1e-11)


def test_a_batch_has_the_results_and_gradients_of_a_loop(lib, case):
    function, arrays = case
    batch = [lib.tensor(np.stack([array, array[::-1] * 1.1, array * 0.9])) for array in arrays]
    gradient = lib.func.grad(
        lambda *inputs: (function(*inputs) ** 2).sum(), tuple(range(len(arrays)))
    )
    for f in (lambda *inputs: (function(*inputs),), gradient):
        at_once = lib.func.vmap(f)(*batch)
        one_by_one = [f(*[x[i] for x in batch]) for i in range(3)]
        for found, expected in zip(at_once, zip(*one_by_one, strict=True), strict=True):
            expected = lib.stack(expected).numpy()
            np.testing.assert_allclose(found.numpy(), expected, rtol=1e-9, atol=1e-11)


def functional(lib, x, y, v):
    """Everything in `autograd.functional`, of functions with one and two inputs and results."""
    named = lib.autograd.functional
    x, y, v = lib.tensor(x), lib.tensor(y), lib.tensor(v)
    sums, two = (lambda x: x.exp().sum(1)), (lambda x, y: (x @ y, y.sum()))
    number, product = (lambda x: (x**3).sum()), (lambda x, y: ((x @ y) ** 2).sum())
    return [
        named.jacobian(sums, x),
        named.jacobian(two, (x, y)),
        named.hessian(number, x),
        named.hessian(product, (x, y)),
        named.vjp(sums, x, v[:, 0]),
        named.vjp(product, (x, y)),
        named.jvp(two, (x, y), (v, v.T)),
        named.hvp(number, x, v),
        named.hvp(product, (x, y), (v, v.T)),
    ]


def test_functional_derivatives_are_torchs(lib):
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=shape) for shape in ((2, 3), (3, 2), (2, 3))]
    for found, expected in zip(functional(lib, *arrays), functional(torch, *arrays), strict=True):
        assert_same(found, expected)


def assert_same(found, expected):
    if isinstance(expected, tuple):
        assert isinstance(found, tuple)
        for pair in zip(found, expected, strict=True):
            assert_same(*pair)
    else:
        np.testing.assert_allclose(found.numpy(), expected.numpy(), rtol=1e-9)


def test_an_exception_closes_its_level(lib):
    x = lib.tensor([1.0, 2.0])

    def fails(x):
        raise KeyError(repr(x))

    for transform in (
        lib.func.grad,
        lib.func.vmap,
        lambda f: lambda x: lib.func.jvp(f, (x,), (x,)),
    ):
        with lib.no_grad():
            with pytest.raises(KeyError, match="level=1"):
                transform(fails)(x)
            assert not lib.is_grad_enabled()
    assert type(x * x) is type(x)
    assert (x * x).tolist() == [1.0, 4.0]


def test_derivatives_leave_nothing_to_the_collector(lib):
    x = lib.tensor([[1.0, 2.0, 4.0]])
    f = lambda x: (x.softmax(-1) * x).sum()  # noqa: E731
    calls = [
        lambda: lib.func.grad(lambda x: lib.func.grad(f)(x).sum())(x),
        lambda: lib.func.hessian(f)(x),
        lambda: lib.func.vmap(lib.func.grad(f))(x),
    ]
    for call in calls:
        gc.freeze()  # else whatever is there is looked through, all of torch, too
        gc.disable()
        call()
        assert gc.collect() == 0
        gc.enable()
