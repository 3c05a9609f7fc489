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


def two_layers(update: Update, start: Arrays, x: numpy.ndarray, labels: numpy.ndarray) -> Peer:
    """A whole step of `networks.mlp` or `small_mlp`, its update included, by one `jax.jit`."""

    def loss_of(weights: Any, x: Any, labels: Any) -> Any:
        h = jnp.maximum(x @ weights["0.weight"].T + weights["0.bias"], 0)
        log_p = jax.nn.log_softmax(h @ weights["2.weight"].T + weights["2.bias"])
        return -jnp.mean(jnp.take_along_axis(log_p, labels[:, None], 1))

    @partial(jax.jit, donate_argnums=(0, 1))
    def trained(weights: Any, memory: Any, x: Any, labels: Any) -> Any:
        loss, g = jax.value_and_grad(loss_of)(weights, x, labels)
        return loss, *update(weights, memory, g)

    weights = {name: jnp.array(w) for name, w in start.items()}
    zeros = [{name: jnp.zeros_like(w) for name, w in weights.items()} for _ in range(2)]
    memory = jnp.zeros(()), *zeros

    def step() -> float:
        nonlocal weights, memory
        loss, weights, memory = trained(weights, memory, x, labels)
        return float(loss)

    return Peer(step, lambda: {name: numpy.asarray(w) for name, w in weights.items()})


JAX = {
    "mlp": partial(two_layers, partial(sgd, 0.1)),
    "small_mlp": partial(two_layers, partial(adam, 1e-3)),
}
