"""torch's names for arguments, beside our own: `sum(input=x, axis=0)`, `add(x, y, alpha=2)`. (Given"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...given.protocols.errors import explain as explain
from collections.abc import Sequence
from collections.abc import Callable
from typing import NamedTuple

def check(refused: Any, args: Sequence[Any], params: dict[str, Any]) -> None:
    """Raises TypeError for an argument that is what it never is."""

def never(function: Callable[..., Any]) -> Any:
    """The parameters that are a number, a truth value, an ndarray or a function: place, name, and"""
SAME: Any
FIRST: Any
WHERE: Any
SIZES: Any

class Names(NamedTuple):
    """What a function's parameters are called."""
    positional: Any
    all: Any
    defaults: Any
    takes_sizes: Any
    takes_more: Any

def names_of(function: Callable[..., Any]) -> Names | None:
    """The names of a function's parameters; None if it is not written in Python."""
EXTRAS: Any
ORDER: Any

def title(function: Callable[..., Any]) -> str:
    """What a function is called; an `__init__`, by its class."""

def own_name(function: Callable[..., Any], name: str) -> str | None:
    """What torch's `name` is called in `function`; None if that has no such argument."""

def in_order(function: Callable[..., Any]) -> int:
    """How many positional arguments mean the same to `function` and to torch."""

def extra(function: Callable[..., Any], name: str) -> tuple[Any, Callable[..., Any] | None] | None:
    """The entry in EXTRAS of an argument of `function`."""

def by_name(call: Callable[..., Any], function: Callable[..., Any], args: tuple, params: dict[str, Any]) -> Any:
    """`call(*args, **params)`, with the names that `function` has."""

def _around(call: Callable[..., Any], handler: Callable[..., Any], value: Any) -> Callable:
    ...

def with_torchs_names(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is not an op, called by torch's names, too."""
