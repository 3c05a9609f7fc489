"""The cases by compilers: `torch.compile` on torch's models, and `jax.jit` where it is installed.

Neither is asked unless `--compilers` says so: compiling takes minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import numpy

from .by_hand.optimizers import BETA1, BETA2, EPS
from .peer import Arrays, Peer

INSTALLED = False
with suppress(ImportError):
    import jax
    import jax.numpy as jnp

    INSTALLED = True

Update = Callable[[Any, Any, Any], tuple[Any, Any]]  # weights, memory, gradients -> weights, memory


class Torch:
    """torch, with models that are compiled; `has_compiled` says whether there were any."""

    def __init__(self) -> None:
        self.has_compiled = False

    def __getattr__(self, name: str) -> Any:
        import torch

        return getattr(torch, name)

    def prepared(self, model: Any) -> Any:
        """What `networks.training` calls in the place of a model."""
        self.has_compiled = True
        return self.compile(model)


def sgd(lr: float, weights: Any, memory: Any, g: Any) -> tuple[Any, Any]:
    """torch's, without options; it remembers nothing."""
    return {name: w - lr * g[name] for name, w in weights.items()}, memory


def adam(lr: float, weights: Any, memory: Any, g: Any) -> tuple[Any, Any]:
    """torch's, without options; it remembers the count of steps and both averages."""
    t, first, second = memory
    t = t + 1
    first = {name: BETA1 * m + (1 - BETA1) * g[name] for name, m in first.items()}
    second = {name: BETA2 * v + (1 - BETA2) * g[name] ** 2 for name, v in second.items()}
    root = {name: jnp.sqrt(v / (1 - BETA2**t)) + EPS for name, v in second.items()}
    moved = {
        name: w - lr / (1 - BETA1**t) * first[name] / root[name] for name, w in weights.items()
    }
    return moved, (t, first, second)


def linear(w: Any, name: str, x: Any) -> Any:
    """A layer of torch's, by its name."""
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def cross_entropy(scores: Any, labels: Any) -> Any:
    """The mean over the batch."""
    log_p = jax.nn.log_softmax(scores)
    return -jnp.mean(jnp.take_along_axis(log_p, labels[:, None], 1))


def normalized(w: Any, name: str, x: Any, axis: int) -> Any:
    """Batch norm along axis 0, layer norm along axis -1."""
    shifted = x - x.mean(axis, keepdims=True)
    root = jnp.sqrt(x.var(axis, keepdims=True) + 1e-5)
    return shifted / root * w[f"{name}.weight"] + w[f"{name}.bias"]


def two_layers(w: Any, x: Any, labels: Any) -> Any:
    """The loss of `networks.mlp` and `small_mlp`."""
    return cross_entropy(linear(w, "2", jnp.maximum(linear(w, "0", x), 0)), labels)


def residual_mlp(w: Any, x: Any, labels: Any) -> Any:
    """The loss of `networks.residual_mlp`, and the means and variances of the batch."""
    found = {}
    for i in range(8):
        y = x @ w[f"{i}.linear.weight"].T
        found |= {f"{i}.norm.running_mean": y.mean(0), f"{i}.norm.running_var": y.var(0, ddof=1)}
        x = x + jnp.maximum(normalized(w, f"{i}.norm", y, 0), 0)
    return cross_entropy(linear(w, "8", x), labels), found


def convnet(w: Any, x: Any, labels: Any) -> Any:
    """The loss of `networks.convnet`."""
    for name in ("0", "2"):
        x = jax.lax.conv(x, w[f"{name}.weight"], (1, 1), "SAME")
        x = jnp.maximum(x + w[f"{name}.bias"][None, :, None, None], 0)
    window = 1, 1, 2, 2
    x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, window, window, "VALID")
    return cross_entropy(linear(w, "6", x.reshape(len(x), -1)), labels)


def attention(w: Any, x: Any) -> Any:
    """The loss of `networks.attention`."""
    y = normalized(w, "norm", x, -1)
    query, key, value = (linear(w, name, y) for name in ("query", "key", "value"))
    scores = query @ key.swapaxes(1, 2) / query.shape[-1] ** 0.5
    before = jnp.tril(jnp.ones(scores.shape[1:], bool))
    shares = jax.nn.softmax(jnp.where(before, scores, -jnp.inf))
    return ((x + linear(w, "out", shares @ value)) ** 2).mean()


def training(loss_of: Callable[..., Any], update: Update, start: Arrays, *inputs: Any) -> Peer:
    """A whole step, its update included, by one `jax.jit`."""

    has_means = loss_of is residual_mlp

    @partial(jax.jit, donate_argnums=(0, 1, 2))
    def trained(weights: Any, memory: Any, running: Any, *inputs: Any) -> Any:
        loss, g = jax.value_and_grad(loss_of, has_aux=has_means)(weights, *inputs)
        loss, found = loss if has_means else (loss, {})
        running = {name: 0.9 * x + 0.1 * found[name] for name, x in running.items()}
        return loss, running, *update(weights, memory, g)

    arrays = {name: jnp.array(w) for name, w in start.items()}
    weights = {name: w for name, w in arrays.items() if "running" not in name}
    running = {name: x for name, x in arrays.items() if name not in weights}
    zeros = [{name: jnp.zeros_like(w) for name, w in weights.items()} for _ in range(2)]
    memory = jnp.zeros(()), *zeros

    def step() -> float:
        nonlocal weights, memory, running
        loss, running, weights, memory = trained(weights, memory, running, *inputs)
        return float(loss)

    def state() -> Arrays:
        return {name: numpy.asarray((weights | running)[name]) for name in start}

    return Peer(step, state)


def softmax(_start: Arrays, x: numpy.ndarray, g: numpy.ndarray) -> Peer:
    """`networks.softmax`, by one `jax.jit`."""

    @jax.jit
    def slope(x: Any, g: Any) -> Any:
        return jax.vjp(partial(jax.nn.softmax, axis=1), x)[1](g)[0]

    found: list[numpy.ndarray] = []

    def step() -> float:
        found[:] = [numpy.asarray(slope(x, g))]
        return float(found[0][0, 0])

    return Peer(step, lambda: {"x.grad": found[0]} if found else {})


JAX = {
    "mlp": partial(training, two_layers, partial(sgd, 0.1)),
    "small_mlp": partial(training, two_layers, partial(adam, 1e-3)),
    "residual_mlp": partial(training, residual_mlp, partial(adam, 1e-3)),
    "conv8": partial(training, convnet, partial(sgd, 0.05)),
    "conv28": partial(training, convnet, partial(sgd, 0.05)),
    "attention": partial(training, attention, partial(sgd, 0.1)),
    "softmax": softmax,
}
