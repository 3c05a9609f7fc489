"""m08 backward: the walk from a loss to its leaves, and what it leaves behind."""

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

    def alone(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp()
        ((y, g),) = lib.m08_backward.contributions(y.sum(), np.ones(()))
        ((x, g),) = lib.m08_backward.contributions(y, g)
        return x.grad, lib.tensor(g)

    agree(program, normal(2, 3), alone=alone)


@pytest.mark.public
def test_a_tensor_used_twice_collects_both_gradients(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        (y + y * y).sum().backward()
        return x.grad

    def alone(lib, x):
        class Early(lib.Tensor):
            mechanics = staticmethod(lib.m08_backward.Differentiable.mechanics)

        x = Early.from_data(x, requires_grad=True)
        y = x * x
        (y + y * y).sum().backward()
        return lib.tensor(x.grad)

    agree(program, normal(3), alone=alone)


@pytest.mark.public
def test_a_second_backward_adds_to_the_gradient(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        x.exp().sum().backward()
        (x * 3).sum().backward()
        return x.grad

    def alone(lib, x):
        class Early(lib.Tensor):
            mechanics = staticmethod(lib.m08_backward.Differentiable.mechanics)

        x = Early.from_data(x, requires_grad=True)
        x.exp().sum().backward()
        (x * 3).sum().backward()
        return lib.tensor(x.grad)

    agree(program, normal(3), alone=alone)


def test_only_leaves_that_require_a_gradient_get_one(agree):
    def program(lib, x, c):
        x = lib.tensor(x, requires_grad=True)
        c = lib.tensor(c)
        y = x * c
        loss = y.tanh().sum()
        loss.backward()
        return x.grad, c.grad, y.grad, loss.grad

    agree(program, normal(3), normal(3))


def test_a_gradient_that_is_passed_in_weighs_the_elements(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.exp().backward(lib.tensor(g))
        (3 * x).backward(gradient=lib.tensor(g, dtype=lib.float32))
        return x.grad

    agree(program, normal(2, 3), np.round(8 * normal(2, 3)))


def test_a_bias_collects_from_the_whole_batch(agree):
    def program(lib, x, b, s):
        x = lib.tensor(x)
        b = lib.tensor(b, requires_grad=True)
        s = lib.tensor(s, requires_grad=True)
        (s * (x + b) * x).sum().backward()
        return b.grad, s.grad

    agree(program, normal(3, 3), normal(3), normal())


def test_the_sum_of_each_row_goes_back_to_its_row(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        (x.sum(dim=1) * lib.tensor(g)).sum().backward()
        return x.grad

    agree(program, normal(2, 3), normal(2))


def test_a_path_stops_where_it_was_detached(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x.exp().detach() * x).sum().backward()
        return x.grad

    agree(program, normal(3))


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


def test_random_programs_give_what_torch_gives(agree_on):
    agree_on(backward)


@pytest.mark.edge_case
def test_the_flags_of_backward_go_on_to_mechanics(agree):
    def retained(lib, x):
        x = lib.tensor(x, requires_grad=True)
        x.exp().sum().backward(retain_graph=True)
        return x.grad.requires_grad

    def twice(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp().sum()
        y.backward(retain_graph=True)
        y.backward()
        return x.grad

    def slope_of_slope(lib, x):
        x = lib.tensor(x, requires_grad=True)
        x.exp().sum().backward(create_graph=True)
        return lib.autograd.grad(x.grad.sum(), x)

    for program in (retained, twice, slope_of_slope):
        agree(program, normal(3))


@pytest.mark.edge_case
def test_with_create_graph_a_gradient_that_is_passed_in_keeps_its_history(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        g = lib.tensor(g, requires_grad=True)
        x.exp().backward(g, create_graph=True)
        return lib.autograd.grad(x.grad.sum(), g)

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_a_gradient_is_an_ordinary_tensor_without_history(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        x.exp().sum().backward()
        return x.grad, x.grad.requires_grad, x.grad.is_leaf

    agree(program, normal(3))


@pytest.mark.edge_case
def test_numbers_of_any_shape_have_gradients_of_their_shape(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        (x * x + 3 * x).backward()
        return x.grad

    agree(program, normal())
    agree(program, normal(1))
    agree(program, normal(1, 1))


@pytest.mark.edge_case
def test_a_leaf_can_be_asked_for_its_own_gradient(agree):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        x.backward(lib.tensor(g))
        x.backward(lib.tensor(g))
        return x.grad

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_each_gradient_has_the_dtype_of_its_leaf(agree):
    def program(lib, x, y):
        x = lib.tensor(x, dtype=lib.float32, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        (x * y + x).sum().backward()
        return x.grad, y.grad

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_a_gradient_is_added_to_in_place(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        x.exp().sum().backward()
        first = x.grad
        x.exp().sum().backward()
        return first, first is x.grad

    agree(program, normal(3))


@pytest.mark.edge_case
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


@pytest.mark.edge_case
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


@pytest.mark.edge_case
def test_the_walk_leaves_recording_as_it_was(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp().sum()
        with lib.no_grad():
            y.backward()
            inside = lib.is_grad_enabled()
        return x.grad, inside, lib.is_grad_enabled()

    agree(program, normal(3))


@pytest.mark.edge_case
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


@pytest.mark.edge_case
def test_an_op_without_rules_is_refused_on_the_way_back(agree):
    def program(lib, x, has_rules):
        square = lib.autograd.primitive(lambda x: x * x)
        if has_rules:
            lib.autograd.defvjp(square, lambda g, out, x: g * 2 * x)
        x = lib.tensor(x, requires_grad=True)
        square(x).sum().backward()
        return x.grad

    def with_torch(lib, x, has_rules):
        x = lib.tensor(x, requires_grad=has_rules)
        (x * x).sum().backward()
        return x.grad

    agree(program, normal(3), True, reference=with_torch)
    agree(program, normal(3), False, raises=RuntimeError, reference=with_torch)


@pytest.mark.edge_case
def test_an_argument_without_a_rule_gets_no_gradient(agree):
    def program(lib, x, a, b):
        gate = lib.autograd.primitive(lambda a, x, b: x * (a > b))
        lib.autograd.defvjp(gate, None, lambda g, out, a, x, b: g * (a > b), None)
        a, x, b = (lib.tensor(each, requires_grad=True) for each in (a, x, b))
        gate(a.tanh(), x.exp(), b.tanh()).sum().backward()
        return x.grad, a.grad, b.grad

    def with_torch(lib, x, a, b):
        x = lib.tensor(x, requires_grad=True)
        (x.exp() * (lib.tensor(a) > lib.tensor(b))).sum().backward()
        return x.grad, None, None

    agree(program, normal(5), normal(5), normal(5), reference=with_torch)


@pytest.mark.edge_case
def test_a_visitor_is_told_every_total_once(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        z = y * x + y
        names = {id(x): "x", id(y): "y", id(z): "z"}
        seen = []

        def visit(array, g):
            seen.append((names[id(array)], np.array(g)) if id(array) in names else None)

        order = lib.autograd.toposort(z, lib.autograd.parents)
        _, contribute = lib.Tensor.mechanics(None, False)
        lib.autograd.backpropagate(order, {id(z): np.ones(3)}, visit, contribute)
        return [pair for pair in seen if pair]

    def with_torch(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        z = y * x + y
        gz, gy, gx = lib.autograd.grad(z.sum(), [z, y, x])
        return [("z", gz.numpy()), ("y", gy.numpy()), ("x", gx.numpy())]

    agree(program, normal(3), reference=with_torch)


@pytest.mark.edge_case
def test_the_walk_counts_paths_where_everybody_hands_on_what_they_got(facts):
    def program(lib, x):
        x = y = lib.tensor(x, requires_grad=True)
        for _ in range(10):
            y = y + y
        found = {}

        def hand_on(array, g):
            return [(parent, g) for parent in lib.autograd.parents(array)]

        order = lib.autograd.toposort(y, lib.autograd.parents)
        lib.autograd.backpropagate(
            order, {id(y): 1}, lambda array, g: found.update({id(array): g}), hand_on
        )
        return len(found), found[id(x)]

    told = facts(program, normal(2))
    assert equal(told, (11, 2**10)), "ten doublings are 11 tensors, with 2**10 paths between them"


@pytest.mark.edge_case
def test_what_several_parents_are_handed_is_not_written_to(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y, z = x * 2, x * 3
        out = y + z
        found = {}

        def hand_on(array, g):
            return [(parent, g) for parent in lib.autograd.parents(array)]

        order = lib.autograd.toposort(out, lib.autograd.parents)
        lib.autograd.backpropagate(
            order, {id(out): np.ones(2)}, lambda array, g: found.update({id(array): g}), hand_on
        )
        return [found[id(array)].tolist() for array in (out, y, z, x)]

    assert equal(facts(program, normal(2)), [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [2.0, 2.0]]), (
        "all parents are handed the same ndarray here, so a total that is added up in it changes "
        "what the others have: make a new sum"
    )


@pytest.mark.edge_case
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


@pytest.mark.edge_case
def test_a_chain_of_10_000_steps_is_walked_like_any_other(facts):
    def program(lib, x, g):
        x = lib.tensor(x, requires_grad=True)
        y = x
        for _ in range(10_001):
            y = -y
        y.backward(lib.tensor(g))
        return x.grad

    g = normal(2)
    grad = facts(program, normal(2), g)
    assert equal(grad, -g), "an odd number of signs turns the gradient around"


@pytest.mark.edge_case
def test_an_array_is_visited_before_it_hands_on(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        z = y * y
        order = lib.autograd.toposort(z, lib.autograd.parents)
        place = {id(array): i for i, array in enumerate((x, y, z))}
        turns = []

        def visit(array, g):
            turns.append(place[id(array)])

        def hand_on(array, g):
            turns.append(10 + place[id(array)])
            return [(parent, g) for parent in lib.autograd.parents(array)]

        lib.autograd.backpropagate(order, {id(z): 1}, visit, hand_on)
        return turns

    assert equal(facts(program, normal(2)), [2, 12, 1, 11, 0]), (
        "z is visited (2) and hands on (12), then y (1, 11); x is visited (0), and a leaf hands on "
        "nothing"
    )
