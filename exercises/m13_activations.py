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
from .todo import todo


@primitive
def relu(x: np.ndarray, inplace: bool = False) -> np.ndarray:
    """max(x, 0), elementwise, of x's dtype, integers too; NaN stays NaN.

    `inplace` is there for torch's sake: nothing is ever overwritten. Raises RuntimeError for bools.
    """
    raise NotImplementedError("m13: relu")


defvjp(relu, lambda g, out, x, inplace=False: todo("m13: relu, x"))


@primitive
def hardtanh(x: np.ndarray, min_val: float = -1.0, max_val: float = 1.0) -> np.ndarray:
    """x, cut off at two bounds; the gradient passes strictly between them.

    It keeps the dtype of x, also of integers, whatever the bounds are. Raises RuntimeError for
    bools.
    """
    raise NotImplementedError("m13: hardtanh")


defvjp(
    hardtanh,
    lambda g, out, x, min_val=-1.0, max_val=1.0: todo("m13: hardtanh, x"),
)


@primitive
def leaky_relu(x: np.ndarray, negative_slope: float = 0.01, inplace: bool = False) -> np.ndarray:
    """x where it is positive, `negative_slope * x` elsewhere; its slope at 0 is `negative_slope`.

    That slope may be more than 1. Raises NotImplementedError unless x is floating.
    """
    raise NotImplementedError("m13: leaky_relu")


defvjp(
    leaky_relu,
    lambda g, out, x, negative_slope=0.01, inplace=False: todo("m13: leaky_relu, x"),
)


@primitive
def elu(x: np.ndarray, alpha: float = 1.0, inplace: bool = False) -> np.ndarray:
    """x where it is positive, `alpha * (exp(x) - 1)` elsewhere; its slope at 0 is `alpha`.

    Tiny negative numbers keep all their digits. Raises NotImplementedError unless x is floating.
    """
    raise NotImplementedError("m13: elu")


defvjp(
    elu,
    lambda g, out, x, alpha=1.0, inplace=False: todo("m13: elu, x"),
)


@primitive
def softplus(x: np.ndarray, beta: float = 1.0, threshold: float = 20.0) -> np.ndarray:
    """log(1 + exp(beta * x)) / beta, and x itself where beta * x is above `threshold`.

    There the slope is 1; an infinite `threshold` is never reached. Nothing overflows. Raises
    NotImplementedError unless x is floating.
    """
    raise NotImplementedError("m13: softplus")


defvjp(
    softplus,
    lambda g, out, x, beta=1.0, threshold=20.0: todo("m13: softplus, x"),
)


@primitive
def ndtr(x: np.ndarray, approximate: str = "none") -> np.ndarray:
    """The chance that a standard normal number is below x: exactly ("none"), or by "tanh".

    Raises NotImplementedError unless x is floating, RuntimeError for another `approximate`.
    """
    raise NotImplementedError("m13: ndtr")


def ndtr_vjp(g: Any, out: Any, x: Any, approximate: str = "none") -> Any:
    """The rule for `ndtr`: times the bell curve, exp(-x^2 / 2) / sqrt(2 pi), or the slope of its
    "tanh" form, which `out` helps to find."""
    raise NotImplementedError("m13: ndtr_vjp")


defvjp(ndtr, ndtr_vjp)


def silu(x: Any, inplace: bool = False) -> Any:
    """x * sigmoid(x), also called swish. Raises NotImplementedError unless x is floating.

    `inplace` is there for torch's sake, here and below.
    """
    raise NotImplementedError("m13: silu")


def gelu(x: Any, *, approximate: str = "none") -> Any:
    """x * ndtr(x, approximate); raises what `ndtr` raises."""
    raise NotImplementedError("m13: gelu")


@primitive
def softmax(x: np.ndarray, dim: int, dtype: np.dtype | None = None) -> np.ndarray:
    """exp(x) divided by its sum along `dim`: positive, and adding up to 1 along `dim`.

    x is turned into `dtype` first, if there is one. Nothing overflows, whatever the scores, and a
    score of -infinity has the probability 0. A 0-d tensor has dims 0 and -1, and becomes 1. Raises
    IndexError for a dim that is not there, NotImplementedError unless x is floating.
    """
    raise NotImplementedError("m13: softmax")


defvjp(softmax, lambda g, out, x, dim, dtype=None: todo("m13: softmax, x"))


@primitive
def log_softmax(x: np.ndarray, dim: int, dtype: np.dtype | None = None) -> np.ndarray:
    """The logarithm of `softmax`, finite wherever x is; raises what `softmax` raises."""
    raise NotImplementedError("m13: log_softmax")


defvjp(
    log_softmax,
    lambda g, out, x, dim, dtype=None: todo("m13: log_softmax, x"),
)


def relu6(x: Any, inplace: bool = False) -> Any:
    """x, cut off at 0 and at 6: made of `hardtanh`, and so in no need of a rule. Takes integers."""
    raise NotImplementedError("m13: relu6")


def logsigmoid(x: Any) -> Any:
    """log(sigmoid(x)), finite wherever x is: see how `softplus` gives it."""
    raise NotImplementedError("m13: logsigmoid")


def softsign(x: Any) -> Any:
    """x / (1 + |x|); integers become floats."""
    raise NotImplementedError("m13: softsign")


def mish(x: Any, inplace: bool = False) -> Any:
    """x * tanh(softplus(x))."""
    raise NotImplementedError("m13: mish")


class Activations:
    """The activations that torch also has as methods."""

    __slots__ = ()

    relu, softmax, log_softmax = relu, softmax, log_softmax
    erf, erfinv = erf, erfinv
