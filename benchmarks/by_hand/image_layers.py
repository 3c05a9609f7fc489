"""Convolutions and batch norm of images (C, H, W, N): then a channel is a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..peer import Arrays
from .optimizers import Parameters
from .residual_mlp import EPS, MOMENTUM
from .winograd import CHANNELS, Winograd

Shape = tuple[int, int, int, int]


def padded(shape: Shape) -> np.ndarray:
    """Images with a border of zeros."""
    c, height, width, n = shape
    return np.zeros((c, height + 2, width + 2, n), np.float32)


def inside(array: np.ndarray) -> np.ndarray:
    """Those images without their border."""
    return array[:, 1:-1, 1:-1]


class Convolution:
    """A convolution without a bias of what stands in `source`, borders included."""

    def __init__(self, p: Parameters, name: str, source: np.ndarray, stride: int) -> None:
        weight = p.weights[f"{name}.weight"]
        size = weight.shape[2:]
        windows = sliding_window_view(source, size, (1, 2))[:, ::stride, ::stride]
        self.windows = windows.transpose(0, 4, 5, 1, 2, 3)  # (C, k, k, H, W, N)
        self.columns = np.empty(self.windows.shape, np.float32)
        self.result = np.empty((len(weight), *self.columns.shape[3:]), np.float32)
        self.weight = weight.reshape(len(weight), -1)
        self.g_weight = p.grads[f"{name}.weight"].reshape(self.weight.shape)
        self.stride, self.size = stride, size

    def forward(self) -> np.ndarray:
        """The result (K, H, W, N)."""
        np.copyto(self.columns, self.windows)
        flat = self.columns.reshape(self.weight.shape[1], -1)
        np.dot(self.weight, flat, out=self.result.reshape(len(self.weight), -1))
        return self.result

    def backward(self, g: np.ndarray, onto: np.ndarray | None) -> None:
        """Add the gradient of what was read to `onto`, of its shape; the columns are used up."""
        g = g.reshape(len(self.weight), -1)
        flat = self.columns.reshape(self.weight.shape[1], -1)
        np.dot(g, flat.T, out=self.g_weight)
        if onto is None:
            return
        np.dot(self.weight.T, g, out=flat)
        height, width = (n * self.stride for n in self.columns.shape[3:5])
        for i in range(self.size[0]):
            for j in range(self.size[1]):
                part = onto[:, i : i + height : self.stride, j : j + width : self.stride]
                np.add(part, self.columns[:, i, j], out=part)


def convolution(p: Parameters, name: str, source: np.ndarray, stride: int) -> Any:
    """The quicker of two ways."""
    outputs, inputs, *size = p.weights[f"{name}.weight"].shape
    if size == [3, 3] and stride == 1 and min(outputs, inputs) >= CHANNELS:
        return Winograd(p, name, source)
    return Convolution(p, name, source, stride)


class BatchNorm:
    """Batch norm of images in place: each channel's numbers are a row."""

    def __init__(self, p: Parameters, start: Arrays, name: str, shape: Shape) -> None:
        self.name, self.flat = name, (shape[0], -1)
        count = shape[1] * shape[2] * shape[3]
        self.weight, self.bias = (p.weights[f"{name}.{kind}"] for kind in ("weight", "bias"))
        self.g_weight, self.g_bias = (p.grads[f"{name}.{kind}"] for kind in ("weight", "bias"))
        self.running = np.stack([start[f"{name}.running_{kind}"] for kind in ("mean", "var")])
        self.batch, self.scale = np.empty_like(self.running), np.empty(shape[0], np.float32)
        self.normal, self.square = np.empty((2, shape[0], count), np.float32)
        self.ones, self.shares = np.ones(count, np.float32), np.full(count, 1 / count, np.float32)
        self.share, self.unbiased = np.float32(1 / count), np.float32(count / (count - 1))

    def forward(self, x: np.ndarray) -> None:
        x, (mean, var), scale = x.reshape(self.flat), self.batch, self.scale
        np.dot(x, self.shares, out=mean)
        np.subtract(x, mean[:, None], out=x)
        np.multiply(x, x, out=self.square)
        np.dot(self.square, self.shares, out=var)
        np.add(var, np.float32(EPS), out=scale)
        np.sqrt(scale, out=scale)
        np.reciprocal(scale, out=scale)
        np.multiply(x, scale[:, None], out=self.normal)
        np.multiply(self.normal, self.weight[:, None], out=x)
        np.add(x, self.bias[:, None], out=x)
        np.multiply(var, self.unbiased, out=var)
        np.subtract(self.batch, self.running, out=self.batch)
        np.multiply(self.batch, np.float32(MOMENTUM), out=self.batch)
        np.add(self.running, self.batch, out=self.running)

    def backward(self, g: np.ndarray) -> None:
        """The gradient of the result becomes that of the argument."""
        g, square = g.reshape(self.flat), self.square
        np.multiply(g, self.normal, out=square)
        np.dot(square, self.ones, out=self.g_weight)
        np.dot(g, self.ones, out=self.g_bias)
        np.multiply(self.normal, (self.g_weight * self.share)[:, None], out=square)
        np.subtract(g, square, out=g)
        np.subtract(g, (self.g_bias * self.share)[:, None], out=g)
        np.multiply(g, (self.scale * self.weight)[:, None], out=g)

    def state(self) -> Iterator[tuple[str, np.ndarray]]:
        for kind, values in zip(("mean", "var"), self.running, strict=True):
            yield f"{self.name}.running_{kind}", values


class Normalized:
    """A convolution and its batch norm."""

    def __init__(
        self, p: Parameters, start: Arrays, name: str, source: np.ndarray, stride: int = 1
    ) -> None:
        self.convolution = convolution(p, f"{name}.0", source, stride)
        self.norm = BatchNorm(p, start, f"{name}.1", self.convolution.result.shape)
        self.shape = self.convolution.result.shape

    def forward(self) -> np.ndarray:
        """The result (K, H, W, N), which may be written to."""
        self.norm.forward(result := self.convolution.forward())
        return result

    def backward(self, g: np.ndarray, onto: np.ndarray | None) -> None:
        """Add the gradient of what was read to `onto`; `g`, that of the result, is used up."""
        self.norm.backward(g)
        self.convolution.backward(g, onto)
