"""m08 as it was finished when the walk freed, checked and recorded all by itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .given.core import changes
from .given.core.cast_and_clone import cast, clone
from .given.core.residuals import rule_params
from .m02_wrapper import Array
from .m03_computation_graph import FREED, parents
from .m05_toposort import toposort
from .m07_chain_rule import rules, unbroadcast

Total = np.ndarray | Array
Visitor = Callable[[Array, Total], None]


def contributions(array, g, create_graph=False):
    node = array.node
    if node is FREED:
        raise RuntimeError("trying to go backward through a graph that has been freed")
    if node.op not in rules:
        raise RuntimeError(f"{node.op.__name__} has no rules, so no gradient can pass it")
    out = changes.as_recorded(array.value, node.version)
    values = [changes.as_recorded(value, node.version) for value in node.values]
    if create_graph:
        out = _recorded(array, out)
        values = [_recorded(*pair) for pair in zip(node.args, values, strict=True)]
    params = rule_params(array, create_graph)
    found = []
    for arg, rule in zip(node.args, rules[node.op], strict=False):
        if rule is not None and isinstance(arg, Array):
            share = unbroadcast(rule(g, out, *values, **params), arg.shape)
            found.append((arg, share if share.dtype == arg.dtype else cast(share, dtype=arg.dtype)))
    return found


def _recorded(arg, value):
    return arg if isinstance(arg, Array) and arg.value is value else value


def backpropagate(outputs, cotangents, visit, retain_graph=False, create_graph=False):
    totals: dict[int, Total] = {}

    def add(pairs):
        for array, g in pairs:
            key = id(array)
            totals[key] = totals[key] + g if key in totals else g

    *order, _ = toposort(None, lambda array: outputs if array is None else parents(array))
    add(zip(outputs, cotangents, strict=True))
    for array in reversed(order):
        g = totals.pop(id(array), None)
        if g is None:
            continue
        visit(array, g)
        if array.node is not None:
            add(contributions(array, g, create_graph))
            if not retain_graph:
                array.node = FREED


def initial_cotangent(output, gradient, create_graph=False):
    if not output.requires_grad:
        raise RuntimeError("this tensor does not require grad and does not have a grad_fn")
    if gradient is None:
        if output.numel() != 1:
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        ones = np.empty(output.shape, output.dtype)
        ones.fill(1)
        return type(output)(ones) if create_graph else ones
    if not isinstance(gradient, Array):
        raise TypeError(f"gradient must be a tensor or None, got {type(gradient).__name__}")
    if gradient.shape != output.shape:
        raise RuntimeError(
            f"the gradient has shape {gradient.shape}, but the tensor has {output.shape}"
        )
    if gradient.dtype is not output.dtype:
        gradient = cast(gradient, dtype=output.dtype)
    return gradient if create_graph else gradient.value


def accumulate_grad(array, g):
    if array.node is not None:
        return
    if isinstance(g, Array):
        array.grad = clone(g) if array.grad is None else array.grad + g
    elif array.grad is None:
        array.grad = type(array)(np.array(g))
    else:
        array.grad.value += g
        changes.mark_changed(array.grad.value)


class Differentiable:
    __slots__ = ()

    def backward(self, gradient=None, retain_graph=None, create_graph=False):
        start = initial_cotangent(self, gradient, create_graph)
        retain = create_graph if retain_graph is None else retain_graph
        backpropagate([self], [start], accumulate_grad, retain, create_graph)


def grad(
    outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, allow_unused=False
):
    outputs, inputs = (_as_tuple(outputs), _as_tuple(inputs))
    weights = _as_tuple(grad_outputs) if grad_outputs is not None else (None,) * len(outputs)
    if not inputs:
        raise RuntimeError("grad needs at least one input")
    if not all(x.requires_grad for x in inputs):
        raise RuntimeError("one of the inputs does not require grad")
    if len(weights) != len(outputs):
        raise RuntimeError(f"{len(outputs)} outputs, but {len(weights)} grad_outputs")
    starts = [
        initial_cotangent(output, weight, create_graph)
        for output, weight in zip(outputs, weights, strict=True)
    ]
    wanted, found = ({id(x) for x in inputs}, {})

    def keep(array, g):
        if id(array) in wanted:
            found[id(array)] = g

    retain = create_graph if retain_graph is None else retain_graph
    backpropagate(outputs, starts, keep, retain, create_graph)
    unused = [i for i, x in enumerate(inputs) if id(x) not in found]
    if unused and (not allow_unused):
        raise RuntimeError(f"input {unused[0]} was not used; allow_unused=True gives None for it")
    totals = [found.get(id(x)) for x in inputs]
    if not create_graph:
        totals = [_copy(x, g) for x, g in zip(inputs, totals, strict=True)]
    return tuple(totals)


def _copy(x, g):
    return None if g is None else type(x)(np.array(g))


def _as_tuple(x):
    return (x,) if isinstance(x, Array) else tuple(x)
