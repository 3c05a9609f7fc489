"""What given code adds in torch's name does what torch does, and what is missing says so."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
import torch

from grader.manifest import PACKAGE

EXPRESSIONS = """
torch.lerp(x, y, 0.3)
x.lerp(y, weight)
torch.addcmul(x, y, y, value=0.5)
torch.addcdiv(x, y, x.exp())
torch.addmm(y[0], x, y.T @ y, beta=2, alpha=0.5)
torch.baddbmm(x[None], x[None], (y.T @ y)[None])
x.clamp_min(0.1), torch.clamp_max(x, y)
torch.clip(x, -0.5, 0.5)
torch.nan_to_num(torch.tensor([1.0, nan, inf, -inf]), nan=7.0, neginf=-3.0)
torch.logaddexp(x * 100, y * 100)
x.ravel(), torch.numel(x)
torch.broadcast_tensors(x, y[0])
x.cumprod(1), torch.cumprod(counts, 0)
torch.aminmax(x), x.aminmax(dim=0)
torch.std_mean(x, 1), torch.var_mean(x, dim=0, keepdim=True)
x.median(), x.median(1), torch.median(y, 0, keepdim=True)
counts.unique(), torch.unique(counts, return_inverse=True, return_counts=True)
torch.bincount(counts, minlength=9), torch.bincount(counts, x[0])
torch.isin(counts, counts[:2])
torch.cdist(x, y), torch.cdist(x, y, p=1.0)
F.normalize(x), F.normalize(x, p=1.0, dim=0)
F.cosine_similarity(x, y), nn.CosineSimilarity(dim=0)(x, y)
F.pairwise_distance(x, y), nn.PairwiseDistance(keepdim=True)(x, y)
F.glu(x[:, :4]), nn.GLU(0)(x[:2])
F.hardsigmoid(4 * x), nn.Hardsigmoid()(4 * x), F.hardswish(4 * x), nn.Hardswish()(4 * x)
F.selu(x), nn.SELU()(x), F.celu(x, 0.5), nn.CELU(0.5)(x)
F.prelu(x, weight), nn.PReLU()(x), nn.PReLU(2)(x[:, None].repeat(1, 2, 1))
F.softmin(x, 1), nn.Softmin(0)(x), F.tanhshrink(x), nn.Tanhshrink()(x)
F.threshold(x, 0.1, 20.0), nn.Threshold(0.1, 20.0)(x)
nn.Unflatten(1, (5, 1))(x)
torch.subtract(x, y), torch.multiply(x, y), torch.divide(x, y), torch.true_divide(x, y)
torch.negative(x), torch.absolute(x), torch.greater(x, y), torch.less_equal(x, y)
torch.concat([x, y]), torch.concatenate([x, y], 1), torch.t(x)
torch.Tensor(2, 3).shape, torch.Tensor([1, 2]), torch.Tensor(np.ones(3)), torch.Tensor()
torch.FloatTensor([[1, 2]]), torch.LongTensor([1, 2]), torch.BoolTensor(2).shape
isinstance(x, torch.Tensor), isinstance(x, torch.DoubleTensor), isinstance(x, torch.FloatTensor)
isinstance(nn.Parameter(x), torch.Tensor), issubclass(nn.Parameter, torch.Tensor)
x.type(), counts.type(), x.type("torch.FloatTensor"), x.type(torch.LongTensor)
torch.is_tensor(x), torch.is_tensor(1), torch.is_floating_point(x), torch.is_nonzero(x[0, 0])
torch.broadcast_shapes((2, 1), (3,)), torch.Size([2, 3]) == x[:2, :3].shape
torch.finfo(torch.float32).eps, torch.iinfo(torch.int64).max, torch.pi, torch.e, torch.inf
x.clone().add_(y).sub_(1, alpha=2).mul_(y).div_(3)
x.abs().sqrt_().log_().exp_(), x.clone().tanh_().sigmoid_().neg_().abs_().pow_(2).square_()
x.clone().relu_(), x.clone().clamp_min_(0).clamp_max_(0.3), x.clone().tril_(), x.clone().triu_()
x.clone().lerp_(y, 0.5).addcmul_(x, y).addcdiv_(x, y, value=2)
x.clone().sin_().cos_().round_(), x.clone().floor_(), x.clone().ceil_(), x.clone().reciprocal_()
nn.utils.parameters_to_vector([x, y[0]])
F.kl_div(x, y.softmax(1), reduction="batchmean"), F.kl_div(x, y, log_target=True, reduction="sum")
F.kl_div(x, F.one_hot(counts[:4], 5) * 1.0, reduction="none"), F.one_hot(counts, 6)
[nn.init.calculate_gain(name) for name in ("linear", "conv2d", "sigmoid", "tanh", "selu")]
[torch.manual_seed(1), nn.init.uniform_(x, -0.5, 3.0), nn.init.trunc_normal_(y)][1:]
F.huber_loss(x, y, delta=0.3), F.smooth_l1_loss(x, y, beta=0.2), F.smooth_l1_loss(x, y, beta=0.0)
F.cross_entropy(x, counts[1:], label_smoothing=0.2, ignore_index=3), F.cross_entropy(x, y.exp())
x.nelement(), x.ndimension(), torch.spmm(x, y.T), torch.get_default_device().type
torch.autograd.Variable(x), torch.autograd.Variable(leaf).requires_grad
torch.autograd.Variable(x, requires_grad=True).is_leaf, torch.autograd.Variable().shape
isinstance(x, torch.autograd.Variable), isinstance(1, torch.autograd.Variable)
torch.autograd.Variable((y := x.clone())).add_(1), y
torch.jit.is_scripting(), torch.jit.is_tracing(), torch.jit.annotate(int, 3)
torch.jit.unused(F.relu)(x), torch.jit.ignore(F.relu)(x), torch.jit.ignore(drop=False)(F.relu)(x)
torch.fx.wrap("len"), torch.jit.export(F.relu)(x)
torch.utils.checkpoint.checkpoint(torch.lerp, x, y, weight=0.5, use_reentrant=False)
torch.amp.GradScaler(enabled=False).scale(x), torch.amp.GradScaler(enabled=False).get_scale()
torch.autograd.functional.jacobian(torch.sin, x), torch.set_default_device("cpu")
torch.cuda.is_available(), torch.accelerator.is_available(), torch.backends.mps.is_available()
""".strip().splitlines()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_has_torchs_value(lib, expression):
    expected, found = (evaluated(expression, each) for each in (torch, lib))
    assert_same(found, expected)


@pytest.mark.parametrize(
    "expression",
    [
        "torch.Tensor(1.5)",
        "nn.init.calculate_gain('swish')",
        "nn.init._calculate_fan_in_and_fan_out(x[0])",
        "nn.init.xavier_normal_(x[0])",
        "nn.init.kaiming_uniform_(x, mode='fan_both')",
        "F.huber_loss(x, y, delta=0.0)",
        "F.smooth_l1_loss(x, y, beta=-1.0)",
        "F.mse_loss(x, y, reduction='median')",
        "F.cross_entropy(x, counts[1:], reduction='median')",
        "F.binary_cross_entropy(x.sigmoid()[:2], y.sigmoid())",
        "F.binary_cross_entropy(x.sigmoid() + 1, y.sigmoid())",
        "F.binary_cross_entropy(x.sigmoid(), y.sigmoid().float())",
        "F.binary_cross_entropy_with_logits(x[:2], y)",
        "F.cross_entropy(x, counts)",
        "F.cross_entropy(x, counts[1:] * 2)",
        "F.cross_entropy(x, counts[1:, None])",
        "F.cross_entropy(x, counts[1:], label_smoothing=1.5)",
        "F.cross_entropy(x, y.softmax(1), ignore_index=1)",
        "F.cross_entropy(x, counts[1:].float())",
        "F.nll_loss(x, counts[1:], weight=x[0, :2])",
        "F.one_hot(counts, 3)",
        "F.one_hot(x)",
        "torch.LongTensor(x)",
        "torch.tensor([1.0]).register_hook(print)",
        "x.detach().retain_grad()",
        "torch.set_default_dtype(torch.int64)",
        "leaf.add_(1)",
        "x.clone().add_(y[:, :, None])",
        "counts.clone().exp_()",
        "counts.clone().clamp_(1.5)",
        "counts.clone().div_(2)",
        "(counts > 1).add_(1)",
        "x.type('torch.NoTensor')",
        "torch.autograd.Variable([1.0])",
    ],
)
def test_an_expression_raises_what_torch_raises(lib, expression):
    errors = []
    for each in (torch, lib):
        with pytest.raises(Exception) as raised:
            evaluated(expression, each)
        errors.append(raised.type)
    assert errors[0] is errors[1]


def evaluated(expression: str, lib: Any) -> Any:
    lib.set_default_dtype(lib.float64)
    rng = np.random.default_rng(0)
    names = {
        "torch": lib,
        "nn": lib.nn,
        "F": lib.nn.functional,
        "np": np,
        "nan": np.nan,
        "inf": np.inf,
        "x": lib.tensor(rng.normal(size=(4, 5))),
        "y": lib.tensor(rng.normal(size=(4, 5))),
        "weight": lib.tensor(rng.normal(size=(1,))),
        "counts": lib.tensor([4, 1, 1, 3, 4]),
        "leaf": lib.tensor([1.0], requires_grad=True),
    }
    return eval(expression, names)


def assert_same(found: Any, expected: Any) -> None:
    if isinstance(expected, torch.Tensor):
        expected = expected.detach().numpy()
        found = found.detach().numpy()
        assert (found.shape, found.dtype) == (expected.shape, expected.dtype)
        np.testing.assert_allclose(found, expected, rtol=1e-9)
    elif isinstance(expected, tuple | list) and not isinstance(expected, torch.Size):
        for each in zip(found, expected, strict=True):
            assert_same(*each)
    else:
        assert found == expected


PROGRAM = """
class Scaled(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor, unused):
        ctx.save_for_backward(x)
        ctx.factor = factor
        return x.exp() * factor

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        seen.append(ctx.needs_input_grad)
        return g * x.exp() * ctx.factor, None, None

seen = []
x = torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64, requires_grad=True)
other = torch.ones(3, dtype=torch.float64, requires_grad=True)
y = Scaled.apply(x, 3.0, other)
(g,) = torch.autograd.grad(y.sum(), x, create_graph=True)
(g * g).sum().backward()
first = x.grad.clone()

x.grad = None
hidden = x * 2
hidden.retain_grad()
seen.append((hidden.retains_grad, x.retains_grad))
doubled = hidden.register_hook(lambda grad: grad * 2)
z = hidden * hidden
hidden.register_hook(lambda grad: seen.append(grad.tolist()))
on_leaf = x.register_hook(lambda grad: grad + 1)
loss = z.sum()
loss += x.sum()
loss *= 2
loss.backward()
on_leaf.remove()
(x * 3).sum().backward()
result = first, x.grad, hidden.grad, other.grad is None, seen
"""


def test_functions_and_hooks_do_what_torchs_do(lib):
    results = []
    for each in (torch, lib):
        names: dict[str, Any] = {"torch": each}
        exec(PROGRAM, names)
        results.append(names["result"])
    assert_same(results[1], results[0])


@pytest.mark.parametrize("name", ["accelerator", "backends", "cuda", "mnist", "random", "text"])
def test_modules_that_lie_in_drawers_are_imported_by_their_public_names(lib, name):
    assert import_module(f"{PACKAGE}.{name}") is getattr(lib, name)


def test_what_torch_scripts_runs_as_it_is(lib):
    def double(x: Any) -> Any:
        return x * 2

    layer = lib.nn.Linear(2, 2)
    kept = [lib.jit.script(double), lib.jit.trace(double, lib.ones(1))]
    assert all(each is double for each in kept) and lib.jit.script(layer) is layer


def test_other_ways_to_the_same_names_are_importable_and_torchs(lib):
    tables = import_module(f"{PACKAGE}.given.faces.module_names")
    for path in (*tables.NAMES, *tables.ELSEWHERE):
        found, torchs = import_module(f"{PACKAGE}.{path}"), import_module(f"torch.{path}")
        face = lib
        for name in path.split("."):
            face = getattr(face, name)
        assert face is found
        for name in tables.NAMES.get(path, "").split():
            assert getattr(found, name) is not None and hasattr(torchs, name)


def test_the_default_dtype_is_that_of_all_that_is_new(lib):
    lib.set_default_dtype(lib.float64)
    nn = lib.nn
    layers = [
        nn.Linear(2, 2),
        nn.Conv2d(1, 1, 2),
        nn.BatchNorm1d(2),
        nn.LayerNorm(2),
        nn.GroupNorm(1, 2),
        nn.Embedding(2, 2),
        nn.LSTM(2, 2),
        nn.GRUCell(2, 2),
        nn.MultiheadAttention(2, 1),
    ]
    new = [p for layer in layers for p in layer.parameters()]
    new += [lib.tensor(1.0), lib.zeros(1), lib.rand(1), lib.arange(3) / 2]
    assert {x.dtype.name for x in new} == {"float64"}
    assert repr(lib.ones(1)) == "tensor([1.])"
    lib.set_default_dtype(lib.float32)
    assert lib.get_default_dtype() == lib.zeros(1).dtype == lib.float32


def test_numbers_are_printed_as_set(lib):
    settings = [
        {"precision": 2},
        {"threshold": 3, "edgeitems": 1},
        {"sci_mode": True},
        {"linewidth": 30, "sci_mode": False},
        {"profile": "short"},
        {"profile": "default"},
    ]
    for setting in settings:
        printed = []
        for each in (torch, lib):
            each.set_printoptions(**setting)
            printed.append(repr(each.arange(8) / 3))
        assert printed[0] == printed[1], setting


@pytest.mark.parametrize(
    ("face", "asked", "nearest"),
    [
        ("", "arrange", "arange"),
        ("nn.functional", "relu_", "relu"),
        ("nn.init", "xavier_normle_", "xavier_normal_"),
        ("nn.utils", "clip_grad_nrm_", "clip_grad_norm_"),
        ("optim", "AdamX", "Adam"),
        ("optim.lr_scheduler", "StepsLR", "StepLR"),
        ("utils.data", "DataLoaders", "DataLoader"),
        ("autograd", "gradd", "grad"),
        ("autograd.functional", "jacobean", "jacobian"),
        ("backends", "mpz", "mps"),
        ("mnist", "load_mnst", "load_mnist"),
        ("random", "manual_sed", "manual_seed"),
        ("text", "Character", "Characters"),
        ("func", "jacref", "jacrev"),
        ("cuda", "is_availible", "is_available"),
    ],
)
def test_a_missing_name_names_the_nearest(lib, face, asked, nearest):
    module = lib
    for name in filter(None, face.split(".")):
        module = getattr(module, name)
    with pytest.raises(AttributeError, match=rf"{asked!r}; did you mean '{nearest}'\?"):
        getattr(module, asked)


@pytest.mark.parametrize(
    ("face", "asked", "said"),
    [
        ("nn.functional", "max_pool3d", "max_pool2d"),
        ("nn", "CTCLoss", "cross_entropy"),
        ("", "bfloat16", "float16"),
        ("", "complex64", "two tensors"),
        ("", "sparse_coo_tensor", "scatter_add"),
        ("", "multiprocessing", "DataParallel"),
        ("", "quantization", "float16"),
    ],
)
def test_what_is_left_out_says_so_and_what_is_nearest(lib, face, asked, said):
    module = getattr(lib, face) if face == "nn" else lib.nn.functional if face else lib
    with pytest.raises(AttributeError, match=rf"has no {asked!r}: .*{said}"):
        getattr(module, asked)


@pytest.mark.parametrize(
    ("name", "nearest"), [("Conv3d", "Conv2d"), ("BatchNorm3d", "BatchNorm2d")]
)
def test_layers_of_volumes_may_be_asked_for_and_not_made(lib, name, nearest):
    layer = getattr(lib.nn, name)
    assert layer is getattr(lib.nn, name) and issubclass(layer, lib.nn.Module)
    assert not isinstance(
        getattr(lib.nn, nearest)(*[2, 2, 1][: 3 if name == "Conv3d" else 1]), layer
    )
    with pytest.raises(NotImplementedError, match=f"{name} is a name alone: .*{nearest}"):
        layer(2, 2, 3)


def test_a_name_like_no_other_is_just_missing(lib):
    with pytest.raises(AttributeError, match=r"autodiff has no 'zzz'$"):
        lib.zzz  # noqa: B018


def test_a_class_may_be_derived_from_torchs_tensor(lib):
    class Special(lib.Tensor):
        pass

    special = Special.from_data([1.0])
    assert type(special * 2) is Special and isinstance(special, lib.Tensor)
    assert issubclass(Special, lib.Tensor) and issubclass(lib.Tensor, lib.Tensor)
