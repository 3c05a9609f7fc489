"""NumPy's calls for an op, as text. (Given code.)

A *lowering* says in lines of Python what an op does: `out` is the text of where the result goes,
and so are the others of what is read. Numbers, dims and shapes come as they are.

    @lowers(tanh, over=True)
    def tanh_lines(out, x):
        return [f"np.tanh({x}, out={out})"]

`over`: each element is read before it is written, by the first line; so x may lie in `out`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from math import prod
from typing import Any

import numpy as np

from ...m04_magic_methods import (
    add,
    div,
    exp,
    log,
    matmul,
    mul,
    neg,
    pow,
    sqrt,
    sub,
    sum,
    tanh,
)
from ...m13_activations import relu
from ..core.arguments import as_dims
from ..ops.compare import eq, ge, gt, le, lt, ne
from ..ops.elementwise import cos, reciprocal, sin, square
from ..programs.equations import Equation, Variable, variables_in
from ..programs.numbers import NumberVariable
from .kernels import Kernel

Op = Callable[..., Any]
Lines = Callable[..., list[str]]
LOWERINGS: dict[Op, Lines] = {}
FEW = 128  # numbers that NumPy adds up one after the other, and hardly a digit is lost
CONDITIONS: dict[Op, Callable[..., bool]] = {}
OVER: set[Op] = set()  # ops that read each element before they write there
FLOATS = frozenset([np.dtype(np.float32), np.dtype(np.float64)])


def lowers(*ops: Op, over: bool = False) -> Callable[[Lines], Lines]:
    """A decorator: this is the lowering of these ops."""

    def registered(lines: Lines) -> Lines:
        LOWERINGS.update(dict.fromkeys(ops, lines))
        OVER.update(ops if over else ())
        return lines

    return registered


def only_if(op: Op) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """A decorator: this says for which arguments the lowering of an op is right."""

    def registered(condition: Callable[..., bool]) -> Callable[..., bool]:
        CONDITIONS[op] = condition
        return condition

    return registered


def has_lowering(equation: Equation) -> bool:
    """Whether an equation can be lowered: its op has a lowering, and neither dtypes are promoted
    nor integers computed with, where torch and NumPy differ."""
    made, op, inputs, params = equation
    if isinstance(op, Kernel):
        return True
    if op not in LOWERINGS or params.keys() - {"keepdim"}:
        return False
    dtypes = {x.dtype for x in variables_in(inputs) if not isinstance(x, NumberVariable)}
    dtypes -= {np.dtype(bool)} if op is mul else set()
    if op in CONDITIONS and not _fits(CONDITIONS[op], *inputs):
        return False
    compares = op in COMPARING and made.dtype == bool
    return len(dtypes) == 1 and dtypes <= FLOATS and (compares or made.dtype in dtypes)


def _fits(condition: Callable[..., bool], *inputs: Any) -> bool:
    try:
        return condition(*inputs)
    except TypeError:  # of arguments that the lowering does not take either
        return False


@only_if(sum)
def _adds_up_well(x: Variable, dim: Any = None, _keepdim: bool = False) -> bool:
    """Whether NumPy's own sum is as exact as torch's: of few numbers, or along the last dims."""
    dims = as_dims(dim, x.ndim)
    return prod([x.shape[i] for i in dims]) <= FEW or min(dims) == x.ndim - len(dims)


def may_overwrite(equation: Equation) -> bool:
    """Whether the result may be written where an argument lies."""
    op = equation.op
    return op.over if isinstance(op, Kernel) else op in OVER


def text_of(x: Any) -> str:
    """A number, a tuple, a slice or a string, as a script says it."""
    if isinstance(x, float) and not math.isfinite(x):
        return f'float("{x}")'
    return repr(x)


UFUNCS = {add: "add", sub: "subtract", mul: "multiply", div: "divide"}
COMPARING = {eq: "equal", ne: "not_equal", lt: "less", le: "less_equal"}
COMPARING |= {gt: "greater", ge: "greater_equal"}
ALONE = {neg: "negative", exp: "exp", log: "log", sqrt: "sqrt", tanh: "tanh", sin: "sin"}
ALONE |= {cos: "cos", square: "square", reciprocal: "reciprocal"}
CALLS = UFUNCS | ALONE  # ops of numbers that are one call of NumPy's, and its name


def by_ufunc(name: str, out: str, *args: Any) -> list[str]:
    """One call of an elementwise function of NumPy's."""
    words = [x if isinstance(x, str) else text_of(x) for x in args]
    return [f"np.{name}({', '.join(words)}, out={out})"]


for _op, _name in (CALLS | COMPARING).items():
    lowers(_op, over=True)(partial(by_ufunc, _name))


@lowers(relu, over=True)
def relu_lines(out: str, x: str, inplace: bool = False) -> list[str]:
    """What is smaller than 0 becomes 0."""
    return [f"np.maximum({x}, 0, out={out})"]


@lowers(pow, over=True)
def pow_lines(out: str, x: Any, y: Any) -> list[str]:
    """A power; of two, and where the exponent is a half, by what is faster."""
    if type(y) in (int, float) and y == 2:
        return by_ufunc("square", out, x)
    if type(y) is float and abs(y) == 0.5:
        root = by_ufunc("sqrt", out, x)
        return root if y > 0 else [*root, *by_ufunc("reciprocal", out, out)]
    return by_ufunc("power", out, x, y)


@lowers(matmul)
def matmul_lines(out: str, x: str, y: str) -> list[str]:
    """A product of matrices. It reads its arguments again and again, so none may lie in `out`."""
    return [f"np.matmul({x}, {y}, out={out})"]


def lowered(equation: Equation, out: str, name: dict[Variable, str]) -> list[str]:
    """The lines of an equation that has a lowering, with the result in `out`."""
    _, op, inputs, params = equation
    args = [name[x] if isinstance(x, Variable) else x for x in inputs]
    if isinstance(op, Kernel):
        return op.lines(out, *args)
    return LOWERINGS[op](out, *args, **params)
