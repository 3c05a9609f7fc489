"""Plain programs on what is easily forgotten: single numbers, bools, infinities, no elements."""

from __future__ import annotations

import numpy as np
import pytest

from grader.asking.inputs import normal


@pytest.mark.parametrize("name", ["Adam", "AdamW", "RMSprop", "Adagrad", "SGD"])
@pytest.mark.parametrize("options", [{}, {"weight_decay": 0.1}, {"maximize": True}])
def test_a_parameter_of_no_dimensions_is_updated(agree, name, options):
    def program(lib, name, options):
        w = lib.tensor(3.0, requires_grad=True)
        optimizer = getattr(lib.optim, name)([w], lr=0.1, **options)
        for _ in range(3):
            optimizer.zero_grad()
            (w * w).backward()
            optimizer.step()
        return w

    agree(program, name, options)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("Adam", {"amsgrad": True}),
        ("SGD", {"momentum": 0.9, "nesterov": True}),
        ("RMSprop", {"momentum": 0.9}),
        ("RMSprop", {"centered": True}),
        ("Adagrad", {"lr_decay": 0.1}),
    ],
)
def test_so_it_is_with_every_kind_of_state(agree, name, options):
    def program(lib, name, options):
        w = lib.tensor(3.0, requires_grad=True)
        optimizer = getattr(lib.optim, name)([w], lr=0.1, **options)
        for _ in range(3):
            w.grad = lib.tensor(2.0)
            norm = lib.nn.utils.clip_grad_norm_([w], 1.0, norm_type="inf")
            lib.nn.utils.clip_grad_value_([w], 0.5)
            optimizer.step()
        return w, norm

    agree(program, name, options)


@pytest.mark.parametrize("name", ["var", "std", "var_mean", "std_mean"])
@pytest.mark.parametrize("unbiased", [True, False])
def test_a_bool_first_is_whether_the_variance_is_unbiased(agree, name, unbiased):
    def program(lib, name, unbiased, x):
        x = lib.tensor(x, requires_grad=True)
        found = getattr(lib, name)(x, unbiased)
        parts = found if isinstance(found, tuple) else (found,)
        parts[0].backward()
        method = getattr(x, name)(unbiased) if hasattr(x, name) and "_" not in name else parts[0]
        return *parts, method, x.grad

    agree(program, name, unbiased, normal(3, 2))


def test_the_cosine_of_vectors_that_broadcast_along_the_dim(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x, requires_grad=True), lib.tensor(y, requires_grad=True)
        cosine = lib.nn.functional.cosine_similarity(x, y, dim=-2)
        cosine.sum().backward()
        return cosine, x.grad, y.grad

    agree(program, np.array([[[1.0], [2.0]]]), np.array([[[3.0]], [[4.0]]]))
    agree(program, normal(2, 3, 1), normal(3, 4))


def test_narrow_leaves_the_tensor_that_says_where_it_starts_alone(agree):
    def program(lib, x):
        start = lib.tensor(-2)
        return lib.narrow(lib.tensor(x), 0, start, 1), start

    agree(program, normal(3, 2))


def test_an_empty_batch_leaves_the_running_averages_alone(agree):
    def program(lib):
        layer = lib.nn.BatchNorm1d(3)
        layer(lib.zeros(0, 3))
        return layer.running_mean, layer.running_var, layer.num_batches_tracked

    agree(program)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("x", [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, -1.0, 2.0]])
@pytest.mark.parametrize("p", [0.5, 1, 1.5, 2, 3, float("inf"), "std", "var"])
def test_second_derivatives_of_lengths_are_torchs_at_zero_too(agree, p, x):
    def program(lib, p, x):
        x = lib.tensor(x, dtype=lib.float64, requires_grad=True)
        for of in (x, x[None]):
            how = {} if of is x else {"dim": -1}
            length = getattr(of, p)(**how) if isinstance(p, str) else of.norm(p, **how)
            (slope,) = lib.autograd.grad(length.sum(), x, create_graph=True)
            weights = lib.tensor([1.0, 2.0, 3.0], dtype=lib.float64)
            ((slope * weights).sum() + (x * x).sum()).backward()
        return slope.detach(), x.grad

    agree(program, p, np.array(x))


@pytest.mark.parametrize("which", range(6))
def test_bytes_pick_as_bools_do(agree, which):
    def program(lib, which):
        x = lib.arange(12.0).reshape(3, 4).requires_grad_()
        u, v = (lib.tensor(bits, dtype=lib.uint8) for bits in ([1, 0, 2], [1, 0, 1, 0]))
        keys = u, (u, 1), (slice(None), v), (u, [1, 2]), v[1], u.numpy()
        picked = x[keys[which]]
        (picked * picked).sum().backward()
        y = x.detach().clone()
        y[keys[which]] = lib.ones(picked.shape)
        return picked, x.grad, y

    agree(program, which)
