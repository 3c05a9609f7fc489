"""Programs of magic methods (m04) and of the chain rule (m07)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..sketch import AROUND_ZERO, BOOLS, INTEGERS, MIXED, POSITIVE, SHAPES, Op, Pick, Sketch


def above(bound: float) -> Callable[..., Any]:
    """Whether all of an ndarray is larger."""
    return lambda x: (x > bound).all()


def below(bound: float) -> Callable[..., Any]:
    """Whether all of an ndarray is smaller."""
    return lambda x: (x < bound).all()


def has_dims(count: int) -> Callable[..., Any]:
    """Whether an ndarray has at least so many dimensions."""
    return lambda x: x.ndim >= count


def _is_float(*operands: np.ndarray) -> bool:
    return all(x.dtype.kind == "f" for x in operands)


def _no_bools(*operands: np.ndarray) -> bool:
    return all(x.dtype.kind != "b" for x in operands)


def _divides(x: np.ndarray, y: np.ndarray) -> bool:
    return bool((np.abs(y) >= 0.25).all())


def _is_power(x: np.ndarray, y: np.ndarray) -> bool:
    """Smooth in both, and of integers only where no exponent is negative."""
    if _is_float(x) or _is_float(y):
        return _no_bools(x, y) and bool((x > 0).all())
    return _no_bools(x, y) and bool((y >= 0).all())


def _sigmoid(x: np.ndarray) -> np.ndarray:
    found: np.ndarray = 1 / (1 + np.exp(-x))
    return found


BINARY = (
    Op("{a} + {b}", np.add),
    Op("{a} * {b}", np.multiply),
    Op("{a} - {b}", np.subtract, _no_bools),
    Op("{a} / {b}", np.true_divide, _divides),
    Op("{a} @ {b}", np.matmul, lambda x, y: x.dtype == y.dtype and _no_bools(x)),
    Op("{a} ** {b}", np.power, _is_power),
)
WITH_NUMBERS = (
    Op("{a} * 2", lambda x: x * 2),
    Op("{a} + 1", lambda x: x + 1),
    Op("{a} ** 2", lambda x: x**2, _no_bools),
    Op("{a} / 2", lambda x: x / 2),
    Op("{a} ** 3", lambda x: x**3, _no_bools),
    Op("{a} ** 0", lambda x: x**0, _no_bools),
    Op("-{a}", np.negative, _no_bools),
)
REFLECTED = (
    Op("2 - {a}", lambda x: 2 - x, _no_bools),
    Op("2 / {a}", lambda x: 2 / x, lambda x: _divides(x, x)),
    Op("2 ** {a}", lambda x: 2**x, lambda x: _is_power(np.asarray(2), x)),
)
CURVES = (
    Op("{a}.exp()", np.exp, below(3)),
    Op("{a}.log()", np.log, above(0.2)),
    Op("{a}.sqrt()", np.sqrt, above(0.2)),
    Op("{a}.tanh()", np.tanh),
    Op("{a}.sigmoid()", _sigmoid, _no_bools),
)
REDUCTIONS = (
    Op("{a}.sum()", np.sum, has_dims(1)),
    Op("{a}.mean()", np.mean, lambda x: _is_float(x) and x.ndim),
    Op("{a}.sum(0)", lambda x: x.sum(0), has_dims(1)),
    Op("{a}.mean(0)", lambda x: x.mean(0), lambda x: _is_float(x) and x.ndim),
    Op("{a}.sum(1)", lambda x: x.sum(1)),
    Op("{a}.sum((0, -1))", lambda x: x.sum((0, -1)), has_dims(2)),
    Op("{a}.sum(-1, keepdim=True)", lambda x: x.sum(-1, keepdims=True), has_dims(1)),
    Op("{a}.mean(0, keepdim=True)", lambda x: x.mean(0, keepdims=True), _is_float),
)
MOVES = (
    Op("{a}.T", np.transpose, lambda x: x.ndim == 2),
    Op("{a}.transpose(0, 1)", lambda x: x.swapaxes(0, 1), has_dims(2)),
    Op("{a}.reshape(-1)", np.ravel, lambda x: x.ndim != 1),
    Op("{a}.reshape(())", lambda x: x.reshape(()), lambda x: x.ndim > 0),
    Op("{a}.reshape(3, -1)", lambda x: x.reshape(3, -1)),
)
FAMILIES = (WITH_NUMBERS, BINARY, REFLECTED, BINARY, CURVES, REDUCTIONS, MOVES)

IN_PLACE = (
    Op("{a} += {b}", np.add),
    Op("{a} *= {b}", np.multiply),
    Op("{a} -= {b}", np.subtract, _no_bools),
    Op("{a} /= {b}", np.true_divide, lambda x, y: _is_float(x) and _divides(x, y)),
)


def draw_steps(sketch: Sketch, families: Sequence[Sequence[Op]], most: int = 4) -> None:
    """Up to so many steps, each an op of what is there."""
    for _ in range(most):
        sketch.apply(sketch.pick(families))
        if sketch.pick((True, False, False)):
            break


def partners(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Shapes that broadcast with this one, or that it can be multiplied with as a matrix."""
    fitting = [other for other in SHAPES if broadcasts(shape, other)]
    columns = [(shape[-1],), (shape[-1], 2)] if shape else []
    return [*fitting, *(other for other in columns if other not in fitting)]


def broadcasts(*shapes: tuple[int, ...]) -> bool:
    """Whether tensors of these shapes can be added."""
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        return False
    return True


def magic_methods(pick: Pick) -> str:
    """Expressions and in-place operations of numbers of all dtypes."""
    sketch = Sketch(pick)
    _draw_tensors(sketch, SHAPES, (MIXED, POSITIVE, INTEGERS, BOOLS))
    draw_steps(sketch, FAMILIES)
    result = sketch.names[0]
    if pick((False, False, True)):
        return _in_place(sketch, result)
    return sketch.text(result)


def _draw_tensors(
    sketch: Sketch, shapes: Sequence[tuple[int, ...]], numbers: Sequence[Any], grad: bool = False
) -> None:
    """One tensor, or two that go together."""
    shape = sketch.pick(shapes)
    sketch.tensor(shape, sketch.pick(numbers), grad)
    if sketch.pick((False, True)):
        fitting = [other for other in partners(shape) if other in shapes]
        sketch.tensor(sketch.pick(fitting), sketch.pick(numbers), grad)


def _in_place(sketch: Sketch, target: str) -> str:
    op, other = sketch.pick(IN_PLACE), sketch.pick(sketch.names)
    x, y = sketch[target], sketch[other]
    fits = broadcasts(x.shape, y.shape) and np.broadcast_shapes(x.shape, y.shape) == x.shape
    overlaps = other != target and np.shares_memory(x, y)
    narrows = "fib".index(x.dtype.kind) > "fib".index(y.dtype.kind)
    if not fits or overlaps or narrows or not op.fits(x, y):
        return sketch.text(target)
    shown = dict.fromkeys((target, sketch.names[-1]))  # which may share its memory
    return sketch.text(op.text.format(a=target, b=other), ", ".join(shown))


def chain_rule(pick: Pick) -> str:
    """Gradients of expressions."""
    sketch = draw_leaves(pick)
    draw_steps(sketch, FAMILIES)
    return sketch.text(*gradients(sketch, sketch.names[0]))


def draw_leaves(pick: Pick, shapes: Sequence[tuple[int, ...]] = SHAPES) -> Sketch:
    """A sketch with one or two tensors that require a gradient."""
    sketch = Sketch(pick)
    _draw_tensors(sketch, shapes, (MIXED, POSITIVE, AROUND_ZERO), grad=True)
    return sketch


def gradients(sketch: Sketch, result: str) -> list[str]:
    """The walk back from a result, and what it left at the leaves."""
    return [f"({scalar(sketch, result)}).backward()", wanted(sketch, result)]


def scalar(sketch: Sketch, result: str) -> str:
    """A single number that the result leads to, to which its elements matter differently."""
    if not sketch[result].shape:
        return result
    ending = sketch.pick(("{a}.sum()", "({a} * {a}).sum()", "({a} * {w}).sum()"))
    weights = sketch.tensor(sketch[result].shape, POSITIVE) if "{w}" in ending else ""
    return ending.format(a=result, w=weights)


def wanted(sketch: Sketch, result: str) -> str:
    """The gradient of one leaf, or of all."""
    leaves = sketch.leaves(result)
    chosen = sketch.pick([*([leaf] for leaf in leaves), leaves])
    return ", ".join(f"{leaf}.grad" for leaf in chosen)
