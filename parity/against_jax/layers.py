"""Products, losses and layers of autodiff, and what says the same in JAX."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from .functions import Row

LABELS = np.array([2, 0, 3, 3, 1])
IDS = np.array([[0, 2, 2], [1, 0, 3]])


def products(lib: Any, F: Any) -> dict[str, Row]:
    return {
        "matmul": (lib.matmul, jnp.matmul, [(2, 1, 3, 4), (5, 4, 2)]),
        "matmul, vector": (lib.matmul, jnp.matmul, [(2, 3, 4), (4,)]),
        "outer": (lib.outer, jnp.outer, [(3,), (4,)]),
        "einsum": (
            lambda x, y: lib.einsum("bik,bkj->ij", x, y),
            lambda x, y: jnp.einsum("bik,bkj->ij", x, y),
            [(2, 3, 4), (2, 4, 5)],
        ),
        "linear": (F.linear, lambda x, w, b: x @ w.T + b, [(2, 3, 4), (5, 4), (5,)]),
    }


def losses(lib: Any, F: Any) -> dict[str, Row]:
    labels, pair, scores = lib.from_numpy(LABELS), [(5, 4), (5, 4)], [(5, 4)]
    return {
        "mse_loss": (F.mse_loss, lambda x, y: jnp.mean((x - y) ** 2), pair),
        "l1_loss": (F.l1_loss, lambda x, y: jnp.mean(jnp.abs(x - y)), pair),
        "smooth_l1_loss": (F.smooth_l1_loss, _huber, pair),
        "huber_loss": (F.huber_loss, _huber, pair),
        "cross_entropy": (
            lambda x: F.cross_entropy(x, labels),
            lambda x: -jnp.mean(jax.nn.log_softmax(x)[jnp.arange(5), LABELS]),
            scores,
        ),
        "cross_entropy, smoothed": (
            lambda x: F.cross_entropy(x, labels, label_smoothing=0.1),
            lambda x: _soft_cross_entropy(x, 0.9 * jax.nn.one_hot(LABELS, 4) + 0.025),
            scores,
        ),
        "cross_entropy, probabilities": (
            lambda x, y: F.cross_entropy(x, F.softmax(y, 1)),
            lambda x, y: _soft_cross_entropy(x, jax.nn.softmax(y)),
            pair,
        ),
        "nll_loss": (
            lambda x: F.nll_loss(x, labels, reduction="sum"),
            lambda x: -jnp.sum(x[jnp.arange(5), LABELS]),
            scores,
        ),
        "bce_with_logits": (
            lambda x, y: F.binary_cross_entropy_with_logits(x, F.sigmoid(y)),
            lambda x, y: jnp.mean(jax.nn.softplus(x) - x * jax.nn.sigmoid(y)),
            pair,
        ),
        "kl_div": (
            lambda x, y: F.kl_div(F.log_softmax(x, 1), F.softmax(y, 1), reduction="batchmean"),
            lambda x, y: jnp.sum(jax.nn.softmax(y) * _log_ratio(y, x)) / 5,
            pair,
        ),
    }


def _huber(x: Any, y: Any) -> Any:
    apart = jnp.abs(x - y)
    return jnp.mean(jnp.where(apart < 1, apart**2 / 2, apart - 0.5))


def _soft_cross_entropy(x: Any, chances: Any) -> Any:
    return -jnp.mean(jnp.sum(chances * jax.nn.log_softmax(x), 1))


def _log_ratio(x: Any, y: Any) -> Any:
    return jax.nn.log_softmax(x) - jax.nn.log_softmax(y)


def layers(lib: Any, F: Any) -> dict[str, Row]:
    image = [(2, 4, 7, 8), (6, 4, 3, 2), (6,)]
    heads = [(2, 3, 5, 4)] * 3
    ids = lib.from_numpy(IDS)
    return {
        "conv1d": (
            lambda x, w: F.conv1d(x, w, stride=2),
            lambda x, w: lax.conv_general_dilated(x, w, (2,), "VALID"),
            [(2, 3, 9), (4, 3, 3)],
        ),
        "conv2d": (F.conv2d, lambda x, w, b: _conv(x, w) + b[:, None, None], image),
        "conv2d, strided, padded, dilated": (
            lambda x, w, b: F.conv2d(x, w, b, (2, 1), (1, 2), (2, 1)),
            lambda x, w, b: _conv(x, w, (2, 1), (1, 2), (2, 1)) + b[:, None, None],
            image,
        ),
        "conv2d, groups": (
            lambda x, w: F.conv2d(x, w, groups=2),
            lambda x, w: _conv(x, w, groups=2),
            [(2, 4, 7, 8), (6, 2, 3, 3)],
        ),
        "max_pool2d": (
            lambda x: F.max_pool2d(x, 3, 2),
            lambda x: lax.reduce_window(x, -np.inf, lax.max, (1, 1, 3, 3), (1, 1, 2, 2), "VALID"),
            [(2, 3, 7, 9)],
        ),
        "avg_pool2d": (
            lambda x: F.avg_pool2d(x, 2),
            lambda x: x.reshape(2, 3, 3, 2, 4, 2).mean((3, 5)),
            [(2, 3, 6, 8)],
        ),
        "layer_norm": (
            lambda x, w, b: F.layer_norm(x, (4,), w, b),
            lambda x, w, b: jax.nn.standardize(x, -1, epsilon=1e-5) * w + b,
            [(2, 3, 4), (4,), (4,)],
        ),
        "group_norm": (
            lambda x: F.group_norm(x, 2),
            lambda x: _standard(x.reshape(3, 2, -1), -1).reshape(x.shape),
            [(3, 4, 5)],
        ),
        "batch_norm": (
            lambda x: F.batch_norm(x, None, None, training=True),
            lambda x: _standard(x, (0, 2)),
            [(3, 4, 5)],
        ),
        "embedding": (lambda w: F.embedding(ids, w), lambda w: w[IDS], [(4, 3)]),
        "attention": (F.scaled_dot_product_attention, _attention, heads),
        "attention, causal": (
            lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True),
            lambda q, k, v: _attention(q, k, v, jnp.tri(5, dtype=bool)),
            heads,
        ),
    }


def _conv(
    x: Any,
    w: Any,
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] = (0, 0),
    dilation: tuple[int, int] = (1, 1),
    groups: int = 1,
) -> Any:
    around = [(p, p) for p in padding]
    return lax.conv_general_dilated(
        x, w, stride, around, rhs_dilation=dilation, feature_group_count=groups
    )


def _standard(x: Any, axis: Any) -> Any:
    return jax.nn.standardize(x, axis, epsilon=1e-5)


def _attention(q: Any, k: Any, v: Any, mask: Any = True) -> Any:
    """jax.nn.dot_product_attention has its softmax in float32."""
    scores = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
    return jax.nn.softmax(jnp.where(mask, scores, -jnp.inf)) @ v
