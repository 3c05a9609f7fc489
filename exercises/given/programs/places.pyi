"""The places of the library around which a trace stands. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m19_sgd import Optimizer as Optimizer
from ...given.core.observers import StackInPlace as StackInPlace
from ...given.nn.module_base import ModuleBase as ModuleBase
from ...given.ops.in_place import InPlace as InPlace

class MethodInPlace(StackInPlace):
    """A stack around a method."""

    def __get__(self, instance: Any, _owner: Any=None) -> Any:
        ...

def around(owner: type, name: str) -> MethodInPlace:
    """A stack around `owner`'s method."""
births: Any
asked: Any
detached: Any
parts: Any
steps: Any
zeroes: Any
calls: Any
