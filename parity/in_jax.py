"""The same training in JAX, from weights that are handed over.

JAX draws other random numbers, so weights, batches and dropout's mask come from `lib`, drawn in the
order in which `training.train` draws them. A network is a function of the layers in `Layers`, which
find their weights by the names of the state_dict.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import sqrt
from statistics import median
from time import perf_counter
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax
from jax.nn import gelu, log_softmax, relu, silu, softmax

from . import networks
from .data import IMAGES, LENGTH
from .networks import DROPPED, HEADS, HIDDEN, LAYERS
from .training import SEED, Case, Run

jax.config.update("jax_enable_x64", True)

Arrays = dict[str, Any]
EPS, MOMENTUM = 1e-5, 0.1  # of torch's norms


class Layers:
    """torch's layers, from a state_dict; batch norm leaves new statistics in `moved`."""

    def __init__(self, state: Arrays, training: bool, mask: Any = 1.0) -> None:
        """`mask` is what dropout multiplies by."""
        self.state, self.training, self.mask = state, training, mask
        self.moved: Arrays = {}

    def linear(self, name: str, x: Any) -> Any:
        return x @ self.state[f"{name}.weight"].T + self.state.get(f"{name}.bias", 0)

    def conv(self, name: str, x: Any, stride: int = 1) -> Any:
        weight = self.state[f"{name}.weight"]
        padding = [(size // 2, size // 2) for size in weight.shape[2:]]
        out = lax.conv_general_dilated(x, weight, (stride, stride), padding)
        bias = self.state.get(f"{name}.bias")
        return out if bias is None else out + bias[:, None, None]

    def batch_norm(self, name: str, x: Any) -> Any:
        axes, shape = (0, *range(2, x.ndim)), (-1, *[1] * (x.ndim - 2))
        mean, var = self.state[f"{name}.running_mean"], self.state[f"{name}.running_var"]
        if self.training:
            count = x.size // x.shape[1]
            old, mean, var = (mean, var), x.mean(axes), x.var(axes)
            new = mean, var * count / (count - 1)
            moved = [(1 - MOMENTUM) * a + MOMENTUM * b for a, b in zip(old, new, strict=True)]
            self.moved[f"{name}.running_mean"], self.moved[f"{name}.running_var"] = moved
        normal = (x - mean.reshape(shape)) / jnp.sqrt(var.reshape(shape) + EPS)
        weight, bias = self.state[f"{name}.weight"], self.state[f"{name}.bias"]
        return normal * weight.reshape(shape) + bias.reshape(shape)

    def layer_norm(self, name: str, x: Any) -> Any:
        normal = (x - x.mean(-1, keepdims=True)) / jnp.sqrt(x.var(-1, keepdims=True) + EPS)
        return normal * self.state[f"{name}.weight"] + self.state[f"{name}.bias"]

    def dropout(self, x: Any) -> Any:
        return x * self.mask if self.training else x


def pool(x: Any, size: int, of: Callable[[Any, tuple[int, int]], Any]) -> Any:
    """`of` (jnp.max or jnp.mean) over windows of size x size that do not overlap."""
    n, channels, height, width = x.shape
    return of(x.reshape(n, channels, height // size, size, width // size, size), (3, 5))


def mlp(net: Layers, x: Any) -> Any:
    return net.linear("3", relu(net.linear("1", x.reshape(len(x), -1))))


def regularized(net: Layers, x: Any) -> Any:
    x = silu(net.batch_norm("2", net.linear("1", x.reshape(len(x), -1))))
    return net.linear("5", net.dropout(x))


def convnet(net: Layers, x: Any) -> Any:
    x = pool(relu(net.conv("0", x)), 2, jnp.max)
    x = pool(relu(net.conv("3", x)), 2, jnp.max)
    return net.linear("7", x.reshape(len(x), -1))


def resnet(net: Layers, x: Any, activation: Callable[[Any], Any] = relu) -> Any:
    x = activation(net.batch_norm("2", net.conv("1", pool(x, 2, jnp.mean))))
    for block, stride in (("4", 1), ("5", 2), ("6", 2)):
        y = activation(net.batch_norm(f"{block}.bn1", net.conv(f"{block}.conv1", x, stride)))
        y = net.batch_norm(f"{block}.bn2", net.conv(f"{block}.conv2", y))
        if stride > 1:
            x = net.batch_norm(f"{block}.shortcut.1", net.conv(f"{block}.shortcut.0", x, stride))
        x = activation(y + x)
    return net.linear("9", x.mean((2, 3)))


def gpt(net: Layers, ids: Any) -> Any:
    x = net.state["letters.weight"][ids] + net.state["places.weight"]
    for i in range(LAYERS):
        block = f"blocks.{i}"
        heads = net.linear(f"{block}.qkv", net.layer_norm(f"{block}.norm1", x))
        q, k, v = heads.reshape(*ids.shape, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
        scores = q @ k.swapaxes(-1, -2) / sqrt(q.shape[-1])
        weights = softmax(jnp.where(jnp.tri(LENGTH, dtype=bool), scores, -jnp.inf))
        x = x + net.linear(f"{block}.out", (weights @ v).swapaxes(1, 2).reshape(x.shape))
        y = gelu(net.linear(f"{block}.up", net.layer_norm(f"{block}.norm2", x)), approximate=False)
        x = x + net.linear(f"{block}.down", y)
    return net.linear("head", net.layer_norm("norm", x))


def sgd(
    w: Any, g: Any, memory: Any, step: Any, lr: float, momentum: float, weight_decay: float = 0.0
) -> tuple[Any, Any]:
    velocity = momentum * memory[0] + g + weight_decay * w
    return w - lr * velocity, (velocity, memory[1])


def adam(
    w: Any, g: Any, memory: Any, step: Any, lr: float, weight_decay: float = 0.0
) -> tuple[Any, Any]:
    first, second = 0.9 * memory[0] + 0.1 * g, 0.999 * memory[1] + 0.001 * g * g
    length = jnp.sqrt(second / (1 - 0.999**step)) + 1e-8
    w = w - lr * weight_decay * w
    return w - lr * first / (1 - 0.9**step) / length, (first, second)


NETWORKS = {
    networks.mlp: mlp,
    networks.regularized: regularized,
    networks.convnet: convnet,
    networks.resnet: resnet,
    networks.smooth_resnet: partial(resnet, activation=silu),
    networks.gpt: gpt,
}
OPTIMIZERS = {"SGD": sgd, "Adam": adam, "AdamW": partial(adam, weight_decay=0.01)}


def train(lib: Any, case: Case, dtype: str, steps: int) -> Run:
    """Train the case's network in JAX from what `lib` draws, in "float32" or "float64"."""
    lib.manual_seed(SEED)
    model = case.network(lib, getattr(lib, dtype))
    parameters = {name: jnp.array(p.detach().numpy()) for name, p in model.named_parameters()}
    buffers = {name: jnp.array(b.numpy()) for name, b in model.named_buffers()}
    memory = {name: (jnp.zeros_like(p), jnp.zeros_like(p)) for name, p in parameters.items()}
    network = NETWORKS[case.network]
    update = partial(OPTIMIZERS[case.optimizer], **case.options)

    def loss_fn(parameters: Arrays, x: Any, y: Any, mask: Any, buffers: Arrays) -> Any:
        net = Layers(parameters | buffers, True, mask)
        chances = log_softmax(network(net, x))
        return -jnp.take_along_axis(chances, y[..., None], -1).mean(), buffers | net.moved

    @jax.jit
    def train_step(
        parameters: Arrays, memory: Arrays, step: Any, *data: Any
    ) -> tuple[Any, Arrays, Arrays, Arrays]:
        (loss, buffers), grads = jax.value_and_grad(loss_fn, has_aux=True)(parameters, *data)
        found = {n: update(w, grads[n], memory[n], step) for n, w in parameters.items()}
        parameters, memory = ({n: pair[i] for n, pair in found.items()} for i in (0, 1))
        return loss, parameters, memory, buffers

    @jax.jit
    def accuracy(state: Arrays, x: Any, y: Any) -> Any:
        return (network(Layers(state, False), x).argmax(-1) == y).mean()

    batches = case.batches(lib, dtype)
    losses, seconds = [], []
    for i in range(steps):
        x, y = (part.numpy() for part in next(batches))
        mask = _mask(lib, dtype) if case.network is networks.regularized else 1.0
        began = perf_counter()
        loss, parameters, memory, buffers = train_step(
            parameters, memory, i + 1.0, x, y, mask, buffers
        )
        losses.append(float(loss))
        seconds.append(perf_counter() - began)
    state = parameters | buffers
    parts = [accuracy(state, x.numpy(), y.numpy()) for x, y in case.test(lib, dtype)]
    return Run(losses, float(sum(parts)) / len(parts), median(seconds))


def _mask(lib: Any, dtype: str) -> Any:
    ones = lib.ones(IMAGES, HIDDEN, dtype=getattr(lib, dtype))
    return lib.nn.functional.dropout(ones, DROPPED).numpy()
