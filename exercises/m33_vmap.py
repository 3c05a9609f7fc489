"""m33 vmap: write it for one, run it for many.

About 90 minutes; difficulty 4 of 5. `reshaped` and `matrix_product` may wait: until then, take them
out of the table at the end, and `looped` does their work.

The forty lines worked on one number at a time, and a batch was a loop around them. A function for
one example is easy to write and to read. To run it on a batch one would have to rethink every dim
and every transpose in it, or loop, which is slow. `vmap` does the rethinking. Its `in_dims` say
along which dim of each argument the batch lies; None stands for an argument that is shared:

    def loss(w, x, y):                                    one example: x (3,), y (), w (3,)
        return (x @ w - y) ** 2

    vmap(loss, in_dims=(None, 0, 0))(w, xs, ys)           (n,): a loss for each; xs (n, 3), ys (n,)
    vmap(grad(loss), (None, 0, 0))(w, xs, ys)             (n, 3): a gradient for each

On paper, for one example:

    loss   =  (  x     @  w     -  y  ) ** 2
    ()           (3,)     (3,)     ()
    dL/dw  =  2 (x @ w - y)  *  x
    (3,)      ()                (3,)

For w = [1., 2., 3.] and two examples:

    x               y     x @ w    loss    gradient: 2 (x @ w - y) x
    [1., 0., 1.]    3.    4.       1.      [2., 0., 2.]
    [0., 1., 0.]    0.    2.       4.      [0., 4., 0.]
                                           [2., 4., 2.]      what `backward` gives: it adds up

A loop of backward calls would tell the gradients apart, too; a single call cannot.

`vmap` opens a level (given/func/interpreters.py) and wraps its inputs as `Batched`. A Batched holds
the whole batch along the first dim of its value, and hides that dim: its `shape` is that of a
single example, so the function runs as on one. Each op then needs a *batcher*, a function that runs
the op on the whole batch. Most batchers are of a few kinds. In these examples the batch has size 5:

- Elementwise ops run as they are, once the shapes broadcast as those of one example would. x (5, 3,
  4) holds five matrices and y (5, 4) five vectors: x + y would align y's 5 with the 3. Make y (5,
  1, 4).
- Dims that an op is given count within one example: its dim 0 is dim 1 of the batch. -1 stays -1
  for most ops, but it is always right to count from the front first (`as_dim`), and add 1.
- Shapes that an op is given get the batch size in front. A -1 in reshape is about one example
  (`as_shape`): if five arrays (3, 4) are to become (2, -1) each, the batch becomes (5, 2, 6).
- In a product a batch of vectors must not be taken for a matrix. Let it be (5, 4). Times a shared
  matrix, (5, 4) @ (4, 2), the result is right by luck; the other way round, (3, 4) @ (5, 4) fails.
  Make the vectors matrices, (5, 4, 1), and drop the 1 afterwards.
- Anything else: one example after the other, and `stack`. Slow, and never wrong.

given/func/batchers.py has the table, `batchers`, in which `defbatch` enters; and the batchers of
reductions, indexing, `cat` and `linear`. For `vmap` itself, given/func/batch_dims.py has `spread`,
which gives each leaf of a tree its dim, `batch_size`, which checks what goes in, and `batch_level`,
which opens the level. Batchers are made of ops and get values of the level below, which may be
Batched or Traced themselves; so vmap of grad, grad of vmap, and vmap of vmap need nothing else.

A result of the function that does not depend on the batch comes out unwrapped: it has to be
repeated for each example. And where the function branches on a number (`if x.sum() > 0`), examples
would answer differently, so that is refused.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/_functorch/apis.py: vmap` and JAX's `jax/_src/api.py: vmap` both interpret ops at their own
level, with a batcher for each. The other ways: a loop calls each op once for each example; and
rewriting the function by hand adds a dim to every line, and cannot be nested. The price of
interpreting: `if x.sum() > 0` is refused, and JAX offers `jax.numpy.where` and `jax.lax.cond` in
its place. Gradients for each of 64 examples, by a loop, are 64 forward and backward passes; here,
one of each, in a third of the time (`docs/other_ways.py` measures it).

The trap
--------
Broadcasting that fits by accident. If the batch has as many examples as an example has rows,
aligning wrongly raises no error. Try batches of 5 and examples of (3, 4).

When it is done, `vmap(grad(loss))` gives a gradient for each example: the demo looks for those of
64 digits whose gradients are largest.

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
    """A batch whose examples have `ndim` dims: as many dims of size 1 as are missing are put behind
    the batch dim, the first. If examples have `ndim` dims or more already, the batch itself."""
    raise NotImplementedError("m33: align")


def elementwise(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The results of an elementwise `op` for all of a batch of `size`, along a new first dim.

    `batched` has a bool for each of `args`: whether it holds the whole batch, along its first dim.
    The others, arrays or numbers, are the same for each example. `align` those that are batched to
    the largest number of dims that an example has in any argument: `logical_shape(x, is_batched)`
    (given/func/batchers.py) is the shape of one.
    """
    raise NotImplementedError("m33: elementwise")


def transposed(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `transpose(x, dim0, dim1)` and `permute(x, dims)`; `op` is one of them, and x is
    batched.

    `arguments_of(op).bind(*args, **params).args` has the arguments in their order, whether they
    were given by position or by name. For a 0-d example, `transpose` accepts the dims 0 and -1, and
    changes nothing.
    """
    raise NotImplementedError("m33: transposed")


def reshaped(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `reshape(x, shape)`, `view` and `broadcast_to`.

    `shape` is that of one example. For `reshape` and `view` it may hold a -1, which
    `as_shape((shape,), count)` replaces, where one example has `count` elements. `broadcast_to` may
    add dims at the front of each example.
    """
    raise NotImplementedError("m33: reshaped")


def matrix_product(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for `matmul`: vectors become matrices, so that a batch of vectors is not taken for a
    matrix, and the added dims are dropped from the result. Either argument may be batched, or both,
    and an example may have one dim, two or more."""
    raise NotImplementedError("m33: matrix_product")


def looped(
    op: Callable[..., Any], size: int, batched: Sequence[bool], args: tuple, params: dict
) -> Any:
    """The same for any op: one example after the other (`getitem(x, i)`), and their results
    stacked. Arguments and results belong to the level below, but `stack` needs Tensors: so `lift`
    each result before, and `lower` what `stack` returns."""
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
        """How many dimensions one of the batch has. (Given.)"""
        return self.value.ndim - 1

    def process(self, op: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Array:
        """Run `op` on the whole batch, by its batcher in `batchers`, and return the result as a
        Batched of this level. `looped` does it if there is no batcher, or it returns
        NotImplemented.

        A batcher is called with `op`, the size of the batch, a bool for each argument (whether it
        is a Batched of this level), the tuple of arguments, and `params`. In the arguments, a
        Batched of this level is replaced by its `value`, and everything else by what `lower` makes
        of it.
        """
        raise NotImplementedError("m33: Batched.process")

    def detach(self) -> Tensor:
        """The batch without its history. (Given.)"""
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
        in_dims: along which dim of each argument the batch lies; None for an argument that all
            examples share. One for all arguments, or a tuple with one for each, which may be a tree
            where the argument is one. Negative dims count from the end. Keyword arguments are
            always shared.
        out_dims: where the batch dim of the results goes; one for all, or a tree like theirs.
        randomness: "error", to raise RuntimeError where random numbers are drawn; "same", for the
            same numbers for all examples; or "different".

    `flatten`, `spread` and `batch_size` take the tuple of arguments as one tree. A Batched holds
    what `lower` makes of its tensor, with the batch dim `moved` to the front. `unbatched` makes of
    each leaf of the results what is handed out.

    Raises ValueError for `in_dims` that do not fit the arguments, sizes that differ, nothing to map
    over, and results that are not tensors.
    """
    raise NotImplementedError("m33: vmap")


def whole_batch(x: Array, size: int, level: Level) -> Any:
    """A result as the level below has it, with the batch along its first dim: the value of a
    Batched of this level; anything else is the same for all examples, and is repeated `size`
    times."""
    raise NotImplementedError("m33: whole_batch")


def moved(x: Any, source: int, destination: int) -> Any:
    """x with a dim in another place; x itself, if it is there already. (Given.)"""
    return x if source == destination else movedim(x, source, destination)


def unbatched(x: Any, dim: int | None, size: int, level: Level) -> Any:
    """A result as it is handed out, with the batch along `dim`; as it is, if `dim` is None.

    Raises ValueError for a result that is not a tensor, and if `dim` is None for one that differs
    over the batch. (Given.)
    """
    if not isinstance(x, Array):
        raise ValueError(f"a function under vmap must return tensors, not {type(x).__name__}")
    if dim is not None:
        return lift(moved(whole_batch(x, size, level), 0, dim))
    if isinstance(x, Batched) and x.level is level:
        raise ValueError("this result differs over the batch, so its out_dim can't be None")
    return x
