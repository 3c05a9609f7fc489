"""m14 losses: how wrong the network is, in one number.

Training needs a number that gets smaller as predictions get better. If we predict numbers, it is
made of the differences d = input - target, elementwise:

    mse_loss         d^2
    l1_loss          |d|, which cares less about outliers
    huber_loss       d^2 / 2 near 0, and delta * (|d| - delta / 2) beyond delta: the best of both
    smooth_l1_loss   huber_loss / beta, with beta for delta; with beta = 0 it is l1_loss

    d = [0.5, 3], delta = 1:  the mse losses are [0.25, 9], the huber losses [0.125, 2.5]

`reduction` says what becomes of the losses of all elements: their "mean", their "sum", or "none".

A classifier gives a score to each class instead. softmax makes probabilities of them, and the loss
is our surprise at the right class, -log p[target]: 0 if we were sure of it, infinite if we had
ruled it out. This is *cross-entropy*: Softmax + Log + NLL (negative log-likelihood).

    scores [0, log 3], target 1:  p = [1/4, 3/4], loss = -log(3/4) = 0.288

Write it in these steps first. `nll_loss` takes log-probabilities of shape (N, C) and N class
indices, and picks one number from each row (`gather`). Images have a class per pixel, (N, C, d1,
...) and (N, d1, ...), and a single sample is (C,) and (). Classes may have weights; a "mean" then
divides by the weights of the targets, and not by N. A target equal to `ignore_index` counts for
nothing, in neither. What checks all this is given, in given/nn/class_targets.py.

Then make one op of it, `softmax_nll`. This is more than speed. The Jacobians of three ops multiply
out to something very simple, the gradient of the score vector of a sample:

    softmax(scores) - one_hot(target)     here [1/4, 3/4] - [0, 1] = [1/4, -1/4]

The network is told its error; where it is sure and right, nothing. Instead of an index, a target
may be a distribution q over all classes, floating and of the shape of the scores. Its loss is the
sum over classes of -q * weight * log p, and a "mean" is over samples. Label smoothing moves a part
of every target to all C classes alike: q becomes (1 - label_smoothing) * q + label_smoothing / C.
With 0.2 the target [0, 1] above becomes [0.1, 0.9], and the loss -0.1 log(1/4) - 0.9 log(3/4) =
0.398.

The rule needs the softmax that the forward pass has computed already. So the function returns its
result and *residuals*, whatever its rule would like to have again; the note keeps them, and the
rule gets them back (given/core/residuals.py). That is how JAX's `custom_vjp` does it, and the name
is JAX's, too; in torch, they are what a Function hands to `ctx.save_for_backward`.

The traps. log(softmax(x)) is -infinity for a score that is far behind; log_softmax is not. Scores
that went through a softmax already must not go through another: it trains, slowly and badly. And
0 * log(0) is NaN, though a class that neither occurs nor is expected costs nothing.

`kl_div` compares log-probabilities with a distribution over all classes: it is cross-entropy, less
the part that even a perfect guess would pay. For two classes there are `binary_cross_entropy` of a
probability p, whose logs are cut off at -100 and whose slope is (p - target) / (p * (1 - p)),
dividing by no less than 1e-12; and the safer `binary_cross_entropy_with_logits`, of a score x with
p = sigmoid(x).

When it is done, there is a loss for every kind of target; `modules` builds the networks to train
with it.

To read: C. Bishop, Pattern Recognition and Machine Learning (2006), sections 4.3.4 and 5.2; K.
Murphy, Probabilistic Machine Learning: An Introduction (2022), section 10.3; C. Szegedy et al.,
Rethinking the Inception Architecture for Computer Vision (2016), section 7, on label smoothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .given.core.dtypes import is_floating
from .given.core.residuals import primitive_with_residuals
from .given.nn.class_targets import along_dim, check_classes, class_dim, class_indices, class_shares
from .given.ops.elementwise import log1p
from .given.ops.reshape import squeeze, unsqueeze
from .m02_wrapper import Array
from .m03_computation_graph import primitive
from .m04_magic_methods import exp, log, mean, sum
from .m07_chain_rule import defvjp
from .m11_indexing import gather, getitem
from .m12_reductions import abs, maximum, where
from .m13_activations import log_softmax, softmax, softplus
from .todo import todo


def reduced(losses: Array, reduction: str) -> Array:
    """The "mean" or "sum" of all losses, or, with "none", themselves.

    Raises ValueError for any other reduction.
    """
    raise NotImplementedError("m14: reduced")


def mse_loss(input: Array, target: Array, *, reduction: str = "mean") -> Array:
    """The squares of the differences; shapes broadcast and dtypes promote, as for the next three.

    Raises what `reduced` raises, as all losses do.
    """
    raise NotImplementedError("m14: mse_loss")


def l1_loss(input: Array, target: Array, *, reduction: str = "mean") -> Array:
    """The sizes of the differences; the slope at 0 is 0."""
    raise NotImplementedError("m14: l1_loss")


def huber_loss(input: Array, target: Array, reduction: str = "mean", delta: float = 1.0) -> Array:
    """Half the squared differences up to `delta`, and a straight line beyond.

    Raises RuntimeError unless delta is positive.
    """
    raise NotImplementedError("m14: huber_loss")


def smooth_l1_loss(
    input: Array, target: Array, *, reduction: str = "mean", beta: float = 1.0
) -> Array:
    """`huber_loss` divided by its delta, `beta`; `l1_loss` if that is 0.

    Raises RuntimeError for a negative beta.
    """
    raise NotImplementedError("m14: smooth_l1_loss")


def kl_div(
    input: Array, target: Array, *, reduction: str = "mean", log_target: bool = False
) -> Array:
    """target * (log(target) - input): how far log-probabilities are from probabilities.

    Where the target is 0, so is the loss, and no gradient is NaN. With `log_target` the target is a
    logarithm as well. The reduction "batchmean" is the sum divided by the size of the first
    dimension: the only one that gives the divergence itself.
    """
    raise NotImplementedError("m14: kl_div")


@primitive
def bernoulli_nll(p: np.ndarray, target: np.ndarray) -> np.ndarray:
    """-(target * log(p) + (1 - target) * log(1 - p)), elementwise, both logs at least -100.

    Both arguments have a gradient; that of the target takes the logs as they are. Raises
    RuntimeError for a p outside [0, 1], or if the dtypes differ.
    """
    raise NotImplementedError("m14: bernoulli_nll")


defvjp(
    bernoulli_nll,
    lambda g, out, p, target: todo("m14: bernoulli_nll, p"),
    lambda g, out, p, target: todo("m14: bernoulli_nll, target"),
)


def binary_cross_entropy(
    input: Array, target: Array, weight: Array | None = None, *, reduction: str = "mean"
) -> Array:
    """The `bernoulli_nll` of probabilities; `weight` multiplies the losses, broadcasting.

    Raises ValueError if the shapes differ, and what `bernoulli_nll` raises.
    """
    raise NotImplementedError("m14: binary_cross_entropy")


def binary_cross_entropy_with_logits(
    input: Array,
    target: Array,
    weight: Array | None = None,
    *,
    reduction: str = "mean",
    pos_weight: Array | None = None,
) -> Array:
    """The binary cross-entropy of sigmoid(input), finite wherever the input is.

    `weight` multiplies the losses, and `pos_weight` the part of them that has the factor `target`;
    both broadcast. Raises ValueError if the shapes of input and target differ.
    """
    raise NotImplementedError("m14: binary_cross_entropy_with_logits")


def nll_loss(
    input: Array,
    target: Array,
    weight: Array | None = None,
    *,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Array:
    """The negative log-probability of each target class: (N, C, d1, ...) and (N, d1, ...).

    Args:
        input: log-probabilities; also (C,), with a target of shape ().
        target: class indices, int64 or uint8.
        weight: one factor per class, (C,), of input's dtype.
        ignore_index: targets that count for nothing, and may lie outside the classes.
        reduction: a "mean" is the sum of the losses, divided by the sum of their weights (each 1
            without `weight`); it is NaN if nothing counts. With "none", what is ignored gives 0.

    Classes other than the target do not matter, not even where they are impossible (-infinity).
    Raises what `check_classes`, `class_indices` and `reduced` raise.
    """
    raise NotImplementedError("m14: nll_loss")


@primitive_with_residuals
def softmax_nll(
    x: np.ndarray,
    target: np.ndarray,
    weight: np.ndarray | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> tuple[np.ndarray, Any]:
    """`nll_loss` of `log_softmax(x)` in one op, with smoothed labels: the cross-entropy of scores.

    A class with a score of -infinity costs nothing, unless it is a target. `class_shares` (in
    given/nn/class_targets.py) smooths targets and knows how much each class counts then. The result
    has the dtype of x; here are ndarrays, for which NumPy's rules hold: float32 divided by a count
    that is an int64 ndarray, even of a single number, would be float64.

    Returns the losses and the residuals: the log-probabilities of x, for one, and whatever else the
    rule may want. Raises what `nll_loss` raises.
    """
    raise NotImplementedError("m14: softmax_nll")


def softmax_nll_vjp(
    g: Any,
    out: Any,
    x: Any,
    target: Any,
    weight: Any = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
    residuals: Any = None,
) -> Any:
    """The rule for the scores: of a sample with target shares q, g * (softmax(x) * sum(q) - q).

    `class_shares` has put weights, smoothing, and the division of a "mean" into q, which has the
    shape of x; g is a single number, or with "none" one per sample. `residuals` are what
    `softmax_nll` has returned. They are None where this gradient will be differentiated itself,
    since they are constants: then softmax has to be made from x.
    """
    raise NotImplementedError("m14: softmax_nll_vjp")


defvjp(softmax_nll, softmax_nll_vjp)


def cross_entropy(
    input: Array,
    target: Array,
    weight: Array | None = None,
    *,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Array:
    """The cross-entropy of scores of shape (N, C, d1, ...), or (C,), and their targets.

    For class indices it is the op `softmax_nll`.

    Args:
        input: scores before any softmax.
        target: class indices, as for `nll_loss`, or floating, of input's shape: distributions.
        weight, ignore_index, reduction: as for `nll_loss`; but the "mean" over distributions
            divides by their number.
        label_smoothing: the share, from 0 to 1, that goes to all classes alike.

    Raises RuntimeError for a label_smoothing outside [0, 1], and for distributions with an
    `ignore_index` of 0 or more; and what `nll_loss` raises.
    """
    raise NotImplementedError("m14: cross_entropy")
