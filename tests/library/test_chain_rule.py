"""The rules that `chain_rule` gives."""

from __future__ import annotations

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform


def test_what_is_subtracted_gets_a_negative_gradient(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x - y).backward(lib.tensor(g))
        return x.grad, y.grad

    agree(program, normal(2, 3), normal(2, 3), normal(2, 3))


def test_a_sign_turns_the_gradient_around(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        (-x).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(2, 3), normal(2, 3))


def test_sqrt_divides_by_twice_its_result(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.sqrt().backward(lib.tensor(g))
        return x.grad

    agree(program, uniform(0.2, 3, 5), normal(5))


def test_tanh_has_its_slope(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.tanh().backward(lib.tensor(g))
        return x.grad

    agree(program, normal(5), normal(5))


def test_an_exponent_has_a_gradient_too(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        z = lib.tensor(y.detach(), requires_grad=True)
        (x**y + 3.0**z).backward(lib.tensor(g))
        return x.grad, y.grad, z.grad

    agree(program, uniform(0.5, 2, 4), normal(4), normal(4))


@pytest.mark.filterwarnings(
    "ignore:invalid value:RuntimeWarning"
)  # log(-2), which torch takes, too
def test_powers_of_zero_and_zeroth_powers_have_torchs_gradients(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        z = lib.tensor(y.detach(), requires_grad=True)
        (x**y + x**0 + 0.0**z).sum().backward()
        return x.grad, y.grad, z.grad

    agree(program, np.array([0.0, 0.0, 0.0, 3.0, -2.0]), np.array([0.0, 1.0, 2.0, 0.0, 0.0]))


def test_a_gradient_is_reshaped_back(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.reshape(3, -1).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(2, 6), normal(3, 4))


def test_a_gradient_is_transposed_back(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(x.detach(), requires_grad=True)
        x.transpose(0, -1).backward(lib.tensor(g))
        y.transpose(1, 2).T.backward(lib.tensor(g).transpose(0, 1))
        return x.grad, y.grad

    agree(program, normal(2, 3, 4), normal(4, 3, 2))


def test_broadcast_to_gives_back_a_gradient_of_the_old_shape(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.broadcast_to((4, 2, 3)).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(2, 1), normal(4, 2, 3))


def test_vectors_multiply_matrices_and_each_other(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x @ y).backward(lib.tensor(g))
        return x.grad, y.grad

    agree(program, normal(2, 3), normal(3), normal(2))
    agree(program, normal(3), normal(3, 4), normal(4))
    agree(program, normal(3), normal(3), normal())


def test_a_vector_multiplies_batches_of_matrices(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x @ y).backward(lib.tensor(g))
        return x.grad, y.grad

    agree(program, normal(5, 2, 3), normal(3), normal(5, 2))
    agree(program, normal(3), normal(5, 3, 4), normal(5, 4))
