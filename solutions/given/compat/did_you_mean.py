"""What to say when somebody asks for a name that is not there. (Given code.)

This is for modules. For a tensor's attributes Python itself names the nearest one; a `__getattr__`
there would make every access to an attribute of every tensor slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, NoReturn

from .left_out import why


def missing_from(module: Mapping[str, Any]) -> Callable[[str], NoReturn]:
    """A `__getattr__` for the module with these globals: it raises an AttributeError that says
    why the name is left out, or which name there is nearest to it.

    __getattr__ = missing_from(globals())
    """

    def __getattr__(name: str) -> NoReturn:
        reason = why(name)
        more = f": {reason}" if reason else suggestion(name, module)
        raise AttributeError(f"{module['__name__']} has no {name!r}{more}")

    return __getattr__


def suggestion(name: str, names: Iterable[str]) -> str:
    """`; did you mean 'relu'?`, or nothing where no public name is near, or Python itself asks."""
    if name.startswith("__"):
        return ""
    public = [each for each in names if not each.startswith("_")]
    near = get_close_matches(name, public, 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def in_a_book(module: Any, name: str) -> Any:
    """A `__getattr__` for a Module: what stands in one of its books alone, for those who write into
    one themselves.

    Raises AttributeError for what is not there; it says why, or Python names the nearest one.
    """
    for book in ("_parameters", "_buffers", "_modules"):
        if name in vars(module).get(book, ()):
            return vars(module)[book][name]
    message = f"{type(module).__name__!r} object has no attribute {name!r}"
    message += f": {reason}" if (reason := why(name)) else ""
    raise AttributeError(message, name=name, obj=module)
