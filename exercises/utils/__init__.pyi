"""`autodiff.utils`. (Given code.)"""

from typing import Any
from collections.abc import Mapping
from collections.abc import Callable
from typing import NoReturn
from ..utils import data as data

def missing_from(module: Mapping[str, Any]) -> Callable[[str], NoReturn]:
    """A `__getattr__` for the module with these globals: it raises an AttributeError that names"""
