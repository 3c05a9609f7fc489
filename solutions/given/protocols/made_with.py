"""Classes that differ in what they are made with: the arguments' names and defaults as a table.
(Given code.)"""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, Signature
from typing import Any


def make_with(kind: type, arguments: Mapping[str, Any]) -> None:
    """Give a class an `__init__` that takes these arguments, in this order, with these defaults
    (`...` where there is none), and hands all of them by name to the method `_take`. Who asks for
    its signature is told them.

    It raises TypeError, by the name of the class, for arguments that do not fit.
    """
    told = [Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)]
    for name, default in arguments.items():
        default = Parameter.empty if default is ... else default
        told.append(Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=default))
    signature = Signature(told)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            given = signature.bind(self, *args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{kind.__name__}: {error}") from None
        given.apply_defaults()
        del given.arguments["self"]
        for name, value in given.arguments.items():
            number = type(arguments[name]) is float and "optimizer" not in arguments
            if number and isinstance(value, str | list | tuple):  # schedules take several
                wrong = f"argument {name!r} must be float, not {type(value).__name__}"
                raise TypeError(f"{kind.__name__}(): {wrong}")
        self._take(**given.arguments)

    __init__.__qualname__ = f"{kind.__name__}.__init__"
    __init__.__signature__ = signature  # type: ignore[attr-defined]
    kind.__init__ = __init__  # type: ignore[misc]
