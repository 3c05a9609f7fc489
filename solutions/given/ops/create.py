"""torch's functions that make tensors out of nothing, or after the model of another. (Given code.)

All take `dtype`, `requires_grad` and `device` (which must be the CPU) by keyword, and raise what
`read_size` and `filled` raise.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np

from ..._tensor import Tensor, from_numpy, tensor
from ...m02_wrapper import Array
from ..core.dtypes import get_default_dtype, int64
from ..core.new_tensors import DType, Size, filled, laid_out_like, read_size, take_size


def zeros(*size: Size, dtype: DType = None, **options: Any) -> Tensor:
    """Zeros, of the default dtype unless one is given: `zeros(2, 3)` or `zeros((2, 3))`."""
    return filled(Tensor, take_size(size, options), 0, dtype or get_default_dtype(), **options)


def ones(*size: Size, dtype: DType = None, **options: Any) -> Tensor:
    """Ones, of the default dtype unless one is given: `ones(2, 3)` or `ones((2, 3))`."""
    return filled(Tensor, take_size(size, options), 1, dtype or get_default_dtype(), **options)


def empty(*size: Size, dtype: DType = None, **options: Any) -> Tensor:
    """Elements to be written to, of the default dtype unless one is given; they are zeros."""
    return zeros(*size, dtype=dtype, **options)


def full(size: Sequence[int], fill_value: float, *, dtype: DType = None, **options: Any) -> Tensor:
    """One value everywhere; it decides the dtype, unless one is given.

    Raises TypeError for a size that is not a sequence.
    """
    if isinstance(size, int):
        raise TypeError("full takes a tuple for a size")
    return filled(Tensor, read_size((size,)), fill_value, dtype, **options)


def zeros_like(x: Array, *, dtype: DType = None, **options: Any) -> Tensor:
    """Zeros of the shape, and unless one is given the dtype, of x."""
    return full_like(x, 0, dtype=dtype, **options)


def ones_like(x: Array, *, dtype: DType = None, **options: Any) -> Tensor:
    """Ones of the shape, and unless one is given the dtype, of x."""
    return full_like(x, 1, dtype=dtype, **options)


def empty_like(x: Array, *, dtype: DType = None, **options: Any) -> Tensor:
    """Elements to be written to, of the shape, and unless one is given the dtype, of x."""
    return full_like(x, 0, dtype=dtype, **options)


def full_like(x: Array, fill_value: float, *, dtype: DType = None, **options: Any) -> Tensor:
    """One value everywhere, with the shape, and unless one is given the dtype, of x."""
    made = x.new_full(x.shape, fill_value, dtype=dtype, **options)
    if type(value := x.value) is np.ndarray and not value.flags.c_contiguous:
        made.value = laid_out_like(value, made.dtype)
        made.value[...] = fill_value
    return made


def eye(n: int, m: int | None = None, *, dtype: DType = None, **options: Any) -> Tensor:
    """Ones on the diagonal of an (n, n) or (n, m) matrix of zeros."""
    result = zeros(n, n if m is None else m, dtype=dtype, **options)
    np.fill_diagonal(result.value, 1)
    return result


def arange(
    start: float = 0,
    end: float | None = None,
    step: float = 1,
    *,
    dtype: DType = None,
    **options: Any,
) -> Tensor:
    """The numbers from `start` up to, but not including, `end`; `arange(3)` counts from 0.

    int64 if all three are ints, else of the default dtype, unless one is given. Raises RuntimeError
    for a step of 0, or one that leads away from `end`.
    """
    bounds = (0, start, step) if end is None else (start, end, step)
    start, end, step = [_number(bound, dtype if dtype == int64 else None) for bound in bounds]
    if step == 0 or (end - start) / step < 0:
        raise RuntimeError(f"arange: from {start} no step of {step} leads to {end}")
    whole = isinstance(start, int) and isinstance(end, int) and isinstance(step, int)
    steps = np.arange(ceil((end - start) / step))
    numbers = _number(start, dtype) + _number(step, dtype) * steps
    return _filled_with(numbers, dtype or (int64 if whole else get_default_dtype()), options)


def linspace(
    start: float, end: float, steps: int, *, dtype: DType = None, **options: Any
) -> Tensor:
    """So many numbers, evenly spread from `start` to `end`; of the default dtype, or the given."""
    numbers = np.linspace(_number(start, dtype), _number(end, dtype), steps)
    return _filled_with(numbers, dtype or get_default_dtype(), options)


def logspace(
    start: float, end: float, steps: int, base: float = 10.0, *, dtype: DType = None, **options: Any
) -> Tensor:
    """`base` to the powers that `linspace` gives."""
    numbers = base ** np.linspace(_number(start, dtype), _number(end, dtype), steps)
    return _filled_with(numbers, dtype or get_default_dtype(), options)


def hamming_window(
    window_length: int, periodic: bool = True, alpha: float = 0.54, beta: float = 0.46, **how: Any
) -> Tensor:
    """alpha - beta * cos from its bottom at one end to that at the other; if it is to be
    `periodic`, the last one is left out, as the first of the next window."""
    count = max(window_length - 1 + periodic, 1)
    angles = 2 * np.pi / count * np.arange(window_length)
    numbers = alpha - beta * np.cos(angles) if window_length > 1 else np.ones(window_length)
    return _filled_with(numbers, how.pop("dtype", None) or get_default_dtype(), how)


def hann_window(window_length: int, periodic: bool = True, **options: Any) -> Tensor:
    """`hamming_window`, down to 0 at its ends."""
    return hamming_window(window_length, periodic, 0.5, 0.5, **options)


def as_tensor(data: Any, dtype: DType = None, device: Any = None) -> Tensor:
    """`data` as a Tensor, which shares memory where it can: a Tensor itself, an ndarray wrapped."""
    if isinstance(data, Array):
        return data.to(device, dtype=dtype)
    shared = from_numpy(data) if isinstance(data, np.ndarray) else tensor(data, dtype=dtype)
    return shared.to(device, dtype=dtype)


def _number(x: Any, dtype: DType) -> int | float:
    """An end of a row of numbers, or a step; of integers, it is cut off first."""
    x = x.item() if isinstance(x, Array | np.generic) else x
    return int(x) if dtype is not None and np.dtype(dtype).kind in "iu" else x


def _filled_with(numbers: np.ndarray, dtype: np.dtype, options: dict[str, Any]) -> Tensor:
    result = filled(Tensor, numbers.shape, 0, dtype, **options)
    result.value[...] = numbers
    return result


def tril_indices(row: int, col: int, offset: int = 0, **options: Any) -> Tensor:
    """(2, n): the rows and the columns of what stands on a diagonal and below it."""
    found = np.stack(np.tril_indices(row, offset, col))
    return filled(Tensor, found.shape, found, **{"dtype": int64} | options)


def triu_indices(row: int, col: int, offset: int = 0, **options: Any) -> Tensor:
    """(2, n): the rows and the columns of what stands on a diagonal and above it."""
    found = np.stack(np.triu_indices(row, offset, col))
    return filled(Tensor, found.shape, found, **{"dtype": int64} | options)
