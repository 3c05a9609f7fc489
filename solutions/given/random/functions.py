"""torch's functions that make random tensors. (Given code.)

All draw from the `generator` given, or the default one; those that make floating tensors take
`dtype` (the default one), `requires_grad` and `device`, which must be the CPU, by keyword.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ..compat.device import check_place
from ..core.dtypes import float64, get_default_dtype, int64
from ..core.new_tensors import DType, Size, read_size, take_size
from . import distributions as draw
from .drawing import plain, vary, vary_like
from .generator import Generator, Source, default_generator, manual_seed

seed, initial_seed = default_generator.seed, default_generator.initial_seed


def get_rng_state() -> Tensor:
    """The state of the default generator, as a tensor of bytes."""
    return Tensor(default_generator.get_state())


def set_rng_state(new_state: Array) -> None:
    """Put the default generator into a state that `get_rng_state` gave."""
    default_generator.set_state(new_state)


def rand(*size: Size, generator: Source = None, dtype: DType = None, **options: Any) -> Tensor:
    """Numbers spread evenly over [0, 1)."""
    return _floats(draw.uniform, take_size(size, options), dtype, generator, options)


def randn(*size: Size, generator: Source = None, dtype: DType = None, **options: Any) -> Tensor:
    """Standard normal numbers."""
    return _floats(draw.normal, take_size(size, options), dtype, generator, options)


def rand_like(x: Array, *, generator: Source = None, dtype: DType = None, **options: Any) -> Tensor:
    """Numbers spread evenly over [0, 1), of the shape, and unless one is given the dtype, of x."""
    dtype = dtype or x.dtype

    def drawn(shape: tuple[int, ...], **_: bool) -> np.ndarray:
        return draw.uniform(shape, dtype, generator=generator)

    return _leaf(vary_like(drawn, x), **options)


def randn_like(
    x: Array, *, generator: Source = None, dtype: DType = None, **options: Any
) -> Tensor:
    """Standard normal numbers, of the shape, and unless one is given the dtype, of x."""
    dtype = dtype or x.dtype

    def drawn(shape: tuple[int, ...], **how: bool) -> np.ndarray:
        return draw.normal(shape, dtype, generator=generator, **how)

    return _leaf(vary_like(drawn, x), **options)


def randint(
    *bounds_and_size: Any, generator: Source = None, dtype: DType = int64, **options: Any
) -> Tensor:
    """Integers: `randint(high, size)` from 0, or `randint(low, high, size)`; never `high` itself.

    Raises RuntimeError if there are none.
    """
    named = [options.pop(name) for name in ("low", "high", "size") if name in options]
    low, high, size = (0, *bounds_and_size, *named)[-3:]
    size = read_size((size,))
    numbers = vary(lambda shape: draw.randint(shape, low, high, dtype or int64, generator), size)
    return _leaf(numbers, **options)


def randperm(n: int, *, generator: Source = None, dtype: DType = int64, **options: Any) -> Tensor:
    """The integers from 0 to n - 1 in random order."""

    def orders(shape: tuple[int, ...]) -> np.ndarray:
        each = [draw.randperm(n, generator) for _ in range(prod(shape[:-1]))]
        return np.array(each, dtype or int64).reshape(shape)

    return _leaf(vary(orders, (n,)), **options)


def normal(
    mean: float | Array,
    std: float | Array = 1.0,
    size: Size | None = None,
    *,
    generator: Source = None,
    dtype: DType = None,
    **options: Any,
) -> Tensor:
    """Normally distributed numbers: of this size; or without one, of the shape of mean and std, of
    which at least one is a tensor that holds the mean or deviation of each.

    Raises RuntimeError for a deviation below 0.
    """
    if size is not None:
        how = dtype, generator, options, mean, std
        return _floats(draw.normal, read_size((size,)), *how)
    if not (isinstance(mean, Array) or isinstance(std, Array)):
        raise TypeError("normal takes a size, or a tensor of means or deviations")
    mean, std = (x.detach() if isinstance(x, Array) else x for x in (mean, std))
    dtype, both = (mean if isinstance(mean, Array) else std).dtype, mean + std
    draw.require(np.all(plain(std) >= 0), "normal", "std >= 0", std)
    standard = vary(lambda shape: draw.normal(shape, dtype, generator=generator), both.shape)
    return _leaf(standard * std + mean, **options).to(dtype)


def bernoulli(input: Array, p: float | None = None, *, generator: Source = None) -> Tensor:
    """1 with the probability that each element of `input` tells, else 0, in its dtype; with p, if
    that is given. Raises RuntimeError for one that is not within [0, 1]."""
    if p is None:
        draw.require_probabilities(plain(input))
        dtype = input.dtype
        unit = vary(lambda shape: draw.uniform(shape, dtype, generator=generator), input.shape)
        return _leaf(unit < input.detach()).to(input.dtype)
    drawn = vary(lambda shape: draw.bernoulli(shape, p, generator), input.shape)
    return _leaf(drawn).to(input.dtype)


def multinomial(
    input: Array, num_samples: int, replacement: bool = False, *, generator: Source = None
) -> Tensor:
    """Indices drawn with probabilities in proportion to weights: (n,) or (m, n) weights give
    (num_samples,) or (m, num_samples) int64 indices.

    Raises RuntimeError for weights that are negative, infinite or NaN, add up to nothing, or are
    fewer than the samples drawn without replacement.
    """
    p, count = input.value, input.shape[-1]
    if p.shape != input.shape:
        raise RuntimeError("multinomial of weights that differ over vmap's batch is not supported")
    if not (np.all((p >= 0) & np.isfinite(p)) and np.all(p.sum(-1) > 0)):
        raise RuntimeError("multinomial needs weights that are not negative, and not all zero")
    if num_samples > count and not replacement:
        raise RuntimeError(f"{num_samples} samples can't be drawn without replacement from {count}")

    def chosen(shape: tuple[int, ...]) -> np.ndarray:
        return _chosen(np.broadcast_to(p, (*shape[:-1], count)), shape[-1], replacement, generator)

    return _leaf(vary(chosen, (*p.shape[:-1], num_samples)))


def _chosen(p: np.ndarray, num_samples: int, replacement: bool, generator: Source) -> np.ndarray:
    if replacement and num_samples > 1:
        unit = draw.uniform((*p.shape[:-1], num_samples), float64, generator=generator)
        sums = np.cumsum(p, -1, dtype=float64)
        below = unit[..., None] > (sums / sums[..., -1:])[..., None, :]
        return np.minimum(below.sum(-1), p.shape[-1] - 1)
    # The first of n events, whose rates are the weights, is each in proportion to its rate.
    waiting = -np.log1p(-draw.uniform(p.shape, float64, generator=generator)).astype(p.dtype)
    order = np.argsort(-(p / np.maximum(waiting, np.finfo(p.dtype).tiny)), axis=-1, kind="stable")
    return order[..., :num_samples].copy()


def _floats(
    of: Any, shape: tuple[int, ...], dtype: Any, generator: Any, options: Any, *how: float
) -> Tensor:
    """A leaf of numbers that `draw.uniform` or `draw.normal` makes."""
    dtype = dtype or get_default_dtype()
    numbers = vary(lambda shape: of(shape, dtype, *how, generator=generator), shape)
    return _leaf(numbers, **options)


def _leaf(
    numbers: np.ndarray, requires_grad: bool = False, device: Any = None, **where: Any
) -> Tensor:
    if device is not None or where:
        check_place(device, **where)
    tensor = numbers if isinstance(numbers, Array) else Tensor(numbers)
    return tensor.requires_grad_() if requires_grad else tensor
