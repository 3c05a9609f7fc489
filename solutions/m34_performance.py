"""m34 performance: the same numbers, for less."""

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

    Of x's shape and dtype. The result is the only array that is made.
    """
    out = np.multiply(x, x, out=np.empty_like(x))
    out *= STEEP * CUBIC
    out += STEEP
    out *= x
    np.tanh(out, out=out)
    out += 1
    out *= x
    out /= 2
    return out


def gelu_tanh_vjp(g: Any, out: Any, x: Any) -> Any:
    """The rule for x, made of ops: u and its tanh t are computed anew, nothing is kept for it.

    The slope is (1 + t + x * (1 - t * t) * du/dx) / 2.
    """
    t = tanh(STEEP * (x + CUBIC * x * x * x))
    du = STEEP * (1 + 3 * CUBIC * x * x)
    return g * (1 + t + x * (1 - t * t) * du) / 2


defvjp(gelu_tanh, gelu_tanh_vjp)


def blend_in_place(average: np.ndarray, new: np.ndarray, beta: float, scratch: np.ndarray) -> None:
    """Move a running average on: average = beta * average + (1 - beta) * new, in its own memory.

    No array is made. `scratch` may be written to; it has the same shape and dtype, and it may be
    the very array `new`. Otherwise `new` stays as it is.
    """
    np.multiply(new, 1 - beta, out=scratch)
    average *= beta
    average += scratch


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
    """The t-th step of Adam (`adam`), counted from 1, of arrays of one shape and dtype:

        mean = beta1 * mean + (1 - beta1) * grad
        square = beta2 * square + (1 - beta2) * grad * grad
        value -= lr * mean / (1 - beta1 ** t) / (sqrt(square / (1 - beta2 ** t)) + eps)

    `value`, `mean` and `square` are changed in place, and `grad` stays as it is. No array is made:
    what has to stand somewhere stands in `scratch`.
    """
    beta1, beta2 = betas
    blend_in_place(mean, grad, beta1, scratch)
    np.multiply(grad, grad, out=scratch)
    blend_in_place(square, scratch, beta2, scratch)
    np.divide(square, 1 - beta2**t, out=scratch)
    np.sqrt(scratch, out=scratch)
    scratch += eps
    np.divide(mean, scratch, out=scratch)
    scratch *= lr / (1 - beta1**t)
    value -= scratch


def lay_out(arrays: Sequence[np.ndarray], flat: np.ndarray) -> list[np.ndarray]:
    """Copy the elements of all arrays into `flat`, end to end, and return where they are now: for
    each array a view of `flat`, of its shape.

    `flat` is a vector of their dtype with as many elements as they have together. The elements of
    an array are in the order of its indices, the last one moving fastest, however they lie in its
    memory.
    """
    np.concatenate(arrays, axis=None, out=flat)
    ends = np.cumsum([array.size for array in arrays])
    pieces = np.split(flat, ends[:-1])
    return [piece.reshape(array.shape) for piece, array in zip(pieces, arrays, strict=True)]


class PackedAdam:
    """Adam for parameters of one dtype that lie end to end: the calls of a step do not depend on
    how many they are.

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
        """One step, with the gradients of `params`: they go to `grad`, end to end, `t` counts the
        step, and `adam_in_place` does the rest. No array is made."""
        np.concatenate(grads, axis=None, out=self.grad)
        self.t += 1
        adam_in_place(
            *(self.value, self.grad, self.mean, self.square, self.scratch),
            *(self.t, self.lr, self.betas, self.eps),
        )


def rescaled(largest: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What a block of scores means for a softmax that is still going on.

    Args:
        largest: the largest score of each row so far, (..., 1); minus infinity before the first.
        scores: the next block, (..., size).

    Returns the largest score of each row now, (..., 1); the factor by which all that was added up
    so far has to shrink, exp(before - now), (..., 1); and the weights of the block, exp(scores - now).
    """
    now = np.maximum(largest, scores.max(-1, keepdims=True))
    return now, np.exp(largest - now), np.exp(scores - now)


def attention_in_blocks(q: np.ndarray, k: np.ndarray, v: np.ndarray, size: int) -> np.ndarray:
    """softmax(q k.T / sqrt(D)) v, for `size` keys at a time: (..., L, D), (..., S, D) and
    (..., S, Dv) give (..., L, Dv), of q's dtype.

    No array is as large as all the scores, (..., L, S). The last block may be a smaller one.
    """
    out = np.zeros((*q.shape[:-1], v.shape[-1]), q.dtype)
    total = np.zeros((*q.shape[:-1], 1), q.dtype)
    largest = np.full_like(total, -np.inf)
    for start in range(0, k.shape[-2], size):
        keys, values = k[..., start : start + size, :], v[..., start : start + size, :]
        scores = q @ keys.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
        largest, factor, weights = rescaled(largest, scores)
        out = out * factor + weights @ values
        total = total * factor + weights.sum(-1, keepdims=True)
    return out / total
