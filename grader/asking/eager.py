"""torch without its compiler, which nobody here asks to compile, and on the CPU alone.

torch imports `torch._dynamo` with the first optimiser and the first transform, only to mark what is
not to be compiled. That takes longer than to import torch itself. And `manual_seed` notes for three
kinds of devices, which may come into use later, where it was called from: 4 ms of tracebacks.

skip_the_compiler()     # once torch is imported
seed_the_cpu_alone()
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import ModuleType, SimpleNamespace
from typing import Any, TypeVar

NAME = "torch._dynamo"
F = TypeVar("F", bound=Callable[..., Any])


def skip_the_compiler() -> None:
    """Put a stand-in in the compiler's place, unless that is imported already."""
    sys.modules.setdefault(NAME, _StandIn(NAME))


def seed_the_cpu_alone() -> None:
    """Let `manual_seed` believe that other devices can't come into use in this process."""
    for device in ("cuda", "xpu", "mtia"):
        module: Any = importlib.import_module(f"torch.{device}")
        module._is_in_bad_fork = lambda: True


class _StandIn(ModuleType):
    """What eager code asks of the compiler; whoever asks for more gets the real one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.compiled_autograd = SimpleNamespace(_disable=_nothing)

    @staticmethod
    def disable(function: F, recursive: bool = True, *, wrapping: bool = True) -> F:
        """Mark a function as one that is not to be compiled."""
        return function

    @staticmethod
    def graph_break() -> None:
        """Mark a place where a compiled program ends."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":  # what Python's own import looks for
            raise AttributeError(name)
        if sys.modules[NAME] is self:
            del sys.modules[NAME]
        return getattr(importlib.import_module(NAME), name)


def _nothing() -> AbstractContextManager[None]:
    return nullcontext()
