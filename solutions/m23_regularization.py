"""m23 regularization: fit the pattern, not the noise.

About 30 minutes; difficulty 2 of 5. `soft_threshold_` may wait: nothing else needs it.

The forty lines learned XOR, which has no noise: whoever knows all four examples by heart knows
everything. Most data are noisy. A network with more weights than examples can learn each of them by
heart, noise and all, and then fails on the next one. The training loss does not show it; the loss
on examples that were held back does. Here are two remedies.

A price on weights
------------------
A function that bends towards every single example needs large weights. So make them cost something:
add c * l1 or c * l2 to the loss, with a small number c of your choice:

    l1  =  sum(  |w|   )      slope sign(w): every weight is pulled with the same force
    ()           (k,)
    l2  =  sum(  w**2  )      slope 2 w: the force grows with the weight, and fades near zero
    ()           (k,)

The sums run over all elements of all parameters; both are 0-d. With l1, a weight that does little
for the loss ends near zero. *Near* zero, not at it: each step moves it by lr * c, past zero and
back again. The remedy: take a step with the loss alone, without the penalty, and then move every
element towards zero by lr * c, but no farther than zero (*soft thresholding*, a proximal step). For
lr * c = 0.5:

    w                    -2.0    -0.3     0.0     0.5     0.75
    by l1's slope        -1.5     0.2     0.0     0.0     0.25       -0.3 has jumped over zero
    soft threshold       -1.5     0.0     0.0     0.0     0.25

With SGD, weight_decay=c does the same as the penalty c/2 * l2, whose slope is c * w. With Adam it
does not, since Adam divides whatever is in the gradient by its usual size: see `decayed` in `adam`.

Dropout
-------
At each step of training, each element of a layer's output is *dropped* (set to 0) with probability
p, so that no unit can rely on one other alone. Those that stay are multiplied by 1 / (1 - p). The
expected value of an element is then (1 - p) * x / (1 - p) = x, as before, and in evaluation there
is nothing to do. With g, the gradient of the loss L with respect to y:

    y       =  x       *  mask          0 or 1 / (1 - p), drawn anew at each call
    (N, E)     (N, E)     (N, E)
    dL/dx   =  g       *  mask          the same mask
    (N, E)     (N, E)     (N, E)

    x          1    2    3    4
    mask       2    0    2    0         perhaps, with p = 0.5
    y          2    0    6    0
    g          1    1    1    1
    dL/dx      2    0    2    0

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/nn/functional.py: dropout` takes `training` as an argument, and `torch/nn/modules/dropout.py:
Dropout` passes its own. So a network has a hidden state, and forgetting `model.eval()` costs
accuracy without any error. In JAX the caller hands in both a key for the random numbers and whether
to draw at all (Flax: `deterministic=`): nothing is hidden, and every layer in between must pass
them on. In the first paper, training did not scale, and evaluation multiplied by 1 - p. Scaling in
training costs nothing, and leaves nothing to do in evaluation, which may run on a phone.
`torch/optim/sgd.py: SGD` has weight decay as an option because adding c * w to the gradient is one
operation in place; a penalty in the loss makes two more nodes for each parameter, and two more
arrays on the way back.

The traps
---------
- `parameters()` is a generator: when you go through it a second time, it is empty.
- bools divided by a Python float are float64; cast first.
- A penalty on biases and on the weights of norms (`normalization`) does more harm than good: choose
  which parameters to hand over.

When it is done, networks generalize better. `normalization` makes deep ones trainable at all.

To read: C. Bishop, Pattern Recognition and Machine Learning (2006), sections 3.1.4 and 5.5;
N. Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting, Journal of
Machine Learning Research 15 (2014), sections 1, 2 and 6.1; N. Parikh, S. Boyd, Proximal Algorithms
(2014), section 6.5.2, on soft thresholding.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .given.core.changes import mark_changed
from .given.ops.elementwise import abs
from .given.ops.in_place import updated
from .given.random.distributions import bernoulli
from .given.random.drawing import here, vary_like
from .m02_wrapper import Array
from .m04_magic_methods import mul
from .m16_modules import Module


def l1_penalty(parameters: Iterable[Array]) -> Array:
    """The sum of |w| over all elements of all parameters: a 0-d tensor, made of ops."""
    return sum(abs(w).sum() for w in parameters)


def l2_penalty(parameters: Iterable[Array]) -> Array:
    """The sum of w**2 over all elements of all parameters: a 0-d tensor, made of ops."""
    return sum((w * w).sum() for w in parameters)


def soft_threshold_(parameters: Iterable[Array], amount: float) -> None:
    """Move every element of all parameters towards zero by `amount`, in place; one that is nearer
    to zero than that becomes zero. As in `sgd`: write into a parameter's ndarray, its `value`, and
    then call `mark_changed(value)`."""
    for w in parameters:
        size = np.maximum(np.abs(w.value) - amount, 0)
        w.value[...] = np.sign(w.value) * size
        mark_changed(w.value)


def dropout_mask(shape: tuple[int, ...], p: float, dtype: np.dtype) -> np.ndarray:
    """What dropout multiplies by: 0 with probability p, and otherwise 1 / (1 - p).

    Which elements stay is drawn by one call of `bernoulli(shape, chance)`, which returns bools,
    each True with that chance (given/random/distributions.py). With p = 1 all are 0, and nothing is
    drawn. Returns an ndarray of this shape and dtype.
    """
    if p == 1:
        return np.zeros(shape, dtype)
    stays = bernoulli(shape, 1 - p).astype(dtype)
    stays /= 1 - p
    return stays


def drop(input: Array, p: float, training: bool) -> Array:
    """The input times a `dropout_mask` of its shape and dtype, by `mul`, whose rule multiplies the
    gradient by the same mask. Unless `training`, or with p = 0, it is the input itself, and nothing
    is drawn."""
    if p == 0 or not training:
        return input
    return mul(input, dropout_mask(input.shape, p, input.dtype))


def dropout(input: Array, p: float = 0.5, training: bool = True, inplace: bool = False) -> Array:
    """`drop`, within transforms too. It ignores `inplace`; `nn.functional.dropout` does not.

    Raises ValueError unless 0 <= p <= 1, in training or not. (Given.)
    """
    check_probability(p)
    inside = here.levels or here.drawn_by
    if (inside or not input.value.flags.c_contiguous) and training and p > 0:
        dtype = input.dtype
        return mul(input, vary_like(lambda shape, **_: dropout_mask(shape, p, dtype), input))
    return drop(input, p, training)


def check_probability(p: float) -> None:
    """Raises ValueError unless 0 <= p <= 1."""
    if not 0 <= p <= 1:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


class Dropout(Module):
    """`dropout` in training; in evaluation, the input as it is."""

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        """Elements are dropped with probability p. Raises ValueError unless 0 <= p <= 1."""
        super().__init__()
        check_probability(p)
        self.p, self.inplace = p, inplace

    def forward(self, input: Array) -> Array:
        """`dropout` of the input, with this layer's `p` and `training`.

        With `inplace`, a result that is not the input itself is written into the input, by
        `updated(input, result)` (given/ops/in_place.py), which returns what is to be returned.
        """
        out = dropout(input, self.p, self.training)
        return updated(input, out) if self.inplace and out is not input else out

    def extra_repr(self) -> str:
        """`p=0.5, inplace=False`."""
        return f"p={self.p}, inplace={self.inplace}"
