"""m09 autograd mechanics: freeing, changed values, `grad`, and gradients of gradients."""

import numpy as np
import pytest

from grader.asking.inputs import normal
from grader.suite.forms import close
from grader.suite.random_programs.generators.walks import autograd_mechanics


@pytest.mark.public
def test_a_graph_can_be_walked_once(agree):
    def program(lib, x, times):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp().sum()
        for _ in range(times):
            y.backward()
        return x.grad

    agree(program, normal(3), 1)
    agree(program, normal(3), 2, raises=RuntimeError)


def test_a_retained_graph_can_be_walked_again(agree):
    def program(lib, x, times):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp().sum()
        y.backward(retain_graph=True)
        for _ in range(times):
            y.backward()
        return x.grad

    agree(program, normal(3), 1)
    agree(program, normal(3), 2, raises=RuntimeError)


def test_two_losses_over_one_graph_need_it_retained(agree):
    def program(lib, x, retain):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp()
        a, b = y.sum(), y.tanh().sum()
        a.backward(retain_graph=retain)
        b.backward()
        return x.grad

    agree(program, normal(3), True)
    agree(program, normal(3), False, raises=RuntimeError)


def test_a_value_needed_on_the_way_back_must_not_be_changed(agree):
    def program(lib, x, y, change):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        loss = (x * y).sum()
        with lib.no_grad():
            if change:
                y += 1
        loss.backward()
        return x.grad, y.grad

    agree(program, normal(3), normal(3), False)
    agree(program, normal(3), normal(3), True, raises=RuntimeError)


def test_a_result_needed_on_the_way_back_must_not_be_changed(agree):
    def program(lib, x, change):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp()
        loss = y.sum()
        with lib.no_grad():
            if change:
                y *= 2
        loss.backward()
        return x.grad

    agree(program, normal(3), False)
    agree(program, normal(3), True, raises=RuntimeError)


def test_an_updated_weight_makes_its_old_graph_useless(agree):
    def program(lib, w, x, update):
        w = lib.tensor(w, requires_grad=True)
        loss = ((w * lib.tensor(x)).sigmoid() * w).sum()
        loss.backward(retain_graph=True)
        if update:
            with lib.no_grad():
                w -= 0.1 * w.grad
        loss.backward()
        return w.grad

    agree(program, normal(3), normal(3), False)
    agree(program, normal(3), normal(3), True, raises=RuntimeError)


def test_changes_that_no_rule_looks_at_raise_no_alarm(agree):
    def program(lib, x, c):
        a, b, d, e = (lib.tensor(row, requires_grad=True) for row in x)
        c = lib.tensor(c)
        y = a + b
        z = d * c
        u = e.exp()
        v = u.log()
        loss = (y.sum() + z.sum() + v.mean()) / 2
        with lib.no_grad():
            for changed in (a, b, d, e, y, z, v, loss):
                changed += 7
        loss.backward()
        return a.grad, b.grad, d.grad, e.grad

    agree(program, normal(4, 3), normal(3))


@pytest.mark.public
def test_grad_returns_gradients_and_leaves_those_of_the_leaves_alone(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        grads = lib.autograd.grad((x.exp() * y).sum(), [x, y])
        return grads, x.grad, y.grad

    agree(program, normal(3), normal(3))


def test_grad_also_knows_about_what_is_on_the_way(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp()
        z = y.tanh().sum()
        return lib.autograd.grad(z, (z, y, x, y))

    agree(program, normal(3))


def test_grad_adds_up_over_several_outputs(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = (x * x).sum()
        z = y * y
        w = x.exp()
        return lib.autograd.grad([y, z, w, y], [x, y], [None, None, lib.tensor(g), None])

    agree(program, normal(3), normal(3))


@pytest.mark.public
def test_a_gradient_with_a_graph_can_be_differentiated_again(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (slope,) = lib.autograd.grad((x**3 + x.exp()).sum(), x, create_graph=True)
        (curve,) = lib.autograd.grad((slope * slope).sum(), x, create_graph=True)
        curve.sum().backward()
        return slope, curve, x.grad

    agree(program, normal(3))


@pytest.mark.public
def test_the_grad_of_a_leaf_may_have_a_graph(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x**3).sum().backward(create_graph=True)
        first = x.grad
        x.grad = None
        (first * x).sum().backward()
        return first, x.grad

    agree(program, normal(3))


def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(autograd_mechanics)


def test_a_changed_value_is_refused_with_create_graph_too(agree):
    def program(lib, x, changes):
        x = lib.tensor(x, requires_grad=True)
        y = x * 2
        z = (y * y).sum()
        with lib.no_grad():
            if changes:
                y *= 3
        return lib.autograd.grad(z, x, create_graph=True)

    agree(program, normal(3), False)
    agree(program, normal(3), True, raises=RuntimeError)


def test_a_graph_under_a_gradient_is_kept_unless_told_otherwise(agree):
    def program(lib, x, retain):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp().sum()
        (slope,) = lib.autograd.grad(y, x, retain_graph=retain, create_graph=True)
        y.backward()
        return slope, x.grad

    agree(program, normal(3), None)
    agree(program, normal(3), True)
    agree(program, normal(3), False, raises=RuntimeError)


@pytest.mark.edge_case
def test_a_change_through_a_view_is_noticed(agree):
    def program(lib, x, c, change):
        x = lib.tensor(x, requires_grad=True)
        c = lib.tensor(c)
        loss = (x @ c).sum()
        if change:
            c.reshape(-1).detach().zero_()
        loss.backward()
        return x.grad

    agree(program, normal(2, 3), normal(3, 4), False)
    agree(program, normal(2, 3), normal(3, 4), True, raises=RuntimeError)


@pytest.mark.edge_case
def test_changes_before_the_forward_pass_raise_no_alarm(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x * y).sum().backward()
        with lib.no_grad():
            x -= 0.1 * x.grad
            y += x
        x.grad.zero_()
        (x * y).sum().backward()
        return x.grad, y.grad

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_changing_a_copy_raises_no_alarm(agree):
    def program(lib, x, c):
        x = lib.tensor(x, requires_grad=True)
        c = lib.tensor(c)
        loss = (x * c).sum()
        copy = lib.tensor(c.tolist())
        copy.zero_()
        loss.backward()
        return x.grad

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_grad_frees_the_graph_unless_told_otherwise(agree):
    def program(lib, x, retain):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp().sum()
        (first,) = lib.autograd.grad(y, x, retain_graph=retain)
        y.backward()
        return first, x.grad

    agree(program, normal(3), True)
    agree(program, normal(3), False, raises=RuntimeError)


@pytest.mark.edge_case
def test_grad_wants_to_be_told_of_unused_inputs(agree):
    def program(lib, x, y, allow):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        return lib.autograd.grad(x.exp().sum(), [x, y], allow_unused=allow)

    agree(program, normal(3), normal(3), True)
    agree(program, normal(3), normal(3), False, raises=RuntimeError)


@pytest.mark.edge_case
def test_grad_returns_a_tuple_of_plain_tensors_even_for_one_input(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        grads = lib.autograd.grad(x.exp().sum(), x)
        return grads, grads[0].requires_grad, grads[0].is_leaf

    agree(program, normal(3))


@pytest.mark.edge_case
def test_the_gradients_that_grad_returns_share_no_memory(facts):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        g = lib.tensor(g)
        found = lib.autograd.grad(x + y, [x, y, x], g)
        for gradient in found:
            gradient *= 5
        return *(gradient.numpy() for gradient in found), g.numpy()

    g = normal(3)
    told = facts(program, normal(3), normal(3), g)
    assert close(told, (5 * g, 5 * g, 5 * g, g)), "each gradient is written into, and no other"


@pytest.mark.edge_case
def test_what_weighs_a_gradient_has_a_gradient_too(agree):
    def program(lib, x, w, g):
        x = lib.tensor(x, requires_grad=True)
        w = lib.tensor(w, requires_grad=True)
        g = lib.tensor(g, requires_grad=True)
        (slope,) = lib.autograd.grad(x @ w, x, g, create_graph=True)
        (slope * slope).sum().backward()
        return slope, w.grad, g.grad, x.grad

    agree(program, normal(2, 3), normal(3, 4), normal(2, 4))


@pytest.mark.edge_case
def test_results_get_no_grad_with_a_graph_either(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        loss = (y * y).sum()
        loss.backward(create_graph=True)
        return x.grad, y.grad, loss.grad

    agree(program, normal(3))


@pytest.mark.edge_case
def test_a_gradient_with_a_graph_is_added_to_and_not_written_into(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x**3).sum().backward(create_graph=True)
        first = x.grad
        x.exp().sum().backward(create_graph=True)
        (curve,) = lib.autograd.grad((x.grad * x).sum(), x)
        return first, x.grad, curve

    agree(program, normal(3))


@pytest.mark.edge_case
def test_what_an_op_has_kept_serves_one_walk_and_its_rule_the_next(agree):
    def program(lib, x, target):
        x = lib.tensor(x, requires_grad=True)
        loss = lib.nn.functional.cross_entropy(x, lib.tensor(target))
        (slope,) = lib.autograd.grad(loss, x, create_graph=True)
        (slope * slope).sum().backward()
        return slope, x.grad

    agree(program, normal(2, 3), np.array([2, 0]))


@pytest.mark.edge_case
def test_gradients_with_a_graph_share_no_memory_with_each_other(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x + y).backward(lib.tensor(g), create_graph=True)
        with lib.no_grad():
            x.grad *= 5
        return x.grad, y.grad

    agree(program, normal(3), normal(3), normal(3))
