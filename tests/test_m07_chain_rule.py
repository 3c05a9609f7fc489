"""m07 chain rule: the vector-Jacobian product of every op, and what broadcasting asks of them."""

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform
from grader.suite.forms import close
from grader.suite.random_programs.generators.arithmetic import chain_rule


class GradcheckError(RuntimeError):
    """The name of what both libraries raise."""


@pytest.mark.public
def test_a_sum_hands_its_gradient_to_both_terms(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x + y).backward(lib.tensor(g))
        return x.grad, y.grad

    def alone(lib, x, y, g):
        to_x, to_y = (rule(g, x + y, x, y) for rule in lib.m07_chain_rule.rules[lib.add])
        fit = lib.autograd.unbroadcast
        return lib.tensor(fit(to_x, x.shape)), lib.tensor(fit(to_y, y.shape))

    agree(program, normal(2, 3), normal(2, 3), normal(2, 3), alone=alone)
    agree(program, normal(2, 3), normal(3), normal(2, 3), alone=alone)


@pytest.mark.public
def test_in_a_product_each_factor_multiplies_the_gradient_of_the_other(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x * y).backward(lib.tensor(g))
        return x.grad, y.grad

    def alone(lib, x, y, g):
        rules = lib.m07_chain_rule.rules[lib.mul]
        return tuple(lib.tensor(rule(g, x * y, x, y)) for rule in rules)

    agree(program, normal(2, 3), normal(2, 3), normal(2, 3), alone=alone)


@pytest.mark.public
def test_a_quotient_has_a_gradient_above_and_below(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x / y).backward(lib.tensor(g))
        return x.grad, y.grad

    def alone(lib, x, y, g):
        rules = lib.m07_chain_rule.rules[lib.div]
        return tuple(lib.tensor(rule(g, x / y, x, y)) for rule in rules)

    agree(program, normal(2, 3), uniform(0.5, 2, 2, 3), normal(2, 3), alone=alone)


@pytest.mark.public
def test_exp_multiplies_by_its_own_result(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.exp().backward(lib.tensor(g))
        return x.grad

    def alone(lib, x, g):
        (rule,) = lib.m07_chain_rule.rules[lib.exp]
        return lib.tensor(rule(g, np.exp(x), x))

    agree(program, normal(5), normal(5), alone=alone)


@pytest.mark.public
def test_log_divides_by_its_argument(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.log().backward(lib.tensor(g))
        return x.grad

    def alone(lib, x, g):
        (rule,) = lib.m07_chain_rule.rules[lib.log]
        return lib.tensor(rule(g, np.log(x), x))

    agree(program, uniform(0.2, 3, 5), normal(5), alone=alone)


@pytest.mark.public
def test_sigmoid_has_its_slope(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.sigmoid().backward(lib.tensor(g))
        return x.grad

    def alone(lib, x, g):
        (rule,) = lib.m07_chain_rule.rules[lib.sigmoid]
        return lib.tensor(rule(g, 1 / (1 + np.exp(-x)), x))

    agree(program, normal(5), normal(5), alone=alone)


@pytest.mark.public
def test_a_power_loses_one_in_the_exponent(agree):
    def program(lib, x, exponent, g):
        x = lib.tensor(x, requires_grad=True)
        (x**exponent).backward(lib.tensor(g))
        return x.grad

    def alone(lib, x, exponent, g):
        rule, _ = lib.m07_chain_rule.rules[lib.pow]
        return lib.tensor(rule(g, x**exponent, x, exponent))

    for exponent in (2, 3, -1, 0.5, 2.5):
        agree(program, uniform(0.5, 2, 4), exponent, normal(4), alone=alone)


@pytest.mark.public
def test_a_total_hands_its_gradient_to_every_element(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x.sum() * 2.5).backward()
        return x.grad

    def alone(lib, x):
        (rule,) = lib.m07_chain_rule.rules[lib.sum]
        return lib.tensor(rule(np.array(2.5), x.sum(), x))

    agree(program, normal(2, 3), alone=alone)


def test_sums_over_some_dims_spread_back_over_these(agree):
    def program(lib, x, dim, g):
        x = lib.tensor(x, requires_grad=True)
        x.sum(dim).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(2, 3, 4), 0, normal(3, 4))
    agree(program, normal(2, 3, 4), 1, normal(2, 4))
    agree(program, normal(2, 3, 4), -1, normal(2, 3))
    agree(program, normal(2, 3, 4), (0, -1), normal(3))


@pytest.mark.public
def test_unbroadcast_sums_over_the_dims_that_were_added_in_front(agree):
    def program(lib, g):
        return lib.autograd.unbroadcast(g, (4,))

    def with_torch(lib, g):
        return lib.tensor(g).sum_to_size((4,)).numpy()

    agree(program, normal(2, 3, 4), reference=with_torch)


def test_unbroadcast_sums_over_stretched_dims_and_keeps_them(agree):
    def program(lib, g, shape):
        return lib.autograd.unbroadcast(g, shape)

    def with_torch(lib, g, shape):
        return lib.tensor(g).sum_to_size(shape).numpy()

    for shape in ((3, 1), (1, 4), (2, 1, 1), (1, 1, 4)):
        agree(program, normal(2, 3, 4), shape, reference=with_torch)
    agree(program, normal(2, 1, 4), (1, 1, 4), reference=with_torch)


@pytest.mark.public
def test_a_matrix_product_hands_back_products_with_the_other_matrix(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x @ y).backward(lib.tensor(g))
        return x.grad, y.grad

    def alone(lib, x, y, g):
        rules = lib.m07_chain_rule.rules[lib.matmul]
        return tuple(lib.tensor(rule(g, x @ y, x, y)) for rule in rules)

    agree(program, normal(2, 3), normal(3, 2), normal(2, 2), alone=alone)


def test_a_softmax_and_its_cross_entropy_have_their_gradient(agree):
    def program(lib, x, w, b, truth):
        x, truth = lib.tensor(x), lib.tensor(truth)
        w = lib.tensor(w, requires_grad=True)
        b = lib.tensor(b, requires_grad=True)
        odds = (x @ w + b).exp()
        shares = odds / odds.sum(1, keepdim=True)
        (shares.log() * truth).sum().backward()
        return w.grad, b.grad

    agree(program, normal(4, 2), normal(2, 3), normal(3), np.eye(3)[[0, 2, 1, 0]])


def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(chain_rule)


def test_no_rule_changes_the_gradient_that_it_was_given(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        g = lib.tensor(g)
        for z in (x + y, x - y, x * y, x / y, x**y, x @ y.T @ y, x.exp(), x.log(), x.tanh(), -x):
            z.backward(g)
        return g, x.grad.shape, y.grad.shape

    def beside_others(lib, x, y, g, name, count):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        a, b = (lib.tensor(g, requires_grad=True) for _ in "ab")
        op, args = getattr(lib, name), (x, y)[:count]
        ((a + op(*args)) + (op(*args) + b)).backward(lib.tensor(g))
        return a.grad, b.grad

    agree(program, uniform(0.5, 2, 2, 3), uniform(0.5, 2, 2, 3), normal(2, 3))
    one, two = ("neg", "exp", "log", "sqrt", "tanh", "sigmoid"), ("sub", "mul", "div", "pow")
    for name, count in [*((name, 1) for name in one), *((name, 2) for name in two)]:
        x, y, g = uniform(0.5, 2, 2, 3), uniform(0.5, 2, 2, 3), normal(2, 3)
        agree(beside_others, x, y, g, name, count)


@pytest.mark.edge_case
def test_numbers_stand_on_either_side_of_an_operator(agree):
    def program(lib, x):
        a, b, c, d = (lib.tensor(row, requires_grad=True) for row in x)
        (3 * a + b / 4 + (5 - c) * 6 + 7 / d).sum().backward()
        return a.grad, b.grad, c.grad, d.grad

    agree(program, uniform(0.5, 2, 4, 3))


@pytest.mark.edge_case
def test_a_saturated_sigmoid_or_tanh_has_no_gradient_and_no_nan(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x.sigmoid() + x.tanh()).sum().backward()
        return x.grad

    agree(program, np.array([-800.0, -0.3, 0.7, 800.0]))


@pytest.mark.edge_case
def test_a_zeroth_power_is_flat_also_where_the_base_is_zero(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(x.detach(), requires_grad=True)
        (x**0 + x**2).sum().backward()
        (y ** lib.tensor([0.0, 1.0, 2.0, 0.0])).sum().backward()
        return x.grad, y.grad

    agree(program, np.array([0.0, 0.0, 3.0, -2.0]))


@pytest.mark.edge_case
def test_the_row_sums_of_a_square_matrix_spread_along_rows(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        (x.sum(dim=1) + x.mean(dim=1)).backward(lib.tensor(g))
        return x.grad

    agree(program, normal(3, 3), normal(3))


@pytest.mark.edge_case
def test_kept_dims_do_no_harm(agree):
    def program(lib, x, dim, g):
        x = lib.tensor(x, requires_grad=True)
        y = x.sum(dim=dim, keepdim=True) - 3 * x.mean(dim=dim, keepdim=True)
        y.backward(lib.tensor(g))
        return x.grad

    agree(program, normal(2, 3), 0, normal(1, 3))
    agree(program, normal(2, 3), 1, normal(2, 1))
    agree(program, normal(2, 3), (0, 1), normal(1, 1))


@pytest.mark.edge_case
def test_a_mean_divides_by_how_many_went_into_it(agree):
    def program(lib, x, w):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(x.detach(), requires_grad=True)
        (x.mean() + (y.mean(dim=1) * lib.tensor(w)).sum()).backward()
        return x.grad, y.grad

    agree(program, normal(2, 5), normal(2))


@pytest.mark.edge_case
def test_a_bias_row_of_a_square_batch_collects_from_all_rows(agree):
    def program(lib, x, b, g):
        x = lib.tensor(x, requires_grad=True)
        b = lib.tensor(b, requires_grad=True)
        (x + b).backward(lib.tensor(g))
        return x.grad, b.grad

    agree(program, normal(3, 3), normal(3), normal(3, 3))


@pytest.mark.edge_case
def test_a_column_times_a_row_sums_along_both(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x * y).backward(lib.tensor(g))
        return x.grad, y.grad

    agree(program, normal(3, 1), normal(1, 4), normal(3, 4))
    agree(program, normal(2, 1, 4), normal(3, 1), normal(2, 3, 4))


@pytest.mark.edge_case
def test_a_single_number_collects_from_a_whole_matrix(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (y / x + x**y).sum().backward()
        return x.grad, y.grad

    agree(program, uniform(0.5, 2), uniform(0.5, 2, 2, 3))
    agree(program, uniform(0.5, 2, 1, 1), uniform(0.5, 2, 3))


@pytest.mark.edge_case
def test_square_matrices_are_transposed_all_the_same(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x @ y).backward(lib.tensor(g))
        return x.grad, y.grad

    agree(program, normal(3, 3), normal(3, 3), normal(3, 3))


@pytest.mark.edge_case
def test_batches_of_matrices_have_batches_of_gradients(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x @ y).backward(lib.tensor(g))
        return x.grad, y.grad

    agree(program, normal(3, 2, 1), normal(3, 1, 2), normal(3, 2, 2))


@pytest.mark.edge_case
def test_one_matrix_collects_from_all_batches_that_it_multiplied(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x @ y).backward(lib.tensor(g))
        return x.grad, y.grad

    agree(program, normal(5, 2, 3), normal(3, 4), normal(5, 2, 4))
    agree(program, normal(6, 1, 2, 3), normal(5, 3, 4), normal(6, 5, 2, 4))


@pytest.mark.edge_case
def test_vectors_are_rows_on_the_left_and_columns_on_the_right(agree):
    def program(lib, x, y, z, g):
        x, y, z = (lib.tensor(each, requires_grad=True) for each in (x, y, z))
        (x @ y @ z + x @ x).backward(lib.tensor(g))
        return x.grad, y.grad, z.grad

    agree(program, normal(3), normal(3, 4), normal(4), normal())


@pytest.mark.edge_case
def test_where_nothing_was_stretched_unbroadcast_returns_the_gradient_itself(facts):
    def program(lib, g):
        x = lib.tensor(g)
        whole, row, tensor = (
            lib.autograd.unbroadcast(g, (2, 3)),
            lib.autograd.unbroadcast(g, (3,)),
            lib.autograd.unbroadcast(x, (2, 3)),
        )
        return whole is g, row, tensor is x

    g = normal(2, 3)
    same, row, same_tensor = facts(program, g)
    assert close(row, g.sum(0)), "a row that was stretched to (2, 3) collects from both rows"
    assert (same, same_tensor) == (True, True), "a g of the right shape needs no sum and no copy"


@pytest.mark.edge_case
def test_float32_keeps_its_precision(agree):
    def program(lib, x, w):
        x = lib.tensor(x, dtype=lib.float32, requires_grad=True)
        w = lib.tensor(w, dtype=lib.float32, requires_grad=True)
        ((x @ w).sigmoid().mean(0) ** 2 / 3 + 2.0 ** x.sum(1)).sum().backward()
        return x.grad, w.grad

    agree(program, uniform(0.1, 0.6, 3, 4), normal(4, 3))


@pytest.mark.edge_case
def test_rulecheck_tells_right_rules_from_wrong_ones(agree):
    def program(lib, x, y, eps):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        checked = (
            lib.autograd.rulecheck(lib.mul, (x, y)),
            lib.autograd.rulecheck(lib.matmul, (y, x)),
        )
        return checked, lib.autograd.rulecheck(lib.exp, x, eps=eps), x.exp()

    def with_torch(lib, x, y, eps):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        checked = (
            lib.autograd.gradcheck(lib.mul, (x, y)),
            lib.autograd.gradcheck(lib.matmul, (y, x)),
        )
        return checked, lib.autograd.gradcheck(lib.exp, x, eps=eps), x.exp()

    too_far = 0.5  # the chord is not a tangent any more, so even a right rule looks wrong
    agree(program, normal(3, 3), normal(3), 1e-6, reference=with_torch)
    agree(
        program,
        normal(3, 3),
        normal(3),
        too_far,
        raises=GradcheckError,
        reference=with_torch,
    )


@pytest.mark.edge_case
def test_rules_written_in_ops_give_gradients_of_gradients(agree):
    def program(lib, name, x, g):
        x = lib.tensor(x, requires_grad=True)
        op = getattr(lib, name)
        slope = lib.autograd.rules[op][0](lib.tensor(g), op(x), x)
        slope.sum().backward()
        return slope, x.grad

    def with_torch(lib, name, x, g):
        x = lib.tensor(x, requires_grad=True)
        out = getattr(lib, name)(x)
        (slope,) = lib.autograd.grad(out, x, lib.tensor(g), create_graph=True)
        slope.sum().backward()
        return slope, x.grad

    for name in ("exp", "log", "sqrt", "tanh", "sigmoid"):
        agree(program, name, uniform(0.5, 2, 3), normal(3), reference=with_torch)


@pytest.mark.edge_case
def test_rules_of_sums_and_shapes_give_gradients_of_gradients(agree):
    def program(lib, name, params, x, w, g):
        x = lib.tensor(x, requires_grad=True)
        g = lib.tensor(g, requires_grad=True)
        op = getattr(lib, name)
        slope = lib.autograd.rules[op][0](g, op(x, **params), x, **params)
        (slope * lib.tensor(w)).sum().backward()
        return slope, g.grad

    def with_torch(lib, name, params, x, w, g):
        x = lib.tensor(x, requires_grad=True)
        g = lib.tensor(g, requires_grad=True)
        out = getattr(lib, name)(x, **params)
        (slope,) = lib.autograd.grad(out, x, g, create_graph=True)
        (slope * lib.tensor(w)).sum().backward()
        return slope, g.grad

    for name, params, g in (
        ("sum", {"dim": 1}, normal(2)),
        ("mean", {"dim": 0}, normal(3)),
        ("mean", {"dim": (0, 1), "keepdim": True}, normal(1, 1)),
        ("reshape", {"shape": (3, 2)}, normal(3, 2)),
        ("transpose", {"dim0": 0, "dim1": 1}, normal(3, 2)),
    ):
        agree(program, name, params, normal(2, 3), normal(2, 3), g, reference=with_torch)


@pytest.mark.edge_case
def test_rules_of_two_arguments_give_gradients_of_gradients(agree):
    def program(lib, name, which, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        g = lib.tensor(g, requires_grad=True)
        op = getattr(lib, name)
        slope = lib.autograd.rules[op][which](g, op(x, y), x, y)
        (slope * slope).sum().backward()
        return slope, x.grad, y.grad, g.grad

    def with_torch(lib, name, which, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        g = lib.tensor(g, requires_grad=True)
        out = getattr(lib, name)(x, y)
        slope = lib.autograd.grad(out, [x, y], g, create_graph=True)[which]
        (slope * slope).sum().backward()
        return slope, x.grad, y.grad, g.grad

    x, y, g = uniform(0.5, 2, 3, 3), uniform(0.5, 2, 3, 3), normal(3, 3)
    for name in ("div", "pow", "matmul"):
        agree(program, name, 0, x, y, g, reference=with_torch)
        agree(program, name, 1, x, y, g, reference=with_torch)


@pytest.mark.edge_case
def test_what_was_broadcast_has_gradients_of_gradients(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x, requires_grad=True), lib.tensor(y, requires_grad=True)
        product = (x * y) ** 2
        (slope,) = lib.autograd.grad(product.sum(), x, create_graph=True)
        return lib.autograd.grad((slope**2).sum(), (x, y))

    agree(program, normal(3), normal(2, 3))
    agree(program, normal(2, 1), normal(2, 3))
