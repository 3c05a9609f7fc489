"""`autodiff.optim`: optimisers. (Given code.)"""

from typing import Any
from collections.abc import Iterable
from ..given.compat.did_you_mean import missing_from as missing_from
from ..given.optim.rmsprop import RMSprop as RMSprop
from ..m19_sgd import SGD as SGD
from ..m19_sgd import Optimizer as Optimizer
from ..m22_adam import Adagrad as Adagrad
from ..m22_adam import Adam as Adam
from ..m22_adam import AdamW as AdamW
from ..optim import lr_scheduler as lr_scheduler

def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names."""
