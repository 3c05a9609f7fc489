"""ResNet-18 for small images: blocks of two convolutions with batch norm, and a shortcut; SGD.

Each convolution reads its padded argument where the layer before has written it.
"""

from __future__ import annotations

import numpy as np

from ..peer import Arrays, Peer
from .cross_entropy import cross_entropy
from .image_layers import BatchNorm, Normalized, inside, padded
from .optimizers import Parameters, sgd

ZERO, INFINITE = np.float32(0), np.float32(np.inf)
STRIDES = (1, 1, 2, 1, 2, 1, 2, 1)  # of the blocks


class Block:
    """relu(second(relu(first(x))) + shortcut(x)), of what stands in `source`."""

    def __init__(
        self, p: Parameters, start: Arrays, name: str, source: np.ndarray, stride: int
    ) -> None:
        self.source, self.g_source = source, np.empty_like(source)
        self.first = Normalized(p, start, f"{name}.first", source, stride)
        self.middle, self.g_middle = padded(self.first.shape), padded(self.first.shape)
        self.second = Normalized(p, start, f"{name}.second", self.middle)
        self.shortcut = None
        if f"{name}.shortcut.0.weight" in start:
            self.shortcut = Normalized(p, start, f"{name}.shortcut", inside(source), stride)
        self.result = padded(self.second.shape)
        self.g, self.g_first = np.empty((2, *self.second.shape), np.float32)
        self.on = np.empty(self.second.shape, bool)

    def forward(self) -> None:
        np.clip(self.first.forward(), ZERO, INFINITE, out=inside(self.middle))
        out = self.second.forward()
        x = self.shortcut.forward() if self.shortcut else inside(self.source)
        np.add(out, x, out=out)
        np.clip(out, ZERO, INFINITE, out=inside(self.result))

    def backward(self, g: np.ndarray) -> np.ndarray:
        """From the gradient of the result to that of the source, which is returned."""
        np.greater(inside(self.result), ZERO, out=self.on)
        np.multiply(g, self.on, out=self.g)
        self.g_source.fill(0)
        g_x = inside(self.g_source)
        if self.shortcut:
            np.copyto(self.g_first, self.g)
            self.shortcut.backward(self.g_first, g_x)
        else:
            np.copyto(g_x, self.g)
        self.g_middle.fill(0)
        self.second.backward(self.g, self.g_middle)
        np.greater(inside(self.middle), ZERO, out=self.on)
        np.multiply(inside(self.g_middle), self.on, out=self.g_first)
        self.first.backward(self.g_first, self.g_source)
        return g_x

    @property
    def norms(self) -> list[BatchNorm]:
        found = [self.first, self.second, self.shortcut]
        return [each.norm for each in found if each]


def resnet(start: Arrays, x: np.ndarray, labels: np.ndarray) -> Peer:
    """`x` is (N, C, H, W) as in torch."""
    p = Parameters({name: w for name, w in start.items() if "running" not in name})
    n, c, height, width = x.shape
    images = padded((c, height, width, n))
    stem = Normalized(p, start, "stem", images)
    first = padded(stem.shape)
    on, g_stem = np.empty(stem.shape, bool), np.empty(stem.shape, np.float32)
    blocks: list[Block] = []
    for i, stride in enumerate(STRIDES):
        source = blocks[-1].result if blocks else first
        blocks.append(Block(p, start, f"blocks.{i}", source, stride))
    (w, b), (g_w, g_b) = (
        [d[f"head.{k}"] for k in ("weight", "bias")] for d in (p.weights, p.grads)
    )
    last = inside(blocks[-1].result)
    features, g_features = np.empty((2, len(last), n), np.float32)
    share = np.float32(1 / (last.shape[1] * last.shape[2]))
    scores = np.empty((len(w), n), np.float32)  # and then their gradient
    loss_of, ones, update = cross_entropy(scores), np.ones(n, np.float32), sgd(p, 1e-4)
    norms = [stem.norm, *(norm for block in blocks for norm in block.norms)]

    def step() -> float:
        np.copyto(inside(images), x.transpose(1, 2, 3, 0))
        np.clip(stem.forward(), ZERO, INFINITE, out=inside(first))
        for block in blocks:
            block.forward()
        np.add.reduce(last, (1, 2), out=features)
        np.multiply(features, share, out=features)
        np.dot(w, features, out=scores)
        np.add(scores, b[:, None], out=scores)
        loss = loss_of(labels)
        np.dot(scores, features.T, out=g_w)
        np.dot(scores, ones, out=g_b)
        np.dot(w.T, scores, out=g_features)
        np.multiply(g_features, share, out=g_features)
        g = g_features[:, None, None]
        for block in reversed(blocks):
            g = block.backward(g)
        np.greater(inside(first), ZERO, out=on)
        np.multiply(g, on, out=g_stem)
        stem.backward(g_stem, None)
        update()
        return loss

    return Peer(step, lambda: p.weights | dict(pair for norm in norms for pair in norm.state()))
