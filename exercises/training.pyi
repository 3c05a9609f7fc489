"""`autodiff.training`: the loop around a model, its history and its checkpoints. (Given code.)"""

from typing import Any as Any
from typing import Generic
from collections.abc import Iterable
from typing import TextIO
from collections.abc import Iterator
from .m20_training import EarlyStopping as EarlyStopping
from .m20_training import Metrics as Metrics
from .m20_training import Trainer as Trainer
from .m20_training import accuracy as accuracy
from .m20_training import evaluate as evaluate
from .m20_training import train_epoch as train_epoch
from .m21_debugging import array_text as array_text
from .m21_debugging import gradient_norms as gradient_norms
from .m21_debugging import layer_sizes as layer_sizes
from .m21_debugging import output_shapes as output_shapes
from .m21_debugging import summary as summary

class track:
    """An iterable that draws a bar on a terminal each time it is gone through, and otherwise"""

    def __init__(self, iterable: Any, label: str='', stream: TextIO | None=None) -> None:
        """`iterable` must have a length; the bar goes to `stream`, standard error if None."""

    def __len__(self) -> int:
        ...

    def __iter__(self) -> Any:
        ...

    def _drawn(self) -> Any:
        ...
