"""m15 cross entropy: softmax, log and NLL, first in steps and then in one op.

About 45 minutes; difficulty 3 of 5. Distributions as targets (`soft_nll`) may wait.

A classifier gives a score to each class. Which number says how wrong the scores are? The loss of
the forty lines knew two classes and one sample; here there are C classes and N samples at a time.
The answer, *cross-entropy*, is the loss that nearly every classifier and every language model is
trained with. It is also the best example of what an autodiff library is for: three ops that are
easy to write down turn into one that is faster, safer, and has a simpler derivative than any of the
three.

In steps
--------
    scores    (N, C)    any numbers
    p         (N, C)    softmax(scores, 1): probabilities, each row adds up to 1
    log p     (N, C)    log-likelihoods
    losses    (N,)      -log p[n, index[n]]: our surprise at the right class, index[n]
    loss      ()        their mean

`nll` (negative log-likelihood) is the step from log p to the losses: it picks one number from each
row (`gather`), and changes its sign. If we are sure of the right class, the loss is 0; if we have
ruled it out, it is infinite. `cross_entropy_in_steps` is all steps in a row. It works, and its
gradient is right, until any score is far behind another in its row, 104 in float32 or 746 in
float64: its p underflows to 0, log 0 is -infinity, and on the way back 0 times infinity is NaN, in
every weight of the network.

In one
------
Log undoes the exp of softmax: log p = scores - log(sum of exp(scores)), and `log_softmax` of
`activations` computes that without an exp that overflows, or a log of 0. So let one op go from
scores to losses. For its slope, write out the loss L of one sample, with i for the right class:

    L               =  -scores[i]  +  log(  sum over j of exp(scores[j])  )
    ()                 ()                   ()
    dL/dscores[k]   =  -(1 if k == i else 0)  +  exp(scores[k]) / (sum over j of exp(scores[j]))
    ()                 ()                        ()
    dL/dscores      =  p     -  y           y is one-hot: 1 at the right class, 0 elsewhere
    (C,)               (C,)     (C,)

That is all: the network is told its error. No Jacobian is needed; that of softmax alone would be
(C, C) for each sample. Where the network is sure and right, p - y is 0; where it is sure and wrong,
it is -1 at the right class and 1 at the one that it believes in, and never infinite. For all
samples at once, with g of shape (N,), the gradient for the scores is

    dL/dscores  =  g.unsqueeze(1)  *  (  p       -  y  )
    (N, C)         (N, 1)                (N, C)     (N, C)

    scores           index    p                loss     p - y
    [0, log 3]       1        [0.25, 0.75]     0.288    [ 0.25, -0.25]
    [0, log 3]       0        [0.25, 0.75]     1.386    [-0.75,  0.75]
    [0, 0]           1        [0.5,  0.5 ]     0.693    [ 0.5,  -0.5 ]
    [0, 1000]        0        [0,    1   ]     1000     [-1,     1   ]

In the last row, the steps give infinity and NaN.

The rule wants p, and the forward pass knows log p already. So the function returns a pair: its
result, and what its rule will need, the *residuals*. The note keeps them for the rule
(given/core/residuals.py). They are plain ndarrays, which can't be differentiated. So for a gradient
of the gradient the rule gets None in their place, and computes p again, in ops.

A target may also be a distribution q over all classes, of the shape of the scores. The loss of a
sample is then the sum over classes of -q * log p. A one-hot q gives the loss from before.

What torch adds is given, at the end of the lesson's file: classes have weights; a target equal to
`ignore_index` counts for nothing; label smoothing moves a part of every target to all classes
alike; images have a class per pixel, (N, C, d1, ...), and a single sample is (C,). `kl_div` is the
cross-entropy minus its smallest value, that of p = q.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/functional.py: cross_entropy` takes scores, as ours does, so do no softmax before it. In
C++ it is two ops, log_softmax and nll_loss, whose rules together give p - y. JAX has no loss of its
own: `jax/_src/nn/functions.py: log_softmax` and a sum are enough, since its compiler fuses what can
be fused. Three separate ops keep two arrays of (N, C) for the way back, p and log p, which is what
`nll` was called with; one op keeps one. For (250, 1000) in float32 these are 2 MB and 1 MB
(`docs/other_ways.py` measures it). For a language model with 50,000 words and a batch of 8,192,
each such array takes 1.6 GB in float32, which is why there are fused kernels for just this loss. In
torch an op's forward function keeps residuals with `ctx.save_for_backward`
(`torch/autograd/function.py: Function`); in JAX it returns them (`jax/_src/custom_derivatives.py:
custom_vjp`), and the word is from there.

The traps
---------
- Scores that went through a softmax already must not go through another. It trains, slowly and
  badly: no prediction can ever be sure, since what goes into the second softmax lies between 0 and
  1.
- Do not multiply by a one-hot matrix to pick a number: 0 times -infinity is NaN.
- In NumPy, a float32 array less an int64 array is float64: so `one_hot_rows` takes a dtype.
- The loss is rarely the end: it may be scaled, or one of several. So the rule must multiply by g.

When it is done, there is a loss for every kind of target; `modules` builds the networks to train
with it.

To read: C. Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.4; K. Murphy,
Probabilistic Machine Learning: An Introduction (2022), section 10.3; C. Szegedy et al., Rethinking
the Inception Architecture for Computer Vision (2016), section 7, on label smoothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .given.core.dtypes import int64, is_floating
from .given.core.residuals import primitive_with_residuals
from .given.nn.class_targets import (
    along_dim,
    check_classes,
    class_dim,
    class_indices,
    reduced_over_targets,
    rows_of_classes,
)
from .given.ops.reshape import squeeze, unsqueeze
from .m02_wrapper import Array
from .m03_computation_graph import primitive
from .m04_magic_methods import exp, log, mean, reshape, sum
from .m07_chain_rule import defvjp
from .m11_indexing import gather, getitem
from .m12_reductions import where
from .m13_activations import log_softmax, softmax
from .m14_losses import reduced


def nll(log_p: Array, index: Array) -> Array:
    """The negative log-probability of the right class of each sample: (N, C) and (N,) give (N,).

    The other classes do not matter, not even where log_p is -infinity.
    """
    return -squeeze(gather(log_p, 1, unsqueeze(index, 1)), 1)


def cross_entropy_in_steps(scores: Array, index: Array) -> Array:
    """Softmax, log, NLL and mean, one after the other: (N, C) and (N,) give a single number."""
    return mean(nll(log(softmax(scores, 1)), index))


@primitive
def one_hot_rows(index: np.ndarray, classes: int, dtype: np.dtype = int64) -> np.ndarray:
    """A new last dimension of size `classes`, with 1 at each index and 0 elsewhere, in `dtype`."""
    return (index[..., None] == np.arange(classes)).astype(dtype)


@primitive_with_residuals
def softmax_nll(scores: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, Any]:
    """`nll` of `log_softmax(scores, 1)` in one op: (N, C) and (N,) give (N,).

    A score of -infinity does no harm, unless it is that of the right class. Returns a pair: the
    losses, and the residuals, whatever the rule may want to have again.
    """
    log_p = log_softmax(scores, 1)
    return -log_p[np.arange(len(index)), index], log_p


def softmax_nll_vjp(g: Any, out: Any, scores: Any, index: Any, residuals: Any = None) -> Any:
    """The rule for the scores: of shape (N, C), and of their dtype; g is (N,).

    `residuals` are what `softmax_nll` has returned, as ndarrays. They are None where this gradient
    will itself be differentiated: then make the softmax from the scores, by ops.
    """
    p = softmax(scores, 1) if residuals is None else exp(residuals)
    y = one_hot_rows(index, scores.shape[1], p.dtype)
    return unsqueeze(g, 1) * (p - y)


defvjp(softmax_nll, softmax_nll_vjp)


def soft_nll(scores: Array, q: Array) -> Array:
    """The sum over classes of -q * log p, with log p from the scores: (N, C) and (N, C) give (N,).

    Finite wherever the scores are; q has a gradient, too.
    """
    return -sum(q * log_softmax(scores, 1), 1)


@primitive
def one_hot(tensor: np.ndarray, num_classes: int = -1) -> np.ndarray:
    """`one_hot_rows` in int64; -1 means one class more than the largest index. (Given.)

    Raises RuntimeError unless the indices are int64 and in [0, num_classes).
    """
    if tensor.dtype != int64:
        raise RuntimeError(f"one_hot takes int64 indices, not {tensor.dtype}")
    if num_classes == -1 and not tensor.size:
        raise RuntimeError("one_hot: no indices, so num_classes must be given")
    classes = int(tensor.max()) + 1 if num_classes == -1 else num_classes
    if tensor.size and not 0 <= tensor.min() <= tensor.max() < classes:
        raise RuntimeError(f"one_hot: an index is out of range for {classes} classes")
    return one_hot_rows(tensor, classes)


def nll_loss(
    input: Array,
    target: Array,
    weight: Array | None = None,
    *,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Array:
    """`nll` of log-probabilities of shape (N, C, d1, ...), or (C,), and targets without the C.

    Args:
        input: log-probabilities.
        target: class indices, int64 or uint8.
        weight: one factor per class, (C,), of input's dtype.
        ignore_index: targets that count for nothing, and may lie outside the classes.
        reduction: a "mean" is the sum of the losses, divided by the sum of their weights (each 1
            without `weight`); it is NaN if nothing counts. With "none", what is ignored gives 0.

    Raises what `check_classes`, `class_indices` and `reduced` raise.
    """
    check_classes(input, target, weight)
    index = class_indices(target, input.shape[class_dim(input)], ignore_index)
    losses = nll(rows_of_classes(input), index)
    if weight is not None:
        losses = losses * getitem(weight.detach(), index)
    return reduced_over_targets(losses, target, weight, ignore_index, reduction)


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

    Args:
        input: scores before any softmax.
        target: class indices, as for `nll_loss`, or floating, of input's shape: distributions.
        weight, ignore_index, reduction: as for `nll_loss`; but the "mean" over distributions
            divides by their number.
        label_smoothing: the share, from 0 to 1, that goes to all classes alike.

    Raises RuntimeError for a label_smoothing outside [0, 1], and for distributions with an
    `ignore_index` of 0 or more; and what `nll_loss` raises.
    """
    if not 0 <= label_smoothing <= 1:
        raise RuntimeError(f"label_smoothing must be between 0 and 1, got {label_smoothing}")
    if target.shape == input.shape and is_floating(target.dtype):
        if ignore_index >= 0:
            raise RuntimeError("ignore_index is for class indices, and the target is floating")
        return soft_cross_entropy(input, target, weight, reduction, label_smoothing)
    check_classes(input, target, weight)
    scores = rows_of_classes(input)
    index = class_indices(target, scores.shape[1], ignore_index)
    losses = softmax_nll(scores, index)
    if weight is not None:
        weight = weight.detach()
        losses = losses * getitem(weight, index)
    if label_smoothing:
        log_p = log_softmax(scores, 1)
        even = mean(log_p if weight is None else log_p * weight, 1)
        losses = (1 - label_smoothing) * losses - label_smoothing * even
    return reduced_over_targets(losses, target, weight, ignore_index, reduction)


def soft_cross_entropy(
    input: Array, target: Array, weight: Array | None, reduction: str, label_smoothing: float
) -> Array:
    """`cross_entropy` for targets that are distributions."""
    dim = class_dim(input)
    q = (1 - label_smoothing) * target + label_smoothing / input.shape[dim]
    if weight is not None:
        q = q * along_dim(weight, input.ndim, dim)
    losses = soft_nll(rows_of_classes(input), rows_of_classes(q))
    return reduced(reshape(losses, input.shape[:dim] + input.shape[dim + 1 :]), reduction)


def kl_div(
    input: Array, target: Array, *, reduction: str = "mean", log_target: bool = False
) -> Array:
    """target * (log(target) - input): how far log-probabilities are from probabilities.

    Where the target is 0, so is the loss, and no gradient is NaN. With `log_target` the target is a
    logarithm as well. The reduction "batchmean" is the sum divided by the size of the first
    dimension: the only one that gives the divergence itself.
    """
    if log_target:
        losses = exp(target) * (target - input)
    else:
        losses = target * (log(where(target == 0, 1.0, target)) - input)
    if reduction == "batchmean":
        return sum(losses) / (input.shape[0] if input.ndim else 1)
    return reduced(losses, reduction)
