"""m12 more magic: reductions, and who gets the gradient."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal, uniform
from grader.suite.random_programs.generators.reductions import reductions


@pytest.mark.public
def test_where_picks_from_two_and_sends_the_gradient_to_whichever_it_took(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        out = lib.where(x > y, x * 2, y)
        out.backward(lib.tensor(g))
        return out, x.grad, y.grad

    agree(program, normal(2, 3), normal(2, 3), normal(2, 3))
    agree(program, normal(2, 1), normal(3), normal(2, 3))


def test_clamp_lets_the_gradient_through_up_to_its_bounds_and_else_hands_it_to_them(agree):
    def program(lib, x, low, high, g):
        x = lib.tensor(x, requires_grad=True)
        out = lib.where(x != 0.3, x.clamp(min=low, max=high), -x)
        out.backward(lib.tensor(g))
        return out, x.grad

    x = np.array([-2.0, -1.0, 0.3, 1.5, 4.0])
    agree(program, x, -1.0, 1.5, normal(5))
    agree(program, x, 0.0, None, normal(5))
    agree(program, x, None, 1.0, normal(5))
    agree(program, x, 3.0, 1.0, normal(5))


def test_the_bounds_of_a_clamp_get_what_they_have_cut_off(agree):
    def with_tensors(lib, x, low, high, g):
        x = lib.tensor(x, requires_grad=True)
        low = lib.tensor(low, requires_grad=True)
        high = lib.tensor(high, requires_grad=True)
        lib.where(x > -2, x.clamp(low, high), x * high).backward(lib.tensor(g))
        return x.grad, low.grad, high.grad

    agree(with_tensors, 3 * normal(4, 5), uniform(-1, 0, 5), uniform(0, 1, 4, 1), normal(4, 5))


@pytest.mark.public
def test_maximum_and_minimum_share_the_gradient_of_a_tie(agree):
    def program(lib, name, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        out = getattr(lib, name)(x, y)
        out.backward(lib.tensor(g))
        return out, x.grad, y.grad

    x, y = np.array([1.0, 5.0, 2.0, 4.0]), np.array([3.0, 5.0, 0.5, 4.0])
    for name in ("maximum", "minimum", "max", "min"):
        agree(program, name, x, y, normal(4))


@pytest.mark.public
def test_the_largest_elements_share_the_gradient(agree):
    def program(lib, name, x):
        x = lib.tensor(x, requires_grad=True)
        out = getattr(x, name)()
        (out * 3).backward()
        return out, x.grad

    x = np.array([[2.0, 7.0, -1.0], [7.0, 0.0, -1.0]])
    for name in ("max", "min", "amax", "amin"):
        agree(program, name, x)


def test_amax_and_amin_over_some_dims_share_within_each(agree):
    def program(lib, name, x, dim, keepdim, g):
        x = lib.tensor(x, requires_grad=True)
        out = getattr(x, name)(dim=dim, keepdim=keepdim)
        out.backward(lib.tensor(g))
        return out, x.grad

    x = integers(0, 3, 2, 3, 4).astype(float)
    for name in ("amax", "amin"):
        agree(program, name, x, 1, False, normal(2, 4))
        agree(program, name, x, -1, True, normal(2, 3, 1))
        agree(program, name, x, (0, 2), False, normal(3))


@pytest.mark.public
def test_max_along_a_dim_chooses_where_amax_shares(agree):
    def program(lib, name, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(x.detach(), requires_grad=True)
        values, indices = getattr(x, name)(1)
        values.backward(lib.tensor(g))
        getattr(y, f"a{name}")(1).backward(lib.tensor(g))
        return values, indices, x.grad, y.grad

    tied = np.array([[3.0, 1.0, 3.0], [0.0, 2.0, 2.0]])
    for name in ("max", "min"):
        agree(program, name, tied, normal(2))


@pytest.mark.public
def test_an_element_of_a_product_gets_the_product_of_the_others(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        out = x.prod(0)
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, uniform(0.5, 2, 4), normal())
    agree(program, np.array([2.0, 0.0, 3.0, 5.0]), normal())


def test_prod_multiplies_the_others_also_where_some_are_zero(agree):
    def program(lib, x, dim, keepdim, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(x.detach(), requires_grad=True)
        out = x.prod(dim, keepdim)
        out.backward(lib.tensor(g))
        y.prod().backward()
        return out, x.grad, y.prod(), y.grad

    agree(program, uniform(0.5, 2, 2, 5), 1, False, normal(2))
    agree(program, uniform(0.5, 2, 4, 3), 0, True, normal(1, 3))
    zeros = np.array([[2.0, 0.0, 3.0, 5.0], [0.0, 4.0, 0.0, 2.0], [1.5, 2.0, -1.0, 3.0]])
    agree(program, zeros, 1, False, normal(3))
    agree(program, zeros, 0, False, normal(4))


@pytest.mark.public
def test_cumsum_sums_the_gradient_up_from_behind(agree):
    def program(lib, x, dim, g):
        x = lib.tensor(x, requires_grad=True)
        out = x.cumsum(dim)
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, np.array([1.0, 2.0, 6.0]), 0, np.array([1.0, 2.0, 3.0]))
    agree(program, normal(3, 4), 1, normal(3, 4))
    agree(program, normal(3, 4), 0, normal(3, 4))
    agree(program, normal(2, 3, 4), -2, normal(2, 3, 4))


@pytest.mark.public
def test_a_variance_pushes_elements_away_from_the_mean(agree):
    def program(lib, x, dim, g):
        x = lib.tensor(x, requires_grad=True)
        out = x.var(dim)
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, np.array([1.0, 2.0, 6.0]), 0, normal())
    agree(program, 5 + normal(2, 3), 1, normal(2))


def test_var_and_std_divide_by_one_less_than_the_count(agree):
    def program(lib, name, x, dim, g):
        x = lib.tensor(x, requires_grad=True)
        out = getattr(x, name)(dim)
        out.backward(lib.tensor(g))
        return out, x.grad

    for name in ("var", "std"):
        agree(program, name, 5 + normal(3, 4), 1, normal(3))
        agree(program, name, 5 + normal(2, 3, 4), (0, -1), normal(3))
        agree(program, name, 5 + normal(3, 4), None, normal())


@pytest.mark.public
def test_logsumexp_is_a_soft_maximum_and_its_gradient_a_softmax(agree):
    def program(lib, x, dim, keepdim, g):
        x = lib.tensor(x, requires_grad=True)
        out = x.logsumexp(dim, keepdim)
        out.backward(lib.tensor(g))
        return out, x.grad

    agree(program, normal(2, 3), 1, False, normal(2))
    agree(program, normal(1, 2, 3), (0, -1), True, normal(1, 2, 1))


def test_logsumexp_of_huge_and_tiny_numbers_stays_finite(agree):
    def program(lib, x):
        x = lib.tensor(x, dtype=lib.float32, requires_grad=True)
        out = x.logsumexp(1)
        out.sum().backward()
        return out, x.grad

    agree(program, np.array([[1000.0, 999.5, 10.0], [-1000.0, -999.5, -2e4], [100.0, 90.0, 99.0]]))


@pytest.mark.edge_case
def test_logsumexp_of_nothing_but_minus_infinity_is_minus_infinity(agree):
    def program(lib, x, i):
        x, i = lib.tensor(x), lib.tensor(i)
        with np.errstate(divide="ignore"):
            return x.logsumexp(1), i.logsumexp((0, 1)), x.logsumexp(0)

    agree(program, np.array([[-np.inf, -np.inf], [-np.inf, 2.5]]), integers(0, 5, 2, 3))


@pytest.mark.edge_case
def test_extremes_along_dims_from_the_end_can_be_kept(agree):
    def program(lib, name, x, dim, keepdim, g):
        x = lib.tensor(x, requires_grad=True)
        best = getattr(x, name)(dim, keepdim=keepdim)
        shared = getattr(x, f"a{name}")(dim, keepdim=keepdim)
        (best.values + 2 * shared).backward(lib.tensor(g))
        values, indices = best
        return values, indices, best.indices.requires_grad, x.grad

    tied = np.array([[3.0, 1.0, 3.0, 1.0], [0.0, 2.0, 2.0, 0.0], [5.0, 4.0, 6.0, 7.0]])
    for name in ("max", "min"):
        agree(program, name, tied, 1, False, normal(3))
        agree(program, name, normal(2, 3, 4), 0, False, normal(3, 4))
        agree(program, name, normal(2, 3, 4), -2, True, normal(2, 1, 4))


@pytest.mark.edge_case
def test_var_and_std_take_another_correction_and_keep_dims(agree):
    def program(lib, name, x):
        x = lib.tensor(x, requires_grad=True)
        a = getattr(x, name)(dim=0, correction=0, keepdim=True)
        b = getattr(x, name)(dim=1, unbiased=False)
        c = getattr(lib, name)(x, dim=1, correction=2)
        (a.sum() + 2 * b.sum() + 3 * c.sum()).backward()
        return a, b, c, x.grad

    for name in ("var", "std"):
        agree(program, name, 1 + normal(3, 4))


@pytest.mark.edge_case
@pytest.mark.filterwarnings("ignore")
def test_a_single_element_has_no_variance(agree):
    def program(lib, x, dim):
        x = lib.tensor(x, requires_grad=True)
        y = x.var(dim)
        y.sum().backward()
        return y, x.grad, x.var(dim, correction=0)

    agree(program, normal(3, 1), 1)
    agree(program, normal(3, 2), 1)


@pytest.mark.edge_case
def test_equal_elements_have_a_std_of_zero_whose_gradient_is_not_nan(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        out = x.std(dim=1)
        out.sum().backward()
        return out, x.grad

    agree(program, np.array([[2.0, 2.0, 2.0], [1.0, 2.0, 6.0]]))


@pytest.mark.edge_case
def test_a_product_of_one_or_of_no_elements_has_its_gradient(agree):
    def program(lib, x, dim):
        x = lib.tensor(x, requires_grad=True)
        out = x.prod(dim)
        out.sum().backward()
        return out, x.grad

    agree(program, normal(3, 1), 1)
    agree(program, normal(), 0)
    agree(program, normal(2, 3, 4), -2)


@pytest.mark.edge_case
def test_what_was_a_number_or_was_stretched_gets_its_share(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        out = lib.where(x > 0, x * y, 0.5) + lib.where(x < y, 3, y) + lib.where(x > 1, y, x)
        out.backward(lib.tensor(g))
        return out, x.grad, y.grad

    agree(program, normal(3, 4), normal(4), normal(3, 4))
    agree(program, normal(3, 1), normal(), normal(3, 1))


@pytest.mark.edge_case
def test_float32_stays_float32(agree):
    def program(lib, x):
        x = lib.tensor(x, dtype=lib.float32, requires_grad=True)
        out = [x.amax(1), x.prod(1), x.var(1), x.std(1), x.norm(dim=1), x.logsumexp(1), x.clamp(0)]
        out += [lib.where(x > 0, x, 1.5), abs(x), x.cumsum(1), x.max(1).values]
        (x * x).var(1).sum().backward()
        return out, x.grad

    agree(program, uniform(0.5, 2, 3, 4))


@pytest.mark.edge_case
def test_rules_written_in_ops_give_gradients_of_gradients(agree):
    def program(lib, name, params, x, g, w):
        x = lib.tensor(x, requires_grad=True)
        g = lib.tensor(g, requires_grad=True)
        op = getattr(lib, name)
        slope = lib.autograd.rules[op][0](g, op(x, **params), x, **params)
        (slope * lib.tensor(w)).sum().backward()
        return slope, x.grad, g.grad

    def with_torch(lib, name, params, x, g, w):
        x = lib.tensor(x, requires_grad=True)
        g = lib.tensor(g, requires_grad=True)
        out = getattr(lib, name)(x, **params)
        (slope,) = lib.autograd.grad(out, x, g, create_graph=True)
        (slope * lib.tensor(w)).sum().backward()
        return slope, x.grad, g.grad

    for name in ("prod", "var", "std", "logsumexp"):
        x, g, w = normal(3, 4), normal(3), normal(3, 4)
        agree(program, name, {"dim": 1}, x, g, w, reference=with_torch)


@pytest.mark.edge_case
def test_a_product_can_be_differentiated_again_at_zeros(agree):
    def program(lib, x, w):
        x = lib.tensor(x, requires_grad=True)
        (g,) = lib.autograd.grad(x.prod(1).sum(), x, create_graph=True)
        (g * lib.tensor(w)).sum().backward()
        return g, x.grad

    agree(program, np.array([[2.0, 0.0, 3.0], [0.0, 5.0, 0.0]]), normal(2, 3))


@pytest.mark.edge_case
def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(reductions)
