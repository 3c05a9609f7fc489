"""Views of views, and products that were transposed. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m04_magic_methods import add, matmul, reshape, transpose
from ...m11_indexing import getitem, unindex
from ...m13_activations import softmax
from ...m15_cross_entropy import softmax_nll
from ..compiling.kernels import View, kernel, seen
from ..compiling.lowerings import has_lowering
from ..ops.matmul import linear
from ..ops.reshape import view
from ..programs.equations import Variable
from .turned import FEW, turned_back
from .writer import Writer, expands, floats


@expands(reshape, view)
def shown_at_once(write: Writer, made: Variable, x: Any, *shape: Any) -> Any:
    """What is brought back into the shape that it had is what it was."""
    if not isinstance(x, Variable):
        return False
    source = write.sources.get(x)
    if made.memory != x.memory:
        by_numpy = source is not None and has_lowering(source)
        return write.shaped(reshape, x, made.shape) if by_numpy else False
    if made.shape == x.shape:
        return x
    if source is None or source.op is not reshape:
        return False
    first = source.inputs[0]
    if first.memory != x.memory:
        return False
    if first.shape == made.shape:
        return first
    write.shaped(reshape, first, made.shape, to=made)
    return True


@expands(transpose)
def turned_product(write: Writer, made: Variable, x: Any, dim0: int, dim1: int) -> Any:
    """(A B)^T = B^T A^T, so that it lies in memory row by row."""
    if isinstance(x, Variable) and x.ndim and made.memory != x.memory:  # what it was is elsewhere
        return write(transpose, x, dim0, dim1, to=seen(x, made.shape))
    source = write.sources.get(x) if isinstance(x, Variable) and x.ndim > 1 else None
    if (
        source is None
        or made.memory != x.memory
        or {dim0 % x.ndim, dim1 % x.ndim} != {x.ndim - 1, x.ndim - 2}
    ):
        return False
    if source.op is transpose and set(source.inputs[1:]) == {dim0, dim1}:
        return source.inputs[0]
    if source.op is not matmul or not floats(*source.inputs) or len(write.readers[x]) != 1:
        return False
    a, b = source.inputs
    if min(a.ndim, b.ndim) < 2:
        return False
    write.equations.remove(source)
    write(matmul, _turned(write, b), _turned(write, a), to=made)
    return True


def _turned(write: Writer, x: Variable) -> Variable:
    source = write.sources.get(x)
    if (
        source is not None
        and source.op is transpose
        and {i % x.ndim for i in source.inputs[1:]} == {x.ndim - 1, x.ndim - 2}
    ):
        return source.inputs[0]
    made = seen(x, (*x.shape[:-2], x.shape[-1], x.shape[-2]))
    return write(transpose, x, -1, -2, to=made)


@expands(linear)
def linear_of_rows(write: Writer, made: Variable, x: Any, *rest: Any) -> bool:
    """One product of matrices, and not one for each of a batch. A few scores are turned at once."""
    if not floats(x, *rest) or x.ndim == 1:
        return False
    if x.ndim == 2:
        return turned_scores(write, made, x, *rest)
    rows = write.shaped(reshape, x, (x.size // x.shape[-1], x.shape[-1]))
    flat = seen(made, (rows.shape[0], made.shape[-1]))
    write(linear, rows, *rest, to=flat)
    write.shaped(reshape, flat, made.shape, to=made)
    return True


@kernel("turned_product")
def product(out: str, x: str, y: str) -> list[str]:
    """x @ y.T of matrices."""
    return [f"np.dot({x}, {y}.T, out={out})"]


def turned_scores(
    write: Writer, made: Variable, x: Variable, weight: Variable, bias: Any = None
) -> bool:
    """Scores as cross-entropy wants them."""
    n, few = made.shape
    readers = [e and e.op for e in write.readers[made]]
    if few > FEW or not readers or any(op not in (softmax, softmax_nll) for op in readers):
        return False
    out = write(product, weight, x, like=((few, n), x.dtype))
    if bias is not None:
        out = write.each(add, out, write.shaped(reshape, bias, (few, 1)))
    turned_back(write, made, out)
    return True


def _text_of(x: str, *key: Any) -> str:
    return f"{x}[{', '.join([_of_one(each) for each in key or (Ellipsis,)])}]"


def _of_one(key: Any) -> str:
    if not isinstance(key, slice):
        return "..." if key is Ellipsis else repr(key)
    ends = ["" if end is None else repr(end) for end in (key.start, key.stop)]
    return ":".join([*ends, *([] if key.step is None else [repr(key.step)])])


picked_out = View("picked_out", _text_of)


@expands(getitem)
def view_of_a_part(write: Writer, made: Variable, x: Any, *key: Any) -> bool:
    """What numbers, slices and None pick out is a view."""
    if not isinstance(x, Variable) or made.memory != x.memory:
        return False
    if not all(type(each) in (int, slice, type(None), type(Ellipsis)) for each in key):
        return False
    if not made.shape:
        key = *[each for each in key if each is not Ellipsis], Ellipsis  # else it is a number
    write(picked_out, x, *key, to=made)
    return True


@expands(unindex)
def all_of_it(write: Writer, made: Variable, part: Any, shape: Any, *key: Any) -> Any:
    """Where a part was the whole, its gradient is the whole one's."""
    usual = isinstance(part, Variable) and part.size == made.size and part.dtype == made.dtype
    if not usual or not all(each is None or (each == 0 and type(each) is int) for each in key):
        return False
    return shown_at_once(write, made, part, shape)
