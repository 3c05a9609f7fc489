"""m04 magic methods: every operator and method computes what torch's does."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal, uniform
from grader.suite.random_programs.generators.arithmetic import magic_methods


@pytest.mark.public
def test_tensors_are_added_and_multiplied_element_by_element(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        return x + y, x * y, -x

    agree(program, normal(2, 3), normal(2, 3))


@pytest.mark.public
def test_a_number_on_the_left_reaches_the_reflected_method(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return 2 + x, 2 - x, 3 * x, 1 / x, 2**x

    agree(program, uniform(0.5, 2.0, 3))


@pytest.mark.public
def test_matrices_are_multiplied(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        return x @ y, x.matmul(y), lib.matmul(x, y)

    agree(program, normal(2, 3), normal(3, 2))


def test_minus_divide_and_power_keep_their_operands_in_order(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        return x - y, x / y, x**y

    agree(program, uniform(0.5, 2.0, 2, 3), normal(2, 3))


def test_a_number_on_the_right_is_an_operand_too(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x + 2, x - 2, x * 3, x / 4, x**2, x**-1, x**0.5

    agree(program, uniform(0.5, 2.0, 2, 3))


def test_sigmoid_squashes_every_element(agree):
    def program(lib, x):
        return lib.sigmoid(lib.tensor(x)), lib.tensor(x).sigmoid()

    agree(program, normal(2, 3))


def test_sigmoid_survives_large_numbers_of_both_signs(agree):
    def program(lib, x):
        return lib.tensor(x).sigmoid(), lib.tensor(x, dtype=lib.float32).sigmoid()

    agree(program, np.array([-1000.0, -30.0, 0.5, 30.0, 1000.0]))


def test_shapes_broadcast(agree):
    def program(lib, x, y):
        return lib.tensor(x) - lib.tensor(y)

    agree(program, normal(3, 1), normal(4))
    agree(program, normal(2, 1, 3), normal(4, 1))
    agree(program, normal(), normal(2, 3))


def test_a_vector_is_a_row_on_the_left_and_a_column_on_the_right(agree):
    def program(lib, x, y):
        return lib.tensor(x) @ lib.tensor(y)

    agree(program, normal(3), normal(3, 4))
    agree(program, normal(2, 3), normal(3))
    agree(program, normal(3), normal(3))


def test_the_dimensions_in_front_of_matrices_are_a_batch(agree):
    def program(lib, x, y):
        return lib.tensor(x) @ lib.tensor(y)

    agree(program, normal(5, 2, 3), normal(5, 3, 4))
    agree(program, normal(5, 2, 3), normal(3, 4))
    agree(program, normal(2, 1, 2, 3), normal(4, 3, 2))
    agree(program, normal(3), normal(5, 3, 2))
    agree(program, normal(5, 2, 3), normal(3))


def test_a_sum_runs_over_one_dimension_or_several_or_all(agree):
    def program(lib, x):
        x = lib.tensor(x)
        some = x.sum(0), x.sum(-1), x.sum((0, 2)), lib.sum(x, dim=[1, -1])
        return some, x.sum(), x.sum(()), lib.sum(x, dim=None)

    agree(program, normal(2, 3, 4))


def test_a_sum_that_keeps_its_dimension_divides_each_row(agree):
    def program(lib, x):
        e = lib.tensor(x).exp()
        return e / e.sum(1, keepdim=True)

    agree(program, normal(3, 4))


@pytest.mark.public
def test_results_stay_in_the_graph(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x, requires_grad=True), lib.tensor(y)
        made = {"2 - x": 2 - x, "2 / x": 2 / x, "2**x": 2**x, "-x": -x, "y @ x.T": y @ x.T}
        made |= {"x.T": x.T, "x.reshape(-1)": x.reshape(-1), "x.sum(0)": x.sum(0)}
        made |= {"x.sigmoid()": x.sigmoid(), "x": x, "y": y}
        told = {f"({name}).requires_grad": made[name].requires_grad for name in made}
        return told | {f"({name}).is_leaf": made[name].is_leaf for name in made}

    agree(program, uniform(0.5, 2.0, 1, 2), normal(1, 2))


def test_nothing_overflows_on_the_way_to_a_sigmoid(agree):
    def program(lib, x):
        with np.errstate(over="raise"):
            return lib.tensor(x).sigmoid(), lib.tensor(x, dtype=lib.float32).sigmoid()

    agree(program, np.array([-0.5, 1000.0]))
    agree(program, np.array([-1000.0, 0.5]))


@pytest.mark.edge_case
def test_far_to_the_left_a_sigmoid_goes_on_falling(agree):
    def program(lib, x, growth):
        return lib.tensor(x).sigmoid() * lib.tensor(growth)  # some number from 2 to 3

    x = -uniform(40.0, 300.0, 5)
    agree(program, x, np.exp(-x) * uniform(2.0, 3.0, 5))


@pytest.mark.edge_case
def test_every_op_is_a_function_and_a_method(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        named = [lib.add(x, y), lib.sub(x, y), lib.mul(x, y), lib.div(x, y), lib.pow(x, y)]
        methods = [x.add(y), x.sub(y), x.mul(y), x.div(y), x.pow(y), x.neg()]
        return named, methods, x.exp(), x.log(), x.sqrt(), x.tanh(), x.sigmoid()

    agree(program, uniform(0.5, 2.0, 2, 3), normal(2, 3))


@pytest.mark.edge_case
def test_an_op_has_the_name_that_torch_gives_it(agree):
    def program(lib, x):
        x = lib.tensor(x)
        of_two = [(op.__name__, op(x, x)) for op in (lib.add, lib.sub, lib.mul, lib.div, lib.pow)]
        return of_two, lib.neg.__name__, lib.neg(x)

    agree(program, uniform(0.5, 2.0, 3))


@pytest.mark.edge_case
def test_float32_stays_float32(agree):
    def program(lib, x):
        x = lib.tensor(x, dtype=lib.float32)
        return 2 * x, x / 3, x**2, 0.5 - x, x.exp(), x.sigmoid(), x.mean(), x.sum(0), x @ x

    agree(program, uniform(0.5, 2.0, 3, 3))


@pytest.mark.edge_case
def test_integers_stay_integers_until_they_must_become_floats(agree):
    def program(lib, n):
        n = lib.tensor(n)
        return n + 1, n * n, n**2, 2 - n, -n, n / 2, 1 / n, n + 0.5, n**0.5, n.exp(), n.sqrt()

    agree(program, integers(2, 9, 2, 3))


@pytest.mark.edge_case
def test_mixed_dtypes_follow_the_rules_of_torch(agree):
    def program(lib, n, x):
        i, f, d = lib.tensor(n), lib.tensor(x, dtype=lib.float32), lib.tensor(x)
        return i + f, f * d, i / d, f + d.sum(), i * d.sum(), 2**i

    agree(program, integers(2, 9, 2, 3), uniform(0.5, 2.0, 2, 3))


@pytest.mark.edge_case
def test_numbers_beyond_a_small_dtype_wrap_around(agree):
    def program(lib, n):
        n = lib.tensor(n, dtype=lib.uint8)
        results = n + 300, n * -1, n - 20
        n -= 10
        return results, n

    agree(program, integers(2, 9, 3))


@pytest.mark.edge_case
def test_bools_add_but_refuse_minus(agree):
    def add(lib, b, n):
        return lib.tensor(b) + lib.tensor(b), lib.tensor(b) * 2, lib.tensor(n) - 1

    def subtract(lib, b):
        return lib.tensor(b) - lib.tensor(b)

    def negate(lib, b):
        return -lib.tensor(b)

    b = np.array([True, False, True])
    agree(add, b, integers(2, 9, 3))
    agree(subtract, b, raises=RuntimeError)
    agree(negate, b, raises=RuntimeError)


@pytest.mark.edge_case
def test_shapes_that_do_not_broadcast_are_refused(agree):
    def program(lib, x, y):
        return lib.tensor(x) + lib.tensor(y)

    agree(program, normal(2, 3), normal(3))
    agree(program, normal(2, 3), normal(2), raises=RuntimeError)


@pytest.mark.edge_case
def test_a_single_number_is_still_a_tensor(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        return x.sum(), x.mean() * 2, x @ y, -x.sum(), 1 / y.sum(), (x * y).sum(0).exp()

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_an_ndarray_on_the_left_works_too(agree):
    def program(lib, a, x):
        x = lib.tensor(x)
        return a + x, a - x, a / x, a @ x

    def reference(torch, a, x):
        a, x = torch.tensor(a), torch.tensor(x)
        return a + x, a - x, a / x, a @ x

    agree(program, normal(3, 3), normal(3, 3), reference=reference)


@pytest.mark.edge_case
def test_an_op_leaves_its_operands_alone(agree):
    def program(lib, x):
        x = lib.tensor(x)
        y = x + 1
        z = -y
        y *= 2
        return x, y, z

    def curves(lib, x):
        x = lib.tensor(x)
        return x.sigmoid(), x.tanh(), x.exp(), x.sum(0), x.mean(1), x @ x.T, x

    agree(program, normal(2, 3))
    agree(curves, -uniform(0.5, 2.0, 2, 3))


@pytest.mark.edge_case
def test_keepdim_leaves_a_dimension_of_size_1(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return (
            x.sum(1, keepdim=True),
            x.sum((0, 2), True),
            lib.mean(x, dim=-1, keepdim=True),
            x.mean((0, 1), keepdim=True),
        )

    agree(program, normal(2, 3, 4))


@pytest.mark.edge_case
def test_integers_and_bools_add_up_to_int64(agree):
    def program(lib, n, b):
        n = lib.tensor(n)
        narrow = lib.tensor(n, dtype=lib.int32).sum(0), lib.tensor(n, dtype=lib.uint8).sum(0)
        return n.sum(), narrow, lib.tensor(b).sum()

    agree(program, integers(99, 255, 3, 2), np.array([True, False, True]))


@pytest.mark.edge_case
def test_float16_adds_up_to_float16(agree):
    def program(lib, n):
        x = lib.tensor(n, dtype=lib.float16)
        return x.sum(), x.sum(0), x.sum(1, keepdim=True)

    agree(program, integers(2, 9, 2, 3))


@pytest.mark.edge_case
def test_dims_are_checked(agree):
    def program(lib, x, dim):
        return lib.tensor(x).sum(dim)

    agree(program, normal(2, 3), -2)
    agree(program, normal(2, 3), 2, raises=IndexError)
    agree(program, normal(2, 3), -3, raises=IndexError)
    agree(program, normal(2, 3), (0, 0), raises=RuntimeError)


@pytest.mark.edge_case
def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(magic_methods)
