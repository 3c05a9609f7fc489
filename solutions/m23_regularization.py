"""m23 regularization: fit the pattern, not the noise.

A network with more weights than data can learn the data by heart, noise and all. Three ways to
keep it from that; the third does even more for the speed of learning than against overfitting.

*Penalties*: large weights must be worth their price. Add some multiple of sum |w| (l1, which pulls
every weight towards zero with the same force, so that many end up near it) or of sum w**2 (l2,
whose force grows with the weight) to the loss. With SGD, weight_decay=c (`sgd`) is the same as the
penalty c/2 * sum w**2; with Adam it is not (`adam`).

*Dropout*: at each training step every element is dropped, set to 0, with probability p, so that no
unit can lean on a single other. Those that stay are multiplied by 1 / (1 - p): the expected value
is as before, and in evaluation nothing has to be done at all.

    dropout([1., 2., 3., 4.], p=0.5)    perhaps [2., 0., 6., 0.]

*Normalization*: over some dimensions, subtract the mean and divide by the standard deviation,

    y = (x - mean) / sqrt(var + eps)          var is the mean of (x - mean)**2, divided by n

and then let the network choose its own scale and shift: y * weight + bias. What differs is which
numbers are normalized together, for x of shape (N, C, L):

    BatchNorm    over N and L, for each channel        weight (C,)
    LayerNorm    over the last dimensions, for each example on its own
    GroupNorm    over L and a group of channels, for each example

One op, `standardize`, does it all. Backward: mean and var depend on x as well. Let g be the
gradient with respect to y, s = 1 / sqrt(var + eps), and all means taken over the same dimensions.
Then x gets

    s * (g - mean(g) - y * mean(g * y))

that is, g without the part that would shift x and the part that would scale it: both are undone by
normalizing. Try x = [1, 3]: the mean is 2, the variance 1, and y = [-1, 1], but for eps. Any other
two numbers give [-1, 1] or [1, -1] as well, so the gradient must be 0. For g = [1, 0] it is:
mean(g) = 0.5, mean(g * y) = -0.5, and [1, 0] - 0.5 + 0.5 * [-1, 1] = [0, 0].

What the rule would have to compute once more, the function returns beside its result, as residuals
(`losses`): y and s, say. JAX's `custom_vjp` has the same, and torch has `ctx.save_for_backward`;
its own layer norm keeps the mean and s.

BatchNorm has a memory. A single example has no batch to be compared with, so in training it keeps
running averages, `running = (1 - momentum) * running + momentum * new`, and in evaluation uses
these. The running variance takes the unbiased one, divided by n - 1, though the normalization
itself divides by n. They are buffers: saved with the network, and learned by nobody.

The trap: forgetting `model.eval()`. Dropout then goes on dropping, and batch norm looks at whatever
batch it is shown. The other trap: a Linear's bias just before a batch norm does nothing at all.

To read: C. Bishop, Pattern Recognition and Machine Learning (2006), sections 3.1.4 and 5.5;
S. Ioffe, C. Szegedy, Batch Normalization (2015), section 3; Y. Wu, K. He, Group Normalization
(2018), figure 2 and section 3, which compare the norms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core.dtypes import get_default_dtype
from .given.core.residuals import primitive_with_residuals, residuals_of
from .given.ops.elementwise import abs, rsqrt
from .given.random.distributions import bernoulli
from .m02_wrapper import Array
from .m03_computation_graph import primitive
from .m04_magic_methods import mean, mul, overwrite, reshape
from .m07_chain_rule import defvjp
from .m12_reductions import var
from .m16_modules import Module, Parameter

Dims = tuple[int, ...]
LARGE = 2**20  # bytes; smaller arrays are kept rather than computed once more


def l1_penalty(parameters: Iterable[Array]) -> Array:
    """The sum of |w| over all elements of all parameters: a 0-d tensor with a gradient."""
    return sum(abs(w).sum() for w in parameters)


def l2_penalty(parameters: Iterable[Array]) -> Array:
    """The sum of w**2 over all elements of all parameters: a 0-d tensor with a gradient."""
    return sum((w * w).sum() for w in parameters)


def dropout(input: Array, p: float = 0.5, training: bool = True, inplace: bool = False) -> Array:
    """Set elements to 0, each with probability p, and multiply the others by 1 / (1 - p).

    Out of `training`, or with p = 0, the input comes back as it is. One `bernoulli` draw of the
    input's shape (given/random/distributions.py) says which elements stay, with probability 1 - p;
    with p = 1 all are 0, and nothing is drawn. `inplace` is accepted, and computed out of place.

    Raises ValueError unless 0 <= p <= 1, in training or not.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if p == 0 or not training:
        return input
    if p == 1:
        return mul(input, np.zeros(input.shape, input.dtype))
    stays = bernoulli(input.shape, 1 - p).astype(input.dtype)
    stays /= 1 - p
    return mul(input, stays)


class Dropout(Module):
    """`dropout` while training, and nothing afterwards."""

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        """Elements are dropped with probability p. Raises ValueError unless 0 <= p <= 1."""
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        self.p, self.inplace = p, inplace

    def forward(self, input: Array) -> Array:
        """The input, with some elements dropped if `training`."""
        return dropout(input, self.p, self.training)

    def extra_repr(self) -> str:
        """`p=0.5, inplace=False`."""
        return f"p={self.p}, inplace={self.inplace}"


@primitive_with_residuals
def standardize(
    x: np.ndarray,
    weight: np.ndarray | None = None,
    bias: np.ndarray | None = None,
    *,
    dim: Dims,
    eps: float,
) -> tuple[np.ndarray, Any]:
    """(x - mean) / sqrt(var + eps) * weight + bias, with x's own mean and variance over `dim`.

    `weight` and `bias`, if there are any, are broadcast to the shape of x. Returns the result and
    the residuals: whatever your rules, or `batch_norm`, would have to compute once more.
    """
    average, variance, y = _centered(x, dim)
    scale = 1 / np.sqrt(variance + eps)
    y *= scale
    kept = y if y.nbytes < LARGE else None
    out = np.multiply(y, 1 if weight is None else weight, out=y if kept is None else None)
    if bias is not None:
        out += bias
    return out, (average, variance, scale, kept)


def _centered(x: np.ndarray, dim: Dims) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mean and the variance of x over `dim`, which stay, of size 1; and x less its mean."""
    n = prod(x.shape[i] for i in dim)
    average = np.add.reduce(x, dim, keepdims=True) / n
    y = x - average
    return average, np.add.reduce(y * y, dim, keepdims=True) / n, y


def _standardized(x: Any, dim: Dims, eps: float, residuals: Any) -> tuple[Any, Any]:
    """x normalized, and the scale: what `standardize` has kept, or else made from x, in ops."""
    if residuals is None:
        scale = rsqrt(var(x, dim, False, True) + eps)
        return (x - mean(x, dim, True)) * scale, scale
    average, _, scale, y = residuals
    if y is None:
        y = x - average
        y *= scale
    return y, scale


@primitive
def without_shift_and_scale(g: np.ndarray, y: np.ndarray, *, dim: Dims) -> np.ndarray:
    """g - mean(g) - y * mean(g * y), all means over the dimensions `dim`."""
    n = prod(g.shape[i] for i in dim)
    out = g * y
    along = np.add.reduce(out, dim, keepdims=True) / n
    np.multiply(y, along, out=out)
    np.subtract(g, out, out=out)
    out -= np.add.reduce(g, dim, keepdims=True) / n
    return out


def standardize_vjp_x(
    g: Any,
    out: Any,
    x: Any,
    weight: Any = None,
    bias: Any = None,
    *,
    dim: Dims,
    eps: float,
    residuals: Any = None,
) -> Any:
    """The rule for x, whose mean and variance change with it: the formula of the lesson, in ops.

    `residuals` are what `standardize` has returned. They are None where this gradient will be
    differentiated itself: then y and the scale have to be made from x once more.
    """
    y, scale = _standardized(x, dim, eps, residuals)
    if weight is not None and _varies_along(dim, weight, x.ndim):
        g = g * weight
    elif weight is not None:
        scale = scale * weight
    unscaled = without_shift_and_scale(g, y, dim=dim)
    del y  # it may be as large as x
    return unscaled * scale


def _varies_along(dim: Dims, weight: Any, ndim: int) -> bool:
    """Whether a weight, broadcast to `ndim` dimensions, has several elements along one of `dim`."""
    return any(size > 1 and i in dim for i, size in enumerate(weight.shape, ndim - weight.ndim))


def standardize_vjp_weight(
    g: Any,
    out: Any,
    x: Any,
    weight: Any,
    bias: Any = None,
    *,
    dim: Dims,
    eps: float,
    residuals: Any = None,
) -> Any:
    """The rule for the weight, of the shape of x (`unbroadcast` does the rest)."""
    y = _standardized(x, dim, eps, residuals)[0]
    if isinstance(y, np.ndarray) and y.nbytes >= LARGE:  # it was made just now, for nobody else
        return np.multiply(g, y, out=y)
    return g * y


defvjp(
    without_shift_and_scale,
    lambda h, out, g, y, dim: without_shift_and_scale(h, y, dim=dim),
    lambda h, out, g, y, dim: -(h * mean(g * y, dim, True) + g * mean(h * y, dim, True)),
)
defvjp(
    standardize,
    standardize_vjp_x,
    standardize_vjp_weight,
    lambda g, out, x, weight, bias, dim, eps, residuals=None: g,
)


def _laid_along(vector: Any, shape: Dims) -> Any:
    return vector if vector is None or vector.shape == shape else reshape(vector, shape)


def layer_norm(
    input: Array,
    normalized_shape: Sequence[int],
    weight: Array | None = None,
    bias: Array | None = None,
    eps: float = 1e-5,
) -> Array:
    """Normalize over the last dimensions, whose shape is `normalized_shape`, each example alone.

    `weight` and `bias`, if there are any, have that shape. Raises RuntimeError if they or the
    input's last dimensions have another, and for a weight or bias of another dtype.
    """
    shape = tuple(normalized_shape)
    if not shape or input.shape[-len(shape) :] != shape:
        raise RuntimeError(f"layer_norm over {shape} of an input of shape {input.shape}")
    _check(input, shape, weight=weight, bias=bias)
    dim = tuple(range(input.ndim - len(shape), input.ndim))
    return standardize(input, weight, bias, dim=dim, eps=eps)


def group_norm(
    input: Array,
    num_groups: int,
    weight: Array | None = None,
    bias: Array | None = None,
    eps: float = 1e-5,
) -> Array:
    """Normalize (N, C, ...) over each group of C / num_groups channels and all that follows.

    Neighbouring channels form a group. `weight` and `bias` are (C,). Raises RuntimeError unless
    `num_groups` divides C, and for weights of another shape or dtype; ValueError for a single
    example with only one number in each group.
    """
    if input.ndim < 2:
        raise RuntimeError(f"group_norm needs (N, C, ...), not {input.shape}")
    n, channels, *rest = input.shape
    if channels % num_groups:
        raise RuntimeError(f"{channels} channels can't be dealt into {num_groups} groups")
    if prod(input.shape) == num_groups:
        raise ValueError(f"expected more than 1 value per group: {input.shape}")
    _check(input, (channels,), weight=weight, bias=bias)
    shape = (num_groups, channels // num_groups, *[1] * len(rest))
    weight, bias = _laid_along(weight, shape), _laid_along(bias, shape)
    grouped = reshape(input, (n, *shape[:2], *rest))
    dim = tuple(range(2, grouped.ndim))
    return reshape(standardize(grouped, weight, bias, dim=dim, eps=eps), input.shape)


def batch_norm(
    input: Array,
    running_mean: Array | None,
    running_var: Array | None,
    weight: Array | None = None,
    bias: Array | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Array:
    """Normalize (N, C, ...) over all dimensions but C.

    In `training` by the batch's own mean and variance, and the running ones, if given, are updated
    in place, without a history; otherwise by the running ones. All of `running_mean`,
    `running_var`, `weight` and `bias` are (C,), or None. (`residuals_of(out)` gives back what the
    op that made `out` has kept, or None where nothing was recorded.)

    Raises ValueError in training if there is only one value per channel; RuntimeError where
    running ones are needed but missing, and for arrays of another shape or dtype.
    """
    if input.ndim < 2:
        raise RuntimeError(f"batch_norm needs (N, C, ...), not {input.shape}")
    channels = input.shape[1]
    shape = (channels, *[1] * (input.ndim - 2))
    given = {"running_mean": running_mean, "running_var": running_var}
    _check(input, (channels,), weight=weight, bias=bias, **given)
    weight, bias = _laid_along(weight, shape), _laid_along(bias, shape)
    if not training:
        if running_mean is None or running_var is None:
            raise RuntimeError("running_mean and running_var are needed in evaluation")
        scale = _laid_along(rsqrt(running_var + eps), shape)
        out = (input - _laid_along(running_mean, shape)) * scale
        out = out if weight is None else out * weight
        return out if bias is None else out + bias
    n = prod(input.shape) // channels if channels else 0
    if n == 1:
        raise ValueError(f"expected more than 1 value per channel when training: {input.shape}")
    dim = (0, *range(2, input.ndim))
    out = standardize(input, weight, bias, dim=dim, eps=eps)
    if running_mean is not None and running_var is not None:
        average, variance, *_ = residuals_of(out) or _centered(input.detach().numpy(), dim)
        _average_in(running_mean, average, momentum)
        _average_in(running_var, variance * (n / (n - 1)), momentum)
    return out


def _average_in(running: Array, new: np.ndarray, momentum: float) -> None:
    overwrite(running, (1 - momentum) * running.value + momentum * new.ravel())


def _check(input: Array, shape: Dims, **arrays: Array | None) -> None:
    for name, array in arrays.items():
        if array is not None and (array.shape != shape or array.dtype != input.dtype):
            raise RuntimeError(
                f"{name} should be {input.dtype} of shape {shape}, not {array.dtype} of "
                f"{array.shape}"
            )


class BatchNorm(Module):
    """What BatchNorm1d and BatchNorm2d share; they differ in the dimensions that they accept.

    Parameters `weight` and `bias` (C,), which start as ones and zeros, or None unless `affine`;
    buffers `running_mean` and `running_var` (C,), which start as zeros and ones, and
    `num_batches_tracked`, a 0-d int64, or all None unless `track_running_stats`.
    """

    accepts: Dims  # numbers of dimensions

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: np.dtype | None = None,
        *,
        bias: bool = True,
    ) -> None:
        """For `num_features` channels. With `momentum` None, the running averages weigh all
        batches equally. Without `affine` there is no bias either."""
        super().__init__()
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.affine, self.track_running_stats = affine, track_running_stats
        ones = np.ones(num_features, dtype or get_default_dtype())
        zeros = np.zeros_like(ones)
        self.register_parameter("weight", Parameter(Tensor(ones)) if affine else None)
        self.register_parameter("bias", Parameter(Tensor(zeros)) if affine and bias else None)
        tracked = {
            "running_mean": zeros.copy(),
            "running_var": ones.copy(),
            "num_batches_tracked": np.zeros((), np.int64),
        }
        for name, value in tracked.items():
            self.register_buffer(name, Tensor(value) if track_running_stats else None)

    def forward(self, input: Array) -> Array:
        """`batch_norm`: by the batch itself in training, and wherever nothing was tracked.

        Training counts the batches in `num_batches_tracked`, and updates the averages, unless
        `track_running_stats` has been switched off. Raises ValueError for an input whose number of
        dimensions is not in `accepts`, and what `batch_norm` raises.
        """
        if input.ndim not in self.accepts:
            raise ValueError(f"expected {self.accepts} dimensions, got {input.ndim}")
        momentum = self.momentum
        running = self.running_mean, self.running_var
        if self.training and self.track_running_stats:
            overwrite(self.num_batches_tracked, self.num_batches_tracked.value + 1)
            if momentum is None:
                momentum = 1 / self.num_batches_tracked.item()
        elif self.training:
            running = None, None
        by_batch = self.training or self.running_mean is None
        return batch_norm(
            input, *running, self.weight, self.bias, by_batch, momentum or 0.0, self.eps
        )

    def extra_repr(self) -> str:
        """`3, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True`."""
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"bias={self.bias is not None}, track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(BatchNorm):
    """Batch normalization of (N, C) or (N, C, L)."""

    accepts = (2, 3)
