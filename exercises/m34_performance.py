"""m34 performance: the same numbers, for less.

About 60 minutes; difficulty 3 of 5. `attention_in_blocks` may wait: nothing else here needs it.

In the forty lines every number was an object with a list of parents, and nobody asked what that
costs. The library computes with arrays; but what does an array cost that is written once, read once
and thrown away? A processor adds two float32 numbers in a small part of the time that it takes to
fetch them: x + y is one addition for 12 bytes moved (two numbers read, one written), and while the
bytes are on their way it waits. In a product of two n x n matrices there are 2 n ** 3 operations
for 12 n ** 2 bytes, and the processor is busy. (S. Williams drew this as a *roofline*: with few
operations per byte, memory limits the speed, with many, arithmetic does.) And each call of NumPy
takes about a microsecond before the first number is touched. So there are three things to save:
calls, bytes that are held, and bytes that are moved. Results must stay the same, but for the last
digits.

Measure first
-------------
Seconds depend on the machine, and on who else is using it. Calls and bytes do not, so they are what
is graded here. given/func/cost.py counts both (`from autodiff import cost`):

    cost.of(f, x)      Cost(result, calls, peak, kept): calls of NumPy; the bytes that were held at
                       the worst moment, and in the end; both include the result

`nox -s shell -- docs/performance.py` prints both, and milliseconds, for each of the four ideas
below, on your own library.

Fuse
----
    gelu(x)  =  x     *  (1 + tanh(u)) / 2          u     =  STEEP * (x + CUBIC * x ** 3)
    (n,)        (n,)     (n,)                       (n,)     (n,)

This is the activation of GPT-2: it multiplies x by (nearly) the probability that a standard normal
number is smaller than x. STEEP and CUBIC are constants of this file. Made of ops it is nine nodes,
each of which keeps an array for its rule. As one op it is one node, whose rule computes tanh anew
from x: nothing is kept but the result.

Work in place
-------------
`y = a * b + c` makes two arrays. `np.multiply(a, b, out=y)` and `y += c` make none, if there is a y
already. This is safe only where nobody else needs the numbers that are written over. An optimiser
is such a place: its averages are its own, and the weights are meant to change. Intermediate results
take turns in one *scratch* array.

Pack
----
A network has many small parameters, and Adam does the same to each element of them. Let them lie
end to end in one vector, with views of it in their shapes: then a step is 14 calls, whether there
are 4 parameters or 400. (The library's own optimisers do so with small parameters, too:
`pack_parameters`, in given/fast.)

    value   [ w w w w w w | b b | v v v ]        w (2, 3), b (2,), v (3,): views of value (11,)

Block
-----
Attention needs (L, S) scores, and the result has only (L, Dv) numbers. So take `size` keys at a
time. But a softmax subtracts the largest score first, and divides by a sum over all keys: neither
is known before the last block. So carry what is known so far, for each query: the largest score,
the sum of weights `total`, and the weighted sum of values `out`. When a larger score comes, both
sums have to shrink by the factor exp(before - now), where `before` and `now` are the largest scores
without and with the new block:

    scores     =  q       k.T        / sqrt(D)            of one block of keys
    (L, size)     (L, D)  (D, size)    ()
    now        =  max(  before  ,  scores     )
    (L, 1)              (L, 1)     (L, size)

    total    =  total * exp(before - now)  +  sum(exp(scores - now))
    (L, 1)      (L, 1)                        (L, 1)
    out      =  out * exp(before - now)    +  exp(scores - now)  v
    (L, Dv)     (L, Dv)                       (L, size)          (size, Dv)

Take one query, scores (0, log 3, log 2), values (8, 4, 1), and blocks of one key. The factor is for
what was there before; the weight, exp(score - largest), for the new value. In the end out / total
is 22/3 / 2 = 11/3, which `attention` computed for all keys at once:

    score    largest   factor   weight   total             out
    0        0         0        1        1                 8
    log 3    log 3     1/3      1        1/3 + 1 = 4/3     8/3 + 4 = 20/3
    log 2    log 3     1        2/3      4/3 + 2/3 = 2     20/3 + 2/3 = 22/3

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/optim/adam.py: _multi_tensor_adam` hands whole lists of parameters to each call, and
`_fused_adam` in the same file does a step in one kernel. The arrays stay where they are, but every
such loop had to be written in C++. Packing needs no C++; its price is that gradients are copied,
and that no parameter can have options of its own. In JAX `optax.flatten` packs. To fuse by hand,
one has to write a rule for each fused op: so compilers do it. `torch/_inductor/scheduler.py:
Scheduler` joins elementwise ops into one loop, and XLA does it for everything under `jax.jit`;
`compile` is about that. JAX's arrays never change, so the caller has to allow that memory is used
again: `donate_argnums` of `jax/_src/api.py: jit` says which arguments are not needed any more.
`torch/nn/functional.py: scaled_dot_product_attention` works in blocks, too (flash attention): on a
GPU a block fits into memory that is ten times as fast, so this is faster, though it computes more.

With one thread (OPENBLAS_NUM_THREADS=1), docs/performance.py printed on one machine:

    gelu of 256 x 1024 float32            by ops     9.4 MB kept      as one op    1.0 MB
    Adam, 1,000,000 float32               formula   12.0 MB, 10 ms    in place     0 MB, 6 ms
    Adam, 40 parameters, 13 calls each    each     520 calls, 2.0 ms  packed      14, 0.5 ms
    attention, 2,048 queries and keys     whole     50 MB, 140 ms     in blocks    5 MB, 115 ms

The traps
---------
- `a = a * b` makes a new array and calls it a; the caller's array stays as it was. `a *= b` changes
  the caller's.
- Do not write into what the caller gave you only to read: a gradient, an input.
- np.sqrt(2 / np.pi) is NumPy's float64, and makes float64 of a float32 array. math.sqrt does not.
- Of some arrays `reshape` makes a copy, and not a view. If the value of a parameter is such a copy,
  a step changes the packed vector, and the parameter stays as it was.
- When the maximum grows, the weighted sum of values has to shrink, and not only the sum of weights.

When it is done, you know what a line of NumPy costs. `tracing` writes a program down, and `compile`
saves calls and bytes in it by itself.

To read: S. Williams, A. Waterman, D. Patterson, Roofline: An Insightful Visual Performance Model
for Multicore Architectures (2009); M. Milakov, N. Gimelshein, Online Normalizer Calculation for
Softmax (2018), section 3; T. Dao et al., FlashAttention (2022), section 3.1; D. Hendrycks,
K. Gimpel, Gaussian Error Linear Units (2016), section 2; H. He, Making Deep Learning Go Brrrr From
First Principles (2022).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core.changes import mark_changed
from .m03_computation_graph import primitive
from .m04_magic_methods import tanh
from .m07_chain_rule import defvjp

STEEP = math.sqrt(2 / math.pi)  # how steep `gelu_tanh` is where x is 0
CUBIC = 0.044715  # and what makes it steeper elsewhere


@primitive
def gelu_tanh(x: np.ndarray) -> np.ndarray:
    """x * (1 + tanh(u)) / 2 with u = STEEP * (x + CUBIC * x ** 3), elementwise; x stays as it is.

    The result has x's shape and dtype, and is the only array that is made.
    """
    raise NotImplementedError("m34: gelu_tanh")


def gelu_tanh_vjp(g: Any, out: Any, x: Any) -> Any:
    """The rule for x, made of ops: u and t = tanh(u) are computed anew, since nothing was kept.

    The slope is (1 + t + x * (1 - t * t) * du/dx) / 2.
    """
    raise NotImplementedError("m34: gelu_tanh_vjp")


defvjp(gelu_tanh, gelu_tanh_vjp)


def blend_in_place(average: np.ndarray, new: np.ndarray, beta: float, scratch: np.ndarray) -> None:
    """Move a running average on: average = beta * average + (1 - beta) * new, in its own memory.

    No array is made. `scratch`, of the same shape and dtype, may be written into. It may be the
    very same array as `new`; if it is not, `new` stays as it is.
    """
    raise NotImplementedError("m34: blend_in_place")


def adam_in_place(
    value: np.ndarray,
    grad: np.ndarray,
    mean: np.ndarray,
    square: np.ndarray,
    scratch: np.ndarray,
    t: int,
    lr: float,
    betas: tuple[float, float],
    eps: float,
) -> None:
    """Step number t, from 1, of Adam (`adam`); all arrays have the same shape and dtype:

        mean = beta1 * mean + (1 - beta1) * grad
        square = beta2 * square + (1 - beta2) * grad * grad
        value -= lr * mean / (1 - beta1 ** t) / (sqrt(square / (1 - beta2 ** t)) + eps)

    `value`, `mean` and `square` are changed in place, and `grad` stays as it is. No array is made:
    intermediate results go to `scratch`, which may hold anything before and after.
    """
    raise NotImplementedError("m34: adam_in_place")


def lay_out(arrays: Sequence[np.ndarray], flat: np.ndarray) -> list[np.ndarray]:
    """Copy the elements of all arrays into `flat`, end to end, and return a list of views of
    `flat`: for each array, its elements there, in its shape.

    `flat` is a vector of their dtype with as many elements as they have together. The elements of
    an array go there in the order of its indices, the last one changing fastest (as `ravel` has
    them), however they lie in its memory.
    """
    raise NotImplementedError("m34: lay_out")


class PackedAdam:
    """Adam for parameters of one dtype that lie end to end: a step takes the same number of calls,
    however many parameters there are.

    Attributes:
        params: the parameters; their values are views of `value`, in this order.
        value, grad, mean, square, scratch: vectors with an element for each of all parameters.
        t: the number of steps so far.
        lr, betas, eps: as `Adam` (`adam`) has them.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        """Lay the parameters out, by `lay_out`. Raises ValueError where there are none, or where
        they are of several dtypes. (Given.)"""
        self.params = list(params)
        values = [p.value for p in self.params]
        if len({value.dtype for value in values}) != 1:
            raise ValueError("PackedAdam takes parameters of one dtype, and at least one")
        size = sum(value.size for value in values)
        self.value, self.grad, self.mean, self.square, self.scratch = (
            np.zeros_like(values[0], shape=size) for _ in range(5)
        )
        for p, view in zip(self.params, lay_out(values, self.value), strict=True):
            p.value = view
        self.t, self.lr, self.betas, self.eps = 0, lr, betas, eps

    def zero_grad(self) -> None:
        """Forget the gradients of all parameters. (Given.)"""
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        """Update all parameters, by `update`. Raises RuntimeError if one has no gradient: a vector
        is updated as a whole. (Given.)"""
        if any(p.grad is None for p in self.params):
            raise RuntimeError("PackedAdam updates all parameters, and one has no gradient")
        self.update([p.grad.value for p in self.params])
        for p in self.params:
            mark_changed(p.value)

    def update(self, grads: Sequence[np.ndarray]) -> None:
        """One step, with the gradients of `params`, in their order: copy them into `self.grad`, end
        to end, count the step in `self.t`, and let `adam_in_place` do the rest. No array is
        made."""
        raise NotImplementedError("m34: PackedAdam.update")


def rescaled(largest: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What one more block of scores means for a softmax that is under way.

    Args:
        largest: the largest score of each row so far, (..., 1); minus infinity before the first
            block.
        scores: those of the next block, (..., size).

    Returns the triple (now, factor, weights), new arrays: the largest score of each row, with this
    block, (..., 1); exp(before - now), by which the sums so far have to shrink, (..., 1); and
    exp(scores - now), (..., size).
    """
    raise NotImplementedError("m34: rescaled")


def attention_in_blocks(q: np.ndarray, k: np.ndarray, v: np.ndarray, size: int) -> np.ndarray:
    """softmax(q k.T / sqrt(D)) v, for `size` keys at a time: (..., L, D), (..., S, D) and
    (..., S, Dv) give (..., L, Dv), of q's dtype.

    No array that is made is as large as all the scores, (..., L, S). The last block may be smaller.
    """
    raise NotImplementedError("m34: attention_in_blocks")
