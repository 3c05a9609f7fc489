"""A small GPT: blocks of causal attention with several heads and of a wide layer with a GELU.

What is as large as an attention map or a wide layer is worked on a piece at a time, a sequence or
some rows, so that the next line finds in the cache what the last one has written.
"""

from __future__ import annotations

import numpy as np

from ..peer import Arrays, Peer
from .attention import LayerNorm
from .cross_entropy import cross_entropy
from .embedding import summed
from .optimizers import Parameters, adam

HEADS = 4
ROWS = 64  # of a wide layer at a time
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


class Heads:
    """From query, key and value, side by side in `qkv` (N * T, 3 d), to what the heads mix."""

    def __init__(self, batch: int, length: int, d: int) -> None:
        self.qkv, self.g_qkv = np.empty((2, batch * length, 3 * d), np.float32)
        self.mixed, self.g_mixed = np.empty((2, batch * length, d), np.float32)
        self.p = np.empty((batch, HEADS, length, length), np.float32)
        self.gp, self.row = np.empty_like(self.p[0]), np.empty((HEADS, length, 1), np.float32)
        self.ones, self.root = np.ones((length, 1), np.float32), np.float32((d // HEADS) ** -0.5)
        self.later = np.triu(np.full((length, length), -np.inf, np.float32), 1)
        self.split, self.g_split = self._views(self.qkv, batch), self._views(self.g_qkv, batch)
        self.out, self.g_out = self._views(self.mixed, batch), self._views(self.g_mixed, batch)

    @staticmethod
    def _views(array: np.ndarray, batch: int) -> list[np.ndarray]:
        """Of each sequence the parts (1 or 3, heads, T, d / heads)."""
        length, d = len(array) // batch, array.shape[1]
        parts = 3 if d % 3 == 0 else 1
        shape = batch, length, parts, HEADS, d // parts // HEADS
        return list(array.reshape(shape).transpose(0, 2, 3, 1, 4))

    def forward(self) -> None:
        """Write the result into `mixed`."""
        row = self.row
        for p, (q, k, v), (out,) in zip(self.p, self.split, self.out, strict=True):
            np.matmul(q, k.swapaxes(1, 2), out=p)
            np.multiply(p, self.root, out=p)
            np.add(p, self.later, out=p)
            np.maximum.reduce(p, 2, out=row, keepdims=True)
            np.subtract(p, row, out=p)
            np.exp(p, out=p)
            np.matmul(p, self.ones, out=row)
            np.divide(p, row, out=p)
            np.matmul(p, v, out=out)

    def backward(self) -> None:
        """From the gradient in `g_mixed` to that in `g_qkv`; it uses up the weights `p`."""
        gp, row = self.gp, self.row
        views = zip(self.p, self.split, self.g_split, self.g_out, strict=True)
        for p, (q, k, v), (gq, gk, gv), (g,) in views:
            np.matmul(p.swapaxes(1, 2), g, out=gv)
            np.matmul(g, v.swapaxes(1, 2), out=gp)
            np.multiply(gp, p, out=gp)
            np.matmul(gp, self.ones, out=row)
            np.multiply(p, row, out=p)
            np.subtract(gp, p, out=gp)
            np.multiply(gp, self.root, out=gp)
            np.matmul(gp, k, out=gq)
            np.matmul(gp.swapaxes(1, 2), q, out=gk)


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
