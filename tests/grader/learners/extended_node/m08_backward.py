"""m08 for my own Node: it goes through `node.wants`, and finds the rule for each position."""

from __future__ import annotations

import numpy as np

from .given.core import changes
from .given.core.cast_and_clone import cast
from .given.core.observers import observable
from .m02_wrapper import Array
from .m03_computation_graph import parents
from .m05_toposort import toposort
from .m07_chain_rule import rules, unbroadcast


def contributions(array, g):
    node = array.node
    argument_rules = rules[node.op]
    for position, parent in node.wants:
        rule = argument_rules[position]
        if rule:
            part = rule(g, array.value, *node.values, **node.params)
            yield parent, cast(unbroadcast(part, parent.shape), dtype=parent.dtype)


@observable
def backpropagate(order, totals, visit, contribute):
    for array in reversed(order):
        if id(array) not in totals:
            continue
        g = totals.pop(id(array))
        visit(array, g)
        if array.node:
            for parent, part in contribute(array, g):
                totals[id(parent)] = totals[id(parent)] + part if id(parent) in totals else part


def initial_cotangent(output, gradient, create_graph=False):
    if not output.requires_grad:
        raise RuntimeError("no gradient can flow from here")
    if gradient is None:
        if output.numel() > 1 or output.numel() == 0:
            raise RuntimeError("which element? Pass a gradient")
        ones = np.ones(output.shape, output.dtype)
        return type(output)(ones) if create_graph else ones
    if not isinstance(gradient, Array):
        raise TypeError("the gradient has to be a tensor")
    if gradient.shape != output.shape:
        raise RuntimeError("the gradient has to have the shape of the result")
    gradient = cast(gradient, dtype=output.dtype)
    return gradient if create_graph else gradient.value


def accumulate_grad(array, g):
    if array.node:
        return
    if array.grad is None:
        array.grad = type(array)(np.zeros_like(array.value))
    array.grad.value += g
    changes.mark_changed(array.grad.value)


class Differentiable:
    __slots__ = ()

    def backward(self, gradient=None, retain_graph=None, create_graph=False):
        totals = {id(self): initial_cotangent(self, gradient, create_graph)}
        options = self.mechanics(retain_graph, create_graph)
        backpropagate(toposort(self, parents), totals, *options)
