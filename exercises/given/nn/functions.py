"""More functions of `nn.functional`, made of those that are there. (Given code.)"""

from __future__ import annotations

from ...m01_wrapper import Array
from ...m03_magic_methods import sigmoid, sum, tanh
from ...m08_shapes import split, unsqueeze
from ...m09_reductions import where
from ...m10_activations import elu, relu6, softmax
from ..ops.reduce import norm

_ALPHA, _SCALE = 1.6732632423543772, 1.0507009873554805  # selu's


def normalize(x: Array, p: float = 2.0, dim: int = 1, eps: float = 1e-12) -> Array:
    """x divided by its p-norm along `dim`, or by `eps` if that is larger."""
    length = norm(x, p, dim, keepdim=True)
    return x / where(length > eps, length, eps)


def cosine_similarity(x1: Array, x2: Array, dim: int = 1, eps: float = 1e-8) -> Array:
    """The cosine of the angle between x1 and x2 along `dim`; lengths count as at least `eps`."""
    return sum(normalize(x1, dim=dim, eps=eps) * normalize(x2, dim=dim, eps=eps), dim)


def pairwise_distance(
    x1: Array, x2: Array, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False
) -> Array:
    """The p-norm of x1 - x2 + eps along the last dimension."""
    return norm(x1 - x2 + eps, p, -1, keepdim)


def cdist(x1: Array, x2: Array, p: float = 2.0) -> Array:
    """The p-norms of all differences of rows: (..., n, d), (..., m, d) -> (..., n, m)."""
    return norm(unsqueeze(x1, -2) - unsqueeze(x2, -3), p, -1)


def glu(x: Array, dim: int = -1) -> Array:
    """The first half of x along `dim`, times the sigmoid of the second.

    Raises RuntimeError for an odd size.
    """
    if x.shape[dim] % 2:
        raise RuntimeError(f"glu needs an even size, not {x.shape[dim]}")
    first, second = split(x, x.shape[dim] // 2, dim)
    return first * sigmoid(second)


def hardsigmoid(x: Array, inplace: bool = False) -> Array:
    """relu6(x + 3) / 6: a sigmoid of straight lines."""
    return relu6(x + 3) / 6


def hardswish(x: Array, inplace: bool = False) -> Array:
    """x * hardsigmoid(x)."""
    return x * hardsigmoid(x)


def selu(x: Array, inplace: bool = False) -> Array:
    """An elu whose outputs keep the mean 0 and the variance 1."""
    return _SCALE * elu(x, _ALPHA)


def celu(x: Array, alpha: float = 1.0, inplace: bool = False) -> Array:
    """x where it is positive, alpha * (exp(x / alpha) - 1) elsewhere."""
    return elu(x / alpha) * alpha


def prelu(x: Array, weight: Array) -> Array:
    """x where it is positive, weight * x elsewhere; one weight, or one for each of dim 1."""
    if weight.numel() > 1 and x.ndim > 2:
        weight = weight.reshape(-1, *[1] * (x.ndim - 2))
    return where(x > 0, x, weight * x)


def softmin(x: Array, dim: int) -> Array:
    """`softmax` of -x."""
    return softmax(-x, dim)


def tanhshrink(x: Array) -> Array:
    """x - tanh(x)."""
    return x - tanh(x)


def threshold(x: Array, threshold: float, value: float, inplace: bool = False) -> Array:
    """x where it is above `threshold`, and `value` elsewhere."""
    return where(x > threshold, x, value)
