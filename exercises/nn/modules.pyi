"""`autodiff.nn.modules` and the modules in it, as torch divides them; each has all of `nn`. (Given"""

from typing import Any
from ..given.nn.convolution import ConvNd as _ConvNd
from ..given.nn.function_layer import FunctionLayer as FunctionLayer
from ..m24_normalization import BatchNorm as _BatchNorm
from ..m30_recurrent import RNNBase as RNNBase
from types import ModuleType

class _Loss(FunctionLayer):
    """How wrong inputs are, given their targets: a single number, unless the reduction is "none"."""

    def _take(self, size_average: Any=None, reduce: Any=None, **settings: Any) -> None:
        ...

    def _current(self) -> dict[str, Any]:
        ...
PLACES: Any

def _single(x: Any) -> tuple[Any, ...]:
    ...

def _pair(x: Any) -> tuple[Any, ...]:
    ...

def enter(face: ModuleType) -> None:
    """Make them importable: `nn.modules.conv`."""
