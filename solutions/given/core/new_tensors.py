"""Making tensors of a given size, with torch's defaults for the dtype. (Given code.)

`filled`, the one function underneath, builds an Array of any class; `factories` has torch's
functions, and `Creation` its methods `x.new_zeros(2, 3)`, which take x's dtype.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any, Self, TypeVar

import numpy as np

from ...m02_wrapper import Array, infer_dtype
from ..compat.device import check_place
from .dtypes import check_fits

Kind = TypeVar("Kind", bound=Array)
Size = int | Sequence[int]
DType = np.dtype | None


def read_size(sizes: tuple[Size, ...]) -> tuple[int, ...]:
    """The shape that `zeros(2, 3)` or `zeros((2, 3))` asks for.

    Raises TypeError if there is none or it holds no integers, RuntimeError for a negative one.
    """
    if not sizes:
        raise TypeError("a size is needed: integers, or a tuple of them")
    if len(sizes) == 1 and isinstance(sizes[0], tuple | list):
        sizes = sizes[0]
    shape = tuple([index(size) for size in sizes])
    if [size for size in shape if size < 0]:
        raise RuntimeError(f"size {shape} must not be negative")
    return shape


def take_size(size: tuple[Size, ...], options: dict[str, Any]) -> tuple[int, ...]:
    """The size, which may also be among the options, as `size=`."""
    return read_size((options.pop("size"),) if "size" in options else size)


def filled(
    kind: type[Kind],
    size: tuple[int, ...],
    value: Any,
    dtype: DType = None,
    requires_grad: bool = False,
    device: Any = None,
    **where: Any,
) -> Kind:
    """A new leaf of class `kind`, all of whose elements are `value`: a number or a 0-d Array.

    Without a dtype it has that of `value`. Raises RuntimeError if it should require a gradient but
    is not floating, and what `check_place` raises.
    """
    if device is not None or where:
        check_place(device, **where)
    number = value.item() if isinstance(value, Array | np.number) else value
    of = value if isinstance(value, Array) else number
    dtype = dtype or infer_dtype(of)
    check_fits(number, np.dtype(dtype))
    array = np.full(size, np.array(number).astype(dtype))
    return kind(array).requires_grad_(requires_grad)


def laid_out_like(value: np.ndarray, dtype: DType = None) -> np.ndarray:
    """An ndarray to be written to, of the shape of `value`, whose elements lie in memory in the
    order in which those of an elementwise result of `value` do."""
    if value.flags.c_contiguous:
        return np.empty(value.shape, dtype or value.dtype)
    dtypes = value.dtype, dtype or value.dtype
    return np.nditer((value, None), ("zerosize_ok",), op_dtypes=dtypes).operands[1]


def as_images_lie(out: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The result `out` of x laid out as torch's: in order; but with the channels last, as they are
    in images x that were (N, H, W, C) and permuted."""
    if not x.flags.c_contiguous and out.ndim == 4 and are_channels_last(x):
        return np.ascontiguousarray(out.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2)
    return out if out.flags.c_contiguous else out.copy()


def are_channels_last(x: np.ndarray) -> bool:
    """Whether x holds images that lie in memory as (N, H, W, C)."""
    return x.ndim == 4 and 1 not in x.shape[2:] and x.transpose(0, 2, 3, 1).flags.c_contiguous


class Creation:
    """New tensors of the dtype of this one, unless another is given."""

    __slots__ = ()

    def new_full(
        self, size: Sequence[int], fill_value: float, *, dtype: DType = None, **options: Any
    ) -> Self:
        """A tensor of this size, filled with one value; the options are those of `filled`."""
        made = filled(_plain(self), read_size((size,)), fill_value, dtype or self.dtype, **options)
        if not (hasattr(self, "level") and self.numel()) or made.dtype != self.dtype:
            return made
        everywhere = _plain(self)(np.ones(made.shape, bool))  # inside transforms, to be written to
        source = self.detach() if hasattr(self.level, "equations") else self  # a trace tells of it
        return source.reshape(-1)[0].expand(made.shape).masked_fill(everywhere, fill_value)

    def new_zeros(self, *size: Size, **options: Any) -> Self:
        """A tensor of this size, filled with zeros; the options are those of `new_full`."""
        return self.new_full(take_size(size, options), 0, **options)

    def new_ones(self, *size: Size, **options: Any) -> Self:
        """A tensor of this size, filled with ones; the options are those of `new_full`."""
        return self.new_full(take_size(size, options), 1, **options)

    def new_empty(self, *size: Size, **options: Any) -> Self:
        """A tensor of this size to be written to; the options are those of `new_full`."""
        return self.new_full(take_size(size, options), 0, **options)

    def new_tensor(
        self,
        data: Any,
        *,
        dtype: DType = None,
        device: Any = None,
        requires_grad: bool = False,
        pin_memory: bool = False,
    ) -> Self:
        """A tensor with a copy of `data`, as `tensor` makes it."""
        if device is not None or pin_memory:
            check_place(device, pin_memory)
        return _plain(self).from_data(data, dtype or self.dtype, requires_grad)


def _plain(array: Array) -> type[Array]:
    """The class of what is computed from `array`: Tensor, where it is a Parameter."""
    return type(type(array)(array.value))
