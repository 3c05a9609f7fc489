"""m13 activations: the bends between the layers.

About 45 minutes; difficulty 3 of 5. `softplus_ndarray` and `gelu` may wait; nothing needs them
before `losses`.

Two linear layers in a row are one linear layer. What makes a network more than that is a function
between them that bends, applied to every element: an *activation*. The forty lines of `scalars` had
tanh and relu, for one number at a time. sigmoid and tanh flatten at both ends, where their slope is
nearly 0, so that many layers of them hand back hardly any gradient. That is why relu won.

    relu         max(x, 0): slope 1 or 0, and 0 at 0
    leaky_relu   x, or negative_slope * x for x <= 0: no slope is 0, so no unit stops learning
    elu          x, or alpha * (e^x - 1) for x <= 0: negative, but no lower than -alpha (given)
    softplus     log(1 + e^x): a smooth relu, whose slope is sigmoid(x)
    silu         x * sigmoid(x)
    gelu         x * ndtr(x), where ndtr(x) is the chance that a standard normal number is below x

Most of these leave one note each, and their rule stands below the op. silu and gelu are made of
ops, as products; a product notes both its factors, so the sigmoid or the ndtr need not be computed
again on the way back. ndtr is given (given/ops/special.py). A function named `..._ndarray` only
computes the numbers; the op around it is given, and refuses what torch refuses.

`softmax` is not an elementwise function. It turns scores into probabilities along one dim: all are
positive, they add up to 1, and each depends on *all* scores. Of a vector x of n scores it makes a
vector s: s[i] is exp(x[i]), divided by the sum of all exp(x[j]). So its Jacobian, of shape (n, n),
is not diagonal. With (i == j) as 1 or 0, it is

    J[i, j]  =  s[i]     *  ((i == j) - s[j])
    ()          ()          ()
    J        =  diag(s)  -  outer(s, s)
    (n, n)      (n, n)      (n, n)
    dL/dx    =  g        @  J                      g arrives at s
    (n,)        (n,)        (n, n)

and the last line is the gradient for x. With 1,000 classes J has a million entries for every row of
a batch. Nobody builds it. Multiply g by both terms of J on paper: no matrix is left, only products
of vectors, elementwise, and one sum along dim. Each row of J adds up to 0, with good reason: a
constant added to all scores changes nothing. For two scores, with 1 and 3 for exp(x):

    place       0        1
    x           0        log 3
    e^x         1        3
    s           1/4      3/4
    J, row 0    3/16     -3/16
    J, row 1    -3/16    3/16
    g           1        0
    g @ J       3/16     -3/16

The trap
--------
exp(1000) is infinite, and infinity over infinity is NaN. The cure: subtract the largest score along
dim first. As was said, such a constant changes nothing. `log_softmax` must not be computed as the
log of softmax, which is log(0) when a score is far behind; log(a / b) = log a - log b leads to a
form without a log of 0. softplus is in danger, too: compute no exp of a large positive number, not
even where it is thrown away afterwards.

    scores          softmax            its log          log_softmax
    [0., 1.]        [.269, .731]       [-1.31, -.31]    [-1.31, -.31]
    [0., 1000.]     [0., 1.]           [-inf, 0.]       [-1000., 0.]

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch's rule is what you will write: `torch/_decomp/decompositions.py: _softmax_backward_data`, and
`_log_softmax_backward_data` beside it. If softmax had no rule of its own, exp, sum and division
would leave three notes and keep three arrays of the size of x: 3 MB instead of 1 MB for 250 rows of
1,000 (`docs/other_ways.py` measures it). Jacobians would take 256 MB in float32 for a batch of 64
rows of 1,000 classes. Both libraries keep `out` alone. JAX has a rule for the other direction, from
x to the result (`jax/_src/nn/functions.py: _softmax_jvp`; see `forward_mode`), and turns it around.
They differ in small things: `jax.nn.gelu` takes the tanh form by default (it is off by up to
0.0005, and was faster once), torch the exact one. At 0 both say that relu has slope 0.

When it is done, `Y` of `by_hand` can be probabilities of any number of classes. `cross_entropy`
measures how good they are.

To read: C. Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.4, pp. 209-210, on
softmax and its derivatives; I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), sections
4.1, 6.2.2.3 and 6.3; D. Hendrycks, K. Gimpel, Gaussian Error Linear Units (2016), section 2; X.
Glorot, A. Bordes, Y. Bengio, Deep Sparse Rectifier Neural Networks (2011), section 3.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .given.core.arguments import as_dim
from .given.core.dtypes import is_floating
from .given.ops.special import erf, erfinv, ndtr
from .m03_computation_graph import primitive
from .m04_magic_methods import exp, sigmoid, sum, tanh
from .m07_chain_rule import defvjp
from .m12_reductions import where


def _require_floating(name: str, x: Any) -> None:
    if not is_floating(x.dtype):
        raise NotImplementedError(f"{name} is not implemented for {x.dtype}")


@primitive
def relu(x: np.ndarray, inplace: bool = False) -> np.ndarray:
    """max(x, 0), elementwise, of x's dtype, integers too; NaN stays NaN. (Given.)

    Here and below, `inplace` is only there because torch has it: nothing is ever overwritten.
    Raises RuntimeError for bools.
    """
    if x.dtype.kind == "b":
        raise RuntimeError("relu does not support bool tensors")
    return np.maximum(x, 0)


defvjp(relu, lambda g, out, x, inplace=False: g * (out != 0))


@primitive
def leaky_relu(x: np.ndarray, negative_slope: float = 0.01, inplace: bool = False) -> np.ndarray:
    """x where it is positive, `negative_slope * x` elsewhere; its slope at 0 is `negative_slope`.

    That slope may be more than 1. (Given.) Raises NotImplementedError unless x is floating.
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

    Tiny negative numbers keep all their digits, and large positive ones meet no exp. (Given.)
    Raises NotImplementedError unless x is floating.
    """
    _require_floating("elu", x)
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


defvjp(
    elu,
    lambda g, out, x, alpha=1.0, inplace=False: where(x > 0, g, g * (out + alpha)),
)


def softplus_ndarray(x: np.ndarray) -> np.ndarray:
    """log(1 + exp(x)), elementwise, for any floating x, large or small; nothing overflows."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


@primitive
def softplus(x: np.ndarray, beta: float = 1.0, threshold: float = 20.0) -> np.ndarray:
    """log(1 + exp(beta * x)) / beta, and x itself where beta * x is above `threshold`. (Given.)

    There the slope is 1; an infinite `threshold` is never reached. Raises NotImplementedError
    unless x is floating.
    """
    _require_floating("softplus", x)
    scaled = x * beta
    return np.where(scaled > threshold, x, softplus_ndarray(scaled) / beta)


def softplus_vjp(g: Any, out: Any, x: Any, beta: float = 1.0, threshold: float = 20.0) -> Any:
    """The rule for `softplus`. (Given.)"""
    return where(x * beta > threshold, g, g * sigmoid(x * beta))


defvjp(softplus, softplus_vjp)


def gelu(x: Any, *, approximate: str = "none") -> Any:
    """x * ndtr(x), made of ops. `approximate` is for `ndtr`, which also raises the errors."""
    return x * ndtr(x, approximate=approximate)


def softmax_ndarray(x: np.ndarray, axis: int | tuple[()]) -> np.ndarray:
    """exp(x) divided by its sum along `axis`: positive, and adding up to 1 along it.

    Nothing overflows, whatever the scores are, and a score of -infinity has the probability 0.
    `axis` is a dimension, not negative, and x may have size 0 there; for a 0-d x it is (), and the
    result 1. The result is a new ndarray.
    """
    scores = np.asarray(x - x.max(axis, keepdims=True, initial=-np.inf))
    np.exp(scores, out=scores)
    scores /= sum(scores, axis, True)
    return scores


def log_softmax_ndarray(x: np.ndarray, axis: int | tuple[()]) -> np.ndarray:
    """The logarithm of `softmax_ndarray`, of the same arguments; finite if x is."""
    scores = np.asarray(x - x.max(axis, keepdims=True, initial=-np.inf))
    scores -= np.log(sum(np.exp(scores), axis, True))
    return scores


@primitive
def softmax(x: np.ndarray, dim: int, dtype: np.dtype | None = None) -> np.ndarray:
    """exp(x) divided by its sum along `dim`; x is turned into `dtype` first, if there is one.

    (Given.) A 0-d tensor has dims 0 and -1. Raises IndexError for a dim that is not there,
    NotImplementedError unless x is floating.
    """
    return softmax_ndarray(*_scores("softmax", x, dim, dtype))


@primitive
def log_softmax(x: np.ndarray, dim: int, dtype: np.dtype | None = None) -> np.ndarray:
    """The logarithm of `softmax`; raises what `softmax` raises. (Given.)"""
    return log_softmax_ndarray(*_scores("log_softmax", x, dim, dtype))


def _scores(
    name: str, x: np.ndarray, dim: int, dtype: np.dtype | None
) -> tuple[np.ndarray, int | tuple[()]]:
    x = x if dtype is None else x.astype(dtype, copy=False)
    _require_floating(name, x)
    axis = as_dim(dim, x.ndim)
    return x, axis if x.ndim else ()


defvjp(softmax, lambda g, out, x, dim, dtype=None: out * (g - sum(g * out, dim, keepdim=True)))
defvjp(
    log_softmax,
    lambda g, out, x, dim, dtype=None: g - exp(out) * sum(g, dim, keepdim=True),
)


def silu(x: Any, inplace: bool = False) -> Any:
    """x * sigmoid(x), also called swish. (Given.) Raises NotImplementedError unless x is
    floating."""
    _require_floating("silu", x)
    return x * sigmoid(x)


def logsigmoid(x: Any) -> Any:
    """log(sigmoid(x)), finite wherever x is. (Given.)"""
    return -softplus(-x, threshold=math.inf)


def mish(x: Any, inplace: bool = False) -> Any:
    """x * tanh(softplus(x)). (Given.)"""
    return x * tanh(softplus(x))


class Activations:
    """The activations that torch also has as methods."""

    __slots__ = ()

    relu, softmax, log_softmax = relu, softmax, log_softmax
    erf, erfinv = erf, erfinv
