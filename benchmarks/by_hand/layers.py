"""Layers of (rows, width) with their gradients: linear, layer norm, GELU.

What is as wide as a GELU's argument is worked on some rows at a time, so that the next line finds
in the cache what the last one has written.
"""

from __future__ import annotations

import numpy as np

from .attention import LayerNorm
from .optimizers import Parameters

ROWS = 64  # at a time
ROOT, CUBIC = np.float32((2 / np.pi) ** 0.5), np.float32(0.044715)
ONE, HALF, THREE = np.float32(1), np.float32(0.5), np.float32(3)


class Linear:
    """`x @ weight.T + bias`, of (rows, inputs), and the three gradients."""

    def __init__(self, p: Parameters, name: str, rows: int) -> None:
        self.weight, self.bias = p.weights[f"{name}.weight"], p.weights.get(f"{name}.bias")
        self.g_weight, self.g_bias = p.grads[f"{name}.weight"], p.grads.get(f"{name}.bias")
        self.ones = np.ones(rows, np.float32)

    def forward(self, x: np.ndarray, out: np.ndarray) -> None:
        """Write the result into `out`."""
        np.dot(x, self.weight.T, out=out)
        if self.bias is not None:
            np.add(out, self.bias, out=out)

    def backward(self, g: np.ndarray, x: np.ndarray, out: np.ndarray) -> None:
        """From the gradient of the result to that of `x`, in `out`, and to the parameters'."""
        np.dot(g.T, x, out=self.g_weight)
        if self.g_bias is not None:
            np.dot(self.ones, g, out=self.g_bias)
        np.dot(g, self.weight, out=out)


class Norm:
    """Layer norm, and its three gradients."""

    def __init__(self, p: Parameters, name: str, rows: int, d: int) -> None:
        self.weight, self.bias = p.weights[f"{name}.weight"], p.weights[f"{name}.bias"]
        self.grads = p.grads[f"{name}.weight"], p.grads[f"{name}.bias"]
        self.norm, self.row = LayerNorm(rows, d), np.empty((rows, 1), np.float32)

    def forward(self, x: np.ndarray, out: np.ndarray) -> None:
        """Write the result into `out`."""
        self.norm.forward(x, self.weight, self.bias, out)

    def backward(self, g: np.ndarray, onto: np.ndarray) -> None:
        """Add the argument's gradient to `onto`; `g`, that of the result, is used up."""
        norm, row, square = self.norm, self.row, self.norm.square
        norm.backward(g, *self.grads)
        np.multiply(g, self.weight, out=g)
        np.multiply(g, norm.normal, out=square)
        np.dot(square, norm.shares, out=row)
        np.multiply(norm.normal, row, out=square)
        np.dot(g, norm.shares, out=row)
        np.subtract(g, row, out=g)
        np.subtract(g, square, out=g)
        np.multiply(g, norm.scale, out=g)
        np.add(onto, g, out=onto)


class Gelu:
    """x (1 + tanh(ROOT (x + CUBIC x^3))) / 2 in place; the slope is kept."""

    def __init__(self, rows: int, width: int) -> None:
        self.slope = np.empty((rows, width), np.float32)
        self.t, self.u = np.empty((2, ROWS, width), np.float32)
        self.pieces = [slice(i, i + ROWS) for i in range(0, rows, ROWS)]

    def forward(self, array: np.ndarray) -> None:
        t, u = self.t, self.u
        for piece in self.pieces:
            x, slope = array[piece], self.slope[piece]
            np.multiply(x, x, out=u)
            np.multiply(u, CUBIC * ROOT, out=u)
            np.add(u, ROOT, out=t)
            np.multiply(t, x, out=t)
            np.tanh(t, out=t)
            np.multiply(u, THREE, out=u)
            np.add(u, ROOT, out=u)
            np.multiply(u, x, out=u)  # the slope of what is in the tanh, times x
            np.multiply(t, t, out=slope)
            np.subtract(ONE, slope, out=slope)
            np.multiply(slope, u, out=slope)
            np.add(t, ONE, out=t)
            np.add(slope, t, out=slope)
            np.multiply(slope, HALF, out=slope)
            np.multiply(t, HALF, out=t)
            np.multiply(x, t, out=x)

    def backward(self, g: np.ndarray) -> None:
        np.multiply(g, self.slope, out=g)
