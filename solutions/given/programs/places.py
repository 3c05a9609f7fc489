"""The places of the library around which a trace stands. (Given code.)"""

from __future__ import annotations

from functools import partial
from typing import Any

from ...m02_wrapper import Array
from ...m19_sgd import Optimizer
from ..core.observers import StackInPlace
from ..nn.module_base import ModuleBase
from ..ops.in_place import InPlace


class MethodInPlace(StackInPlace):
    """A stack around a method."""

    def __get__(self, instance: Any, _owner: Any = None) -> Any:
        return self if instance is None else partial(self, instance)


def around(owner: type, name: str) -> MethodInPlace:
    """A stack around `owner`'s method."""
    return MethodInPlace(owner, name, vars(owner)[name])


births = around(Array, "__init__")
asked = [around(Array, name) for name in ("item", "tolist", "numpy")]
detached = around(Array, "detach")
parts = around(InPlace, "assign_on_record")
steps = around(Optimizer, "step")
zeroes = [around(Optimizer, "zero_grad"), around(ModuleBase, "zero_grad")]
calls = around(ModuleBase, "__call__")
