"""Convolution and pooling along one dimension: a signal is an image of one row. (Given code.)"""

from typing import Any
from ...m25_convolution import conv2d as conv2d
from ...m26_pooling import adaptive_avg_pool2d as adaptive_avg_pool2d
from ...m26_pooling import avg_pool2d as avg_pool2d
from ...m26_pooling import max_pool2d as max_pool2d
from types import FunctionType
from collections.abc import Callable
from ...given.protocols.errors import explain as explain
from ...given.nn.convolution import ConvNd as ConvNd
from ...given.nn.layer_arguments import as_single as as_single
ORDER: Any

def parameters(function: FunctionType) -> tuple[str, ...]:
    """The names of what a function takes, but for `*args` and `**params`."""

def with_torchs_names(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is not an op, called by torch's names, too."""
maxima: Any
means: Any
ROWS: Any

def of_signals(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """A function of images, (..., C, H, W), as one of signals, (..., C, L), under this name."""
conv1d: Any
max_pool1d: Any
avg_pool1d: Any
adaptive_avg_pool1d: Any

class Conv1d(ConvNd):
    """`conv1d` with a weight and a bias of its own."""
    ndim: Any

    def forward(self, input: Any) -> Any:
        """(N, C, L) -> (N, O, Lo), or the same without N."""
