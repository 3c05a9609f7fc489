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
    y = eval(expression, {"lib": lib, "a": a, "b": b})
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
    with pytest.raises(AttributeError, match=r"output.register_hook sees the gradient"):
        lib.nn.Linear(1, 1).register_full_backward_hook(print)
