"""m14 losses: how wrong the network is, in one number.

About 45 minutes; difficulty 2 of 5. The rule of `bernoulli_nll` may wait: only
`binary_cross_entropy` needs it.

Training needs one number that gets smaller as predictions get better. In the forty lines it was a
sum of squares, written out by hand: the only loss that they had. Here it becomes a choice, and the
choice says what kind of noise we expect in the targets. If targets are the true values plus normal
noise, the likeliest network is the one with the least *squared* error. If some targets are simply
wrong (outliers), squares let them dominate everything. If a target is a yes or a no, differences do
not fit at all.

Predicting numbers
------------------
All four are made of the differences d = input - target, elementwise. Any shape will do:

    mse_loss          d^2, slope 2 d: an outlier of 100 pulls 100 times as hard
    l1_loss           |d|, slope -1 or 1: each pulls alike, however far
    huber_loss        d^2 / 2 up to |d| = delta, and a straight line beyond: both at once
    smooth_l1_loss    huber_loss / beta, with beta for delta; with beta = 0 it is l1_loss

Where Huber's two parts meet, at |d| = delta, they have the same height, delta^2 / 2, and the same
slope, delta. So the line is delta * (|d| - delta / 2). With delta = 1:

    d               -3.0    -0.5     0.0     0.5     3.0
    squared          9.0     0.25    0.0     0.25    9.0
    absolute         3.0     0.5     0.0     0.5     3.0
    Huber            2.5     0.125   0.0     0.125   2.5
    Huber's slope   -1.0    -0.5     0.0     0.5     1.0

`reduction` says what becomes of these losses: their "mean", their "sum", or "none", which leaves
the shape alone.

Predicting yes or no
--------------------
Let p be the predicted chance of a yes, and t the target: 1 for yes, 0 for no, or between. The loss
is our surprise at what happened, the negative logarithm of the chance that we gave it (Bernoulli's
negative log-likelihood, hence `nll`):

    L      =  -(  t     log p  +  (1 - t)  log(1 - p)  )          all of one shape, elementwise
    (N,)          (N,)  (N,)      (N,)     (N,)
    dL/dp  =  (p - t)     /  (p (1 - p))
    (N,)      (N,)           (N,)
    dL/dt  =  log(1 - p)  -  log p                                this rule is given
    (N,)      (N,)           (N,)

At t = 1, p = 1/2 costs log 2 = 0.693, p = 0.99 costs 0.01, and p = 0 costs infinity. One wrong
certainty would make the mean of a thousand losses infinite. So torch takes no log to be less than
-100, and in the slope for p it divides by no less than 1e-12.

That is a bandage. p comes from a score x (a *logit*) by p = sigmoid(x) = 1 / (1 + exp(-x)), and
there the harm is done: in float32, sigmoid(20) is exactly 1. Put both formulas together on paper:

    -log(sigmoid(x))      =  log(1 + exp(-x))  =  softplus(-x)
    (N,)                     (N,)                 (N,)
    -log(1 - sigmoid(x))  =  log(1 + exp(x))   =  softplus(x)
    (N,)                     (N,)                 (N,)

`softplus` of `activations` overflows nowhere (ask for no threshold: `threshold=math.inf`). The
slope of L for x is then just sigmoid(x) - t: prediction minus target, as for a squared error.

    x        t    by p, in float32               by softplus
      2      1    0.1269                         0.1269
     20      0    100, for p is exactly 1        20
    800      0    100                            800
    800      0    its slope: 1e12 * 0 = 0        its slope: 1

By p, the slope in the last row is dL/dp, 1 / 1e-12, times dp/dx = p (1 - p) = 0. The network is as
wrong as can be, and gets no gradient, so it will never learn.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/functional.py: binary_cross_entropy_with_logits` takes scores, and its documentation asks
for them, for the reason above. In JAX there is `optax.losses.sigmoid_binary_cross_entropy`, which
takes only scores. A loss that took only probabilities would be easier to explain; the price is the
table above, and three more passes over memory. `torch/nn/functional.py: huber_loss` and
`smooth_l1_loss` are two functions for one idea, since the second was there first, for object
detection (Fast R-CNN). `torch/nn/_reduction.py: get_enum` reads the word `reduction`. The mean as a
default makes the size of a step independent of the size of the batch; with a sum, twice the batch
needs half the learning rate.

The traps
---------
- (input - target) broadcasts. Predictions of shape (8, 1) and targets of shape (8,) give 64
  differences, and a network that only learns the mean of the targets. torch does no more than warn;
  so look at the shapes.
- Python's `abs` and `sum` work on arrays as well. In this file these names are the ops.
- `where` computes both branches, and their slopes: what is not chosen must not overflow, either.

When it is done, networks can predict numbers and yes or no. `cross_entropy` predicts one of many.

To read: C. Bishop, Pattern Recognition and Machine Learning (2006), section 5.2, on which loss
belongs to which noise; K. Murphy, Probabilistic Machine Learning: An Introduction (2022), sections
10.2.3 and 11.6.1, on the logistic loss and on robust regression; P. Huber, Robust Estimation of a
Location Parameter, Annals of Mathematical Statistics 35 (1964), 73-101.
"""

from __future__ import annotations

import numpy as np

from .given.ops.elementwise import abs, log1p
from .m02_wrapper import Array
from .m03_computation_graph import primitive
from .m04_magic_methods import log, mean, sum
from .m07_chain_rule import defvjp
from .m12_reductions import maximum, where
from .m13_activations import softplus
from .todo import todo


def reduced(losses: Array, reduction: str) -> Array:
    """The "mean" or "sum" of all losses, or, with "none", the losses themselves.

    Raises ValueError for any other reduction.
    """
    raise NotImplementedError("m14: reduced")


def mse_loss(input: Array, target: Array, *, reduction: str = "mean") -> Array:
    """The squares of the differences, `reduced`; shapes broadcast and dtypes promote, here and in
    the next three losses.

    Raises what `reduced` raises, as all losses do.
    """
    raise NotImplementedError("m14: mse_loss")


def l1_loss(input: Array, target: Array, *, reduction: str = "mean") -> Array:
    """The absolute values of the differences; the slope at 0 is 0. (Given.)"""
    return reduced(abs(input - target), reduction)


def huber(difference: Array, delta: float) -> Array:
    """Elementwise: half the square of the difference where its size is at most `delta`, and beyond
    that a straight line that goes on from there with the same slope. The rules that this records
    must not give NaN for an infinite difference."""
    raise NotImplementedError("m14: huber")


def huber_loss(input: Array, target: Array, reduction: str = "mean", delta: float = 1.0) -> Array:
    """`huber` of the differences. (Given.) Raises RuntimeError unless delta is positive."""
    if delta <= 0:
        raise RuntimeError("huber_loss needs a positive delta")
    return reduced(huber(input - target, delta), reduction)


def smooth_l1_loss(
    input: Array, target: Array, *, reduction: str = "mean", beta: float = 1.0
) -> Array:
    """`huber_loss` divided by its delta, `beta`; `l1_loss` if that is 0. (Given.)

    Raises RuntimeError for a negative beta.
    """
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support a negative beta")
    if beta == 0:
        return l1_loss(input, target, reduction=reduction)
    return huber_loss(input, target, reduction, beta) / beta


@primitive
def bernoulli_nll(p: np.ndarray, target: np.ndarray) -> np.ndarray:
    """-(target * log(p) + (1 - target) * log(1 - p)), elementwise, both logs at least -100.

    A logarithm of 0 prints no warning. The result has the dtype of both arguments.
    """
    raise NotImplementedError("m14: bernoulli_nll")


def bernoulli_nll_to_target(g: Array, out: Array, p: Array, target: Array) -> Array:
    """The rule of `bernoulli_nll` for the target, which takes the logs as they are. (Given.)"""
    return g * (log1p(-p) - log(p))


defvjp(
    bernoulli_nll,
    lambda g, out, p, target: todo("m14: bernoulli_nll, p"),
    bernoulli_nll_to_target,
)


def bernoulli_nll_with_logits(x: Array, target: Array, pos_weight: Array | None = None) -> Array:
    """The Bernoulli loss of the scores x, that is of p = sigmoid(x), elementwise, and finite
    wherever x is.

    `pos_weight`, if there is one, multiplies only the term with the factor `target`; it broadcasts.
    """
    raise NotImplementedError("m14: bernoulli_nll_with_logits")


@primitive
def check_probabilities(p: np.ndarray) -> np.ndarray:
    """p as it is. (Given.) Raises RuntimeError if a number is outside [0, 1]; NaN is, too."""
    if not ((p >= 0) & (p <= 1)).all():
        raise RuntimeError("all elements of input and target should be between 0 and 1")
    return p


def check_shapes(input: Array, target: Array) -> None:
    """Raise ValueError unless both have the same shape. (Given.)"""
    if input.shape != target.shape:
        raise ValueError(f"target has shape {target.shape}, but input has {input.shape}")


def binary_cross_entropy(
    input: Array, target: Array, weight: Array | None = None, *, reduction: str = "mean"
) -> Array:
    """The `bernoulli_nll` of probabilities; `weight` multiplies the losses, broadcasting. (Given.)

    Raises ValueError if the shapes differ, RuntimeError if the dtypes do or if a probability or a
    target is outside [0, 1].
    """
    check_shapes(input, target)
    if input.dtype != target.dtype:
        raise RuntimeError(f"found a target of {target.dtype}, but expected {input.dtype}")
    check_probabilities(input)
    check_probabilities(target)
    losses = bernoulli_nll(input, target)
    return reduced(losses if weight is None else losses * weight, reduction)


def binary_cross_entropy_with_logits(
    input: Array,
    target: Array,
    weight: Array | None = None,
    *,
    reduction: str = "mean",
    pos_weight: Array | None = None,
) -> Array:
    """The `bernoulli_nll_with_logits`; `weight` multiplies the losses, broadcasting. (Given.)

    Raises ValueError if the shapes of input and target differ.
    """
    check_shapes(input, target)
    losses = bernoulli_nll_with_logits(input, target, pos_weight)
    return reduced(losses if weight is None else losses * weight, reduction)
