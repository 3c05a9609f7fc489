"""Names that public scripts use, and which other tests do not call: their values are torch's."""

from __future__ import annotations

from typing import Any

import pytest
import torch

CALLS = """
    lib.einsum("ij,jk", [a, b]) | lib.einsum("ij", (a,)) | lib.einsum("ii", a)
    a.broadcast_to((4, 2, 2))
    a.broadcast_to((2, 2))
    a.clone().fill_diagonal_(0) | b.clone().fill_diagonal_(5.0) | (b > 0).fill_diagonal_(False)
    b.T.clone().fill_diagonal_(7) | (a * 1).fill_diagonal_(2)
    lib.zeros(7, 3).fill_diagonal_(5, wrap=True) | lib.zeros(3, 3, 3).fill_diagonal_(1)
    lib.linalg.solve_triangular(a, b, upper=False) | lib.linalg.solve_triangular(a, b, upper=True)
    lib.linalg.solve_triangular(a, b.T, upper=True, left=False)
    lib.cholesky_solve(b, a.tril()) | lib.cholesky_solve(b, a.triu(), upper=True)
    a.broadcast_to(4, 2, 2) | a[None, None].squeeze(0, 1) | a.count_nonzero(0, 1)
    a.detach()[None].squeeze_(0, 1) | (a * 1).add_(-0.5, a) | (a * 1).sub_(2, a) | a.add(3, a)
    (a * 1).addcmul_(-0.5, a, a) | (a * 1).addcdiv_(-0.5, a, a + 1) | a.addcdiv(2, a, a)
    lib.cov(b) | lib.cov(b[0]) | b.cov(correction=0) | lib.cov(b.long())
    lib.cov(b, fweights=lib.tensor([1, 3, 2]), aweights=lib.tensor([0.5, 1.0, 2.0]))
    lib.cov(b, aweights=lib.tensor([0.5, 1.0, 2.0])) | b.corrcoef() | lib.corrcoef(b[0])
    lib.block_diag(a, b[0], b[0, 0], b) | lib.block_diag(a) | lib.block_diag(a.long(), b)
    lib.dist(a, b[:, 1:]) | a.dist(b[0, 0], 1) | lib.dist(a, a) | lib.dist(a, -a, float("inf"))
    lib.heaviside(b.detach() - 2, lib.tensor(0.5)) | b.detach().long().heaviside(lib.tensor(7))
    lib.histc(b.detach()) | lib.histc(b.detach(), 3, 0, 2) | lib.histc(lib.ones(4), 4)
    lib.histogram(b.detach(), 4)[0] | lib.histogram(b.detach(), 4, range=(-1.0, 2.0))[1]
    b.detach().histogram(lib.tensor([-2.0, 1.0, 4.0]), weight=b.detach(), density=True)[0]
    lib.hann_window(5) | lib.hann_window(4, periodic=False) | lib.hamming_window(3)
    lib.hamming_window(4, True, 0.5, 0.3) | lib.hann_window(0) | lib.hann_window(1)
    lib.svd(b)[1] | (s := lib.svd(b))[0] @ s[1].diag() @ s[2].T | lib.svd(b, compute_uv=False)[2]
    lib.svd(b.detach().T, some=False)[0].abs() | lib.svd(b)[2] ** 2
    F.interpolate(b[None, None], (5, 7), mode="bicubic")
    F.interpolate(b[None, None], (5, 1), mode="bicubic", align_corners=True)
    F.interpolate(b[None, None], scale_factor=(0.7, 2.6), mode="bicubic")
    nn.Upsample(scale_factor=2, mode="bicubic")(a[None, None])
    b.exp().clone().atan2_(b * 2 + 1) | (a * 1).frac_() | (a * 1).exp2_()
    a.detach().transpose_(0, 1) | b.detach().swapaxes_(0, 1) | a.svd()[1] | (a @ a.T).cholesky()
    (a - 2).prelu(a[0, :1]) | b.detach().sigmoid().bernoulli().sum() * 0 | a[0, 0].is_nonzero() * a
    lib.ones(3).multinomial(3).sort()[0]
    F.max_unpool2d(*F.max_pool2d(x, 2, return_indices=True), 2)
    F.max_unpool2d(*F.max_pool2d(x, 2, 3, 1, return_indices=True), 2, 3, 1, output_size=(5, 5))
    nn.MaxUnpool2d(3, 2)(*F.max_pool2d(x[0], 3, 2, return_indices=True), output_size=x.shape)
"""
CALLS = [each.strip() for line in CALLS.strip().split("\n") for each in line.split("|")]


@pytest.mark.parametrize("expression", CALLS)
def test_values_and_gradients(lib, expression):
    expected, found = [answer(each, expression) for each in (torch, lib)]
    for mine, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(torch.tensor(mine), torch.tensor(theirs), atol=1e-5, rtol=1e-5)


def answer(lib: Any, expression: str) -> list[Any]:
    a = lib.tensor([[2.0, 1.0], [3.0, 4.0]], requires_grad=True)
    b = lib.tensor([[1.0, -2.0, 4.0], [2.0, 1.0, 0.5]], requires_grad=True)
    x = (a[0, 0] * lib.arange(50.0).sin()).view(1, 2, 5, 5)
    known = {"lib": lib, "nn": lib.nn, "F": lib.nn.functional, "a": a, "b": b, "x": x}
    y = eval(expression, known)
    if not y.requires_grad:
        return [y.tolist()]
    (y * lib.arange(float(y.numel())).view(y.shape)).sum().backward()
    return [y.tolist(), *[x.grad.tolist() for x in (a, b) if x.grad is not None]]


@pytest.mark.parametrize("rows", [(), (3,)])
@pytest.mark.parametrize("given", ["covariance_matrix", "precision_matrix", "scale_tril"])
def test_the_normal_distribution_of_vectors(lib, given, rows):
    def drawn(lib: Any) -> list[Any]:
        lib.manual_seed(5)
        loc = lib.randn(*rows, 2).requires_grad_()
        matrix = lib.tensor([[2.0, 0.5], [0.5, 1.0]])
        matrix = lib.linalg.cholesky(matrix) if given == "scale_tril" else matrix
        matrix.requires_grad_()
        normal = lib.distributions.MultivariateNormal(loc, **{given: matrix})
        sample, made = normal.sample((4,)), normal.rsample()
        log_prob, entropy = normal.log_prob(sample), normal.entropy()
        (made.pow(2).sum() + log_prob.sum() + entropy.sum()).backward()
        sizes = lib.tensor([*normal.batch_shape, 0, *normal.event_shape])
        found = [sample, made, log_prob, entropy, normal.variance, normal.covariance_matrix]
        found += [sizes, normal.mean, loc.grad, matrix.grad]
        return [x.detach().tolist() for x in found]

    for mine, theirs in zip(drawn(lib), drawn(torch), strict=True):
        torch.testing.assert_close(torch.tensor(mine), torch.tensor(theirs), atol=1e-5, rtol=1e-5)


def test_it_takes_one_matrix_which_has_a_factor(lib):
    zeros, eye = lib.zeros(2), lib.eye(2)
    with pytest.raises(ValueError, match="one matrix"):
        lib.distributions.MultivariateNormal(zeros, eye, scale_tril=eye)
    with pytest.raises(lib.linalg.LinAlgError):
        lib.distributions.MultivariateNormal(zeros, -eye)


def test_squeeze_and_unsqueeze_in_place(lib):
    for each in (lib, torch):
        x = each.arange(3.0)
        row = x[:]
        assert x.unsqueeze_(0) is x and tuple(x.shape) == (1, 3)
        assert x.unsqueeze_(-1).squeeze_(0) is x and tuple(x.shape) == (3, 1)
        assert tuple(x.squeeze_().shape) == (3,)
        x += 1
        assert row.tolist() == [1.0, 2.0, 3.0]
    with pytest.raises(RuntimeError, match=r"write x = x.unsqueeze\(...\)"):
        (lib.ones(2, requires_grad=True) * 1).unsqueeze_(0)


def test_tensors_of_one_shape_are_broadcast_to_themselves(lib):
    for each in (lib, torch):
        x = each.ones(2)
        assert each.broadcast_tensors(x, each.zeros(2))[0] is x or each is torch
        leaf = each.ones(2, requires_grad=True)
        assert each.distributions.Normal(leaf, 1.0 + 0 * x).mean.is_leaf


def test_images_may_be_asked_for_with_channels_last(lib):
    x = lib.ones(1, 2, 3, 3)
    assert x.to(memory_format=lib.channels_last).tolist() == x.tolist()
    layer = lib.nn.Conv2d(1, 1, 1)
    assert layer.to(memory_format=lib.channels_last) is layer


def test_switches_of_backends_may_be_set(lib):
    lib.backends.cuda.matmul.allow_tf32 = True
    lib.backends.cudnn.allow_tf32 = True
    assert not lib.backends.cuda.is_built()


def test_a_state_prints_as_torchs_does(lib):
    state = lib.nn.Linear(1, 1, bias=False).state_dict()
    assert repr(state).startswith("OrderedDict(")


def test_what_a_module_leaves_out_is_told(lib):
    with pytest.raises(AttributeError, match=r"register_full_backward_hook sees all gradients"):
        lib.nn.Linear(1, 1).register_backward_hook(print)


def test_weights_of_several_modules_are_stacked(agree):
    def program(lib, numbers):
        lib.manual_seed(0)
        x = lib.tensor(numbers)
        nets = [lib.nn.Sequential(lib.nn.Linear(3, 2), lib.nn.BatchNorm1d(2)) for _ in range(3)]
        parameters, buffers = lib.func.stack_module_state([net.eval() for net in nets])

        def call(parameters, buffers, x):
            return lib.func.functional_call(nets[0], (parameters, buffers), (x,))

        found = lib.func.vmap(call, (0, 0, None))(parameters, buffers, x)
        flags = [each.requires_grad for each in (*parameters.values(), *buffers.values())]
        return found, flags, [*parameters, *buffers], [p.is_leaf for p in parameters.values()]

    agree(program, torch.randn(4, 3).numpy())


def test_anomalies_are_looked_for_at_once_or_in_a_block(lib):
    def raises() -> bool:
        x = lib.zeros(1, requires_grad=True)
        try:
            (x.sqrt() * 0).sum().backward()
        except RuntimeError:
            return True
        return False

    def switched() -> list[bool]:
        found = [raises()]
        for mode in (True, True, False):
            lib.autograd.set_detect_anomaly(mode)
            found += [raises(), lib.is_anomaly_enabled()]
            with lib.autograd.set_detect_anomaly(not mode):
                found += [raises(), lib.is_anomaly_enabled()]
        with lib.autograd.set_detect_anomaly(True, check_nan=False):
            return [*found, raises()]

    found, lib = switched(), torch
    assert found == switched()


def test_modules_that_code_imports_and_asks_before_it_uses_them(lib):
    for each in (lib, torch):
        name = each.__name__
        known = {"each": each}
        exec(
            f"from {name}.autograd.function import once_differentiable\n"
            f"from {name}.cuda.random import manual_seed\n"
            f"from {name}.hub import load_state_dict_from_url\n"
            f"from {name}.nn.utils.clip_grad import clip_grad_norm_\n"
            f"from {name}.optim.optimizer import Optimizer, required\n"
            f"from {name}.utils.checkpoint import get_device_states, set_device_states\n"
            f"from {name}.utils.model_zoo import load_url\n"
            f"import {name}.distributed as dist\n"
            "set_device_states(*get_device_states())\n",
            known,
        )
        assert not known["dist"].is_initialized() and not each.is_complex(each.ones(1))
    with pytest.raises(NotImplementedError, match="reads a file"):
        lib.hub.load_state_dict_from_url("https://example.org/model.pth")
    with pytest.raises(AttributeError, match="one process"):
        lib.distributed.init_process_group("gloo")


def test_a_distribution_that_is_left_out_may_be_imported_and_not_made(lib):
    assert not isinstance(lib.distributions.Bernoulli(0.5), lib.distributions.Gamma)
    with pytest.raises(NotImplementedError, match=r"Gamma is a name alone: .*Normal"):
        lib.distributions.Gamma(1.0, 1.0)
    with pytest.raises(AttributeError, match="no 'Gammma'"):
        lib.distributions.Gammma  # noqa: B018


def test_a_backward_marked_with_once_differentiable_is_not_differentiated(lib):
    for each in (lib, torch):

        class Square(each.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                ctx.save_for_backward(x)
                return x * x

            @staticmethod
            @each.autograd.function.once_differentiable
            def backward(ctx, g):
                return g.new_tensor((2 * g * ctx.saved_tensors[0]).numpy())

        x = each.tensor([3.0], requires_grad=True)
        assert each.autograd.grad(Square.apply(x), x)[0].tolist() == [6.0]
        with pytest.raises(RuntimeError, match="once_differentiable"):
            (g,) = each.autograd.grad(Square.apply(x) ** 2, x, create_graph=True)
            g.backward()


def test_old_constructors_take_a_size_as_a_size_and_a_device(lib):
    for each in (lib, torch):
        x = each.ones(2, 3)
        assert tuple(each.FloatTensor(x.size()).shape) == (2, 3)
        assert tuple(each.Tensor(size=(2, 3)).shape) == (2, 3)
        assert each.Tensor((2, 3)).tolist() == [2.0, 3.0]
        assert each.Tensor([[4]], device="cpu").long().tolist() == [[4]]
        x.note = "anything"  # as code writes `x.require_grad = False`, and nothing minds
        assert x.note == "anything"


def test_the_memory_that_a_tensor_lies_in(lib):
    for each in (lib, torch):
        x = each.arange(6.0).view(2, 3)
        part = x.t()[1:]
        assert part.storage().tolist() == x.storage().tolist() == [0, 1, 2, 3, 4, 5]
        assert (part.storage_offset(), x.storage_offset(), x[1, 1].storage_offset()) == (1, 0, 4)
        part.storage()[4] = 9
        assert x.tolist() == [[0, 1, 2], [3, 9, 5]]
        assert each.ones(2).char().dtype is each.int8


def test_devices_that_are_names_alone(lib):
    for each in (lib, torch):
        place = each.device("cuda:1")
        assert (str(place), place.type, place.index) == ("cuda:1", "cuda", 1)
        assert repr(place) == "device(type='cuda', index=1)"
    with pytest.raises(RuntimeError, match="no device 'cuda'"):
        lib.ones(2).to(lib.device("cuda"))
    with pytest.raises(RuntimeError, match="no device 'cuda'"):
        lib.ones(2, device=lib.device("cuda"))
