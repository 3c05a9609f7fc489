"""A causal self-attention block with layer norm, one head; the mean square as loss."""

from __future__ import annotations

import numpy as np

from ..peer import Arrays, Peer
from .optimizers import Parameters, sgd
from .softmax import are_small

EPS = np.float32(1e-5)


class LayerNorm:
    """Layer norm of (rows, d)."""

    def __init__(self, rows: int, d: int) -> None:
        self.normal, self.square = np.empty((2, rows, d), np.float32)
        self.mean, self.scale = np.empty((2, rows, 1), np.float32)
        self.shares, self.ones = np.full((d, 1), 1 / d, np.float32), np.ones(rows, np.float32)

    def forward(self, x: np.ndarray, weight: np.ndarray, bias: np.ndarray, out: np.ndarray) -> None:
        """Write the result into `out`."""
        np.dot(x, self.shares, out=self.mean)
        np.subtract(x, self.mean, out=self.normal)
        np.multiply(self.normal, self.normal, out=self.square)
        np.dot(self.square, self.shares, out=self.scale)
        np.add(self.scale, EPS, out=self.scale)
        np.sqrt(self.scale, out=self.scale)
        np.reciprocal(self.scale, out=self.scale)
        np.multiply(self.normal, self.scale, out=self.normal)
        np.multiply(self.normal, weight, out=out)
        np.add(out, bias, out=out)

    def backward(self, g: np.ndarray, grad_weight: np.ndarray, grad_bias: np.ndarray) -> None:
        """`g` is the gradient of the result; that of the argument, which is data, nobody needs."""
        np.dot(self.ones, g, out=grad_bias)
        np.multiply(g, self.normal, out=self.square)
        np.dot(self.ones, self.square, out=grad_weight)


def exp_of_earlier(p: np.ndarray, one: np.ndarray, earlier: np.ndarray) -> None:
    """exp of the scores `p` in place, divided by a number for each row; 0 where `earlier` is 0."""
    if not are_small(p):
        np.copyto(p, -np.inf, where=earlier == 0)
        np.maximum.reduce(p, -1, out=one, keepdims=True)
        np.subtract(p, one, out=p)
    np.exp(p, out=p)
    np.multiply(p, earlier, out=p)


class Heads:
    """From query, key and value, side by side in `qkv` (N * L, 3 d), to what they mix (N, L, d)."""

    def __init__(self, batch: int, length: int, d: int) -> None:
        rows = batch * length
        self.qkv, self.g_qkv = np.empty((2, rows, 3 * d), np.float32)
        self.q, self.k, self.v = self._split(self.qkv, batch, d)
        self.gq, self.gk, self.gv = self._split(self.g_qkv, batch, d)
        self.p, self.gp = np.empty((2, batch, length, length), np.float32)
        self.one = np.empty((batch, length, 1), np.float32)  # number for each row
        self.flat = [array.reshape(rows, -1) for array in (self.p, self.gp, self.one)]
        self.ones, self.root = np.ones((length, 1), np.float32), np.float32(d**-0.5)
        self.earlier = np.tri(length, dtype=np.float32)

    @staticmethod
    def _split(qkv: np.ndarray, batch: int, d: int) -> list[np.ndarray]:
        parts = qkv.reshape(batch, -1, 3, d)
        return [parts[:, :, i] for i in range(3)]

    def forward(self, mixed: np.ndarray) -> None:
        """Write the result into `mixed`."""
        p, one = self.p, self.one
        flat_p, _, flat_one = self.flat
        np.matmul(self.q, self.k.swapaxes(1, 2), out=p)
        np.multiply(p, self.root, out=p)
        exp_of_earlier(p, one, self.earlier)
        np.dot(flat_p, self.ones, out=flat_one)
        np.divide(p, one, out=p)
        np.matmul(p, self.v, out=mixed)

    def backward(self, g: np.ndarray) -> None:
        """From the gradient of the result to that in `g_qkv`; it uses up the weights `p`."""
        p, gp, one = self.p, self.gp, self.one
        _, flat_gp, flat_one = self.flat
        np.matmul(p.swapaxes(1, 2), g, out=self.gv)
        np.matmul(g, self.v.swapaxes(1, 2), out=gp)
        np.multiply(gp, p, out=gp)
        np.dot(flat_gp, self.ones, out=flat_one)
        np.multiply(p, one, out=p)
        np.subtract(gp, p, out=gp)
        np.multiply(gp, self.root, out=gp)
        np.matmul(gp, self.k, out=self.gq)
        np.matmul(gp.swapaxes(1, 2), self.q, out=self.gk)


def attention(start: Arrays, x: np.ndarray) -> Peer:
    """`x` is (N, L, d)."""
    batch, length, d = x.shape
    p = Parameters({name: start[name] for name in ordered(start)})
    w, grad, update = p.weights, p.grads, sgd(p, 0.1)
    w_qkv, b_qkv = joined(p.flat, d)
    grad_w_qkv, grad_b_qkv = joined(p.flat_grad, d)
    norm, heads = LayerNorm(batch * length, d), Heads(batch, length, d)
    flat_x = x.reshape(-1, d)
    y, gy, mixed, g_mixed, out = np.empty((5, *flat_x.shape), np.float32)
    ones, slope = np.ones(len(flat_x), np.float32), np.float32(2 / x.size)

    def step() -> float:
        norm.forward(flat_x, w["norm.weight"], w["norm.bias"], y)
        np.dot(y, w_qkv.T, out=heads.qkv)
        np.add(heads.qkv, b_qkv, out=heads.qkv)
        heads.forward(mixed.reshape(x.shape))
        np.dot(mixed, w["out.weight"].T, out=out)
        np.add(out, w["out.bias"], out=out)
        np.add(out, flat_x, out=out)
        loss = float(np.vdot(out, out)) / out.size
        np.multiply(out, slope, out=out)  # from here on, the gradient
        np.dot(out.T, mixed, out=grad["out.weight"])
        np.dot(ones, out, out=grad["out.bias"])
        np.dot(out, w["out.weight"], out=g_mixed)
        heads.backward(g_mixed.reshape(x.shape))
        np.dot(heads.g_qkv.T, y, out=grad_w_qkv)
        np.dot(ones, heads.g_qkv, out=grad_b_qkv)
        np.dot(heads.g_qkv, w_qkv, out=gy)
        norm.backward(gy, grad["norm.weight"], grad["norm.bias"])
        update()
        return loss

    return Peer(step, lambda: p.weights)


def ordered(names: Arrays) -> list[str]:
    """Query, key and value first, weights before biases, so that together they are one matrix."""
    first = [f"{name}.{kind}" for kind in ("weight", "bias") for name in ("query", "key", "value")]
    return [*first, *(name for name in names if name not in first)]


def joined(flat: np.ndarray, d: int) -> tuple[np.ndarray, np.ndarray]:
    """That matrix (3 d, d) and its bias (3 d,), at the beginning of a flat buffer."""
    size = 3 * d * d
    return flat[:size].reshape(3 * d, d), flat[size : size + 3 * d]
