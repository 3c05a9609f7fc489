"""What functions with several results return, printed as torch prints it. (Given code.)

torch.return_types.max(
values=tensor([2., 5.]),
indices=tensor([2, 2]))
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

NAMES = "max min sort topk median cummax cummin aminmax histogram svd slogdet"
OF_LINALG = "svd eigh qr slogdet"


def name_results(face: Any, names: str, prefix: str = "") -> None:
    """Let named tuples that these functions of a face return, if it has them, be printed by their
    names, behind the prefix."""
    for name in names.split():
        if hasattr(face, name):
            setattr(face, name, _named(getattr(face, name), prefix + name))


def _named(function: Callable[..., Any], title: str) -> Callable[..., Any]:
    @wraps(function)
    def called(*args: Any, **params: Any) -> Any:
        found = function(*args, **params)
        return _made(title, type(found), found) if hasattr(found, "_fields") else found

    return called


def _made(title: str, of: type, fields: tuple[Any, ...]) -> Any:
    return _kind(title, of)(*fields)


@cache
def _kind(title: str, of: type) -> type:
    return type(title, (of,), {"__slots__": (), "__repr__": _text, "__reduce__": _reduced})


def _text(self: Any) -> str:
    fields = [f"{name}={value!r}" for name, value in self._asdict().items()]
    return f"torch.return_types.{type(self).__name__}(\n" + ",\n".join(fields) + ")"


def _reduced(self: Any) -> tuple[Any, ...]:
    return _made, (type(self).__name__, type(self).__base__, tuple(self))
