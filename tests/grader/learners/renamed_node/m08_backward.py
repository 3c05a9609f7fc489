"""m08 for my own Node, with its inputs, its options and its time."""

from __future__ import annotations

import numpy as np

from .given.core import changes
from .given.core.cast_and_clone import cast, clone
from .m02_wrapper import Array
from .m03_computation_graph import FREED, parents
from .m05_toposort import toposort
from .m07_chain_rule import rules, unbroadcast

Total = np.ndarray | Array


def contributions(array, g, create_graph=False):
    node = array.node
    if node is FREED:
        raise RuntimeError("this graph is gone: retain_graph=True would have kept it")
    if node.op not in rules:
        raise RuntimeError("an op without rules")
    out = changes.as_recorded(array.value, node.time)
    values = [changes.as_recorded(value, node.time) for _, value in node.inputs]
    if create_graph:
        out = array if out is array.value else out
        pairs = [(a, v) for (a, _), v in zip(node.inputs, values, strict=True)]
        values = [a if isinstance(a, Array) and a.value is v else v for a, v in pairs]
    found = []
    for rule, (arg, _) in zip(rules[node.op], node.inputs, strict=False):
        if rule and any(arg is source for source in node.sources):
            part = unbroadcast(rule(g, out, *values, **node.options), arg.shape)
            found.append((arg, cast(part, dtype=arg.dtype)))
    return found


def backpropagate(outputs, cotangents, visit, retain_graph=False, create_graph=False):
    totals = {}
    for output, cotangent in zip(outputs, cotangents, strict=True):
        totals[id(output)] = totals.get(id(output), 0) + cotangent
    everything = toposort(None, lambda a: list(outputs) if a is None else parents(a))
    for array in everything[-2::-1]:
        if id(array) not in totals:
            continue
        g = totals.pop(id(array))
        visit(array, g)
        if array.node:
            for parent, part in contributions(array, g, create_graph):
                totals[id(parent)] = totals[id(parent)] + part if id(parent) in totals else part
            if not retain_graph:
                array.node = FREED


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
    if isinstance(g, Array):
        array.grad = clone(g) if array.grad is None else array.grad + g
        return
    if array.grad is None:
        array.grad = type(array)(np.zeros_like(array.value))
    array.grad.value += g
    changes.mark_changed(array.grad.value)


class Differentiable:
    __slots__ = ()

    def backward(self, gradient=None, retain_graph=None, create_graph=False):
        start = initial_cotangent(self, gradient, create_graph)
        retain = create_graph if retain_graph is None else retain_graph
        backpropagate([self], [start], accumulate_grad, retain, create_graph)


def grad(
    outputs,
    inputs,
    grad_outputs=None,
    retain_graph=None,
    create_graph=False,
    allow_unused=False,
):
    outputs = [outputs] if isinstance(outputs, Array) else list(outputs)
    inputs = [inputs] if isinstance(inputs, Array) else list(inputs)
    if grad_outputs is None:
        grad_outputs = [None] * len(outputs)
    elif isinstance(grad_outputs, Array):
        grad_outputs = [grad_outputs]
    if not inputs or len(grad_outputs) != len(outputs):
        raise RuntimeError("nothing to ask, or not one grad_output for each output")
    if not all(x.requires_grad for x in inputs):
        raise RuntimeError("an input requires no gradient")
    found = {}
    pairs = zip(outputs, grad_outputs, strict=True)
    starts = [initial_cotangent(o, g, create_graph) for o, g in pairs]
    retain = create_graph if retain_graph is None else retain_graph
    backpropagate(outputs, starts, lambda a, g: found.update({id(a): g}), retain, create_graph)
    if not allow_unused and any(id(x) not in found for x in inputs):
        raise RuntimeError("an input was not used")
    results = [found.get(id(x)) for x in inputs]
    if create_graph:
        return tuple(g if g is None else clone(g) for g in results)
    pairs = zip(inputs, results, strict=True)
    return tuple(g if g is None else type(x)(np.array(g)) for x, g in pairs)
