"""m08 backward: the walk from a loss to its leaves, what it refuses, and what it leaves behind."""

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform
from grader.suite.forms import equal
from grader.suite.random_programs.generators.walks import backward


@pytest.mark.public
def test_the_gradient_of_a_number_reaches_the_leaf_it_came_from(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        before = x.grad
        x.exp().sum().backward()
        return before, x.grad

    agree(program, normal(2, 3))


@pytest.mark.public
def test_a_tensor_used_twice_collects_both_gradients(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        (y + y * y).sum().backward()
        return x.grad

    agree(program, normal(3))


@pytest.mark.public
def test_a_second_backward_adds_to_the_gradient(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        x.exp().sum().backward()
        (x * 3).sum().backward()
        return x.grad

    agree(program, normal(3))


def test_only_leaves_that_require_a_gradient_get_one(agree):
    def program(lib, x, c):
        x = lib.tensor(x, requires_grad=True)
        c = lib.tensor(c)
        y = x * c
        loss = y.tanh().sum()
        loss.backward()
        return x.grad, c.grad, y.grad, loss.grad

    agree(program, normal(3), normal(3))


def test_a_gradient_is_an_ordinary_tensor_without_history(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        x.exp().sum().backward()
        return x.grad, x.grad.requires_grad, x.grad.is_leaf

    agree(program, normal(3))


def test_numbers_of_any_shape_have_gradients_of_their_shape(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x * x + 3 * x).backward()
        return x.grad

    agree(program, normal())
    agree(program, normal(1))
    agree(program, normal(1, 1))


def test_a_gradient_that_is_passed_in_weighs_the_elements(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.exp().backward(lib.tensor(g))
        (3 * x).backward(gradient=lib.tensor(g, dtype=lib.float32))
        return x.grad

    agree(program, normal(2, 3), np.round(8 * normal(2, 3)))


def test_a_leaf_can_be_asked_for_its_own_gradient(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.backward(lib.tensor(g))
        x.backward(lib.tensor(g))
        return x.grad

    agree(program, normal(3), normal(3))


def test_a_path_stops_where_it_was_detached(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x.exp().detach() * x).sum().backward()
        return x.grad

    agree(program, normal(3))


def test_several_elements_need_a_gradient_to_start_with(agree):
    def program(lib, x, keep):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp()
        y = y if keep else y.sum()
        y.backward()
        return x.grad

    agree(program, normal(3), False)
    agree(program, normal(3), True, raises=RuntimeError)


def test_the_gradient_passed_in_must_have_the_shape_of_the_result(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.exp().backward(lib.tensor(g))
        return x.grad

    agree(program, normal(2, 3), normal(2, 3))
    agree(program, normal(2, 3), normal(3), raises=RuntimeError)
    agree(program, normal(2, 3), normal(), raises=RuntimeError)


def test_the_gradient_passed_in_must_be_a_tensor(agree):
    def program(lib, x, g, wrap):
        x = lib.tensor(x, requires_grad=True)
        x.exp().backward(lib.tensor(g) if wrap else g)
        return x.grad

    agree(program, normal(3), normal(3), True)
    agree(program, normal(3), normal(3), False, raises=TypeError)


def test_there_is_no_way_back_from_a_constant(agree):
    def program(lib, x, flag):
        x = lib.tensor(x, requires_grad=flag)
        x.exp().sum().backward()
        return x.grad

    agree(program, normal(3), True)
    agree(program, normal(3), False, raises=RuntimeError)


def test_a_bias_collects_from_the_whole_batch(agree):
    def program(lib, x, b, s):
        x = lib.tensor(x)
        b = lib.tensor(b, requires_grad=True)
        s = lib.tensor(s, requires_grad=True)
        (s * (x + b) * x).sum().backward()
        return b.grad, s.grad

    agree(program, normal(3, 3), normal(3), normal())


def test_each_gradient_has_the_dtype_of_its_leaf(agree):
    def program(lib, x, y):
        x = lib.tensor(x, dtype=lib.float32, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x * y + x).sum().backward()
        return x.grad, y.grad

    agree(program, normal(3), normal(3))


def test_a_result_waits_until_all_who_used_it_have_reported(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        a = x.tanh()
        b = a * 2
        c = b.exp() + a
        d = a * c + b
        (d * a + x * c).sum().backward()
        return x.grad

    agree(program, normal(4))


def test_sixty_doublings_are_sixty_steps_back(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x
        for _ in range(60):
            y = y + y
        (y * y).sum().backward()
        return x.grad

    agree(program, normal(2))


def test_contributions_are_added_without_changing_one_another(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        g = lib.tensor(g)
        ((x + y) + x).backward(g)
        return x.grad, y.grad, g

    agree(program, normal(3), normal(3), normal(3))


def test_gradients_share_no_memory_with_each_other(agree):
    def program(lib, x, y, g):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        g = lib.tensor(g)
        (x + y).backward(g)
        x.grad *= 5
        g.zero_()
        return x.grad, y.grad

    agree(program, normal(3), normal(3), normal(3))


def test_a_gradient_is_added_to_in_place(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        x.exp().sum().backward()
        first = x.grad
        x.exp().sum().backward()
        return first, first is x.grad

    agree(program, normal(3))


def test_cleared_gradients_start_anew(agree):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x * y).sum().backward()
        x.grad.zero_()
        y.grad = None
        (x.exp() * y).sum().backward()
        return x.grad, y.grad

    agree(program, normal(3), normal(3))


def test_the_walk_leaves_recording_as_it_was(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp().sum()
        with lib.no_grad():
            y.backward()
            inside = lib.is_grad_enabled()
        return x.grad, inside, lib.is_grad_enabled()

    agree(program, normal(3))


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


def test_adding_to_a_gradient_is_a_change_as_well(agree):
    def program(lib, x, y, again):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x * x).sum().backward()
        loss = (x.grad * y).sum()
        if again:
            (x * x).sum().backward()
        loss.backward()
        return y.grad

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


def test_an_op_of_ones_own_takes_part_with_its_rules(agree):
    def program(lib, x, y):
        def wave(x, y, n):
            return np.sin(n * x) * y

        def wave_vjp_x(g, out, x, y, n):
            return g * n * np.cos(n * x) * y

        def never(g, out, x, y, n):
            raise ValueError("y is a constant: nobody needs this")

        op = lib.autograd.primitive(wave)
        lib.autograd.defvjp(op, wave_vjp_x, never)
        x = lib.tensor(x, requires_grad=True)
        op(x, lib.tensor(y), n=2).sum().backward()
        return x.grad

    def with_torch(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        (lib.sin(2 * x) * lib.tensor(y)).sum().backward()
        return x.grad

    agree(program, normal(2, 3), normal(3), reference=with_torch)


def test_an_argument_without_a_rule_gets_no_gradient(agree):
    def program(lib, x, y):
        gate = lib.autograd.primitive(lambda x, y: x * (y > 0))
        lib.autograd.defvjp(gate, lambda g, out, x, y: g * (y > 0), None)
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        gate(x.exp(), y).sum().backward()
        return x.grad, y.grad

    def with_torch(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        (x.exp() * (lib.tensor(y) > 0)).sum().backward()
        return x.grad, None

    agree(program, normal(5), normal(5), reference=with_torch)


def test_no_gradient_passes_an_op_without_rules(agree):
    def program(lib, x, known):
        double = lib.autograd.primitive(lambda x: 2 * x)
        if known:
            lib.autograd.defvjp(double, lambda g, out, x: 2 * g)
        x = lib.tensor(x, requires_grad=True)
        double(x).exp().sum().backward()
        return x.grad

    def with_torch(lib, x, known):
        x = lib.tensor(x, requires_grad=known)
        (2 * x).exp().sum().backward()
        return x.grad

    agree(program, normal(3), True, reference=with_torch)
    agree(program, normal(3), False, reference=with_torch, raises=RuntimeError)


def test_a_visitor_sees_every_tensor_once_with_its_total(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        z = y * x + y
        names = {id(x): "x", id(y): "y", id(z): "z"}
        seen = []

        def visit(array, g):
            seen.append((names[id(array)], np.array(g)) if id(array) in names else None)

        lib.autograd.backpropagate([z.sum()], [np.array(1.0)], visit)
        return [pair for pair in seen if pair]

    def with_torch(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        z = y * x + y
        gz, gy, gx = lib.autograd.grad(z.sum(), [z, y, x])
        return [("z", gz.numpy()), ("y", gy.numpy()), ("x", gx.numpy())]

    agree(program, normal(3), reference=with_torch)


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


def test_grad_returns_a_tuple_of_plain_tensors_even_for_one_input(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        grads = lib.autograd.grad(x.exp().sum(), x)
        return grads, grads[0].requires_grad, grads[0].is_leaf

    agree(program, normal(3))


def test_grad_adds_up_over_several_outputs(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = (x * x).sum()
        z = y * y
        w = x.exp()
        return lib.autograd.grad([y, z, w, y], [x, y], [None, None, lib.tensor(g), None])

    agree(program, normal(3), normal(3))


def test_grad_wants_to_be_told_of_unused_inputs(agree):
    def program(lib, x, y, allow):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        return lib.autograd.grad(x.exp().sum(), [x, y], allow_unused=allow)

    agree(program, normal(3), normal(3), True)
    agree(program, normal(3), normal(3), False, raises=RuntimeError)


def test_grad_refuses_inputs_without_gradients(agree):
    def program(lib, x, y, flag):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=flag)
        return lib.autograd.grad((x * y).sum(), [x, y], allow_unused=True)

    agree(program, normal(3), normal(3), True)
    agree(program, normal(3), normal(3), False, raises=RuntimeError)


def test_grad_wants_at_least_one_input_and_as_many_weights_as_outputs(agree):
    def program(lib, x, inputs, weights):
        x = lib.tensor(x, requires_grad=True)
        outputs = [x.exp().sum(), x.tanh().sum()]
        return lib.autograd.grad(outputs, [x] * inputs, [None] * weights)

    agree(program, normal(3), 1, 2)
    agree(program, normal(3), 0, 2, raises=RuntimeError)
    agree(program, normal(3), 1, 1, raises=RuntimeError)


def test_grad_frees_the_graph_unless_told_otherwise(agree):
    def program(lib, x, retain):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp().sum()
        (first,) = lib.autograd.grad(y, x, retain_graph=retain)
        y.backward()
        return first, x.grad

    agree(program, normal(3), True)
    agree(program, normal(3), False, raises=RuntimeError)


def test_a_gradient_with_a_graph_can_be_differentiated_again(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (slope,) = lib.autograd.grad((x**3 + x.exp()).sum(), x, create_graph=True)
        (curve,) = lib.autograd.grad((slope * slope).sum(), x, create_graph=True)
        curve.sum().backward()
        return slope, curve, x.grad

    agree(program, normal(3))


def test_what_weighs_a_gradient_has_a_gradient_too(agree):
    def program(lib, x, w, g):
        x = lib.tensor(x, requires_grad=True)
        w = lib.tensor(w, requires_grad=True)
        g = lib.tensor(g, requires_grad=True)
        (slope,) = lib.autograd.grad(x @ w, x, g, create_graph=True)
        (slope * slope).sum().backward()
        return slope, w.grad, g.grad, x.grad

    agree(program, normal(2, 3), normal(3, 4), normal(2, 4))


def test_the_grad_of_a_leaf_may_have_a_graph(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x**3).sum().backward(create_graph=True)
        first = x.grad
        x.grad = None
        (first * x).sum().backward()
        return first, x.grad

    agree(program, normal(3))


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


def test_a_network_of_two_layers_learns_as_with_torch(agree):
    def program(lib, X, T, W1, b1, W2, b2):
        X, T = lib.tensor(X), lib.tensor(T)
        params = [lib.tensor(p, requires_grad=True) for p in (W1, b1, W2, b2)]
        W1, b1, W2, b2 = params
        losses = []
        for _ in range(8):
            Y = lib.sigmoid(lib.sigmoid(X @ W1 + b1) @ W2 + b2)
            loss = ((Y - T) ** 2).sum() / (2 * len(X))
            loss.backward()
            grads = [p.grad for p in params]
            with lib.no_grad():
                for p in params:
                    p -= 0.5 * p.grad
                    p.grad = None
            losses.append(loss.item())
        return losses, grads, params

    X, T = normal(5, 3), uniform(0, 1, 5, 2)
    agree(program, X, T, normal(3, 4), normal(4), normal(4, 2), normal(2))


def test_a_network_learns_in_float32_too(agree):
    def program(lib, X, T, W1, W2):
        X, T = lib.tensor(X, dtype=lib.float32), lib.tensor(T, dtype=lib.float32)
        W1 = lib.tensor(W1, dtype=lib.float32, requires_grad=True)
        W2 = lib.tensor(W2, dtype=lib.float32, requires_grad=True)
        for _ in range(3):
            loss = (((X @ W1).tanh() @ W2 - T) ** 2).mean()
            loss.backward()
            with lib.no_grad():
                W1 -= 0.1 * W1.grad
                W2 -= 0.1 * W2.grad
            W1.grad.zero_()
            W2.grad *= 0.5
        return loss, W1, W2, W2.grad

    agree(program, normal(5, 3), normal(5, 2), normal(3, 4), normal(4, 2))


def test_a_chain_of_30_000_steps_is_walked_like_any_other(facts):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = x
        for _ in range(30_001):
            y = -y
        y.backward(lib.tensor(g))
        return x.grad

    g = normal(2)
    grad = facts(program, normal(2), g)
    assert equal(grad, -g), "an odd number of signs turns the gradient around"


def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(backward)
