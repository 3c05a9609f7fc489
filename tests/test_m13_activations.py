"""m13 activations: what bends a network, stable far out, and the vectorised rule of softmax."""

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform
from grader.suite.random_programs.generators.activations import activations

FAR = np.array([-1e4, -800.0, -25.0, -1.5, 0.3, 2.0, 25.0, 800.0, 1e4])


@pytest.mark.public
def test_relu_cuts_off_what_is_negative(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.nn.functional.relu(x)
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, uniform(0.5, 2.0, 2, 3) * [1.0, -1.0, 1.0], normal(2, 3))


@pytest.mark.public
def test_leaky_relu_keeps_a_slope_on_both_sides(agree):
    def program(lib, x, g, slope):
        x = lib.tensor(x, requires_grad=True)
        z = lib.tensor(x.detach(), requires_grad=True)
        y = lib.nn.functional.leaky_relu(x) + lib.nn.functional.leaky_relu(z, slope)
        y.backward(lib.tensor(g))
        return y, x.grad, z.grad

    agree(program, np.append(normal(6), 0.0), normal(7), 0.3)
    agree(program, np.append(normal(6), 0.0), normal(7), 1.7)


@pytest.mark.public
def test_softplus_is_a_smooth_relu(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.nn.functional.softplus(x)
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, 2 * normal(3, 4), normal(3, 4))


@pytest.mark.public
def test_gelu_weighs_its_input_with_a_normal_probability(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.nn.functional.gelu(x)
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, np.append(2 * normal(5), 0.0), normal(6))


@pytest.mark.public
def test_softmax_makes_probabilities_along_one_dim(agree):
    def program(lib, x, dim):
        y = lib.softmax(lib.tensor(x), dim=dim)
        return y, y.sum(dim)

    agree(program, normal(2, 3), 1)
    agree(program, normal(2, 3), 0)
    agree(program, normal(1, 3, 2), -2)


@pytest.mark.public
def test_a_gradient_goes_through_softmax_to_all_scores(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        s = x.softmax(0)
        s.backward(lib.tensor(g))
        return s, x.grad

    agree(program, np.array([0.0, np.log(3)]), np.array([1.0, 0.0]))
    agree(program, normal(3), normal(3))


def test_softmax_hands_a_gradient_to_all_scores_along_its_dim(agree):
    def program(lib, x, g, dim):
        x = lib.tensor(x, requires_grad=True)
        x.softmax(dim).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(3), normal(3), 0)
    for dim in (0, 1, -1):
        agree(program, normal(2, 3, 4), normal(2, 3, 4), dim)


def test_the_rule_of_softmax_multiplies_by_its_jacobian_without_building_it(agree):
    def program(lib, x, g):
        s = lib.softmax(x, 0)
        return lib.autograd.rules[lib.softmax][0](g, s, x, 0)

    def with_the_jacobian(lib, x, g):
        s = lib.softmax(lib.tensor(x), 0)
        jacobian = lib.diag(s) - lib.outer(s, s)
        return (lib.tensor(g) @ jacobian).numpy()

    agree(program, normal(5), normal(5), reference=with_the_jacobian)


def test_softmax_needs_only_the_differences_of_huge_scores(agree):
    def program(lib, x):
        x = lib.tensor(x)
        with np.errstate(over="raise", invalid="raise"):
            return lib.softmax(x, 1), x.softmax(0)

    agree(program, np.array([[1e4, 9999.0, -1e4], [-1e4, -9998.5, -9999.0]]))


def test_log_softmax_stays_finite_where_a_class_is_far_behind(agree):
    def program(lib, x, dim):
        with np.errstate(over="raise", divide="raise"):
            return lib.log_softmax(lib.tensor(x), dim)

    agree(program, normal(2, 3, 4), 1)
    agree(program, np.array([[1e4, 0.0, 3.0], [-1e4, 500.0, -1e4]]), -1)


@pytest.mark.public
def test_log_softmax_has_its_gradient(agree):
    def program(lib, x, g, dim):
        x = lib.tensor(x, requires_grad=True)
        x.log_softmax(dim).backward(lib.tensor(g))
        return x.grad

    for dim in (0, 1, -1):
        agree(program, normal(2, 3, 4), normal(2, 3, 4), dim)


@pytest.mark.edge_case
def test_at_zero_the_slope_of_relu_is_zero(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.relu().backward(lib.tensor(g))
        return x.grad

    agree(program, np.array([-1.0, 0.0, 2.0, 0.0]), normal(4))


@pytest.mark.edge_case
def test_softplus_has_a_sharpness_and_a_place_where_it_becomes_straight(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        z = lib.tensor(x.detach(), requires_grad=True)
        y = lib.nn.functional.softplus(x, beta=3.0)
        y = y + lib.nn.functional.softplus(z, beta=0.5, threshold=1.0)
        y.backward(lib.tensor(g))
        return y, x.grad, z.grad

    agree(program, np.array([-4.0, -1.0, 0.5, 1.8, 2.2, 5.0, 9.0]), normal(7))


@pytest.mark.edge_case
def test_gelu_has_an_approximation_by_tanh(agree):
    def program(lib, x, g, approximate):
        x = lib.tensor(x, requires_grad=True)
        y = lib.nn.functional.gelu(x, approximate=approximate)
        y.backward(lib.tensor(g))
        return y, x.grad

    agree(program, np.append(2 * normal(11), 0.0), normal(12), "tanh")


@pytest.mark.edge_case
def test_far_out_nothing_overflows_and_nothing_is_nan(agree):
    def program(lib, name, x):
        x = lib.tensor(x, requires_grad=True)
        with np.errstate(over="raise", invalid="raise"):
            y = getattr(lib.nn.functional, name)(x)
            y.sum().backward()
        return y, x.grad

    for name in ("leaky_relu", "elu", "softplus", "gelu", "logsigmoid", "mish"):
        agree(program, name, FAR)


@pytest.mark.edge_case
def test_softmax_takes_single_numbers_empty_dims_and_infinite_scores(agree):
    def program(lib, x, dim, g):
        x = lib.tensor(x, requires_grad=True)
        s = x.softmax(dim)
        s.backward(lib.tensor(g))
        with np.errstate(divide="ignore"):
            return s, x.grad, x.log_softmax(dim)

    agree(program, normal(), -1, normal())
    agree(program, normal(2, 0), 1, normal(2, 0))
    agree(program, np.array([[-np.inf, 0.0, 1.0], [2.0, -np.inf, -np.inf]]), 1, normal(2, 3))


@pytest.mark.edge_case
def test_float32_stays_float32_and_single_numbers_single_numbers(agree):
    def program(lib, name, x):
        x = lib.tensor(x, requires_grad=True)
        y = getattr(lib.nn.functional, name)(x)
        y.sum().backward()
        return y, x.grad

    def along_a_dim(lib, x):
        x = lib.tensor(x, requires_grad=True)
        wide = lib.nn.functional.softmax(x, dim=1, dtype=lib.float64)
        y = lib.softmax(x, 1) - 2 * lib.log_softmax(x, 1)
        y.square().sum().backward()
        return y, x.grad, wide

    for name in ("relu", "leaky_relu", "elu", "softplus", "gelu"):
        agree(program, name, uniform(-1.0, 3.0, 2, 3).astype(np.float32))
        agree(program, name, np.array(0.75))
    agree(along_a_dim, normal(2, 3).astype(np.float32))


@pytest.mark.edge_case
def test_scores_are_left_as_they_were(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.softmax(1), x.log_softmax(0), lib.nn.functional.elu(x), x

    agree(program, normal(2, 3))


@pytest.mark.edge_case
def test_rules_written_in_ops_give_gradients_of_gradients(agree):
    def program(lib, name, params, x, g):
        x = lib.tensor(x, requires_grad=True)
        out = getattr(lib.nn.functional, name)(x, **params)
        (slope,) = lib.autograd.grad(out, x, lib.tensor(g), create_graph=True)
        (slope * slope).sum().backward()
        return slope, x.grad

    for name in ("elu", "gelu"):
        agree(program, name, {}, normal(4), normal(4))
    agree(program, "gelu", {"approximate": "tanh"}, normal(4), normal(4))
    for name in ("softmax", "log_softmax"):
        agree(program, name, {"dim": 1}, normal(2, 3), normal(2, 3))


@pytest.mark.edge_case
def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(activations)
