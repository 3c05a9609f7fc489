"""Functions of autodiff, and what says the same in JAX: rows (ours, theirs, shapes of inputs)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

Row = tuple[Callable[..., Any], Callable[..., Any], list[tuple[int, ...]]]
ANYWHERE = ("exp", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan", "square", "abs")
POSITIVE = ("sqrt", "log", "log2", "log10", "log1p")
ACTIVATIONS = ("relu", "relu6", "sigmoid", "silu", "softplus", "elu", "leaky_relu", "mish")
CHOSEN = np.array([[0, 2, 2], [1, 0, 3]])
MASK = np.array([[True, False, True, True], [False, True, True, False], [True] * 4])


def elementwise(lib: Any) -> dict[str, Row]:
    pair = [(3, 4), (4,)]
    return {
        **{name: (getattr(lib, name), getattr(jnp, name), [(3, 4)]) for name in ANYWHERE},
        **{name: _of_positive(getattr(lib, name), getattr(jnp, name)) for name in POSITIVE},
        "reciprocal": _of_positive(lib.reciprocal, lax.reciprocal),
        "rsqrt": _of_positive(lib.rsqrt, lax.rsqrt),
        "erf": (lib.erf, lax.erf, [(3, 4)]),
        "erfinv": (lambda x: lib.erfinv(lib.tanh(x)), lambda x: lax.erf_inv(jnp.tanh(x)), [(3, 4)]),
        "add": (lambda x, y: x + y, lambda x, y: x + y, pair),
        "sub": (lambda x, y: 2 - x - y, lambda x, y: 2 - x - y, pair),
        "mul": (lambda x, y: x * y, lambda x, y: x * y, pair),
        "div": (lambda x, y: x / (y * y + 1), lambda x, y: x / (y * y + 1), pair),
        "pow": (lambda x, y: (x * x) ** y, lambda x, y: (x * x) ** y, pair),
        "remainder": (lib.remainder, jnp.remainder, pair),
        "maximum": (lib.maximum, jnp.maximum, pair),
        "minimum": (lib.minimum, jnp.minimum, pair),
        "clamp": (lambda x: lib.clamp(x, -0.5, 1), lambda x: jnp.clip(x, -0.5, 1), [(3, 4)]),
        "where": (
            lambda x, y: lib.where(lib.from_numpy(MASK), x, y),
            lambda x, y: jnp.where(MASK, x, y),
            pair,
        ),
    }


def _of_positive(ours: Callable[[Any], Any], theirs: Callable[[Any], Any]) -> Row:
    return lambda x: ours(x * x + 0.5), lambda x: theirs(x * x + 0.5), [(3, 4)]


def activations(F: Any) -> dict[str, Row]:
    return {
        **{name: (getattr(F, name), getattr(jax.nn, name), [(3, 4)]) for name in ACTIVATIONS},
        "hardtanh": (F.hardtanh, jax.nn.hard_tanh, [(3, 4)]),
        "softsign": (F.softsign, jax.nn.soft_sign, [(3, 4)]),
        "logsigmoid": (F.logsigmoid, jax.nn.log_sigmoid, [(3, 4)]),
        "gelu": (F.gelu, lambda x: jax.nn.gelu(x, approximate=False), [(3, 4)]),
        "gelu, tanh": (lambda x: F.gelu(x, approximate="tanh"), jax.nn.gelu, [(3, 4)]),
        "softmax": (lambda x: F.softmax(x, 1), lambda x: jax.nn.softmax(x, 1), [(3, 4, 2)]),
        "log_softmax": (
            lambda x: F.log_softmax(x, 0),
            lambda x: jax.nn.log_softmax(x, 0),
            [(3, 4, 2)],
        ),
    }


def reductions(lib: Any) -> dict[str, Row]:
    shape = [(3, 4, 2)]
    return {
        "sum, dim 1": _along(lib.sum, jnp.sum),
        "mean, dim 1": _along(lib.mean, jnp.mean),
        "prod, dim 1": _along(lib.prod, jnp.prod),
        "var, dim 1": _along(lib.var, partial(jnp.var, ddof=1)),
        "std, dim 1": _along(lib.std, partial(jnp.std, ddof=1)),
        "cumsum, dim 1": _along(lib.cumsum, jnp.cumsum),
        "amax, dim 1": _along(lib.amax, jnp.max),
        "amin, dim 1": _along(lib.amin, jnp.min),
        "logsumexp, dim 1": _along(lib.logsumexp, jax.nn.logsumexp),
        "sum": (lib.sum, jnp.sum, shape),
        "mean, kept": (
            lambda x: lib.mean(x, (0, 2), keepdim=True),
            lambda x: jnp.mean(x, (0, 2), keepdims=True),
            shape,
        ),
        "max, of ties": (lambda x: lib.max(x * 0 + x[0]), lambda x: jnp.max(x * 0 + x[0]), shape),
        "norm": (lib.norm, lambda x: jnp.sqrt(jnp.sum(x * x)), shape),
        "norm, 3": (
            lambda x: lib.norm(x, 3, 1),
            lambda x: jnp.sum(jnp.abs(x) ** 3, 1) ** (1 / 3),
            shape,
        ),
        "sort": (lambda x: lib.sort(x, 1)[0], lambda x: jnp.sort(x, 1), shape),
        "topk": (lambda x: lib.topk(x, 2)[0], lambda x: lax.top_k(x, 2)[0], [(3, 4)]),
    }


def _along(ours: Callable[..., Any], theirs: Callable[..., Any]) -> Row:
    return lambda x: ours(x, 1), lambda x: theirs(x, 1), [(3, 4, 2)]


def shapes(lib: Any, F: Any) -> dict[str, Row]:
    x, pair = [(3, 4)], [(3, 4), (2, 4)]
    chosen = lib.from_numpy(CHOSEN)
    mask = lib.from_numpy(MASK)
    return {
        "reshape": (lambda x: x.reshape(2, -1), lambda x: x.reshape(2, -1), x),
        "permute": (lambda x: x.permute(2, 0, 1), lambda x: x.transpose(2, 0, 1), [(3, 4, 2)]),
        "broadcast_to": (
            lambda x: lib.broadcast_to(x, (2, 3, 4)),
            lambda x: jnp.broadcast_to(x, (2, 3, 4)),
            x,
        ),
        "cat": (lambda x, y: lib.cat([x, y, x]), lambda x, y: jnp.concatenate([x, y, x]), pair),
        "stack": (lambda x: lib.stack([x, -x], 1), lambda x: jnp.stack([x, -x], 1), x),
        "split": (lambda x: x.split(2, 1)[1] * 2, lambda x: jnp.split(x, 2, 1)[1] * 2, x),
        "flip": (lambda x: lib.flip(x, (1,)), lambda x: jnp.flip(x, (1,)), x),
        "roll": (lambda x: lib.roll(x, 2, 1), lambda x: jnp.roll(x, 2, 1), x),
        "tile": (lambda x: lib.tile(x, (2, 3)), lambda x: jnp.tile(x, (2, 3)), x),
        "repeat_interleave": (
            lambda x: lib.repeat_interleave(x, 3, 1),
            lambda x: jnp.repeat(x, 3, 1),
            x,
        ),
        "movedim": (lambda x: lib.movedim(x, 0, 2), lambda x: jnp.moveaxis(x, 0, 2), [(3, 4, 2)]),
        "tril": (lambda x: lib.tril(x, 1), lambda x: jnp.tril(x, 1), x),
        "triu": (lambda x: lib.triu(x, -1), lambda x: jnp.triu(x, -1), x),
        "diagonal": (lambda x: lib.diagonal(x, 1), lambda x: jnp.diagonal(x, 1), x),
        "slices": (lambda x: x[1:, ::2], lambda x: x[1:, ::2], x),
        "None and ...": (lambda x: x[..., None, 1], lambda x: x[..., None, 1], x),
        "integer arrays": (lambda x: x[[0, 2, 0], [1, 3, 1]], _looked_up, x),
        "a mask": (lambda x: x[mask], lambda x: x[MASK], x),
        "gather": (
            lambda x: lib.gather(x, 1, chosen),
            lambda x: jnp.take_along_axis(x[:2], CHOSEN, 1),
            x,
        ),
        "pad": (lambda x: F.pad(x, (1, 2)), lambda x: jnp.pad(x, ((0, 0), (1, 2))), x),
    }


def _looked_up(x: Any) -> Any:
    return x[np.array([0, 2, 0]), np.array([1, 3, 1])]
