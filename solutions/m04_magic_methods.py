"""m04 magic methods: arithmetic that reads like maths.

Python calls `x.__mul__(y)` when it sees `x * y`, and `y.__rmul__(x)` when `x` does not know what to
do: this is how `2 * tensor` works, since `int` has never heard of tensors. Here we make the ops and
teach arrays to spell them. Only forward: the graph records itself, thanks to `primitive`, as long
as methods are made of ops and never reach for the ndarrays inside.

An elementwise op is a NumPy function, torch's name for it, and torch's dtype rules:

    cos = primitive(promoted("cos", np.cos, floating=True))

`promoted` (in given/core/promotion.py) applies those rules and torch's error types. `floating=True`
turns integers into float32 first, as `cos`, `exp` or `/` need; `+ - *` and powers of integers stay
integers. `boolean=False` refuses bools, as both kinds of minus must.

Ops with parameters are functions of ndarrays under `@primitive`. `as_dims`, `as_dim` and `as_shape`
(in given/core/arguments.py) read dims and shapes as torch does, and raise its errors. Mind the
names: below these definitions, `sum` and `pow` are torch's, and not Python's.

Shapes broadcast as in NumPy: aligned at the right, sizes must be equal or 1, and 1 is stretched.
(3, 1) + (4,) is (3, 4). `@` multiplies matrices, (n, k) @ (k, m) -> (n, m), and any dimensions in
front of the last two are a batch, which broadcasts. A vector is a row when it stands on the left
and a column on the right, and that dimension is dropped from the result.

    2 - tensor([5., 7.])      [-3., -5.]: __rsub__ gets the right-hand side as self
    tensor([4]) / 2           [2.]: float32, though all were integers

In-place ops (`x += y`) write into the memory that is there and return self, which Python then calls
x. Everyone who shares the memory sees the change; dtype and shape stay. When we do them we mark the
memory as changed (`mark_changed`, in given/core/changes.py). While recording we refuse them where a
gradient is required, which keeps the graph simple; torch allows them on results, and rewrites its
graph. But an operator may return another tensor, and Python gives the name to that one. So where y
is a result, `y += 1` does as `y = y + 1`, as for `loss += penalty`. Another name of the old one
keeps the old value (in torch, it sees the change).

Two traps. Swapped operands in the reflected methods: addition hides it, subtraction does not. And
sigmoid, 1 / (1 + exp(-x)): exp(1000) is infinite, and infinity over infinity is NaN. Yours should
be 1 at 1000 and 0 at -1000, and nothing in it should overflow.

When it is done, the forward pass of `by_hand` is one line again, `sigmoid(X @ W1 + b1)`, and every
step of it is on record. Its derivative is the matter of `chain_rule`.

To read: the Python Language Reference, section 3.3.8, "Emulating numeric types"; PEP 465, on `@`;
A. Karpathy, micrograd, engine.py; C. Harris et al., Array programming with NumPy, Nature 585
(2020), pp. 357-362, figure 1, on broadcasting and reductions.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import Any, Self

import numpy as np

from .given.core.arguments import as_dim, as_dims, as_shape
from .given.core.changes import mark_changed
from .given.core.dtypes import is_floating
from .given.core.promotion import kind_rank, promoted
from .m02_wrapper import Array
from .m03_computation_graph import is_grad_enabled, primitive

Number = bool | int | float


def _stable_sigmoid(x: np.ndarray) -> np.ndarray:
    small = np.exp(-np.abs(x))  # at most 1, so that nothing overflows
    # 1 from 0 on, and small below it, divided by their sum
    return np.maximum(small, x >= 0) / (1 + small)


add = primitive(promoted("add", np.add))
sub = primitive(promoted("sub", np.subtract, boolean=False))
mul = primitive(promoted("mul", np.multiply))
div = primitive(promoted("div", np.true_divide, floating=True))
pow = primitive(promoted("pow", np.power))
neg = primitive(promoted("neg", np.negative, boolean=False))
exp = primitive(promoted("exp", np.exp, floating=True))
log = primitive(promoted("log", np.log, floating=True))
sqrt = primitive(promoted("sqrt", np.sqrt, floating=True))
tanh = primitive(promoted("tanh", np.tanh, floating=True))
sigmoid = primitive(promoted("sigmoid", _stable_sigmoid, floating=True))


@primitive
def matmul(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The matrix product: (..., n, k) @ (..., k, m) -> (..., n, m); vectors as the lesson says.

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
        return np.matmul(x, y)
    except ValueError as error:
        raise RuntimeError(f"matmul of shapes {x.shape} and {y.shape}: {error}") from None


@primitive
def sum(x: np.ndarray, dim: int | Iterable[int] | None = None, keepdim: bool = False) -> np.ndarray:
    """The sum over one, several or all (None) dimensions; `keepdim` leaves them there, of size 1.

    Integers of any size and bools add up to int64, floats in their own dtype. Raises what `as_dims`
    raises, such as IndexError for a dim that is not there.
    """
    dtype = None if is_floating(x.dtype) else np.int64
    return np.add.reduce(x, as_dims(dim, x.ndim), dtype, keepdims=keepdim)


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
    return np.mean(x, axis=as_dims(dim, x.ndim), keepdims=keepdim)


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

    All in-place ops end here, and here the memory is marked as changed. Raises RuntimeError while
    recording, if `array` or `source` requires a gradient; and for a source that does not broadcast
    to the shape of `array`, or has more dimensions, even of size 1.
    """
    tracked = array.requires_grad or (isinstance(source, Array) and source.requires_grad)
    if tracked and is_grad_enabled():
        raise RuntimeError(
            "an in-place operation on tensors that require a gradient can't be recorded; "
            "do it under no_grad(), or make a new tensor"
        )
    value = np.asarray(source.value if isinstance(source, Array) else source)
    if value.ndim > array.ndim:  # NumPy would drop leading dimensions of size 1
        raise RuntimeError(f"shape {value.shape} does not fit into {array.shape}")
    try:
        array.value[...] = value
    except ValueError as error:
        raise RuntimeError(f"in-place operation on shape {array.shape}: {error}") from None
    mark_changed(array.value)
    return array


def _update(array: Array, result: Array) -> Array:
    if kind_rank(result.dtype) > kind_rank(array.dtype):
        raise RuntimeError(f"a {result.dtype} result can't be written into a {array.dtype} tensor")
    if result.shape != array.shape:
        raise RuntimeError(f"a result of shape {result.shape} does not fit into {array.shape}")
    if array.node is not None and is_grad_enabled():
        return result.to(array.dtype)  # Python gives the name to what `+=` returns
    return overwrite(array, result)


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
        """`other - self`."""
        return sub(other, self)

    def __rtruediv__(self, other: Any) -> Self:
        """`other / self`."""
        return div(other, self)

    def __rpow__(self, other: Any) -> Self:
        """`other ** self`."""
        return pow(other, self)

    def __rmatmul__(self, other: Any) -> Self:
        """`other @ self`."""
        return matmul(other, self)

    def __iadd__(self, other: Any) -> Self:
        """`self += other`: into the memory that is there, keeping its shape and dtype.

        The result of `add` is written over self. Where self has a node and recording is on, nothing
        is written: the result itself is returned, in self's dtype (`result.to(dtype)`). Raises
        RuntimeError if it has another shape than self, even one that would broadcast, or a higher
        kind of dtype (bool < int < float, `kind_rank`; float64 into float32 is fine), and what
        `overwrite` raises.
        """
        return _update(self, add(self, other))

    def __isub__(self, other: Any) -> Self:
        """`self -= other`, like `+=`."""
        return _update(self, sub(self, other))

    def __imul__(self, other: Any) -> Self:
        """`self *= other`, like `+=`."""
        return _update(self, mul(self, other))

    def __itruediv__(self, other: Any) -> Self:
        """`self /= other`, like `+=`; integers refuse it, since the result is floating."""
        return _update(self, div(self, other))

    def zero_(self) -> Self:
        """Set every element to 0, in place, and return self."""
        return overwrite(self, 0)

    def copy_(self, source: Array | Number) -> Self:
        """Copy the elements of `source` over, in place, broadcasting and casting to any dtype.

        Returns self. Raises TypeError unless `source` is a tensor or a number, and what `overwrite`
        raises.
        """
        if not isinstance(source, Array | np.generic | Number):
            raise TypeError(f"copy_ takes a tensor, not {type(source).__name__}")
        return overwrite(self, source)

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
