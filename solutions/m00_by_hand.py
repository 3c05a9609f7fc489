"""m00 by hand: a neural network with a bunch of matrices.

About 30 minutes; difficulty 1 of 5. Before we build a library that finds gradients for us, let us
find some ourselves. A neural network is a function with many numbers inside, its *weights*, and
learning means changing these until the function does what we want. The question: in which direction
should each weight move? The whole course answers it: each lesson faster, or for more kinds of
network.

Ours has two layers. Each mixes its inputs with a matrix, adds a bias, and squashes the result,
number by number, with sigmoid(z) = 1 / (1 + exp(-z)). Below each array stands its shape:

    H                =  sigmoid(  X              W1                +   b1       )
    (n, hidden)                   (n, features)  (features, hidden)    (hidden,)

    Y                =  sigmoid(  H              W2                +   b2       )
    (n, outputs)                  (n, hidden)    (hidden, outputs)     (outputs,)

`X` holds a batch of n examples, one per row. An example is `features` numbers; the first layer
turns them into `hidden` numbers, and the second those into `outputs`. `X W1` is a matrix product,
`@` in Python, and a bias is added to every row. How far `Y` is from the targets `T`, of the same
shape, is one number, the quadratic loss: half the squared distance of each row, averaged over the n
rows,

    L   =  1 / (2 n) * sum(  (Y - T) ** 2  )
    ()                       (n, outputs)

The *gradient* of a weight tells how fast L grows as the weight grows, so the weight should go the
other way. The chain rule gives it, one step at a time, from the loss back to the weights. Call `dA`
the gradient of L with respect to an array A; it always has the shape of A. There are three kinds of
steps.

1. Through the loss. The slope of (Y - T)^2 is 2 (Y - T), and L has 1 / (2 n) in front; the 2
cancels: dY = (Y - T) / n. This is the only place where n comes in: see the trap at the end.

2. Through a squashing. Call what goes into the sigmoid Z, so that Y = sigmoid(Z). Each number of dY
is multiplied by the slope there, which for s = sigmoid(z) is s * (1 - s). That gives dZ.

3. Through `Z = A @ W + b`, where A, (n, in), is what goes into the layer, X or H. Z is (n, out).
Look at one element of row r, Z[r, j]. It is

    Z[r, j]  =  b[j]  +  sum over i of  A[r, i]  *  W[i, j]     all of these are single numbers
    ()          ()                      ()          ()

So the slope of Z[r, j] in W[i, j] is A[r, i], in every row r. A change of W[i, j] changes Z[r, j]
in every row, each of these changes the loss, and the effects add up:

    dW[i, j]  =  sum over r of  A[r, i]  *  dZ[r, j]          which is a matrix product,
    ()                          ()          ()

    dW        =  A.T    dZ
    (in, out)   (in, n) (n, out)

In the same way, the slope in b[j] is 1 in every row, so db is dZ summed over the rows. And the
slope in A[r, i] is W[i, j], for every j, so dA[r, i] is the sum over j of dZ[r, j] * W[i, j]:

    dA        =  dZ        W.T
    (n, in)      (n, out)  (out, in)

An example: one layer of two inputs and one output, with its weights and its bias 0, and a batch of
two rows. As n is 2, dY is (Y - T) / 2. Y is sigmoid(0) = 0.5, so dZ is dY * 0.5 * (1 - 0.5). Each
row adds its *outer product* to dW: its dZ times each number of its X.

    row   X        T    Y      dY       dZ         outer product
    1     [1, 2]   1    0.5    -0.25    -0.0625    [-0.0625, -0.125]
    2     [3, 0]   0    0.5     0.25     0.0625    [ 0.1875,  0    ]
                                        db = 0     dW = [0.125, -0.125]

Here L is 0.125. A step of *gradient descent* is W - lr * dW, in which `lr` is the *learning rate*,
a number that we choose. With lr = 1 the weights become -0.125 and 0.125, and L becomes 0.096.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
torch and JAX have the two products of step 3 in their libraries. The other way needs no derivation:
nudge each weight up and down, and see what the loss does. For a network of 784, 128 and 10 neurons,
which has 101,770 weights, that is 203,540 forward passes, half a minute for each step; `gradients`
takes about as long as one forward pass. (In a checkout that has solutions/, `nox -s shell --
docs/other_ways.py` measures such prices.) So nudging serves only to check a gradient on a small
network: torch does it in `torch/autograd/gradcheck.py: gradcheck`, and you can do it with yours.

The trap
--------
Average or sum? L divides by n once. So dY divides by n, and no later step does so again. A batch of
one example hides the mistake, as square matrices hide a forgotten transpose.

When it works, `nox -s shell -- exercises/m00_by_hand.py` shows a network learning XOR: 1 if just
one of its two inputs is 1. The edge cases may wait. The limit of this program: all that algebra was
for one network, and another layer or another loss needs it again. `scalars` removes that limit, in
forty lines.

This file is like those that follow. You write what is missing, as the docstrings describe it, and
may add whatever helps you: functions of your own, and imports from Python's library, from NumPy,
and from modules of this library that come earlier. (Don't import later ones: yours are not there
when this file is graded.)

To read: M. Nielsen, Neural Networks and Deep Learning (2015), chapter 2, "The four fundamental
equations behind backpropagation" (for this very network and loss); C. Bishop, Pattern Recognition
and Machine Learning (2006), sections 5.3.1 and 5.3.2, pp. 242-246; D. Rumelhart, G. Hinton, R.
Williams, Learning representations by back-propagating errors, Nature 323 (1986), pp. 533-536.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Parameters(NamedTuple):
    """The weights of the network, or anything with an entry for each, such as their gradients."""

    W1: np.ndarray  # (features, hidden)
    b1: np.ndarray  # (hidden,)
    W2: np.ndarray  # (hidden, outputs)
    b2: np.ndarray  # (outputs,)


class Activations(NamedTuple):
    """What the forward pass leaves behind for the way back; `batch` is the n of the lesson."""

    H: np.ndarray  # (batch, hidden)
    Y: np.ndarray  # (batch, outputs)


def sigmoid(Z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-Z)), elementwise: it squashes any number into (0, 1); sigmoid(0) = 0.5.

    The result has the dtype of Z. In this whole file float32 stays float32.

    Far from zero it becomes 0 or 1, never nan. NumPy may warn that exp(1000) overflows: here that
    is fine, for 1 / inf is 0. (In `magic_methods` no warning may come: a library's users would see
    it, and could do nothing about it.)
    """
    return 1 / (1 + np.exp(-Z))


def forward(parameters: Parameters, X: np.ndarray) -> Activations:
    """Both layers' activations, H (batch, hidden) and Y (batch, outputs), for X (batch, features).

    Parameters and X stay as they are.
    """
    W1, b1, W2, b2 = parameters
    H = sigmoid(X @ W1 + b1)
    return Activations(H, sigmoid(H @ W2 + b2))


def quadratic_loss(Y: np.ndarray, T: np.ndarray) -> float:
    """Half the squared distance of Y from T, both (batch, outputs), averaged over the batch.

    The squares of an example's outputs are added up, not averaged. The result is a Python float.
    """
    return float(((Y - T) ** 2).sum() / (2 * len(T)))


def gradients(
    parameters: Parameters, X: np.ndarray, activations: Activations, T: np.ndarray
) -> Parameters:
    """The gradients of the quadratic loss with respect to the weights, each in its weight's shape.

    Walk from the loss back to the weights, as the lesson does, through both layers. `activations`
    is what `forward` returned for the same X (batch, features), so nothing has to be computed
    twice; T is (batch, outputs).
    """
    H, Y = activations
    dZ2 = (Y - T) / len(T) * Y * (1 - Y)
    dZ1 = dZ2 @ parameters.W2.T * H * (1 - H)
    return Parameters(W1=X.T @ dZ1, b1=dZ1.sum(0), W2=H.T @ dZ2, b2=dZ2.sum(0))


def update(parameters: Parameters, grads: Parameters, lr: float) -> Parameters:
    """New weights, one step of gradient descent away: each weight minus lr times its gradient.

    `grads` is what `gradients` returned, so its entries are in the same order as the weights. The
    old arrays stay as they were: whoever still holds them should not be surprised.
    """
    return Parameters(*(w - lr * dw for w, dw in zip(parameters, grads, strict=True)))


def train(
    parameters: Parameters, X: np.ndarray, T: np.ndarray, lr: float, steps: int
) -> tuple[Parameters, list[float]]:
    """The weights after so many `steps` on the whole batch, and a list of the losses before each.

    A step is `forward`, `gradients` and `update`. With `steps` 0, the weights are those given,
    and the list is empty.
    """
    losses = []
    for _ in range(steps):
        activations = forward(parameters, X)
        losses.append(quadratic_loss(activations.Y, T))
        parameters = update(parameters, gradients(parameters, X, activations, T), lr)
    return parameters, losses


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    T = np.array([[0.0], [1.0], [1.0], [0.0]])
    start = Parameters(rng.normal(size=(2, 8)), np.zeros(8), rng.normal(size=(8, 1)), np.zeros(1))
    trained, losses = train(start, X, T, lr=5.0, steps=2000)
    print(f"loss: {losses[0]:.4f} at first, {losses[-1]:.4f} after {len(losses)} steps")
    print(np.column_stack([X, forward(trained, X).Y.round(2)]))
