"""`autodiff.optim`: optimisers. (Given code.)"""

from typing import Any
from collections.abc import Mapping
from collections.abc import Callable
from typing import NoReturn
from ..m15_sgd import SGD as SGD
from ..m15_sgd import Optimizer as Optimizer
from ..m17_adam import Adagrad as Adagrad
from ..m17_adam import Adam as Adam
from ..m17_adam import AdamW as AdamW
from ..m17_adam import RMSprop as RMSprop
from ..optim import lr_scheduler as lr_scheduler

def missing_from(module: Mapping[str, Any]) -> Callable[[str], NoReturn]:
    """A `__getattr__` for the module with these globals: it raises an AttributeError that names"""
