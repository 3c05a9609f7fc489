"""Given functions answer as torch's do: values, shapes, dtypes and the types of errors.

Each expression is applied to many tensors: of other dtypes, of no, one and three dimensions, of no
elements, and in another order than that of their memory.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from grader.asking.inputs import normal

MANY = "x n b z e0 e1 c turned sliced"
CASES = {
    "x n z u8 h nan e0 turned": """
        a.sin() | a.cos() | a.tan() | a.atan() | a.sinh() | a.cosh() | a.log1p() | a.expm1()
        a.log2() | a.log10() | a.rsqrt() | a.reciprocal() | a.square() | a.floor() | a.ceil()
        a.round() | a.isnan() | a.isinf() | a.isfinite() | a.logical_not() | a.erf() | a % 2
        a // 2 | 5 % (a + 0.5) | -7 // (a + 0.5) | a.sort(0) | a.argsort(0, True) | a.topk(1, 0)
        a.median() | a.median(0) | a.norm() | a.norm(1) | a.norm(p=3, dim=0) | a.equal(a)
        a.clamp(min=0.5) | a.clamp(max=1) | a.clamp(2, 0) | a.nan_to_num() | a.tolist()
        a == 1 | a != a | a < 1.5 | a <= a | 2 > a | a >= 0 | a == None | a != None | a.abs()
        abs(a) | a.prod() | a.prod(0) | a.cumsum(0) | a.amax(0) | a.amin(()) | a.amax((0, 1))
        a.max() | a.min(0) | a.max(-1, True) | lib.maximum(a, a + 1) | lib.minimum(a, a * 2)
        a.var(0) | a.std(-1) | a.std(correction=0) | a.var(0, unbiased=False) | a.logsumexp(0)
        lib.where(a > 0, a, 0.5) | lib.where(a > 0, 3, a)
        lib.where(a > 0, 2, 3) | lib.where(a > 0, a.float(), a.double()) | a.clamp()
    """,
    MANY: """
        a.any() | a.any(0) | a.all(-1) | a.all((0, 1)) | a.count_nonzero() | a.nonzero()
        a.chunk(2) | a.chunk(3, -1) | a.chunk(0) | a.split(1) | a.split([1, 1]) | a.unbind(-1)
        a.movedim(0, -1) | a.movedim((0, 1), (1, 0)) | a.swapaxes(0, 1) | a.t() | a.T
        a.expand(2, 3) | a.expand(4, -1, -1) | a.expand(-1, -1, 3) | a.repeat(2, 1) | a.repeat(2)
        a.tile((2, 2, 1)) | a.tile((0,)) | a.flip(0) | a.flip(0, 1) | a.flip(()) | a.flip(0, 0)
        a.roll(1) | a.roll((1, 2), (0, 1)) | a.roll((1, 2), 0) | a.select(-1, 1) | a.select(0, 9)
        a.diagonal() | a.diagonal(1, -1, 0) | a.diagonal(0, 1, 1) | a.diagonal(-9) | a.diag(1)
        a.repeat_interleave(2) | a.repeat_interleave(2, 0) | a.gather(0, k) | a.gather(1, k * 9)
        a.masked_fill(b, 2.5) | a.scatter(1, k, 1) | a.scatter(1, k * 9, 1) | a.scatter(1, i, 1)
        a[k % 2] | a[i % 2] | a[0] | a[..., 0] | a[:, [1, 0]] | a[0, [1, 0]]
        a[None, i[:1]] | a[b] | a[[]]
        a[[0], :, [1]] | a[0, ..., k] | a[[True, False]] | a[True] | a[1.5] | a[0, k, 0] | a[k, k]
        a.squeeze(()) | a.squeeze((0, -1)) | a.narrow(0, 0, 1) | lib.cat([a, lib.tensor([])])
        lib.cat([lib.tensor([]), a], -1) | lib.func.jacfwd(lib.square)(lib.zeros(0, 2))
        a.new_zeros(2) | a.new_full((2,), 1.5) | a.cumprod(0) | a.cumprod(-1)
        lib.zeros_like(a) | lib.full_like(a, 2.7) | lib.ones_like(a, dtype=lib.float64)
    """,
    "x": """
        a.fliplr() | a.flipud()
        lib.column_stack([a, a[:, 0]])
        lib.column_stack([a[0], a[1]])
        a.diag_embed() | a.diag_embed(1, 0, 2) | a.diag_embed(-2)
        a.take(i) | a.take(k) | a.unfold(1, 2, 1)
        a.unfold(0, 2, 2) | a.unfold(0, 9, 1) | a.unfold(1, 0, 1)
        lib.tril_indices(2, 3) | lib.triu_indices(3, 2, -1)
        lib.tril_indices(3, 3, 1, dtype=lib.int32) | a.argwhere() | a.exp2() | lib.ger(a[0], a[1])
        lib.vdot(a[0], a[1]) | a.moveaxis(0, 1) | lib.row_stack([a, a[0]])
        a.index_select(0, i) | a.index_select(1, i) | a.index_select(1, k) | a.scatter_add(1, k, a)
        a.index_add(1, i, a) | a.take_along_dim(k, 1) | a.masked_select(b) | a.unflatten(1, (3, -1))
        lib.hstack([a, a]) | lib.vstack([a[0], a]) | lib.meshgrid(i, i + 1, indexing="xy")
        lib.outer(a[0], a[1]) | lib.outer(a, a) | lib.dot(a[0], a[1]) | lib.dot(a, a)
        lib.mv(a, a[0]) | lib.mm(a, a) | lib.mm(a, a.T) | lib.bmm(a, a)
        lib.bmm(a[None], a.T[None])
        lib.einsum("ij,kj", a, a) | lib.einsum("...i->...", a) | lib.einsum("ij->k", a)
        lib.einsum("ij,jk->", a, a) | lib.einsum("i j, i j -> j i", a, a) | lib.einsum("ij", a, a)
        lib.where(a, a, 7.0) | lib.where(b, a, lib.tensor([1.0, 2.0])) | lib.allclose(a, a + 1e-7)
        lib.allclose(a, a + 1) | lib.isclose(a, a.double())
        a & b | b & b | n.bitwise_or(1) | n ^ n | ~b | ~n | a ^ a
    """,
    "x n z turned sliced e1 nan": """
        a.asin() | a.acos() | a.asinh() | a.acosh() | a.atanh() | a.trunc()
        lib.atan2(a, a * 0 + 2)
        lib.fmod(a, 2) | a.fmod(-1.5) | lib.arctan2(a, a + 1) | lib.fix(a) | a.arcsin() | a.diff()
        a.diff(2) | a.diff(dim=0) | a.diff(n=0) | a.diff(prepend=a[..., :1]) | a.nansum()
        a.nansum(0) | a.nansum(-1, True) | a.nanmean() | a.nanmean(0) | a.nanmean(-1, keepdim=True)
        a.cummax(0) | a.cummax(-1)
        a.cummin(0) | a.cummin(-1) | a.quantile(0.3) | a.quantile(0.3, 0)
        a.quantile(0.3, -1, True)
        a.quantile(lib.tensor([0.1, 0.5, 1.0], dtype=a.dtype), 0) | a.quantile(1.5)
        a.quantile(0.5, 7) | a.quantile(0.5, interpolation="linear")
        lib.kron(a, a) | lib.inner(a, a)
        a.quantile(lib.tensor([0.2], dtype=a.dtype), keepdim=True) | lib.tensordot(a, a, 0)
        lib.tensordot(a, a, 1) | lib.tensordot(a, a) | lib.cross(a, a * 2)
        lib.linalg.cross(a, a + 1) | lib.linalg.cross(a, a, dim=0)
        lib.searchsorted(lib.tensor([0.5, 1.0, 2.0]), a)
        lib.searchsorted(lib.tensor([1, 2, 3]), 2)
        lib.bucketize(a, lib.tensor([0.5, 1.0, 2.0]), right=True)
        lib.bucketize(a, lib.tensor([0, 1, 2]), out_int32=True)
        lib.searchsorted(lib.tensor([1.0, 2.0]), 2.0, side="right")
        lib.searchsorted(lib.tensor([0.5, 1.0]), a, side="left", right=True)
        a.index_copy(0, i[:1], a[:1]) | a.index_put((i[:1],), a[:1] * 2)
        a.clone().index_put_((i[:1],), lib.tensor(3, dtype=a.dtype)) | a.index_fill(0, i[:1], 7)
        a.scatter_reduce(1, k % 2, a, "sum") | a.scatter_reduce(1, k % 2, a, reduce="mean")
        a.scatter_reduce(1, k, a, "amax")
        a.scatter_reduce(0, k % 2, a, "amin", include_self=False)
        a.scatter_reduce(1, k, a, "mean", include_self=False) | a.det() | a.inverse() | a.slogdet()
        lib.linalg.vector_norm(a) | lib.linalg.vector_norm(a, 3, 0)
        lib.linalg.vector_norm(a, float("inf"), -1, True) | lib.linalg.norm(a)
        lib.linalg.norm(a, 1)
        lib.linalg.norm(a, "fro") | lib.linalg.norm(a, "nuc") | lib.linalg.norm(a, 2, dim=0)
        lib.linalg.norm(a, -2) | lib.linalg.norm(a, float("inf"), (0, 1), True)
        lib.linalg.matrix_norm(a) | lib.linalg.matrix_norm(a, -1) | lib.linalg.matrix_norm(a, 5)
        lib.linalg.matrix_norm(a, 2, (0, -1), keepdim=True) | lib.linalg.svdvals(a)
    """,
    "square": """
        a.det() | a.inverse() | a.slogdet()
        lib.linalg.solve(a, a[0])
        lib.linalg.solve(a, a[0, 0])
        lib.linalg.solve(a[0], a[0, 0]) | lib.linalg.solve(a, a[0, :2], left=False)
        lib.linalg.cholesky(a @ a.mT) | lib.linalg.cholesky(a @ a.mT, upper=True)
        lib.linalg.cholesky(-a @ a.mT) | lib.linalg.inv(a * 0) | lib.linalg.solve(a * 0, a)
        lib.linalg.qr(a) | lib.linalg.qr(a[..., :2]) | lib.linalg.qr(a[..., :2, :])
        lib.linalg.qr(a, "reduced")
        lib.linalg.eigh(a + a.mT)[0] | lib.linalg.eigvalsh(a, UPLO="U") | lib.linalg.svd(a)[1]
        lib.linalg.eigh(a + a.mT)[1].abs() | [x.abs() for x in lib.linalg.svd(a[..., :2])]
        [x.abs() for x in lib.linalg.svd(a[..., :2], full_matrices=False)]
        lib.linalg.norm(a, "nuc", (1, 2)) | lib.linalg.matrix_norm(a, 2, keepdim=True)
        lib.linalg.norm(a, 2) | lib.searchsorted(a.sort()[0], a * 0) | lib.searchsorted(a, a[0])
        lib.tensordot(a, a, ([0, 2], [0, 1])) | lib.tensordot(a, a[0], ([0], [0]))
        lib.inner(a, a[0])
        lib.kron(a[0], a[:, 0]) | a.index_copy(0, i[:1], a.double()) | a.index_fill(1, i, -1)
        a.clone().index_fill_(0, i[:1], 0) | a.clone().index_copy_(1, i[:2], a[:, :2])
        a.index_put((k % 2, k), lib.ones(3, dtype=a.dtype), accumulate=True)
        a.index_put((k % 2, k), lib.ones(3)) | a.scatter_reduce(1, k, a, "amax")
    """,
    "x n b z e0 turned": """
        a.relu() | F.relu6(a) | F.hardtanh(a) | F.hardtanh(a, -0.5, 1.5) | F.leaky_relu(a, 0.3)
        F.elu(a, 2.0) | F.softplus(a, 2.0) | F.softplus(a, threshold=0.5) | F.silu(a) | F.gelu(a)
        F.gelu(a, approximate="tanh") | F.mish(a) | a.softmax(-1) | F.softmax(a, 0)
        F.log_softmax(a, 0) | F.softmax(a, 0, dtype=lib.float64)
    """,
    "x z": """
        F.gelu(a, approximate="sigmoid") | F.softsign(a) | F.softsign(n) | F.logsigmoid(a)
        F.softmax(a, 5) | F.log_softmax(a, 5)
    """,
    "lib": """
        a.zeros(2, 3) | a.zeros([2]) | a.zeros(()) | a.zeros(-1) | a.zeros(2.0) | a.ones(2, 0)
        a.full((2,), 1) | a.full((2,), True) | a.full((2,), 1, dtype=a.float64) | a.full(2, 1.0)
        a.arange(5) | a.arange(5.0) | a.arange(1, 2, 0.3) | a.arange(5, 1, -2) | a.arange(1, 5, -1)
        a.arange(0, 1, 0) | a.arange(0, 1, 0.1) | a.arange(2, dtype=a.uint8) | a.linspace(-3, 8, 9)
        a.linspace(0, 1, 0) | a.linspace(0, 10, 4, dtype=a.int64) | a.logspace(0, 2, 3) | a.eye(3)
        a.eye(2, 3) | a.eye(-1) | a.eye(2, dtype=a.int64) | a.as_tensor([1, 2]) | a.as_tensor(1.5)
    """,
}
EACH = [
    (expression, names)
    for names, lines in CASES.items()
    for line in lines.strip().split("\n")
    for expression in line.strip().split(" | ")
]
CLOSE = {"float16": 2e-3, "float32": 2e-6, "float64": 1e-12}


def tensors(lib):
    rng = np.random.default_rng(0)
    cube = lib.tensor(rng.normal(size=(2, 3, 4)))
    return {
        "x": lib.tensor(rng.normal(size=(2, 3)).astype(np.float32)),
        "n": lib.tensor([[3, -1, 2], [0, 5, -2]]),
        "b": lib.tensor([[True, False, True], [False, False, True]]),
        "z": lib.tensor(2.5),
        "e0": lib.zeros(0, 3),
        "e1": lib.zeros(2, 0),
        "c": cube,
        "turned": cube.permute(2, 0, 1),
        "sliced": cube[:, ::2, 1:],
        "u8": lib.tensor([1, 2, 255], dtype=lib.uint8),
        "square": cube[..., :3],
        "h": lib.tensor([1.5, -2.0, 0.25], dtype=lib.float16),
        "nan": lib.tensor([1.0, np.nan, -np.inf, np.inf, 0.0, -2.0], dtype=lib.float64),
        "i": lib.tensor([0, 2, 1]),
        "k": lib.tensor([[0, 2], [1, 1]]),
        "lib": lib,
        "F": lib.nn.functional,
    }


def plain(result):
    """Tensors as (dtype, ndarray), in lists."""
    if isinstance(result, tuple | list):
        return [plain(part) for part in result]
    if hasattr(result, "detach"):
        return str(result.dtype).removeprefix("torch."), result.detach().numpy()
    return result


def answer(lib, name, code):
    scope = tensors(lib)
    with np.errstate(all="ignore"):
        try:
            return plain(eval(code, scope | {"a": scope[name]}))
        except Exception as error:
            return type(error).__name__.lstrip("_")


def is_same(found, expected):
    try:
        check_same(found, expected)
    except AssertionError:
        return False
    return True


def check_same(found, expected):
    assert type(found) is type(expected)
    if isinstance(expected, list):
        assert len(found) == len(expected)
        for pair in zip(found, expected, strict=True):
            check_same(*pair)
    elif isinstance(expected, tuple):
        assert found[0] == expected[0]
        assert found[1].shape == expected[1].shape
        close = CLOSE.get(expected[0], 0)
        np.testing.assert_allclose(found[1], expected[1], close, close)
    else:
        assert found == expected or expected != expected


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("expression", "names"), EACH)
def test_a_function_answers_as_torchs(lib, expression, names):
    code = compile(expression, expression, "eval")
    answers = {n: (answer(lib, n, code), answer(torch, n, code)) for n in names.split()}
    assert {name: pair for name, pair in answers.items() if not is_same(*pair)} == {}


def test_elu_of_a_tiny_number_keeps_its_digits_and_a_large_one_meets_no_exp(lib):
    x = np.array([-1e-14, -1.2345e-11, -1e-5, -3.0])
    found = lib.nn.functional.elu(lib.tensor(x)).numpy()
    np.testing.assert_allclose(found, np.expm1(x), rtol=1e-15)
    with np.errstate(over="raise"):
        assert lib.nn.functional.elu(lib.tensor([1e4])).tolist() == [1e4]


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "softmin"])
@pytest.mark.filterwarnings("ignore:Implicit dimension")
def test_where_no_dim_is_given_torch_guesses_one(agree, name):
    def program(lib, name, *arrays):
        function = getattr(lib.nn.functional, name)
        tensors = [lib.tensor(array) for array in arrays]
        return [function(x) for x in tensors], function(tensors[1], dtype=lib.float64)

    agree(program, name, *[normal(*shape).astype("float32") for shape in ((3,), (2, 3), (2, 3, 2))])


def test_normal_numbers_have_the_deviation_1_unless_told(agree):
    def program(lib, x):
        lib.manual_seed(0)
        return lib.normal(lib.tensor(x))

    agree(program, normal(3))
