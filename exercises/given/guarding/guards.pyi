"""What a compiled program may rely on in its arguments: shapes, dtypes, values. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m16_modules import Module as Module
from ...m19_sgd import Optimizer as Optimizer
from collections.abc import Iterable
PLAIN: Any

class CannotCompile(Exception):
    """Why a function has to run as it is."""

def key_of(tree: Any, tensors: list[Array], numbers: list[int | float]) -> Any:
    """What arguments have to have in common to be given to the same program, but for numbers. The"""

def layout_of(x: Array) -> tuple[Any, ...]:
    """What a program relies on in a tensor: all but its numbers."""

def refuse_hooks(tensors: Iterable[Array]) -> None:
    """Raises CannotCompile where one of these has hooks, which would be run in a trace, too."""

def have_hooks(tensors: Iterable[Array]) -> bool:
    """Whether one of these has hooks, which may do anything."""
