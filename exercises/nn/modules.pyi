"""`autodiff.nn.modules` and the modules in it, as torch divides them; each has all of `nn`. (Given"""

from typing import Any
from ..m16_modules import Parameter as Parameter
from ..given.nn.convolution import ConvNd as _ConvNd
from ..given.nn.function_layer import FunctionLayer as FunctionLayer
from ..m24_normalization import BatchNorm as _BatchNorm
from ..m30_recurrent import RNNBase as RNNBase
from types import ModuleType
packed_sequences: Any

class UninitializedParameter(Parameter):
    """A Parameter whose shape is not known yet."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Raises RuntimeError: it has none."""

    def numel(self) -> int:
        """Raises ValueError: nobody knows."""
    ndim: Any

    def __repr__(self) -> str:
        ...

    def materialize(self, shape: tuple[int, ...]) -> None:
        """Become an ordinary Parameter of that shape; its elements are still to be set."""

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
    """Make them importable: `nn.modules.conv`, `nn.parameter`, `nn.utils.rnn`."""

def _put(above: ModuleType, name: str, content: dict[str, Any]) -> None:
    ...
