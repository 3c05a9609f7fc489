"""A small GPT: blocks of causal attention with several heads and of a wide layer with a GELU."""

from __future__ import annotations

import numpy as np

from ..peer import Arrays, Peer
from .cross_entropy import cross_entropy
from .embedding import summed
from .heads import Heads
from .layers import Gelu, Linear, Norm
from .optimizers import Parameters, adam


class Block:
    """x + attention(norm(x)), and then the same with the wide layer."""

    def __init__(self, p: Parameters, name: str, batch: int, length: int, d: int) -> None:
        rows = batch * length
        self.norms = [Norm(p, f"{name}.norm{i}", rows, d) for i in (1, 2)]
        self.qkv, self.out = (Linear(p, f"{name}.{part}", rows) for part in ("qkv", "out"))
        self.up, self.down = (Linear(p, f"{name}.{part}", rows) for part in ("up", "down"))
        self.heads, self.gelu = Heads(batch, length, d), Gelu(rows, 4 * d)
        self.y, self.z, self.more = np.empty((3, rows, d), np.float32)
        self.wide, self.g_wide = np.empty((2, rows, 4 * d), np.float32)

    def forward(self, x: np.ndarray) -> None:
        """In place."""
        self.norms[0].forward(x, self.y)
        self.qkv.forward(self.y, self.heads.qkv)
        self.heads.forward()
        self.out.forward(self.heads.mixed, self.more)
        np.add(x, self.more, out=x)
        self.norms[1].forward(x, self.z)
        self.up.forward(self.z, self.wide)
        self.gelu.forward(self.wide)
        self.down.forward(self.wide, self.more)
        np.add(x, self.more, out=x)

    def backward(self, g: np.ndarray) -> None:
        """The gradient of the result becomes that of the argument."""
        self.down.backward(g, self.wide, self.g_wide)
        self.gelu.backward(self.g_wide)
        self.up.backward(self.g_wide, self.z, self.more)
        self.norms[1].backward(self.more, g)
        self.out.backward(g, self.heads.mixed, self.heads.g_mixed)
        self.heads.backward()
        self.qkv.backward(self.heads.g_qkv, self.y, self.more)
        self.norms[0].backward(self.more, g)


def gpt(start: Arrays, words: np.ndarray, labels: np.ndarray) -> Peer:
    """`words` is (N, T), `labels` (N * T,)."""
    p = Parameters(start)
    (batch, length), (classes, d) = words.shape, start["words.weight"].shape
    rows = batch * length
    blocks = [Block(p, f"blocks.{i}", batch, length, d) for i in range(2)]
    norm, head, update = Norm(p, "norm", rows, d), Linear(p, "head", rows), adam(p, 1e-3)
    x, y, g, gy = np.empty((4, rows, d), np.float32)
    scores = np.empty((classes, rows), np.float32)  # and then their gradient
    loss_of, sums = cross_entropy(scores), np.ones(batch, np.float32)
    g_words, g_places = p.grads["words.weight"], p.grads["places.weight"]
    by_sequence = x.reshape(batch, length, d)

    def step() -> float:
        p.weights["words.weight"].take(words.reshape(-1), 0, out=x, mode="clip")
        np.add(by_sequence, p.weights["places.weight"], out=by_sequence)
        for block in blocks:
            block.forward(x)
        norm.forward(x, y)
        np.dot(head.weight, y.T, out=scores)
        loss = loss_of(labels)
        head.backward(scores.T, y, gy)
        g.fill(0)
        norm.backward(gy, g)
        for block in reversed(blocks):
            block.backward(g)
        np.dot(sums, g.reshape(batch, -1), out=g_places.reshape(-1))
        g_words.fill(0)
        each, total = summed(words.reshape(-1, 1), g)
        g_words[each] = total
        update()
        return loss

    return Peer(step, lambda: p.weights)
