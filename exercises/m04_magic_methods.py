"""m04 magic methods: arithmetic that reads like maths.

About 30 minutes; difficulty 2 of 5. `Value`, in the forty lines of `scalars`, could do + and *, one
number at a time. Here arrays learn to. Without operators, a layer reads `add(matmul(X, W), b)`;
with them it reads like the formula, `X @ W + b`. Python has `@` for this alone: nothing in its own
library uses it (PEP 465, of 2014).

Python calls `x.__mul__(y)` when it sees `x * y`, and, when `x` does not know what to do, the
*reflected* method `y.__rmul__(x)`: this is how `2 * tensor` works, since `int` has never heard of
tensors. Here we make the ops, and hang them onto arrays as methods. Only the way forward is needed:
the graph records itself, thanks to `primitive`, as long as methods are made of ops and never reach
for the ndarrays inside.

An *elementwise* op works number by number. It is made of three things: a NumPy function, torch's
name for it, and torch's dtype rules. Here is one of those that are given. Six are yours: find
NumPy's function for each, such as `np.power` for `pow`, and decide whether it needs one of the two
options below.

    log = primitive(promoted("log", np.log, floating=True))

`promoted` (in given/core/promotion.py) makes a function of ndarrays and numbers that obeys those
rules, and raises torch's errors; `primitive` turns that function into an op on arrays.
`floating=True` turns integers into float32 first, as `log`, `exp` or `/` need; `+ - *` and powers
of integers stay integers. `boolean=False` refuses bools, as both kinds of minus must, `x - y` and
`-x`.

Shapes broadcast as in NumPy: aligned at the right, sizes must be equal or 1, and 1 is stretched.
`@` multiplies matrices, and any dimensions in front of the last two are a batch, which broadcasts.
A vector counts as a row, (1, k), when it stands on the left, and as a column, (k, 1), on the right;
this 1 is dropped from the result again:

    z        =  x       @  y
    (n, m)      (n, k)     (k, m)
    z[i, j]  =  sum over k of  x[i, k]  *  y[k, j]
    ()                         ()          ()

    op                        of x         and y        makes
    x * y                     (3, 1)       (4,)         (3, 4)       each row with each column
    x @ y                     (b, n, k)    (b, k, m)    (b, n, m)    b products, not b * b
    x @ y                     (k,)         (k, m)       (m,)
    x.sum(1)                  (n, k)                    (n,)
    x.sum(1, keepdim=True)    (n, k)                    (n, 1)       x / this: row by row

With x = tensor([5, 8]):

    you write    Python calls    self      other    result
    x - 2        __sub__         [5, 8]    2        [3, 6]        int64
    2 - x        __rsub__        [5, 8]    2        [-3, -6]      int64
    x / 2        __truediv__     [5, 8]    2        [2.5, 4.0]    float32, though all are integers
    x + 0.5      __add__         [5, 8]    0.5      [5.5, 8.5]    float32

In-place ops (`x += y`, given in given/ops/in_place.py) write the result into x's own memory.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
Operators are methods there, too; those of torch's tensors are in C++, except some reflected ones
(`torch/_tensor.py: Tensor.__rsub__`), and which dtype a mixture has is spelled out in
`torch/_prims_common/__init__.py: elementwise_dtypes`. JAX hangs the same operators onto its arrays,
and onto the stand-ins that record a program (`jax/_src/numpy/array_methods.py:
register_jax_array_methods`), so a function runs on either. The other way, taken by Tapenade for
Fortran and by Swift for TensorFlow, is a compiler that reads the source of a program and writes
that of its derivative: it sees loops and can optimize the whole, but it knows one language.
Overloading costs a call for each operation, a microsecond or so, however small the numbers.

The traps
---------
- Swapped operands in the reflected methods: addition hides it, subtraction does not.
- Overflow in sigmoid, 1 / (1 + exp(-x)): yours should be 1 at 1000 and 0 at -1000, and no exp on
  the way may overflow. Two formulas say the same, 1 / (1 + exp(-x)) and exp(x) / (1 + exp(x)), and
  each is safe on one side of 0 only.

When it is done, a layer of `by_hand` is one line again, `sigmoid(X @ W1 + b1)`, and every step of
it is on record. Derivatives come in `chain_rule`. The edge cases may wait.

To read: the Python Language Reference, section 3.3.8, "Emulating numeric types"; PEP 465, on `@`;
A. Karpathy, micrograd, `micrograd/engine.py: Value`; C. Harris et al., Array programming with
NumPy, Nature 585 (2020), pp. 357-362, figure 1, on broadcasting and reductions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np

from .given.core.arguments import as_dim, as_dims, as_shape
from .given.core.changes import mark_changed, writing
from .given.core.dtypes import is_floating
from .given.core.promotion import promoted
from .given.statistics.sums import average
from .m02_wrapper import Array
from .m03_computation_graph import is_grad_enabled, primitive
from .todo import todo_op

Number = bool | int | float


# x + y
add = todo_op("m04: add")
# x - y; bools are refused
sub = todo_op("m04: sub")
# x * y
mul = todo_op("m04: mul")
# x / y; of two integers, too, it is a float
div = todo_op("m04: div")
# -x; bools are refused
neg = todo_op("m04: neg")
# x ** y. From here on, `pow` in this file is torch's, and not Python's.
pow = todo_op("m04: pow")

# Given, since each of these is like `log` in the lesson.

exp = primitive(promoted("exp", np.exp, floating=True))
log = primitive(promoted("log", np.log, floating=True))
sqrt = primitive(promoted("sqrt", np.sqrt, floating=True))
tanh = primitive(promoted("tanh", np.tanh, floating=True))


def logistic(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x)), elementwise, in the dtype of x, which is an ndarray of floats.

    They may be as far from 0 as 1000 and -1000, and NumPy must find no overflow to warn of.
    `np.where` alone does not help: both of its branches are computed before it chooses.
    """
    raise NotImplementedError("m04: logistic")


sigmoid = primitive(promoted("sigmoid", logistic, floating=True))


def product(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The matrix product: (..., n, k) @ (..., k, m) -> (..., n, m); vectors as the lesson says.

    Both have the same dtype, and at least one dimension each. Where the shapes don't fit, NumPy's
    ValueError is raised.
    """
    raise NotImplementedError("m04: product")


@primitive
def matmul(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The matrix product as an op: it checks the operands, and then calls `product`. (Given.)

    The dtypes are not promoted. Raises TypeError for a number, RuntimeError for a 0-d operand, for
    operands of two dtypes, and for shapes that do not fit.
    """
    if not (isinstance(x, np.ndarray) and isinstance(y, np.ndarray)):
        raise TypeError("matmul takes two tensors")
    if not (x.ndim and y.ndim):
        raise RuntimeError("matmul needs at least one dimension on both sides")
    if x.dtype != y.dtype:
        raise RuntimeError(f"matmul of {x.dtype} and {y.dtype}: both must have the same dtype")
    try:
        return product(x, y)
    except ValueError as error:
        raise RuntimeError(f"matmul of shapes {x.shape} and {y.shape}: {error}") from None


# From here on, `sum` in this file is torch's, and not Python's.
@primitive
def sum(x: np.ndarray, dim: int | Iterable[int] | None = None, keepdim: bool = False) -> np.ndarray:
    """The sum over one, several or all (None) dimensions; `keepdim` leaves them there, of size 1.

    Integers and bools add up in int64; floats, float16 too, keep their dtype. `as_dims` (given, in
    given/core/arguments.py) reads `dim` as torch does, and raises its errors: of 3 dimensions,
    as_dims(-1, 3) is (2,), and as_dims(None, 3) is (0, 1, 2). NumPy takes such a tuple as its
    `axis`. The result is an ndarray, or a NumPy scalar where nothing is left of the shape.
    """
    raise NotImplementedError("m04: sum")


# All that follows is given, but for `__rsub__`.


@primitive
def mean(
    x: np.ndarray, dim: int | Iterable[int] | None = None, keepdim: bool = False
) -> np.ndarray:
    """The mean over one, several or all (None) dimensions; `keepdim` leaves them there, of size 1.

    It has the dtype of x. The mean of no elements is NaN. Raises RuntimeError unless the dtype is
    floating, and what `as_dims` raises.
    """
    if not is_floating(x.dtype):
        raise RuntimeError(f"mean of {x.dtype}: the dtype must be floating")
    return average(x, as_dims(dim, x.ndim), keepdim)


@primitive
def broadcast_to(x: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """`x` stretched to `shape` without copying, as broadcasting would: what undoes a sum.

    Raises RuntimeError when it can't be stretched so.
    """
    try:
        return np.broadcast_to(x, shape)
    except ValueError as error:
        raise RuntimeError(f"broadcast_to: {error}") from None


@primitive
def reshape(x: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The same elements in another shape, sharing memory where NumPy can; one size may be -1.

    Mind (), the shape of a single number: `as_shape` takes an empty tuple for no shape at all, and
    a tuple that holds one for ().

    Raises RuntimeError when the elements do not fit, as `as_shape` does.
    """
    return np.reshape(x, as_shape((shape,), x.size))


@primitive
def transpose(x: np.ndarray, dim0: int, dim1: int) -> np.ndarray:
    """A view with two dimensions swapped; a 0-d array has dims 0 and -1, and stays as it is.

    Raises IndexError for a dim that is not there.
    """
    dim0, dim1 = as_dim(dim0, x.ndim), as_dim(dim1, x.ndim)
    return np.swapaxes(x, dim0, dim1) if x.ndim else x[...]


def overwrite(array: Array, source: Array | np.ndarray | Number) -> Array:
    """Write `source` into the memory of `array`, broadcasting and casting it, and return `array`.

    All in-place ops end here, and here the memory is marked as changed. Where `array` or `source`
    requires a gradient, `write_on_record` records it. Raises RuntimeError while recording for a
    leaf that requires one; and for a source that does not broadcast to the shape of `array`, or has
    more dimensions, even of size 1.
    """
    tracked = array.requires_grad or (isinstance(source, Array) and source.requires_grad)
    if tracked and is_grad_enabled() and is_floating(array.dtype):
        return array.write_on_record(source)
    if writing.instead is not None and writing.instead(array, source):
        return array
    value = np.asarray(source.value if isinstance(source, Array) else source)
    if value.ndim > array.ndim:  # NumPy would drop leading dimensions of size 1
        raise RuntimeError(f"shape {value.shape} does not fit into {array.shape}")
    try:
        array.value[...] = value
    except ValueError as error:
        raise RuntimeError(f"in-place operation on shape {array.shape}: {error}") from None
    mark_changed(array.value)
    return array


class Operators:
    """Python's magic methods, spelled in ops, and the same ops as torch's methods."""

    __slots__ = ()

    __add__ = __radd__ = add
    __mul__ = __rmul__ = mul
    __sub__ = sub
    __truediv__ = div
    __pow__ = pow
    __matmul__ = matmul
    __neg__ = neg

    add, sub, mul, div, pow, matmul, neg = add, sub, mul, div, pow, matmul, neg
    exp, log, sqrt, tanh, sigmoid = exp, log, sqrt, tanh, sigmoid
    sum, mean, transpose, broadcast_to = sum, mean, transpose, broadcast_to

    def __rsub__(self, other: Any) -> Self:
        """`other - self`, for an `other` that does not know how to subtract a tensor."""
        raise NotImplementedError("m04: Operators.__rsub__")

    def __rtruediv__(self, other: Any) -> Self:
        """`other / self`."""
        return div(other, self)

    def __rpow__(self, other: Any) -> Self:
        """`other ** self`."""
        return pow(other, self)

    def __rmatmul__(self, other: Any) -> Self:
        """`other @ self`."""
        return matmul(other, self)

    def reshape(self, *shape: int | tuple[int, ...]) -> Self:
        """The same elements in another shape: `x.reshape(2, -1)` or `x.reshape((2, -1))`."""
        return reshape(self, as_shape(shape, self.numel()))

    @property
    def T(self) -> Self:
        """All dimensions in reverse order: the transposed matrix, if there are two."""
        result = self
        for dim in range(self.ndim // 2):
            result = transpose(result, dim, -1 - dim)
        return result
