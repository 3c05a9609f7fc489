"""m07 for my own Node, with its inputs, its options and its time."""

from __future__ import annotations

import numpy as np

from . import versions
from .m01_wrapper import Array
from .m02_computation_graph import FREED, parents
from .m04_toposort import toposort
from .m06_chain_rule import rules, unbroadcast


def contributions(array, g):
    node = array.node
    if node is FREED:
        raise RuntimeError("this graph is gone: retain_graph=True would have kept it")
    if node.op not in rules:
        raise RuntimeError("an op without rules")
    out = versions.as_recorded(array.value, node.time)
    values = [versions.as_recorded(value, node.time) for _, value in node.inputs]
    found = []
    for rule, (arg, _) in zip(rules[node.op], node.inputs, strict=False):
        if rule and any(arg is source for source in node.sources):
            part = unbroadcast(rule(g, out, *values, **node.options), arg.shape)
            found.append((arg, np.asarray(part, arg.dtype)))
    return found


def backpropagate(outputs, cotangents, visit, retain_graph=False):
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
            for parent, part in contributions(array, g):
                totals[id(parent)] = totals[id(parent)] + part if id(parent) in totals else part
            if not retain_graph:
                array.node = FREED


def initial_cotangent(output, gradient):
    if not output.requires_grad:
        raise RuntimeError("no gradient can flow from here")
    if gradient is None:
        if output.numel() > 1 or output.numel() == 0:
            raise RuntimeError("which element? Pass a gradient")
        return np.ones(output.shape, output.dtype)
    if not isinstance(gradient, Array):
        raise TypeError("the gradient has to be a tensor")
    if gradient.shape != output.shape:
        raise RuntimeError("the gradient has to have the shape of the result")
    return gradient.value.astype(output.dtype)


def accumulate_grad(array, g):
    if array.node:
        return
    if array.grad is None:
        array.grad = type(array)(np.zeros_like(array.value))
    array.grad.value += g
    versions.mark_changed(array.grad.value)


class Differentiable:
    __slots__ = ()

    def backward(self, gradient=None, retain_graph=None):
        start = initial_cotangent(self, gradient)
        backpropagate([self], [start], accumulate_grad, bool(retain_graph))


def grad(outputs, inputs, grad_outputs=None, retain_graph=None, allow_unused=False):
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
    starts = [initial_cotangent(o, g) for o, g in zip(outputs, grad_outputs, strict=True)]
    backpropagate(outputs, starts, lambda a, g: found.update({id(a): g}), bool(retain_graph))
    if not allow_unused and any(id(x) not in found for x in inputs):
        raise RuntimeError("an input was not used")
    return tuple(type(x)(np.array(found[id(x)])) if id(x) in found else None for x in inputs)
