"""m33 vmap: write it for one, run it for many.

About 90 minutes; difficulty 4 of 5. `reshaped` and `matrix_product` may wait: until then, take them
out of the table at the end, and `looped` does their work.

The forty lines worked on one number at a time, and a batch was a loop around them. A function for
one example is easy to write and to read. To run it on a batch one would have to rethink every dim
and every transpose in it, or loop, which is slow. `vmap` does the rethinking:

    def loss(w, x, y):                                    one example: x (3,), y ()
        return (x @ w - y) ** 2

    vmap(loss, in_dims=(None, 0, 0))(w, xs, ys)           (n,): a loss for each, w is shared
    vmap(grad(loss), (None, 0, 0))(w, xs, ys)             (n, 3): a gradient for each

For w = [1., 2., 3.] and two examples:

    x               y     x @ w    loss    gradient: 2 (x @ w - y) x
    [1., 0., 1.]    3.    4.       1.      [2., 0., 2.]
    [0., 1., 0.]    0.    2.       4.      [0., 4., 0.]
                                           [2., 4., 2.]      what `backward` gives: it adds up

A loop of backward calls would tell them apart, too; a single one cannot.

`vmap` opens a level (given/func/interpreters.py) and wraps its inputs as `Batched`. One of these
holds the whole batch along the first dim of its value, and hides that: its `shape` is that of a
single example, and the function never knows. Each op then needs to be told how it runs on the whole
batch, by its *batcher*. Most are of a few kinds.

- Elementwise ops run as they are, once the shapes broadcast as they would have. x (5, 3, 4) holds
  five matrices and y (5, 4) five vectors: x + y would align the 5 with the 3. Put y as (5, 1, 4).
- Ops with dims count them from the front: dim 0 of an example is dim 1 of the batch. -1 stays -1 in
  most, but counting it from the front first (`as_dim`) is always right.
- Shapes get the batch in front; reshape's -1 is about one example (`as_shape`): where each of five
  (3, 4) is to be (2, -1), the batch becomes (5, 2, 6).
- In a product a batch of vectors must not be taken for a matrix. Let it be (5, 4): times a shared
  matrix, (5, 4) @ (4, 2), it is right by luck; the other way round, (3, 4) @ (5, 4), it is not.
  Make it (5, 4, 1), and drop the 1 afterwards.
- Anything else: one example after the other, and `stack`. Slow, and never wrong.

In given/func/batchers.py are the table, `defbatch`, and the batchers of reductions, indexing, `cat`
and `linear`; and for `vmap` itself, in given/func/batch_dims.py, `spread`, which gives each leaf of
a tree its dim, `batch_size`, which checks what goes in, and `batch_level`, which opens the level.
Batchers are made of ops and get values of the level below, which may be Batched or Traced
themselves; so vmap of grad, grad of vmap, and vmap of vmap need nothing else.

Values of the function that do not depend on the batch come out of it unwrapped: repeat them. And
where the function decides by a number (`if x.sum() > 0`), there is no one answer: refuse.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/_functorch/apis.py: vmap` and JAX's `jax/_src/api.py: vmap` both interpret ops at their own
level, with a batcher for each. The other ways: a loop costs one call of everything for each
example; and rewriting the function by hand costs a dim in every line, and cannot be nested. What
interpreting costs: `if x.sum() > 0` has no answer, and JAX offers `jax.numpy.where` and
`jax.lax.cond` for it. Gradients for each of 64 examples, by a loop, are 64 forward and backward
passes; here, one of each, in a third of the time (`docs/other_ways.py` measures it).

The trap
--------
Broadcasting that fits by accident. If the batch has as many examples as an example has rows,
aligning wrongly raises no error. Try batches of 5 and examples of (3, 4).

When it is done, `vmap(grad(loss))` gives a gradient for each example: the demo looks for those of
64 digits that pull hardest.

To read: JAX's autodidax, part 1, "Vectorized batching with vmap"; the PyTorch tutorial
"Per-sample-gradients", which does what stands above; PyTorch's documentation of torch.func, "UX
Limitations", on what a function under vmap must not do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from ._tensor import Tensor
from .given.core.arguments import as_dim, as_shape
from .given.core.cast_and_clone import cast, clone
from .given.func.batch_dims import batch_level, batch_size, spread
from .given.func.batchers import arguments_of, batchers, defbatch, logical_shape
from .given.func.interpreters import Level, Wrapped, lift, lower
from .given.func.trees import flatten
from .given.ops.compare import eq, ge, gt, le, lt, ne
from .given.ops.elementwise import abs
from .given.ops.move import movedim
from .given.ops.reshape import view
from .given.ops.special import ndtr
from .m02_wrapper import Array
from .m04_magic_methods import (
    add,
    broadcast_to,
    div,
    exp,
    log,
    matmul,
    mul,
    neg,
    pow,
    reshape,
    sigmoid,
    sqrt,
    sub,
    tanh,
    transpose,
)
from .m10_shapes import permute, stack
from .m11_indexing import getitem
from .m12_reductions import maximum, minimum, where
from .m13_activations import relu


def align(x: Any, ndim: int) -> Any:
    """A batch of arrays with dims of size 1 put behind the first, so that each has `ndim` dims; the
    same batch, if each has so many already."""
    raise NotImplementedError("m33: align")


def elementwise(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The results of `op` on a batch of `size`, along a new first dim; for an elementwise op.

    `batched` tells which of `args` hold the whole batch, along their first dim. The others, arrays
    or numbers, are what each one of the batch gets. What is batched is aligned, so that it
    broadcasts as one would.
    """
    raise NotImplementedError("m33: elementwise")


def transposed(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `transpose(x, dim0, dim1)` and `permute(x, dims)`.

    `arguments_of(op).bind(*args, **params).args` has the arguments in their order, be they given by
    position or by name. A 0-d array has the dims 0 and -1 all the same, and stays as it is.
    """
    raise NotImplementedError("m33: transposed")


def reshaped(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `reshape(x, shape)`, `view` and `broadcast_to`.

    `shape` is that of one. For `reshape` and `view` it may hold a -1; `broadcast_to` may add dims
    at the front of each. `as_shape(sizes, count)` reads the arguments that `x.reshape` is called
    with, a tuple of sizes or `(shape,)`; `count` is how many elements one has.
    """
    raise NotImplementedError("m33: reshaped")


def matrix_product(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `matmul`: vectors become matrices for a while, so that a batch of vectors is not
    taken for a matrix. Either of the two may be batched, and each have one dim, two or more."""
    raise NotImplementedError("m33: matrix_product")


def looped(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for any op: one after the other, and stacked. Arguments and results belong to the
    level below, so `lift` them where Tensors are needed, and `lower` the end."""
    raise NotImplementedError("m33: looped")


defbatch(elementwise, add, sub, mul, div, pow, neg, exp, log, sqrt, tanh, sigmoid, clone, cast)
defbatch(elementwise, eq, ne, lt, le, gt, ge, abs, maximum, minimum, where, relu, ndtr)
defbatch(transposed, transpose, permute)
defbatch(reshaped, reshape, view, broadcast_to)
defbatch(matrix_product, matmul)


class Batched(Wrapped):
    """A whole batch that looks like one of it: the first dim of its value is hidden."""

    __slots__ = ()

    def __init__(self, value: Any, level: Level) -> None:
        """`value` belongs to the level below, with the batch along its first dim."""
        super().__init__(value, level, requires_grad=True)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one of the batch. (Given.)"""
        return self.value.shape[1:]

    @property
    def ndim(self) -> int:
        """How many dimensions one of the batch has."""
        return self.value.ndim - 1

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        """Run `op` on the whole batch, by its batcher; by `looped` if it has none, or if this one
        returns NotImplemented.

        The batcher gets the size of the batch, which of the arguments are Batched of this level,
        and all arguments: of these the `value`, of other Arrays what `lower` makes of them.
        """
        raise NotImplementedError("m33: Batched.process")

    def detach(self) -> Tensor:
        """The batch without its history."""
        return Batched(lift(self.value).detach(), self.level)

    def item(self) -> NoReturn:
        """Raises RuntimeError: a batch is not a single number."""
        raise RuntimeError("vmap: a batch has no single number to decide by, or to give out")

    tolist = item


def vmap(
    func: Callable[..., Any],
    in_dims: Any = 0,
    out_dims: Any = 0,
    randomness: str = "error",
) -> Callable[..., Any]:
    """A function that runs `func`, which is written for one, on a batch.

    Args:
        func: takes tensors, or trees of them, and returns such.
        in_dims: along which dim of each argument the batch lies; None for an argument that all of
            the batch share. One for all, or a tuple with one for each argument, which may be a tree
            where the argument is. Negative dims count from the end. All share the keyword
            arguments.
        out_dims: where the batch dim of the results shall be; one for all, or built like them.
        randomness: "error", and random numbers that are drawn raise RuntimeError; "same" for all of
            the batch; or "different".

    Raises ValueError for `in_dims` that do not fit the arguments, sizes that differ, nothing to map
    over, and results that are not tensors.
    """
    raise NotImplementedError("m33: vmap")


def whole_batch(x: Array, size: int, level: Level) -> Any:
    """What a result is to the level below, with the batch along its first dim: the value of what is
    Batched of this level; anything else is the same for all, and so it is repeated."""
    raise NotImplementedError("m33: whole_batch")


def moved(x: Any, source: int, destination: int) -> Any:
    """x with a dim in another place; x itself, if it is there already."""
    return x if source == destination else movedim(x, source, destination)


def unbatched(x: Any, dim: int | None, size: int, level: Level) -> Any:
    """A result as it is handed out, with the batch along `dim`; as it is, if `dim` is None.

    Raises ValueError for a result that is not a tensor, and for None where it differs over the
    batch.
    """
    if not isinstance(x, Array):
        raise ValueError(f"a function under vmap must return tensors, not {type(x).__name__}")
    if dim is not None:
        return lift(moved(whole_batch(x, size, level), 0, dim))
    if isinstance(x, Batched) and x.level is level:
        raise ValueError("this result differs over the batch, so its out_dim can't be None")
    return x
