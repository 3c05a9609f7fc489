"""What the walk back refuses, and that it needs nothing from later lessons."""

from __future__ import annotations

import numpy as np
import pytest

from grader.asking.inputs import normal


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


def test_no_gradient_passes_an_op_without_rules(lib):
    double = lib.autograd.primitive(lambda x: 2 * x)
    x = lib.tensor([1.0, 2.0], requires_grad=True)
    y = double(x).exp().sum()
    with pytest.raises(RuntimeError, match="has no rules"):
        y.backward(retain_graph=True)
    lib.autograd.defvjp(double, lambda g, out, x: 2 * g)
    y.backward()
    np.testing.assert_allclose(x.grad.numpy(), 2 * np.exp([2.0, 4.0]), rtol=1e-6)


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


def test_a_graph_that_is_gone_says_so(lib):
    x = lib.tensor([1.0, 2.0], requires_grad=True)
    y = x.exp()
    z = y.sum()
    z.backward()
    for walk in (z.backward, y.sum().backward, lambda: lib.autograd.grad(z, x)):
        with pytest.raises(RuntimeError, match=r"freed.*retain_graph=True"):
            walk()


@pytest.mark.parametrize("between", [True, False])
def test_the_graph_behind_the_inputs_of_grad_is_still_there(agree, between):
    def program(lib, x, between):  # meta-learning, of the first order
        slow = lib.tensor(x, requires_grad=True)
        fast = slow * slow
        for _ in range(3):
            inputs = [fast, slow] if between else [fast]
            found = lib.autograd.grad((fast * fast * 2).sum(), inputs, retain_graph=between)
            fast = fast - 0.1 * found[0]
        fast.exp().sum().backward()
        return slow.grad, fast

    agree(program, normal(3), between)


def test_a_part_that_leads_to_no_input_is_not_walked(agree):
    def program(lib, x, seen):
        x, y = lib.tensor(x, requires_grad=True), lib.tensor(x, requires_grad=True)
        hidden = y.exp()
        hidden.register_hook(lambda g: seen.append(1))
        z = (x.tanh() * hidden).sum()
        first = lib.autograd.grad(z, x)
        hidden.sum().backward()
        return *first, y.grad, len(seen)

    agree(program, normal(3), [])


def test_several_walks_start_at_once_and_with_a_graph_too(agree):
    def program(lib, x, create):
        x = lib.tensor(x, requires_grad=True)
        y, z = (x * x).sum(), x.exp().sum()
        lib.autograd.backward([y, z, y], [None, None, None], create_graph=create)
        return x.grad

    agree(program, normal(3), False)
    agree(program, normal(3), True)


def test_the_walk_needs_nothing_from_later_lessons(modules):
    """`backward` alone is an autograd: without `autograd_mechanics`, both flags say nothing."""
    wrapper, graph, operators, walk = (
        modules[f"autodiff.m{name}"]
        for name in ("02_wrapper", "03_computation_graph", "04_magic_methods", "08_backward")
    )

    class Small(walk.Differentiable, operators.Operators, graph.Recorded, wrapper.Array):
        interpreter = staticmethod(graph.record)

    x = Small(np.array([2.0, 3.0]), True)
    y = x * x + 3 * x
    for _ in range(2):  # nobody frees the graph
        y.backward(Small(np.array([1.0, 10.0])))
    assert x.grad.value.tolist() == [14.0, 180.0]
