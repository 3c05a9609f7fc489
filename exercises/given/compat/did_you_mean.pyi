"""What to say when somebody asks for a name that is not there. (Given code.)"""

from typing import Any
from collections.abc import Mapping
from collections.abc import Callable
from typing import NoReturn
from collections.abc import Iterable

def why(name: str) -> str | None:
    """Why a name is left out, and what is nearest; None if it is not among them."""

def missing_from(module: Mapping[str, Any]) -> Callable[[str], NoReturn]:
    """A `__getattr__` for the module with these globals: it raises an AttributeError that says"""

def suggestion(name: str, names: Iterable[str]) -> str:
    """`; did you mean 'relu'?`, or nothing where no public name is near, or Python itself asks."""

def in_a_book(module: Any, name: str) -> Any:
    """A `__getattr__` for a Module: what stands in one of its books alone, for those who write into"""
