"""torch's functions that make tensors out of nothing, or after the model of another. (Given code.)"""

from typing import Any
from ..._tensor import Tensor as Tensor
from ..._tensor import from_numpy as from_numpy
from ..._tensor import tensor as tensor
from ...m02_wrapper import Array as Array
from ...given.core.dtypes import get_default_dtype as get_default_dtype
from ...given.core.dtypes import int64 as int64
from ...given.core.new_tensors import Size as Size
from ...given.core.new_tensors import filled as filled
from ...given.core.new_tensors import read_size as read_size
from ...given.core.new_tensors import take_size as take_size
from ...given.ops.mask import masked_fill as masked_fill
import numpy as np
from collections.abc import Sequence

def zeros(*size: Size, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """Zeros, of the default dtype unless one is given: `zeros(2, 3)` or `zeros((2, 3))`."""

def ones(*size: Size, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """Ones, of the default dtype unless one is given: `ones(2, 3)` or `ones((2, 3))`."""

def empty(*size: Size, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """Elements to be written to, of the default dtype unless one is given; they are zeros."""

def full(size: Sequence[int], fill_value: Any, *, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """One value everywhere; it decides the dtype, unless one is given."""

def zeros_like(x: Array, *, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """Zeros of the shape, and unless one is given the dtype, of x."""

def ones_like(x: Array, *, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """Ones of the shape, and unless one is given the dtype, of x."""

def empty_like(x: Array, *, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """Elements to be written to, of the shape, and unless one is given the dtype, of x."""

def full_like(x: Array, fill_value: Any, *, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """One value everywhere, with the shape, and unless one is given the dtype, of x."""

def eye(n: int, m: int | None=None, *, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """Ones on the diagonal of an (n, n) or (n, m) matrix of zeros."""

def arange(start: float=0, end: float | None=None, step: float=1, *, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """The numbers from `start` up to, but not including, `end`; `arange(3)` counts from 0."""

def linspace(start: float, end: float, steps: int, *, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """So many numbers, evenly spread from `start` to `end`; of the default dtype, or the given."""

def logspace(start: float, end: float, steps: int, base: float=10.0, *, dtype: np.dtype | None=None, **options: Any) -> Tensor:
    """`base` to the powers that `linspace` gives."""

def as_tensor(data: Any, dtype: np.dtype | None=None, device: Any=None) -> Tensor:
    """`data` as a Tensor, which shares memory where it can: a Tensor itself, an ndarray wrapped."""

def _number(x: Any) -> int | float:
    ...

def _filled_with(numbers: np.ndarray, dtype: np.dtype, options: dict[str, Any]) -> Tensor:
    ...
