"""m00 by hand: a neural network with a bunch of matrices.

Before we build a library that finds gradients for us, let us find some ourselves. A neural network
is a function with many numbers inside, its *weights*, and learning means changing these until the
function does what we want. Ours has two layers. Each mixes its inputs with a matrix, adds a bias,
and squashes the result, number by number, with sigmoid(z) = 1 / (1 + exp(-z)):

    H = sigmoid(X W1 + b1)        (batch, hidden)
    Y = sigmoid(H W2 + b2)        (batch, outputs)

`X` holds one example per row: (batch, features). Weights are (inputs, outputs), and `X W1` is a
matrix product, `@` in Python. Biases are (outputs,), added to every row. How far `Y` is from the
targets `T` is one number, the quadratic loss: half the squared distance, averaged over the batch
of n rows,

    L = 1 / (2 n) * sum((Y - T) ** 2)

Which way should each weight move? Its *gradient* tells: how fast L grows as the weight grows. The
chain rule gives it, one step at a time, from the loss back to the weights. Call `dA` the gradient
of L with respect to A. It always has the shape of A, and that alone settles most questions about
which factor to transpose. Three steps carry the whole derivation:

- through the loss:  dY = (Y - T) / n;
- through a squashing, multiply by its slope, which for the sigmoid s is s * (1 - s);
- through `Z = A @ W + b`:  dW = A.T @ dZ,  db = dZ summed over the batch,  dA = dZ @ W.T.

A tiny example, a single layer with one number in and one out: X = 1, W = 0, b = 0 and T = 1 give
Y = sigmoid(0) = 0.5 and L = 0.125. Then dY = Y - T = -0.5, dZ = dY * Y * (1 - Y) = -0.125,
dW = X * dZ = -0.125 and db = -0.125: larger weights would lower the loss. One step of *gradient
descent*, against the gradient, makes both 0.125, and indeed Y = sigmoid(0.25) = 0.562, L = 0.096.

The trap: average or sum? L divides by n once, so dY does too, and nothing after it. A batch of one
example hides the mistake, as square matrices hide a forgotten transpose.

When it works, `nox -s shell -- exercises/m00_by_hand.py` shows a network learning XOR. All this
algebra was for one network: by `backward` you will have a library that does it for any.

This file is like those that follow. You write what is missing, by the docstrings, and may add what
helps you: functions of your own, and imports from Python's library, from NumPy, and from modules
of this library that come earlier.

To read: M. Nielsen, Neural Networks and Deep Learning (2015), chapter 2, "The four fundamental
equations behind backpropagation" (for this very network and loss); C. Bishop, Pattern Recognition
and Machine Learning (2006), sections 5.3.1 and 5.3.2, pp. 242-246.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Parameters(NamedTuple):
    """The weights of the network, or anything with one entry per weight, such as its gradients."""

    W1: np.ndarray  # (features, hidden)
    b1: np.ndarray  # (hidden,)
    W2: np.ndarray  # (hidden, outputs)
    b2: np.ndarray  # (outputs,)


class Activations(NamedTuple):
    """What the forward pass leaves behind for the backward pass."""

    H: np.ndarray  # (batch, hidden)
    Y: np.ndarray  # (batch, outputs)


def sigmoid(Z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-Z)), elementwise: it squashes any number into (0, 1); sigmoid(0) = 0.5.

    Far from zero it becomes 0 or 1, never nan: NumPy may warn of an overflow, and that is fine.
    """
    raise NotImplementedError("m00: sigmoid")


def forward(parameters: Parameters, X: np.ndarray) -> Activations:
    """Both layers' activations, H (batch, hidden) and Y (batch, outputs), for X (batch, features).

    Nothing is changed, and float32 stays float32, here and below.
    """
    raise NotImplementedError("m00: forward")


def quadratic_loss(Y: np.ndarray, T: np.ndarray) -> float:
    """Half the squared distance of Y from T, both (batch, outputs), averaged over the batch.

    The outputs of an example are added up. The result is a Python float.
    """
    raise NotImplementedError("m00: quadratic_loss")


def gradients(
    parameters: Parameters, X: np.ndarray, activations: Activations, T: np.ndarray
) -> Parameters:
    """The gradient of the quadratic loss with respect to each weight, each of its weight's shape.

    Walk from the loss back to the weights, as the lesson does, through both layers. `activations`
    is what `forward` returned for the same X (batch, features), so nothing has to be computed
    twice; T is (batch, outputs).
    """
    raise NotImplementedError("m00: gradients")


def update(parameters: Parameters, gradients: Parameters, lr: float) -> Parameters:
    """New weights, one step of gradient descent away: each weight less lr times its gradient.

    The old weights stay as they were: whoever still holds them should not be surprised.
    """
    raise NotImplementedError("m00: update")


def train(
    parameters: Parameters, X: np.ndarray, T: np.ndarray, lr: float, steps: int
) -> tuple[Parameters, list[float]]:
    """The weights after so many steps on the whole batch, and the loss before each step, in a list.

    A step is `forward`, `gradients` and `update`. No steps give back the same weights and an empty
    list.
    """
    raise NotImplementedError("m00: train")


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    T = np.array([[0.0], [1.0], [1.0], [0.0]])
    start = Parameters(rng.normal(size=(2, 8)), np.zeros(8), rng.normal(size=(8, 1)), np.zeros(1))
    trained, losses = train(start, X, T, lr=5.0, steps=2000)
    print(f"loss: {losses[0]:.4f} at first, {losses[-1]:.4f} after {len(losses)} steps")
    print(np.column_stack([X, forward(trained, X).Y.round(2)]))
