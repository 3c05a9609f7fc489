"""`autodiff.training`: the loop around a model, its history and its checkpoints. (Given code.)"""

from typing import Any
from .given.compat.did_you_mean import missing_from as missing_from
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

def summary(model: Any, *inputs: Any) -> str:
    """A table of a module's layers: name, kind, shape of the output, number of parameters."""

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
