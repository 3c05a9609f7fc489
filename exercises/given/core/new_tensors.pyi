"""Making tensors of a given size, with torch's defaults for the dtype. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m02_wrapper import infer_dtype as infer_dtype
from ...given.compat.device import check_place as check_place
import numpy as np
from collections.abc import Sequence
from typing import Self
Kind: Any
Size: Any
DType: Any

def read_size(sizes: tuple[Size, ...]) -> tuple[int, ...]:
    """The shape that `zeros(2, 3)` or `zeros((2, 3))` asks for."""

def take_size(size: tuple[Size, ...], options: dict[str, Any]) -> tuple[int, ...]:
    """The size, which may also be among the options, as `size=`."""

def filled(kind: type[Kind], size: tuple[int, ...], value: Any, dtype: DType=None, requires_grad: bool=False, device: Any=None, **where: Any) -> Kind:
    """A new leaf of class `kind`, all of whose elements are `value`: a number or a 0-d Array."""

def laid_out_like(value: np.ndarray, dtype: DType=None) -> np.ndarray:
    """An ndarray to be written to, of the shape of `value`, whose elements lie in memory in the"""

def as_images_lie(out: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The result `out` of x laid out as torch's: in order; but with the channels last, as they are"""

def are_channels_last(x: np.ndarray) -> bool:
    """Whether x holds images that lie in memory as (N, H, W, C)."""

class Creation:
    """New tensors of the dtype of this one, unless another is given."""

    def new_full(self, size: Sequence[int], fill_value: float, *, dtype: DType=None, **options: Any) -> Self:
        """A tensor of this size, filled with one value; the options are those of `filled`."""

    def new_zeros(self, *size: Size, **options: Any) -> Self:
        """A tensor of this size, filled with zeros; the options are those of `new_full`."""

    def new_ones(self, *size: Size, **options: Any) -> Self:
        """A tensor of this size, filled with ones; the options are those of `new_full`."""

    def new_empty(self, *size: Size, **options: Any) -> Self:
        """A tensor of this size to be written to; the options are those of `new_full`."""

    def new_tensor(self, data: Any, *, dtype: DType=None, device: Any=None, requires_grad: bool=False, pin_memory: bool=False) -> Self:
        """A tensor with a copy of `data`, as `tensor` makes it."""

def _plain(array: Array) -> type[Array]:
    """The class of what is computed from `array`: Tensor, where it is a Parameter."""
