"""m24 normalization: numbers of the same size at every layer.

About 75 minutes; difficulty 4 of 5. `BatchNorm.normalized` may wait: it is the module around the
function.

The forty lines had two layers. With twenty, each multiplies the size of its numbers by something
near 1, and 1.2 ** 20 is 38, while 0.8 ** 20 is 0.01: the last layers see numbers that are huge or
next to nothing, and so do the first ones on the way back. `initialization` chose the first weights
so that the factor is 1; after a few steps of training it no longer is. So set the size right at
every layer, each time the network runs.

One op for all
--------------
Over some dimensions, subtract the mean and divide by the standard deviation, and then let the
network learn a scale and a shift of its own. A small eps, such as 1e-5, avoids a division by 0. In
a batch norm, of N examples with C channels of L numbers each:

    y          =  (x - mean)  /  sqrt(var + eps)          var is the mean of (x - mean)**2
    (N, C, L)     (N, C, L)      (C, 1)
    out        =  y          *  weight  +  bias           these two broadcast to the shape of x
    (N, C, L)     (N, C, L)     (C, 1)     (C, 1)

What differs is which numbers are normalized together, for x of shape (N, C, L):

    BatchNorm    over N and L, for each channel                      weight (C,), used as (C, 1)
    LayerNorm    over the last dimensions, for each example alone    weight of their shape
    GroupNorm    over L and a group of channels, for each example    weight (C,)

GroupNorm is given (given/nn/norms.py), made of your `standardize`.

Backward
--------
Mean and var depend on x as well. Let n numbers be normalized together, g be the gradient of the
loss L with respect to y, and s = 1 / sqrt(var + eps). A small change dx moves the mean by mean(dx),
and var by 2 * mean((x - mean) * dx). So s moves by -s**3 * mean((x - mean) * dx), which equals
-s**2 * mean(y * dx); and y, which is s * (x - mean), moves by

    dy     =  s   *  (  dx    -  mean(dx)  -  y     *  mean(y * dx)  )
    (n,)      ()        (n,)     ()           (n,)     ()

The loss moves by sum(g * dy). In each of the three terms of that sum, g and dx can change places:
sum(g * mean(dx)), say, is n * mean(g) * mean(dx). So the factor of dx, the gradient, is the same
formula with g in the place of dx:

    dL/dx  =  s   *  (  g     -  mean(g)   -  y     *  mean(g * y)  )
    (n,)      ()        (n,)     ()           (n,)     ()

This is g without the part that would only shift all x, and without the part that would only scale
them: normalizing undoes both. `without_shift_and_scale` (given/ops/reduce.py) computes the bracket.
For eps = 0:

    x            y           g          mean(g)   mean(g * y)   bracket         dL/dx
    [1, 3]       [-1, 1]     [1, 0]     0.5       -0.5          [0, 0]          [0, 0]
    [1, 3, 5]    [-1.225,    [1, 0, 0]  0.333     -0.408        [0.167,         [0.102,
                  0, 1.225]                                      -0.333,         -0.204,
                                                                 0.167]          0.102]

Two numbers always give -1 and 1, so nothing that x does matters: the gradient is 0.

The memory of batch norm
------------------------
In evaluation, a single example has no batch to be compared with. So in training BatchNorm keeps
running averages of each batch's mean and variance,

    running  =  (1 - momentum)  *  running  +  momentum  *  new
    (C,)        ()                 (C,)        ()           (C,)

and in evaluation it uses these. For the running variance, `new` is the sum of squares over n - 1,
though the normalization itself divides by n. Both averages are buffers (`modules`): saved with the
network, and not learned. `standardize` also returns its *residuals* (`cross_entropy`), which its
rules would else have to compute once more. In them `batch_norm` finds the batch's mean and
variance.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/functional.py: batch_norm` and `layer_norm` call one kernel each, forward and backward;
`torch/nn/modules/batchnorm.py: _BatchNorm` decides which averages to use. Written with `mean`,
`var` and operators, no rule would be needed at all; but the graph would have eight nodes instead of
one, and keep twice as much until the walk back: 4 MB and not 2 MB, for an x of 1 MB
(`docs/other_ways.py` measures it). A forward pass that changes running averages has a side effect.
JAX allows none, so in Flax a call returns new averages beside the result, and the caller passes
them on. Layer norm keeps no averages, and treats a batch of one like any other, which is why
transformers use it; on images, batch norm still learns faster.

The traps
---------
- Forgetting `model.eval()`: then batch norm uses the mean and variance of whatever it is shown.
- The bias of a Linear just before a batch norm does nothing: subtracting the mean removes it again.
- (C,) broadcasts against the *last* dimension; if L happens to be C, there is no error.
- Computing the variance as the mean of squares minus the square of the mean: for numbers far from
  zero both are huge and nearly equal, and no correct digit is left.

When it is done, networks of fifty layers can be trained. `residual` builds one.

To read: S. Ioffe, C. Szegedy, Batch Normalization (2015), section 3; J. Ba, J. Kiros, G. Hinton,
Layer Normalization (2016), section 3; Y. Wu, K. He, Group Normalization (2018), figure 2 and
section 3, which compare the norms.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from ._tensor import Tensor
from .given.core.dtypes import get_default_dtype
from .given.core.residuals import primitive_with_residuals, residuals_of
from .given.ops.elementwise import rsqrt
from .given.ops.reduce import without_shift_and_scale
from .given.statistics.sums import average
from .m02_wrapper import Array
from .m04_magic_methods import mean, overwrite, reshape
from .m07_chain_rule import defvjp
from .m12_reductions import var
from .m16_modules import Module, Parameter

Dims = tuple[int, ...]
LARGE = 2**20  # bytes; smaller arrays are kept rather than computed once more


def centered(x: np.ndarray, dim: Dims) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The triple (mean of x, variance of x, x - mean), over `dim`. Mean and variance (divided by n)
    keep these dimensions, with size 1; the third is a new array. `average(x, dims, keepdims)`
    (given/statistics/sums.py) computes means."""
    raise NotImplementedError("m24: centered")


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

    `centered` begins, and `scaled_and_shifted`, which returns a pair (result, kept), multiplies and
    adds. Returns (result, residuals); the residuals are (mean, variance, 1 / sqrt(var + eps),
    kept).
    """
    raise NotImplementedError("m24: standardize")


def scaled_and_shifted(
    y: np.ndarray, weight: np.ndarray | None, bias: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """The pair (y * weight + bias, kept); weight and bias may be None. `kept` is y if it is worth
    keeping for the rules, and else None, and then the result may lie in y's memory. (Given.)"""
    kept = y if y.nbytes < LARGE else None
    out = np.multiply(y, 1 if weight is None else weight, out=y if kept is None else None)
    if bias is not None:
        out += bias
    return out, kept


def standardized(x: Any, dim: Dims, eps: float, residuals: Any) -> tuple[Any, Any]:
    """The pair (y, s): y is x normalized, and s = 1 / sqrt(var + eps). They come from the residuals
    of `standardize`, or, where these are None, are made from x by ops, so that both have a history.
    (Given.)"""
    if residuals is None:
        scale = rsqrt(var(x, dim, False, True) + eps)
        return (x - mean(x, dim, True)) * scale, scale
    average, _, scale, y = residuals
    if y is None:
        y = x - average
        y *= scale
    return y, scale


def through_weight(g: Any, scale: Any, weight: Any, dim: Dims) -> tuple[Any, Any]:
    """The pair (g * weight, scale): the gradient with respect to y, and s. A weight that is the
    same for all numbers normalized together is multiplied into the scale instead, which is a
    smaller array. (Given.)"""
    if weight is None:
        return g, scale
    sizes = enumerate(weight.shape, g.ndim - weight.ndim)
    if any(size > 1 and (i in dim or i - g.ndim in dim) for i, size in sizes):
        return g * weight, scale
    return g, scale * weight


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

    Here, g is the gradient with respect to y * weight + bias. `standardized` returns y and s;
    `through_weight` turns g into the gradient with respect to y, and may put the weight into s, so
    go on with the s that it returns; `without_shift_and_scale` of g and y is the bracket.
    """
    raise NotImplementedError("m24: standardize_vjp_x")


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
    """The rule for the weight, of the shape of x (`unbroadcast` does the rest). (Given.)"""
    y = standardized(x, dim, eps, residuals)[0]
    if isinstance(y, np.ndarray) and y.nbytes >= LARGE:  # it was made just now, for nobody else
        return np.multiply(g, y, out=y)
    return g * y


def standardize_vjp_bias(
    g: Any,
    out: Any,
    x: Any,
    weight: Any,
    bias: Any,
    *,
    dim: Dims,
    eps: float,
    residuals: Any = None,
) -> Any:
    """The rule for the bias, which was added. (Given.)"""
    return g  # it names what it does not read, whose memory is then given back before the walk


defvjp(standardize, standardize_vjp_x, standardize_vjp_weight, standardize_vjp_bias)


def laid_along(vector: Any, shape: Dims) -> Any:
    """A vector in another shape, to be broadcast; None stays None. (Given.)"""
    return vector if vector is None or vector.shape == shape else reshape(vector, shape)


def check_vectors(input: Array, shape: Dims, **arrays: Array | None) -> None:
    """Raises RuntimeError, naming the array, for one that is not None and whose shape is not
    `shape` or whose dtype is not the input's. (Given.)"""
    for name, array in arrays.items():
        if array is not None and (array.shape != shape or array.dtype != input.dtype):
            raise RuntimeError(
                f"{name} should be {input.dtype} of shape {shape}, not {array.dtype} of "
                f"{array.shape}"
            )


def normalize_last(
    input: Array, dims: int, weight: Array | None, bias: Array | None, eps: float
) -> Array:
    """`standardize` over the last `dims` dimensions; weight and bias have their shape, or are
    None."""
    raise NotImplementedError("m24: normalize_last")


def layer_norm(
    input: Array,
    normalized_shape: Sequence[int],
    weight: Array | None = None,
    bias: Array | None = None,
    eps: float = 1e-5,
) -> Array:
    """Normalize over the last dimensions, whose shape is `normalized_shape`, each example alone.

    `weight` and `bias`, if there are any, have that shape. Raises RuntimeError if they or the
    input's last dimensions have another, and for a weight or bias of another dtype. (Given.)
    """
    shape = tuple(normalized_shape)
    if not shape or input.shape[-len(shape) :] != shape:
        raise RuntimeError(f"layer_norm over {shape} of an input of shape {input.shape}")
    check_vectors(input, shape, weight=weight, bias=bias)
    return normalize_last(input, len(shape), weight, bias, eps)


def along_channels(ndim: int, channels: int) -> tuple[Dims, Dims]:
    """A pair of tuples, for an input (N, C, ...) of `ndim` dimensions: the dimensions over which a
    channel's mean is taken, which are all but dimension 1; and the shape in which a vector (C,)
    broadcasts along the channels, which is C and then a 1 for each dimension behind C."""
    raise NotImplementedError("m24: along_channels")


def normalize_by_running(
    input: Array, average: Array, variance: Array, weight: Any, bias: Any, eps: float
) -> Array:
    """(input - average) / sqrt(variance + eps) * weight + bias, in ops, for evaluation.

    All but the input have the second shape of `along_channels` already; `weight` and `bias` may be
    None.
    """
    raise NotImplementedError("m24: normalize_by_running")


def move_average(running: Array, new: np.ndarray, momentum: float) -> None:
    """Move `running`, (C,), on, by the formula of the lesson, in place: `overwrite`
    (`magic_methods`) writes. `new` has C elements, but maybe more dimensions."""
    raise NotImplementedError("m24: move_average")


def move_averages(
    running_mean: Array,
    running_var: Array,
    average: np.ndarray,
    variance: np.ndarray,
    n: int,
    momentum: float,
) -> None:
    """Move both averages on. `average` and `variance` are a batch's; n, which is above 1, is the
    number of elements in a channel. `variance` was divided by n, and the running one moves towards
    the variance divided by n - 1. `move_average` moves each."""
    raise NotImplementedError("m24: move_averages")


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

    In `training`, it uses the batch's own mean and variance, and updates the running ones, if
    given, in place, without a history. Otherwise it uses the running ones. All of `running_mean`,
    `running_var`, `weight` and `bias` are (C,), or None.

    Raises ValueError in training if there is only one value per channel; RuntimeError where running
    ones are needed but missing, and for arrays of another shape or dtype. (Given.)
    """
    if input.ndim < 2:
        raise RuntimeError(f"batch_norm needs (N, C, ...), not {input.shape}")
    channels = input.shape[1]
    running = {"running_mean": running_mean, "running_var": running_var}
    check_vectors(input, (channels,), weight=weight, bias=bias, **running)
    dim, shape = along_channels(input.ndim, channels)
    weight, bias = laid_along(weight, shape), laid_along(bias, shape)
    if not training:
        if running_mean is None or running_var is None:
            raise RuntimeError("running_mean and running_var are needed in evaluation")
        average, variance = laid_along(running_mean, shape), laid_along(running_var, shape)
        return normalize_by_running(input, average, variance, weight, bias, eps)
    n = prod(input.shape) // channels if channels else 0
    if n == 1:
        raise ValueError(f"expected more than 1 value per channel when training: {input.shape}")
    out = standardize(input, weight, bias, dim=dim, eps=eps)
    if n and running_mean is not None and running_var is not None:
        x = input.detach()
        found = residuals_of(out) or (mean(x, dim, True), var(x, dim, False, True))
        average, variance, *_ = found
        move_averages(running_mean, running_var, average, variance, n, momentum)
    return out


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
        """`normalized`. Raises ValueError for an input whose number of dimensions is not in
        `accepts`, and what `batch_norm` raises."""
        if input.ndim not in self.accepts:
            raise ValueError(f"expected {self.accepts} dimensions, got {input.ndim}")
        return self.normalized(input)

    def count_batch(self) -> float:
        """Add 1 to `num_batches_tracked`, in place (`overwrite`), and say how much the new batch
        weighs: `momentum`, or 1 / the count if that is None. (Given.)"""
        overwrite(self.num_batches_tracked, self.num_batches_tracked + 1)
        return 1 / self.num_batches_tracked.item() if self.momentum is None else self.momentum

    def normalized(self, input: Array) -> Array:
        """`batch_norm` of the input, with this layer's weight, bias and eps.

        in training      by the batch. With `track_running_stats`, `count_batch` counts it and gives
                         the momentum, and the running averages, handed over, move; without, None is
                         handed over for both, and no batch is counted
        in evaluation    by the running averages; if they are None, by the batch
        """
        raise NotImplementedError("m24: BatchNorm.normalized")

    def extra_repr(self) -> str:
        """`3, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True`."""
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, "
            f"bias={self.bias is not None}, track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(BatchNorm):
    """Batch normalization of (N, C) or (N, C, L)."""

    accepts = (2, 3)
