"""m13 activations: the bends between the layers.

Two linear layers in a row are one linear layer. What makes a network more than that is a function
between them that bends, applied to every element: an *activation*. sigmoid and tanh flatten at both
ends, where their slope is nearly 0, and many of them in a row hand back hardly any gradient.

    relu         max(x, 0): slope 1 or 0, and 0 at 0
    leaky_relu   x, or negative_slope * x for x <= 0, so that no unit is ever dead
    hardtanh     x, cut off at two bounds; relu6 is the same with 0 and 6
    elu          x, or alpha * (e^x - 1) for x <= 0: negative, but no lower than -alpha
    softplus     log(1 + e^(beta * x)) / beta: a smooth relu, whose slope is sigmoid(beta * x)
    silu         x * sigmoid(x)
    gelu         x * ndtr(x), where ndtr(x) is the chance that a standard normal number is below x,
                 (1 + erf(x / sqrt(2))) / 2, or nearly so
                 (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2

The first five are ops, and so is `ndtr`; each leaves one note, and its rule stands beside it. silu
and gelu are products of ops. A product notes both its factors, so their rules find the sigmoid and
the probability there, and need not compute them again: erf costs more than all the rest. (For
ndarrays it is `erf_ndarray`, in given/ops/special.py.)

`softmax` is not an elementwise function. It turns scores into probabilities along one dim: all are
positive, they add up to 1, and each depends on *all* scores. Of a vector x of n scores it makes s,
each exp(x[i]) divided by their sum. So its Jacobian is not diagonal, but, of shape (n, n),

    J = diag(s) - outer(s, s)        J[i, j] = s[i] * ((i == j) - s[j])

and a gradient for x is g @ J. With 1,000 classes J has a million entries for every row of a batch.
Nobody builds it. Multiply out the two terms on paper, and what remains are a product, a sum along
dim and another product. J is symmetric, and its rows add up to 0, with good reason: a constant
added to all scores changes nothing.

    softmax([0, log 3])  is [1/4, 3/4];  J = [[3/16, -3/16], [-3/16, 3/16]]
    g = [1, 0]  becomes [3/16, -3/16]

That freedom is also the cure of the trap here: exp(1000) is infinite, and infinity over infinity is
NaN. Subtract the largest score along dim first. `log_softmax` must not be the log of softmax, which
is log(0) when a score is far behind; log(a / b) = log a - log b leads to a form in which nothing
underflows. softplus and elu are in danger, too: compute no exp of a large positive number, not even
where it is thrown away afterwards.

float32 stays float32. Integers are refused with a NotImplementedError, as in torch. But relu,
hardtanh and relu6 take them and give integers, and softsign, a quotient, gives floats.

When it is done, `Y` of `by_hand` can be probabilities of any number of classes. `losses` measures
how good they are.

To read: C. Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.4, pp. 209-210, on
softmax and its derivatives; I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections
4.1, 6.2.2.3 and 6.3; D. Hendrycks, K. Gimpel, Gaussian Error Linear Units (2016), section 2.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .given.core.arguments import as_dim
from .given.core.dtypes import is_floating
from .given.ops.elementwise import abs
from .given.ops.special import erf, erf_ndarray, erfinv
from .m03_computation_graph import primitive
from .m04_magic_methods import exp, sigmoid, sum, tanh
from .m07_chain_rule import defvjp
from .m12_reductions import where

_SCALE = math.sqrt(2 / math.pi)  # this and the next belong to gelu's approximation
_CUBIC = 0.044715


def _require_floating(name: str, x: np.ndarray) -> None:
    if not is_floating(x.dtype):
        raise NotImplementedError(f"{name} is not implemented for {x.dtype}")


def _require_number(name: str, x: np.ndarray) -> None:
    if x.dtype.kind == "b":
        raise RuntimeError(f"{name} does not support bool tensors")


@primitive
def relu(x: np.ndarray, inplace: bool = False) -> np.ndarray:
    """max(x, 0), elementwise, of x's dtype, integers too; NaN stays NaN.

    `inplace` is there for torch's sake: nothing is ever overwritten. Raises RuntimeError for bools.
    """
    _require_number("relu", x)
    return np.maximum(x, 0)


defvjp(relu, lambda g, out, x, inplace=False: g * (out > 0))


@primitive
def hardtanh(x: np.ndarray, min_val: float = -1.0, max_val: float = 1.0) -> np.ndarray:
    """x, cut off at two bounds; the gradient passes strictly between them.

    It keeps the dtype of x, also of integers, whatever the bounds are. Raises RuntimeError for
    bools.
    """
    _require_number("hardtanh", x)
    return np.clip(x, min_val, max_val).astype(x.dtype, copy=False)


defvjp(
    hardtanh,
    lambda g, out, x, min_val=-1.0, max_val=1.0: g * ((x > min_val) & (x < max_val)),
)


@primitive
def leaky_relu(x: np.ndarray, negative_slope: float = 0.01, inplace: bool = False) -> np.ndarray:
    """x where it is positive, `negative_slope * x` elsewhere; its slope at 0 is `negative_slope`.

    That slope may be more than 1. Raises NotImplementedError unless x is floating.
    """
    _require_floating("leaky_relu", x)
    return np.where(x > 0, x, x * negative_slope)


defvjp(
    leaky_relu,
    lambda g, out, x, negative_slope=0.01, inplace=False: where(x > 0, g, g * negative_slope),
)


@primitive
def elu(x: np.ndarray, alpha: float = 1.0, inplace: bool = False) -> np.ndarray:
    """x where it is positive, `alpha * (exp(x) - 1)` elsewhere; its slope at 0 is `alpha`.

    Tiny negative numbers keep all their digits. Raises NotImplementedError unless x is floating.
    """
    _require_floating("elu", x)
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


defvjp(
    elu,
    lambda g, out, x, alpha=1.0, inplace=False: where(x > 0, g, g * (out + alpha)),
)


@primitive
def softplus(x: np.ndarray, beta: float = 1.0, threshold: float = 20.0) -> np.ndarray:
    """log(1 + exp(beta * x)) / beta, and x itself where beta * x is above `threshold`.

    There the slope is 1; an infinite `threshold` is never reached. Nothing overflows. Raises
    NotImplementedError unless x is floating.
    """
    _require_floating("softplus", x)
    scaled = x * beta
    smooth = np.maximum(scaled, 0) + np.log1p(np.exp(-np.abs(scaled)))
    return np.where(scaled > threshold, x, smooth / beta)


defvjp(
    softplus,
    lambda g, out, x, beta=1.0, threshold=20.0: where(
        x * beta > threshold, g, g * sigmoid(x * beta)
    ),
)


@primitive
def ndtr(x: np.ndarray, approximate: str = "none") -> np.ndarray:
    """The chance that a standard normal number is below x: exactly ("none"), or by "tanh".

    Raises NotImplementedError unless x is floating, RuntimeError for another `approximate`.
    """
    _require_floating("ndtr", x)
    if approximate == "none":
        p = erf_ndarray(x * math.sqrt(0.5))
    elif approximate == "tanh":
        p = np.tanh(x * (_SCALE + _SCALE * _CUBIC * (x * x)))
    else:
        raise RuntimeError(f"approximate must be 'none' or 'tanh', not {approximate!r}")
    p *= 0.5
    p += 0.5
    return p


def ndtr_vjp(g: Any, out: Any, x: Any, approximate: str = "none") -> Any:
    """The rule for `ndtr`: times the bell curve, exp(-x^2 / 2) / sqrt(2 pi), or the slope of its
    "tanh" form, which `out` helps to find."""
    if approximate == "tanh":
        return g * (out * (1 - out)) * (2 * _SCALE + 6 * _SCALE * _CUBIC * (x * x))
    return g * (math.sqrt(0.5 / math.pi) * exp(x * x * -0.5))


defvjp(ndtr, ndtr_vjp)


def silu(x: Any, inplace: bool = False) -> Any:
    """x * sigmoid(x), also called swish. Raises NotImplementedError unless x is floating.

    `inplace` is there for torch's sake, here and below.
    """
    _require_floating("silu", x)
    return x * sigmoid(x)


def gelu(x: Any, *, approximate: str = "none") -> Any:
    """x * ndtr(x, approximate); raises what `ndtr` raises."""
    return x * ndtr(x, approximate=approximate)


def _less_largest(
    name: str, x: np.ndarray, dim: int, dtype: np.dtype | None
) -> tuple[np.ndarray, int | tuple]:
    """A new array of scores whose largest along `dim` is 0, and that dim as NumPy wants it."""
    x = x if dtype is None else x.astype(dtype, copy=False)
    _require_floating(name, x)
    axis = as_dim(dim, x.ndim) if x.ndim else ()
    top = np.maximum.reduce(x, axis, keepdims=True, initial=-np.inf)
    return np.subtract(x, top, out=np.empty_like(x)), axis


@primitive
def softmax(x: np.ndarray, dim: int, dtype: np.dtype | None = None) -> np.ndarray:
    """exp(x) divided by its sum along `dim`: positive, and adding up to 1 along `dim`.

    x is turned into `dtype` first, if there is one. Nothing overflows, whatever the scores, and a
    score of -infinity has the probability 0. A 0-d tensor has dims 0 and -1, and becomes 1. Raises
    IndexError for a dim that is not there, NotImplementedError unless x is floating.
    """
    scores, axis = _less_largest("softmax", x, dim, dtype)
    np.exp(scores, out=scores)
    scores /= np.add.reduce(scores, axis, keepdims=True)
    return scores


defvjp(softmax, lambda g, out, x, dim, dtype=None: out * (g - sum(g * out, dim, keepdim=True)))


@primitive
def log_softmax(x: np.ndarray, dim: int, dtype: np.dtype | None = None) -> np.ndarray:
    """The logarithm of `softmax`, finite wherever x is; raises what `softmax` raises."""
    scores, axis = _less_largest("log_softmax", x, dim, dtype)
    scores -= np.log(np.add.reduce(np.exp(scores), axis, keepdims=True))
    return scores


defvjp(
    log_softmax,
    lambda g, out, x, dim, dtype=None: g - exp(out) * sum(g, dim, keepdim=True),
)


def relu6(x: Any, inplace: bool = False) -> Any:
    """x, cut off at 0 and at 6: made of `hardtanh`, and so in no need of a rule. Takes integers."""
    return hardtanh(x, 0.0, 6.0)


def logsigmoid(x: Any) -> Any:
    """log(sigmoid(x)), finite wherever x is: see how `softplus` gives it."""
    return -softplus(-x, threshold=math.inf)


def softsign(x: Any) -> Any:
    """x / (1 + |x|); integers become floats."""
    return x / (1 + abs(x))


def mish(x: Any, inplace: bool = False) -> Any:
    """x * tanh(softplus(x))."""
    return x * tanh(softplus(x))


class Activations:
    """The activations that torch also has as methods."""

    __slots__ = ()

    relu, softmax, log_softmax = relu, softmax, log_softmax
    erf, erfinv = erf, erfinv
