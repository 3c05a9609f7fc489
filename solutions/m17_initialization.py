"""m17 initialization: how weights start.

About 30 minutes; difficulty 2 of 5. Nothing here should be skipped: it is short.

The forty lines started from weights that somebody had picked by hand. Who picks a million? Neurons
of a layer that start with equal weights stay equal: they compute the same, get the same gradient,
and take the same step. So weights start at random. But of which size? Too large, and a signal blows
up from layer to layer; too small, and it dies out. Until 2010 this was a reason why deep networks
did not learn, and people trained them layer by layer. Two lines of arithmetic put an end to it.

Forward
-------
Say each y is a sum of n products w * x, where all w and x are independent and have mean 0. Then
variances add up in the sum, and multiply in the products:

    y       =  w          x               each y is a sum of n products, where n is `in`
    (out,)     (out, in)  (in,)
    Var(y)  =  n   Var(w)  Var(x)         one number for all elements of each
    ()         ()  ()      ()

y is as large as x if Var(w) = 1 / n, where n, the *fan-in*, is how many inputs each output has. On
the way back each input collects gradients from m outputs; m is the *fan-out*. So for gradients
Var(w) should be 1 / m.

    Var(w)  =  2 / (n + m)         Xavier: a compromise between both
    ()         ()
    Var(w)  =  gain**2 / n         Kaiming: or over m; it makes up for the function that follows
    ()         ()

The *gain* does that. What comes out of a relu has a mean above 0, so the mean of the squares of x
now takes the place of Var(x). A relu sets half of its inputs to 0, and so halves this mean; the
weights before it must double it: gain^2 = 2. A leaky relu keeps the squares of one half, and
slope^2 times those of the other:

    mean(y**2)  =  (1 + slope**2) / 2  *  mean(x**2)         y comes out where x went in
    ()             ()                     ()

so gain^2 is 2 / (1 + slope^2). (The gains of other functions are given, in `calculate_gain`.) A
weight of a Linear is (out, in), so the fan-in is the *second* size, and the fan-out the first. The
weight of a convolution (a later lesson) is (out, in, height, width), say: each output sees a window
of each of the `in` channels, so the product of the sizes after the first two multiplies both fans.

Drawing
-------
Normal numbers are drawn with a given (standard) deviation, the root of the variance. Numbers spread
evenly over [-a, a) have the variance

    Var(w)  =  1 / (2 a)  *  integral of w**2 from -a to a  =  a**2 / 3
    ()         ()            ()                                ()

so for a deviation std take a = sqrt(3) * std. For a weight of shape (5, 3), fan-in 3, fan-out 5:

                        variance       deviation     a
    Xavier, gain 1      2 / (3 + 5)    0.5           0.866
    Kaiming for relu    2 / 3          0.816         1.414

torch's default for Linear is `kaiming_uniform_` with the slope sqrt(5). That is an older rule in
new clothes: with gain^2 = 2 / (1 + 5) = 1/3, a is sqrt(3) * sqrt(1/3) / sqrt(in), the 1/sqrt(in) of
`modules`.

Does it work?
-------------
`signal_sizes` pushes numbers through many layers, each a product and a relu, and says how large
they are after each: the root of the mean of the squares. On average a layer of width n multiplies
that by sqrt(n Var(w) / 2). With n = m = 512 and one draw of the weights:

    weights                       after 1     after 10     after 30
    Var(w) = 1                    16          1.1e12       1.2e36
    Xavier, 1 / n                 0.71        0.032        3.2e-5
    Kaiming, 2 / n                1.0         1.2          1.3

All functions that torch has, too, are given: they write into the tensor that they get, under
`no_grad`, for it may require a gradient, and return it. What they ask your functions for is
numbers. The draws replay torch's generator, so after `manual_seed(0)` your network starts as
torch's does.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/init.py: _calculate_fan_in_and_fan_out`, `calculate_gain` and the rest are as here. Their
numbers come from one hidden generator, `torch/random.py: manual_seed`. So the order of the draws
matters: with one layer more, all that follow start differently. In JAX every draw takes a key, and
one key is split into several (`jax/_src/random/core.py: split`): the same key gives the same
numbers, in any order and on any number of devices. It costs one argument in every function that
draws, and a key used twice is a mistake that nobody reports. The other way to be rid of bad sizes
is to measure and correct them during training, as `normalization` does; it costs a pass over the
numbers of every layer, in every step.

The traps
---------
- Swapped fans. On square weights nobody notices.
- A new tensor (`w = w * std`), where the old one has to be written into: the layer keeps the old
  one.
- The variance where the deviation is asked for.

When it is done, networks of any depth start alive. `sgd` makes them move.

To read: X. Glorot, Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
Networks (2010), section 4.2.1; K. He et al., Delving Deep into Rectifiers (2015), section 2.2;
I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), section 8.4.
"""

from __future__ import annotations

from math import erf, prod, sqrt
from warnings import warn

import numpy as np

from .given.random.distributions import normal, uniform
from .given.random.generator import Generator
from .m02_wrapper import Array
from .m03_computation_graph import no_grad
from .m04_magic_methods import overwrite
from .m13_activations import relu

LINEAR = ("linear", "conv1d", "conv2d", "conv3d")


def leaky_relu_gain(slope: float) -> float:
    """The gain for weights before a leaky relu with this slope: what their deviation is multiplied
    by. With the slope 0 it is a relu."""
    return sqrt(2 / (1 + slope**2))


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """The fan-in and the fan-out of a weight of shape (out, in, ...)."""
    window = prod(shape[2:])
    return shape[1] * window, shape[0] * window


def normal_(
    tensor: Array, mean: float = 0.0, std: float = 1.0, generator: Generator | None = None
) -> Array:
    """Draw from the normal distribution with this mean and standard deviation, into the tensor,
    from `generator`, or from the default one if it is None; and return the tensor. (Given.)"""
    with no_grad():
        return tensor.normal_(mean, std, generator=generator)


def constant_(tensor: Array, val: float) -> Array:
    """Set every element of the tensor to `val`, and return the tensor. (Given.)"""
    with no_grad():
        return overwrite(tensor, val)


def xavier_std(shape: tuple[int, ...], gain: float = 1.0) -> float:
    """The standard deviation of Xavier's weights of this shape, times `gain`."""
    return gain * sqrt(2.0 / sum(fans(shape)))


def kaiming_std(shape: tuple[int, ...], gain: float, mode: str = "fan_in") -> float:
    """The standard deviation of Kaiming's weights of this shape: gain over the root of a fan.

    `mode` is "fan_in", which keeps the size of signals, or "fan_out", which keeps that of
    gradients. A fan of 0 counts as 1: such a weight has no elements.
    """
    fan_in, fan_out = fans(shape)
    fan = fan_in if mode == "fan_in" else fan_out
    return gain / sqrt(fan or 1)


def uniform_bound(std: float) -> float:
    """The a for which numbers spread evenly over [-a, a) have this standard deviation."""
    return sqrt(3.0) * std


def signal_sizes(weights: list[Array], x: Array) -> list[float]:
    """How large the numbers are after each layer: the root of the mean of their squares.

    A layer multiplies its input (N, in) by its weight (out, in), transposed, and applies a relu. x
    goes into the first. Returns Python floats, one for each weight.
    """
    sizes = []
    for weight in weights:
        x = relu(x @ weight.T)
        sizes.append(sqrt((x * x).mean().item()))
    return sizes


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """What a function needs of the weights before it: 1 for those in LINEAR and for "sigmoid", 5/3
    for "tanh", `leaky_relu_gain` for "relu" and "leaky_relu", 3/4 for "selu".

    `param` is the slope of "leaky_relu": 0.01 if it is None. Raises ValueError for other names.
    """
    if nonlinearity in ("relu", "leaky_relu"):
        slope = 0.01 if param is None else param
        return leaky_relu_gain(slope if nonlinearity == "leaky_relu" else 0)
    gains = {**dict.fromkeys((*LINEAR, "sigmoid"), 1), "tanh": 5 / 3, "selu": 3 / 4}
    if nonlinearity not in gains:
        raise ValueError(f"unsupported nonlinearity {nonlinearity}")
    return gains[nonlinearity]


def fan_in_and_fan_out(tensor: Array) -> tuple[int, int]:
    """The `fans` of a tensor. (Given.) Raises ValueError for fewer than two dimensions."""
    if tensor.ndim < 2:
        raise ValueError("fan in and fan out need at least two dimensions")
    return fans(tensor.shape)


def uniform_(
    tensor: Array, a: float = 0.0, b: float = 1.0, generator: Generator | None = None
) -> Array:
    """Draw evenly from [a, b), from `generator`, or from the default one if it is None."""
    with no_grad():
        return tensor.uniform_(a, b, generator=generator)


def zeros_(tensor: Array) -> Array:
    """Set every element to 0: for biases."""
    return constant_(tensor, 0)


def ones_(tensor: Array) -> Array:
    """Set every element to 1: for the scales of norms."""
    return constant_(tensor, 1)


def xavier_uniform_(tensor: Array, gain: float = 1.0, generator: Generator | None = None) -> Array:
    """Draw evenly from [-a, a), with the standard deviation `xavier_std`.

    Raises ValueError for fewer than two dimensions, as the next three do.
    """
    fan_in_and_fan_out(tensor)
    bound = uniform_bound(xavier_std(tensor.shape, gain))
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(tensor: Array, gain: float = 1.0, generator: Generator | None = None) -> Array:
    """Draw normally, with the standard deviation `xavier_std`."""
    fan_in_and_fan_out(tensor)
    return normal_(tensor, 0.0, xavier_std(tensor.shape, gain), generator)


def kaiming_uniform_(
    tensor: Array,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Array:
    """Draw evenly from [-bound, bound), with the standard deviation `kaiming_std`.

    Args:
        tensor: the weight.
        a: the slope of the leaky relu that follows; 0 for a relu.
        mode: "fan_in" keeps the size of signals, "fan_out" that of gradients.
        nonlinearity: what `calculate_gain` is asked for, with `a`.
        generator: the one to draw from.

    Raises ValueError for another mode, and what `calculate_gain` raises.
    """
    bound = uniform_bound(checked_kaiming_std(tensor, a, mode, nonlinearity))
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(
    tensor: Array,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Array:
    """Draw normally, with the standard deviation `kaiming_std`; as `kaiming_uniform_`."""
    return normal_(tensor, 0.0, checked_kaiming_std(tensor, a, mode, nonlinearity), generator)


def checked_kaiming_std(tensor: Array, a: float, mode: str, nonlinearity: str) -> float:
    """The `kaiming_std` of a tensor; raises what `kaiming_uniform_` raises. (Given.)"""
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode {mode} not supported, please use fan_in or fan_out")
    fan_in_and_fan_out(tensor)
    return kaiming_std(tensor.shape, calculate_gain(nonlinearity, a), mode)


def trunc_normal_(
    tensor: Array,
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    generator: Generator | None = None,
) -> Array:
    """Draw normally, and draw anew what is not within [a, b].

    Where less than a third would be, numbers spread evenly over [a, b) are drawn, and anew those
    that a second draw, of as many, finds too unlikely. Each time, a number is drawn for every
    element, as in torch, and only elements that need one take theirs. `normal` and `uniform` of
    given/random/distributions.py draw ndarrays. Raises RuntimeError if a is above b; warns if the
    mean is far away from both.
    """
    shape, dtype = tensor.shape, tensor.dtype
    low, high = dtype.type(a), dtype.type(b)
    inside = (erf((b - mean) / std / sqrt(2)) - erf((a - mean) / std / sqrt(2))) / 2
    best = ((max(a, min(mean, b)) - mean) / std) ** 2
    if not a - 2 * std <= mean <= b + 2 * std:
        warn("trunc_normal_: the mean is more than 2 std from [a, b]", stacklevel=2)

    def drawn() -> tuple[np.ndarray, np.ndarray]:
        if inside > 0.3:
            numbers = normal(shape, dtype, mean, std, generator)
            return numbers, (numbers < low) | (numbers > high)
        numbers = uniform(shape, dtype, a, b, generator)
        chance = uniform(shape, dtype, generator=generator)
        return numbers, np.log(chance) > (best - ((numbers - mean) / std) ** 2) / 2

    numbers, refused = drawn()
    while np.any(refused):
        again, still = drawn()
        numbers, refused = np.where(refused, again, numbers), refused & still
    with no_grad():
        return overwrite(tensor, numbers)


def orthogonal_(tensor: Array, gain: float = 1.0, generator: Generator | None = None) -> Array:
    """Make the rows orthogonal, or the columns if there are more rows; dimensions beyond the second
    count as columns.

    The Q of the QR decomposition of normal numbers, turned so that R's diagonal is positive, which
    makes all directions equally likely. Raises ValueError for fewer than two dimensions.
    """
    if tensor.ndim < 2:
        raise ValueError("only tensors with 2 or more dimensions are supported")
    rows, columns = tensor.shape[0], prod(tensor.shape[1:])
    numbers = normal((rows, columns), tensor.dtype, generator=generator)
    q, r = np.linalg.qr(numbers.T if rows < columns else numbers)
    q = q * np.sign(np.diagonal(r))
    result = gain * (q.T if rows < columns else q).reshape(tensor.shape)
    with no_grad():
        return overwrite(tensor, result)
