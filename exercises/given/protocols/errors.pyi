"""An error that leaves the library is of torch's type, and names the function and the argument."""

from typing import Any
from ...m02_wrapper import Array as Array
from collections.abc import Callable

def misfit(function: Callable[..., Any], args: tuple[Any, ...], params: dict[str, Any], missing: Any, bound: bool=True) -> str:
    """What is wrong with the first argument that is not of the kind that the function takes; "" if"""

def misfit_of_layer(function: Callable[..., Any], args: tuple[Any, ...]) -> str:
    """What is wrong with what a layer was made with, if the function is its `forward`."""
PACKAGE: Any
LEARNERS: Any
CONVERSIONS: Any
RAISE: Any
MEANT: Any

def _is_unset(error: AttributeError) -> bool:
    """Whether a tensor lacks what `Array.__init__` was to give it, which no argument can change."""

def explain(error: Exception, function: Callable[..., Any], args: tuple[Any, ...], params: dict[str, Any]) -> None:
    """Say in the error of a call what it is about, or raise another one, caused by it."""

def is_numpys(error: Exception) -> bool:
    """Whether an exception is of a class of NumPy's."""

def origin(error: Exception) -> tuple[str, bool, bool] | None:
    """The module that an error comes from, whether that has raised it itself, and whether this was"""

def title(function: Callable[..., Any], args: tuple[Any, ...]) -> str:
    """What a function is called; what makes an object or is its `forward`, by its class."""
