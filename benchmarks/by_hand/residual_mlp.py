"""Residual blocks, each a linear layer with batch norm and a ReLU; a linear layer at the end."""

from __future__ import annotations

import numpy as np

from ..peer import Arrays, Peer
from .cross_entropy import cross_entropy
from .optimizers import Parameters, adam

EPS, MOMENTUM = 1e-5, 0.1


class BatchNorm:
    """Batch norm of (n, width): forward and backward in place, in arrays that all blocks share."""

    def __init__(self, n: int, width: int) -> None:
        self.square = np.empty((n, width), np.float32)
        self.row = np.empty(width, np.float32)
        self.ones, self.shares = np.ones(n, np.float32), np.full(n, 1 / n, np.float32)
        self.share, self.eps = np.float32(1 / n), np.float32(EPS)

    def forward(self, h: np.ndarray, mean: np.ndarray, var: np.ndarray, scale: np.ndarray) -> None:
        """Make `h` normal; write down the mean, the variance and 1 / the standard deviation."""
        np.dot(self.shares, h, out=mean)
        np.subtract(h, mean, out=h)
        np.multiply(h, h, out=self.square)
        np.dot(self.shares, self.square, out=var)
        np.add(var, self.eps, out=scale)
        np.sqrt(scale, out=scale)
        np.reciprocal(scale, out=scale)
        np.multiply(h, scale, out=h)

    def backward(
        self,
        g: np.ndarray,
        h: np.ndarray,
        scale: np.ndarray,
        weight: np.ndarray,
        grad_weight: np.ndarray,
        grad_bias: np.ndarray,
    ) -> None:
        """Make the result's gradient `g` that of the argument; `h` is what `forward` left."""
        np.multiply(g, h, out=self.square)
        np.dot(self.ones, self.square, out=grad_weight)
        np.dot(self.ones, g, out=grad_bias)
        np.multiply(grad_weight, self.share, out=self.row)
        np.multiply(h, self.row, out=self.square)
        np.subtract(g, self.square, out=g)
        np.multiply(grad_bias, self.share, out=self.row)
        np.subtract(g, self.row, out=g)
        np.multiply(scale, weight, out=self.row)
        np.multiply(g, self.row, out=g)


class Running:
    """The running means and variances of all blocks."""

    def __init__(self, start: Arrays, blocks: range, n: int) -> None:
        names = [[f"{i}.norm.running_{kind}" for i in blocks] for kind in ("mean", "var")]
        self.values = np.array([[start[name] for name in kind] for kind in names])
        self.names = names
        self.batch = np.empty_like(self.values)  # the means and variances of the batch
        self.means, self.variances = self.batch
        self.unbiased = np.float32(n / (n - 1))

    def update(self) -> None:
        np.multiply(self.variances, self.unbiased, out=self.variances)
        np.subtract(self.batch, self.values, out=self.batch)
        np.multiply(self.batch, np.float32(MOMENTUM), out=self.batch)
        np.add(self.values, self.batch, out=self.values)

    def state(self) -> Arrays:
        rows = zip(self.names, self.values, strict=True)
        return {name: v for names, kind in rows for name, v in zip(names, kind, strict=True)}


def residual_mlp(start: Arrays, x: np.ndarray, labels: np.ndarray) -> Peer:
    """As many blocks as there are weights for in `start`, in their order."""
    p = Parameters({name: w for name, w in start.items() if "running" not in name})
    *linear, (last, last_bias) = layers(p.weights)
    *grad_linear, (grad_last, grad_last_bias) = layers(p.grads)
    blocks = range(len(linear))
    update, norm = adam(p, 1e-3), BatchNorm(*x.shape)
    running = Running(start, blocks, len(x))

    like_x = (len(blocks), *x.shape)
    normal, active = np.empty((2, *like_x), np.float32)
    sums = [x, *np.empty(like_x, np.float32)]  # what each block gets, and at last what they give
    scales = np.empty((len(blocks), x.shape[1]), np.float32)
    g, gz, back, zeros = np.zeros((4, *x.shape), np.float32)
    on = np.empty(x.shape, bool)
    scores = np.empty((len(last), len(x)), np.float32)
    loss_of, ones, zero = cross_entropy(scores), np.ones(len(x), np.float32), np.float32(0)

    def forward(i: int) -> None:
        weight, scale, bias = linear[i]
        h, z = normal[i], active[i]
        np.dot(sums[i], weight.T, out=h)
        norm.forward(h, running.means[i], running.variances[i], scales[i])
        np.multiply(h, scale, out=z)
        np.add(z, bias, out=z)
        np.maximum(z, zeros, out=z)
        np.add(sums[i], z, out=sums[i + 1])

    def backward(i: int) -> None:
        weight, scale, _ = linear[i]
        grad_weight, grad_scale, grad_bias = grad_linear[i]
        np.greater(active[i], zero, out=on)
        np.multiply(g, on, out=gz)
        norm.backward(gz, normal[i], scales[i], scale, grad_scale, grad_bias)
        np.dot(gz.T, sums[i], out=grad_weight)
        if i:
            np.dot(gz, weight, out=back)
            np.add(g, back, out=g)

    def step() -> float:
        for i in blocks:
            forward(i)
        running.update()
        np.dot(last, sums[-1].T, out=scores)
        np.add(scores, last_bias[:, None], out=scores)
        loss = loss_of(labels)
        np.dot(scores, sums[-1], out=grad_last)
        np.dot(scores, ones, out=grad_last_bias)
        np.dot(scores.T, last, out=g)
        for i in reversed(blocks):
            backward(i)
        update()
        return loss

    return Peer(step, lambda: p.weights | running.state())


def layers(arrays: Arrays) -> list[tuple[np.ndarray, ...]]:
    """The arrays of each layer, in order."""
    found: dict[str, list[np.ndarray]] = {}
    for name, array in arrays.items():
        found.setdefault(name.split(".")[0], []).append(array)
    return [tuple(layer) for layer in found.values()]
