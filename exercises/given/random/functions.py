"""torch's functions that make random tensors. (Given code.)

All draw from the `generator` given, or the default one; those that make floating tensors take
`dtype` (the default one), `requires_grad` and `device`, which must be the CPU, by keyword.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ..compat.device import device as as_device
from ..compat.did_you_mean import missing_from
from ..core.dtypes import float64, get_default_dtype, int64
from ..core.new_tensors import Size, read_size
from . import distributions as draw
from .generator import Generator, default_generator, manual_seed

seed, initial_seed = default_generator.seed, default_generator.initial_seed


def get_rng_state() -> Tensor:
    """The state of the default generator, as a tensor of bytes."""
    return Tensor(default_generator.get_state())


def set_rng_state(new_state: Array) -> None:
    """Put the default generator into a state that `get_rng_state` gave."""
    default_generator.set_state(new_state)


def rand(
    *size: Size, generator: Generator | None = None, dtype: np.dtype | None = None, **options: Any
) -> Tensor:
    """Numbers spread evenly over [0, 1)."""
    numbers = draw.uniform(read_size(size), dtype or get_default_dtype(), generator=generator)
    return _leaf(numbers, **options)


def randn(
    *size: Size, generator: Generator | None = None, dtype: np.dtype | None = None, **options: Any
) -> Tensor:
    """Standard normal numbers."""
    numbers = draw.normal(read_size(size), dtype or get_default_dtype(), generator=generator)
    return _leaf(numbers, **options)


def rand_like(x: Array, *, dtype: np.dtype | None = None, **options: Any) -> Tensor:
    """Numbers spread evenly over [0, 1), of the shape, and unless one is given the dtype, of x."""
    return rand(x.shape, dtype=dtype or x.dtype, **options)


def randn_like(x: Array, *, dtype: np.dtype | None = None, **options: Any) -> Tensor:
    """Standard normal numbers, of the shape, and unless one is given the dtype, of x."""
    return randn(x.shape, dtype=dtype or x.dtype, **options)


def randint(
    *bounds_and_size: Any,
    generator: Generator | None = None,
    dtype: np.dtype = int64,
    **options: Any,
) -> Tensor:
    """Integers: `randint(high, size)` from 0, or `randint(low, high, size)`; never `high` itself.

    Raises RuntimeError if there are none.
    """
    if "size" in options:
        bounds_and_size = (*bounds_and_size, options.pop("size"))
    low, high, size = (0, *bounds_and_size)[-3:]
    return _leaf(draw.randint(read_size((size,)), low, high, dtype, generator), **options)


def randperm(
    n: int, *, generator: Generator | None = None, dtype: np.dtype = int64, **options: Any
) -> Tensor:
    """The integers from 0 to n - 1 in random order."""
    return _leaf(draw.randperm(n, generator).astype(dtype, copy=False), **options)


def normal(
    mean: float | Array,
    std: float | Array,
    size: Size | None = None,
    *,
    generator: Generator | None = None,
    dtype: np.dtype | None = None,
    **options: Any,
) -> Tensor:
    """Normally distributed numbers: of this size; or without one, of the shape of mean and std, of
    which at least one is a tensor that holds the mean or deviation of each."""
    if size is not None:
        dtype = dtype or get_default_dtype()
        numbers = draw.normal(read_size((size,)), dtype, mean, std, generator)
        return _leaf(numbers, **options)
    mean, std = (x.value if isinstance(x, Array) else x for x in (mean, std))
    shape = np.broadcast_shapes(np.shape(mean), np.shape(std))
    standard = draw.normal(shape, np.result_type(mean, std), generator=generator)
    return _leaf(standard * std + mean, **options)


def bernoulli(p: Array, *, generator: Generator | None = None) -> Tensor:
    """1 with probability p, else 0, for each element of p, in its dtype."""
    return Tensor(draw.bernoulli(p.shape, p.value, generator).astype(p.dtype))


def multinomial(
    weights: Array,
    num_samples: int,
    replacement: bool = False,
    *,
    generator: Generator | None = None,
) -> Tensor:
    """Indices drawn with probabilities in proportion to weights: (n,) or (m, n) weights give
    (num_samples,) or (m, num_samples) int64 indices.

    Raises RuntimeError for weights that are negative, infinite or NaN, add up to nothing, or are
    fewer than the samples drawn without replacement.
    """
    p, count = weights.value, weights.shape[-1]
    if not (np.all((p >= 0) & np.isfinite(p)) and np.all(p.sum(-1) > 0)):
        raise RuntimeError("multinomial needs weights that are not negative, and not all zero")
    if num_samples > count and not replacement:
        raise RuntimeError(f"{num_samples} samples can't be drawn without replacement from {count}")
    if replacement and num_samples > 1:
        unit = draw.uniform((*p.shape[:-1], num_samples), float64, generator=generator)
        sums = np.cumsum(p, -1, dtype=float64)
        below = unit[..., None] > (sums / sums[..., -1:])[..., None, :]
        return Tensor(np.minimum(below.sum(-1), count - 1))
    # The first of n events, whose rates are the weights, is each in proportion to its rate.
    waiting = -np.log1p(-draw.uniform(p.shape, float64, generator=generator)).astype(p.dtype)
    order = np.argsort(-(p / np.maximum(waiting, np.finfo(p.dtype).tiny)), axis=-1, kind="stable")
    return Tensor(order[..., :num_samples].copy())


def _leaf(numbers: np.ndarray, requires_grad: bool = False, device: Any = None) -> Tensor:
    if device is not None:
        as_device(device)
    return Tensor(numbers).requires_grad_(requires_grad)


__getattr__ = missing_from(globals())
