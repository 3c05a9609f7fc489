"""What the walk back refuses, and that it needs nothing from later lessons."""

from __future__ import annotations

import contextlib
import weakref
from typing import Any

import numpy as np
import pytest
import torch
from pytest import approx

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


# What saves nothing for its rules, and may be walked again; and what does.
SAVE_NOTHING = """
x + 1 | 1 - x | -x | x - y | x.float() | x.to(lib.float16) | x.clone() | x.sum() | x.mean(1)
x.trace() | x.view(6) | x.reshape(3, 2) | x.flatten() | x.t() | x.permute(1, 0) | x.squeeze()
x.expand(2, 2, 3) | x.unsqueeze(0) | x[1:] | x[None, 0] | x.flip(0) | x.roll(1, 0) | x.repeat(2, 1)
x.tril() | x.diag() | x.narrow(1, 0, 2) | x.cumsum(0) | x.unfold(1, 2, 1) | x.chunk(2)[0]
x.round() | x.movedim(0, 1) | x.repeat_interleave(2, 1) | lib.cat([x, y]) | lib.stack([x, y])
F.pad(x, (1, 1)) | F.interpolate(x[None], size=5) | F.dropout(x, 0.5, False) | hooked(x + 1)
(x + y).sum(0).view(3) - 1 | x.diagonal() | x.diff() | x.select(1, 0) | x.ceil() | x.sign()
"""
SAVE = """
x * y | x * y.detach() | x * 2 | x / y | x ** 2 | x.exp() | x.relu() | x.abs() | x @ y.t()
x.softmax(0) | x.std() | x.prod() | x.norm() | x.amax() | x.sigmoid() | x.clamp(0, 1) | x.sort()[0]
(x.exp() + 1).sum() | F.linear(x, y) | F.mse_loss(x, y) | Kept.apply(x) | x.gather(0, zeros)
F.cross_entropy(x, x.argmax(1)) | F.layer_norm(x, (3,)) | F.dropout(x, 0.5) | x.max(0)[0] | x.var(0)
lib.einsum("ij,ij", x, y) | x.logsumexp(0) | lib.where(x > 0, x, y) | x.masked_fill(x > 0, 1)
"""


def walked(lib: Any, expression: str) -> tuple[int, list[float]]:
    """How often three losses can be walked that share what is made by the expression."""

    class Kept(lib.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * 2

        @staticmethod
        def backward(ctx, g):
            return g * 2 + 0 * ctx.saved_tensors[0]

    def hooked(x):
        x.register_hook(lambda g: g * 2)
        return x

    lib.manual_seed(0)
    x, y = (lib.randn(2, 3, dtype=lib.float64, requires_grad=True) for _ in range(2))
    names = {"lib": lib, "F": lib.nn.functional, "x": x, "y": y, "zeros": (x * 0).long()}
    made = eval(expression, names | {"hooked": hooked, "Kept": Kept})
    walks = 0
    with contextlib.suppress(RuntimeError):
        for walks in range(4):  # noqa: B007
            (made.double() + 1).sin().sum().backward()
    grads = [g for each in (x, y) if each.grad is not None for g in each.grad.flatten().tolist()]
    return walks, grads


@pytest.mark.parametrize(("listed", "walks"), [(SAVE_NOTHING, 3), (SAVE, 1)])
def test_what_saves_nothing_may_be_walked_again(lib, listed, walks):
    for expression in listed.strip().replace("\n", " | ").split(" | "):
        expected = walked(torch, expression)
        assert (expression, *walked(lib, expression)) == (expression, walks, approx(expected[1]))
        assert expected[0] == walks, expression


def test_a_value_that_only_kept_notes_lead_to_is_let_go(lib):
    x = lib.ones(1000, requires_grad=True)
    held, passed = x + 1, x.exp()
    ref = weakref.ref(passed.value)
    total = (held + passed).sum()
    del passed
    total.backward()
    assert ref() is None and held.tolist() == [2.0] * 1000
    with pytest.raises(RuntimeError, match="freed"):
        total.backward()
    held.sum().backward()
    assert x.grad.tolist() == approx([1 + np.e + 1 + 1] * 1000)


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


@pytest.mark.parametrize("both", [True, False])
def test_hooks_of_an_input_see_what_grad_finds_for_it(agree, both):
    def program(lib, x, both):
        x = lib.tensor(x, requires_grad=True)
        y = x.exp()
        y.retain_grad()
        y.register_hook(lambda g: g * 2)
        found = lib.autograd.grad((y * y).sum(), [y, x] if both else y, retain_graph=True)
        again = lib.autograd.grad(y, y, lib.ones_like(y))
        y.sum().backward()
        return *found, *again, y.grad, x.grad

    agree(program, normal(3), both)


def test_a_tensor_that_somebody_holds_is_found_in_a_freed_graph(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x + 1
        total = (y.flip(0) - 2).sum()
        total.backward()
        return x.grad, *lib.autograd.grad(total, [y]), *lib.autograd.grad(total, [x, y])

    agree(program, normal(300))
