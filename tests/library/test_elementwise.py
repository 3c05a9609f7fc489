"""The elementwise ops that `magic_methods` gives."""

from __future__ import annotations

import operator

import numpy as np
import pytest

from grader.asking.inputs import integers, normal, uniform


def test_products_powers_and_signs(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        return x * y, x**y, -x, 3 * x, 2**x, x**-1, x**0.5

    agree(program, uniform(0.5, 2.0, 2, 3), normal(2, 3))


def test_exp_log_sqrt_and_tanh(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.exp(), lib.exp(x), lib.log(x), lib.sqrt(x), lib.tanh(x)

    agree(program, uniform(0.5, 3.0, 2, 3))


def test_integers_stay_integers_where_they_can(agree):
    def program(lib, n):
        n = lib.tensor(n)
        return n * n, n**2, 2**n, -n, n.exp(), n.log(), n.sqrt(), n.tanh()

    agree(program, integers(2, 9, 2, 3))


def test_an_integer_to_a_negative_power_is_refused(agree):
    def program(lib, n, power):
        return lib.tensor(n) ** power

    n = integers(2, 9, 3)
    agree(program, n, 3)
    agree(program, n, -1, raises=RuntimeError)


def test_bools_are_multiplied_and_have_no_sign(agree):
    def product(lib, b):
        return lib.tensor(b) * lib.tensor(b), lib.tensor(b) * 2

    def sign(lib, b):
        return -lib.tensor(b)

    b = np.array([True, False, True])
    agree(product, b)
    agree(sign, b, raises=RuntimeError)


@pytest.mark.parametrize("plain", [np.subtract, operator.sub, lambda x, y: x - y])
def test_an_op_can_be_made_of_any_function_of_two(plain, modules):
    function = modules["autodiff.given.core.promotion"].promoted("sub", plain)
    assert function(np.array([5, 8]), 2).tolist() == [3, 6]
    assert function(2.5, np.array([5, 8])).dtype == np.float32


def test_a_function_that_was_not_made_an_op_says_so(lib, modules):
    function = modules["autodiff.given.core.promotion"].promoted("add", np.add)
    with pytest.raises(TypeError, match="`primitive` makes an op"):
        function(lib.tensor([1.0]), 2)
    with pytest.raises(TypeError, match="not str"):
        lib.add(lib.tensor([1.0]), "2")
