"""The same steps as in `networks`, forward and backward written by hand in NumPy.

This is what the library is measured against: whoever writes the gradients themselves, with some
care for temporaries, but without tricks.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .networks import Step, Weights, data

Forward = Callable[[Weights], tuple[float, Weights]]  # the loss, and the gradient of each weight


def sgd(weights: Weights, gradients: Forward, lr: float) -> Step:
    def step() -> float:
        loss, grads = gradients(weights)
        for name, w in weights.items():
            w -= lr * grads[name]
        return loss

    return step


def adam(weights: Weights, gradients: Forward, lr: float) -> Step:
    first = {name: np.zeros_like(w) for name, w in weights.items()}
    second = {name: np.zeros_like(w) for name, w in weights.items()}
    steps = 0

    def step() -> float:
        nonlocal steps
        steps += 1
        loss, grads = gradients(weights)
        scale1, scale2 = 1 - 0.9**steps, (1 - 0.999**steps) ** 0.5
        for name, w in weights.items():
            g, m, v = grads[name], first[name], second[name]
            m *= 0.9
            m += 0.1 * g
            v *= 0.999
            v += 0.001 * g * g
            w -= (lr / scale1) * m / (np.sqrt(v) / scale2 + 1e-8)
        return loss

    return step


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean loss, and its gradient with respect to the logits."""
    rows = np.arange(len(labels))
    shifted = logits - logits.max(1, keepdims=True)
    p = np.exp(shifted)
    total = p.sum(1, keepdims=True)
    loss = float((np.log(total[:, 0]) - shifted[rows, labels]).mean())
    p /= total
    p[rows, labels] -= 1
    p /= len(labels)
    return loss, p


def two_layers(weights: Weights, x: np.ndarray, labels: np.ndarray) -> tuple[float, Weights]:
    w1, b1, w2, b2 = (weights[f"{i}.{kind}"] for i in (0, 2) for kind in ("weight", "bias"))
    h = x @ w1.T
    h += b1
    np.maximum(h, 0, out=h)
    y = h @ w2.T
    y += b2
    loss, g = cross_entropy(y, labels)
    gh = g @ w2
    gh *= h > 0
    return loss, {
        "0.weight": gh.T @ x,
        "0.bias": gh.sum(0),
        "2.weight": g.T @ h,
        "2.bias": g.sum(0),
    }


def mlp(weights: Weights) -> Step:
    x, labels = data(64, 784)
    return sgd(weights, lambda w: two_layers(w, x, labels), 0.1)


def small_mlp(weights: Weights) -> Step:
    x, labels = data(32, 64)
    return adam(weights, lambda w: two_layers(w, x, labels), 1e-3)


def residual_mlp(weights: Weights) -> Step:
    x, labels = data(64, 128)
    running = {i: (np.zeros(128, np.float32), np.ones(128, np.float32)) for i in range(8)}

    def gradients(w: Weights) -> tuple[float, Weights]:
        y, saved, grads = x, [], {}
        for i in range(8):
            h = y @ w[f"{i}.linear.weight"].T
            mean = h.mean(0)
            h -= mean
            var = (h * h).mean(0)
            scale = 1 / np.sqrt(var + 1e-5)
            h *= scale
            for old, new in zip(running[i], (mean, var * (64 / 63)), strict=True):
                old *= 0.9
                old += 0.1 * new
            z = h * w[f"{i}.norm.weight"]
            z += w[f"{i}.norm.bias"]
            np.maximum(z, 0, out=z)
            saved.append((y, h, scale, z))
            y = y + z
        logits = y @ w["8.weight"].T
        logits += w["8.bias"]
        loss, g = cross_entropy(logits, labels)
        grads["8.weight"], grads["8.bias"] = g.T @ y, g.sum(0)
        g = g @ w["8.weight"]
        for i in reversed(range(8)):
            y, h, scale, z = saved[i]
            gz = g * (z > 0)
            by_weight, by_bias = (gz * h).sum(0), gz.sum(0)
            grads[f"{i}.norm.weight"], grads[f"{i}.norm.bias"] = by_weight, by_bias
            gz -= by_bias / 64
            gz -= h * (by_weight / 64)
            gz *= scale * w[f"{i}.norm.weight"]
            grads[f"{i}.linear.weight"] = gz.T @ y
            if i:
                g = g + gz @ w[f"{i}.linear.weight"]
        return loss, grads

    return adam(weights, gradients, 1e-3)


def columns(x: np.ndarray) -> np.ndarray:
    """Every 3x3 window of padded images, (N, C, H, W) -> (N, C * 9, H * W)."""
    n, c, height, width = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = sliding_window_view(padded, (3, 3), (2, 3))
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * 9, height * width)


def images(cols: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """What `columns` took apart, added together again."""
    n, c, height, width = shape
    padded = np.zeros((n, c, height + 2, width + 2), cols.dtype)
    cols = cols.reshape(n, c, 3, 3, height, width)
    for i in range(3):
        for j in range(3):
            padded[:, :, i : i + height, j : j + width] += cols[:, :, i, j]
    return padded[:, :, 1:-1, 1:-1]


def convolution(x: np.ndarray, w: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A 3x3 convolution and a ReLU: the result, and the columns that its gradient needs."""
    cols = columns(x)
    y = w.reshape(len(w), -1) @ cols
    y += b[:, None]
    np.maximum(y, 0, out=y)
    return y.reshape(len(x), len(w), *x.shape[2:]), cols


def convnet(weights: Weights, size: int) -> Step:
    x, labels = data(32, 1, size, size)

    def gradients(w: Weights) -> tuple[float, Weights]:
        y1, cols1 = convolution(x, w["0.weight"], w["0.bias"])
        y2, cols2 = convolution(y1, w["2.weight"], w["2.bias"])
        n, c, height, width = y2.shape
        blocks = y2.reshape(n, c, height // 2, 2, width // 2, 2).transpose(0, 1, 2, 4, 3, 5)
        blocks = blocks.reshape(n, c, height // 2, width // 2, 4)
        winner = blocks.argmax(-1)[..., None]
        flat = np.take_along_axis(blocks, winner, -1).reshape(n, -1)
        logits = flat @ w["6.weight"].T
        logits += w["6.bias"]
        loss, g = cross_entropy(logits, labels)
        grads = {"6.weight": g.T @ flat, "6.bias": g.sum(0)}
        g = (g @ w["6.weight"]).reshape(n, c, height // 2, width // 2, 1)
        spread = np.zeros_like(blocks)
        np.put_along_axis(spread, winner, g, -1)
        spread = spread.reshape(n, c, height // 2, width // 2, 2, 2).transpose(0, 1, 2, 4, 3, 5)
        g2 = spread.reshape(n, c, height * width)
        g2 = g2 * (y2.reshape(g2.shape) > 0)
        grads["2.weight"] = np.matmul(g2, cols2.transpose(0, 2, 1)).sum(0)
        grads["2.bias"] = g2.sum((0, 2))
        back = w["2.weight"].reshape(c, -1).T @ g2
        g1 = images(back, y1.shape).reshape(n, len(w["0.bias"]), -1)
        g1 = g1 * (y1.reshape(g1.shape) > 0)
        grads["0.weight"] = np.matmul(g1, cols1.transpose(0, 2, 1)).sum(0)
        grads["0.bias"] = g1.sum((0, 2))
        for name in ("0.weight", "2.weight"):
            grads[name] = grads[name].reshape(w[name].shape)
        return loss, grads

    return sgd(weights, gradients, 0.05)


def conv8(weights: Weights) -> Step:
    return convnet(weights, 8)


def conv28(weights: Weights) -> Step:
    return convnet(weights, 28)


def attention(weights: Weights) -> Step:
    x = data(8, 64, 64)[0]
    later = np.triu(np.ones((64, 64), bool), 1)

    def gradients(w: Weights) -> tuple[float, Weights]:
        mean = x.mean(-1, keepdims=True)
        h = x - mean
        scale = 1 / np.sqrt((h * h).mean(-1, keepdims=True) + 1e-5)
        h *= scale
        y = h * w["norm.weight"]
        y += w["norm.bias"]
        q, k, v = (
            y @ w[f"{name}.weight"].T + w[f"{name}.bias"] for name in ("query", "key", "value")
        )
        p = q @ k.transpose(0, 2, 1)
        p /= 8
        p[:, later] = -np.inf
        p -= p.max(-1, keepdims=True)
        np.exp(p, out=p)
        p /= p.sum(-1, keepdims=True)
        mixed = p @ v
        out = mixed @ w["out.weight"].T
        out += w["out.bias"]
        out += x
        loss = float((out * out).mean())

        grads = {}
        g = out * np.float32(2 / out.size)

        def linear(name: str, g: np.ndarray, x: np.ndarray) -> np.ndarray:
            flat = g.reshape(-1, 64)
            grads[f"{name}.weight"] = flat.T @ x.reshape(-1, 64)
            grads[f"{name}.bias"] = flat.sum(0)
            return g @ w[f"{name}.weight"]

        g = linear("out", g, mixed)
        gv = p.transpose(0, 2, 1) @ g
        gp = g @ v.transpose(0, 2, 1)
        gp -= (gp * p).sum(-1, keepdims=True)
        gp *= p
        gp /= 8
        gy = linear("query", gp @ k, y)
        gy += linear("key", gp.transpose(0, 2, 1) @ q, y)
        gy += linear("value", gv, y)
        grads["norm.weight"] = (gy * h).sum((0, 1))
        grads["norm.bias"] = gy.sum((0, 1))
        return loss, grads

    return sgd(weights, gradients, 0.1)


def softmax(weights: Weights) -> Step:
    x = data(512, 512)[0]
    g = np.random.default_rng(1).normal(size=(512, 512)).astype(np.float32)

    def step() -> float:
        p = x - x.max(1, keepdims=True)
        np.exp(p, out=p)
        p /= p.sum(1, keepdims=True)
        back = g * p
        total = back.sum(1, keepdims=True)
        back -= p * total
        return float(back[0, 0])

    return step
