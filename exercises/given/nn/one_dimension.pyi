"""Convolution and pooling along one dimension: a signal is an image of one row. (Given code.)"""

from typing import Any
from ...m04_magic_methods import reshape as reshape
from ...m25_convolution import conv2d as conv2d
from ...m26_pooling import adaptive_avg_pool2d as adaptive_avg_pool2d
from ...m26_pooling import avg_pool2d as avg_pool2d
from ...m26_pooling import max_pool2d as max_pool2d
from collections.abc import Callable
from ...given.ops.reshape import squeeze as squeeze
from ...given.nn.convolution import ConvNd as ConvNd
from ...given.nn.layer_arguments import as_single as as_single

def with_torchs_names(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is not an op, called by torch's names, too."""
Single: Any
maxima: Any
means: Any

def conv1d(input: Any, weight: Any, bias: Any=None, stride: Single=1, padding: Single | str=0, dilation: Single=1, groups: int=1) -> Any:
    """`conv2d` along one dimension: (N, C, L) and (O, C / groups, k) -> (N, O, Lo)."""

def max_pool1d(input: Any, kernel_size: Single, stride: Single | None=None, padding: Single=0, dilation: Single=1, *, ceil_mode: bool=False, return_indices: bool=False) -> Any:
    """The maximum of each window: (..., C, L) -> (..., C, Lo); arguments as for `max_pool2d`."""

def avg_pool1d(input: Any, kernel_size: Single, stride: Single | None=None, padding: Single=0, *, ceil_mode: bool=False, count_include_pad: bool=True) -> Any:
    """The mean of each window: (..., C, L) -> (..., C, Lo); arguments as for `avg_pool2d`."""

def adaptive_avg_pool1d(input: Any, output_size: Single) -> Any:
    """The means of `output_size` windows: (..., C, L) -> (..., C, output_size)."""

def _pooling(kernel_size: Single, stride: Single | None, padding: Single) -> list[tuple[int, int]]:
    ...

def as_row(size: Single, rows: int) -> tuple[int, int]:
    """A size for an image of one row: with `rows` before it."""

def along_row(function: Any, input: Any, *args: Any, **kwargs: Any) -> Any:
    """What `function` makes of images of one row: one result, or a tuple of them."""

class Conv1d(ConvNd):
    """`conv1d` with a weight and a bias of its own."""
    ndim: Any

    def forward(self, input: Any) -> Any:
        """(N, C, L) -> (N, O, Lo), or the same without N."""
