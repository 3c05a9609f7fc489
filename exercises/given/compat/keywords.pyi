"""torch's names for arguments, beside our own: `sum(input=x, axis=0)`, `add(x, y, alpha=2)`. (Given"""

from typing import Any
from ...m02_wrapper import Array as Array
from typing import NamedTuple
from collections.abc import Callable
from types import CodeType
SAME: Any
FIRST: Any
WHERE: Any
SIZES: Any

class Names(NamedTuple):
    """What a function's parameters are called."""
    title: Any
    positional: Any
    all: Any
    defaults: Any
    takes_sizes: Any
    takes_more: Any

def names_of(function: Callable[..., Any]) -> Names | None:
    """The names of a function's parameters; None if it is not written in Python."""

def parameters(code: CodeType) -> tuple[str, ...]:
    """The names of what a function takes, but for `*args` and `**params`."""
EXTRAS: Any
ORDER: Any

def title(function: Callable[..., Any]) -> str:
    """What a function is called; an `__init__`, by its class."""

def own_name(names: Names, name: str) -> str | None:
    """What torch's `name` is called in a function; None if that has no such argument."""

def in_order(names: Names) -> int:
    """How many positional arguments mean the same to a function and to torch."""

def extra(names: Names, name: str) -> tuple[Any, Callable[..., Any] | None] | None:
    """The entry in EXTRAS of an argument of a function."""

def by_name(call: Callable[..., Any], function: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Any:
    """`call(*args, **params)`, with the names that `function` has."""

def _around(call: Callable[..., Any], handler: Callable[..., Any], value: Any) -> Callable:
    ...

def with_torchs_names(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is not an op, called by torch's names, too."""
