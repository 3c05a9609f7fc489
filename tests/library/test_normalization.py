"""Norms and dropout where they are given: what is refused, printed and saved is torch's."""

from __future__ import annotations

import numpy as np
import pytest

from grader.asking.inputs import normal


@pytest.mark.parametrize("p", [1.5, -0.1])
@pytest.mark.parametrize("training", [True, False])
def test_a_probability_outside_0_and_1_is_refused(agree, p, training):
    def function(lib, x, p, training):
        return lib.nn.functional.dropout(lib.tensor(x), p, training)

    def layer(lib, x, p, training):
        return lib.nn.Dropout(p).train(training)(lib.tensor(x))

    agree(function, normal(2, 3), p, training, raises=ValueError)
    agree(layer, normal(2, 3), p, training, raises=ValueError)


@pytest.mark.parametrize(
    ("shape", "refused"),
    [((1, 3), ValueError), ((3,), ValueError), ((2, 3, 2, 2), ValueError), ((4, 2), RuntimeError)],
)
def test_batch_norm_needs_a_batch_of_the_right_form(agree, shape, refused):
    def program(lib, x):
        return lib.nn.BatchNorm1d(3, dtype=lib.float64)(lib.tensor(x))

    agree(program, normal(4, 3))
    agree(program, normal(*shape), raises=refused)


def test_evaluation_needs_averages(agree):
    def program(lib, x, mean, var):
        mean, var = (None if part is None else lib.tensor(part) for part in (mean, var))
        return lib.nn.functional.batch_norm(lib.tensor(x), mean, var)

    agree(program, normal(1, 3), normal(3), np.full(3, 2.0))
    agree(program, normal(1, 3), None, None, raises=RuntimeError)


def test_a_weight_has_the_shape_and_the_dtype_of_what_it_scales(agree):
    def program(lib, x, w, dtype):
        w = lib.tensor(w, dtype=getattr(lib, dtype))
        return lib.nn.functional.layer_norm(lib.tensor(x), w.shape, w)

    def four(lib, x, w, dtype):
        w = lib.tensor(w, dtype=getattr(lib, dtype))
        return lib.nn.functional.layer_norm(lib.tensor(x), (4,), w)

    agree(program, normal(3, 4), normal(4), "float64")
    agree(program, normal(3, 4), normal(3), "float64", raises=RuntimeError)
    agree(four, normal(3, 4), normal(1), "float64", raises=RuntimeError)
    agree(four, normal(3, 4), normal(4), "float32", raises=RuntimeError)


def test_channels_are_dealt_evenly(agree):
    def function(lib, x, groups):
        return lib.nn.functional.group_norm(lib.tensor(x), groups)

    def layer(lib, x, groups):
        return lib.nn.GroupNorm(groups, 4, dtype=lib.float64)(lib.tensor(x))

    for program, refused in ((function, RuntimeError), (layer, ValueError)):
        agree(program, normal(2, 4, 3), 2)
        agree(program, normal(2, 4, 3), 3, raises=refused)
    agree(function, normal(1, 4), 4, raises=ValueError)


def test_norms_are_layers_with_a_weight_and_a_bias_or_without(agree):
    def program(lib, x):
        nn, x = lib.nn, lib.tensor(x, dtype=lib.float32)
        layers = [
            nn.LayerNorm(4),
            nn.LayerNorm((3, 4), bias=False),
            nn.LayerNorm([4], eps=0.1, elementwise_affine=False),
            nn.GroupNorm(3, 3),
            nn.GroupNorm(1, 3, affine=False),
            nn.BatchNorm1d(3),
            nn.BatchNorm1d(3, momentum=None, affine=False),
            nn.BatchNorm1d(3, track_running_stats=False, bias=False),
            nn.Dropout(0.0),
        ]
        names = [[name for name, _ in layer.named_parameters()] for layer in layers]
        found = [(layer(x), layer.state_dict(), repr(layer)) for layer in layers]
        return found, [list(layer.state_dict()) for layer in layers], names

    agree(program, 2 * normal(2, 3, 4) + 1)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("shape", [(0, 3), (0, 3, 4), (2, 3, 0), (0, 3, 2, 2), (2, 3, 0, 2)])
def test_an_empty_batch_trains_without_a_word(agree, shape):
    def batches(lib, x):
        x, mean, var = lib.tensor(x, requires_grad=True), lib.zeros(3), lib.ones(3)
        w, b = (lib.ones(3, requires_grad=True) for _ in range(2))
        y = lib.nn.functional.batch_norm(x, mean, var, w, b, training=True)
        y.sum().backward()
        return y, x.grad, w.grad, b.grad, mean, var

    def layers(lib, x):
        x = lib.tensor(x, requires_grad=True)
        w, b = (lib.ones(x.shape[-1], requires_grad=True) for _ in range(2))
        y = lib.nn.functional.layer_norm(x, x.shape[-1:], w, b)
        y.sum().backward()
        return y, x.grad, w.grad, b.grad

    def groups(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = lib.nn.functional.group_norm(x, 3)
        y.sum().backward()
        return y, x.grad

    for program in (batches, layers, groups):
        agree(program, np.zeros(shape, np.float32))


def test_what_is_standardized_may_be_named_from_the_end(lib, modules):
    lesson = modules["autodiff.m24_normalization"]
    x, weight, g = normal(2, 4, 3), normal(4, 3), normal(2, 4, 3)

    def gradients(dim):
        parts = [lib.tensor(part, requires_grad=True) for part in (x, weight)]
        lesson.standardize(*parts, dim=dim, eps=1e-5).backward(lib.tensor(g))
        return [part.grad.numpy() for part in parts]

    for found, right in zip(gradients((-2, -1)), gradients((1, 2)), strict=True):
        np.testing.assert_allclose(found, right, atol=1e-12)
