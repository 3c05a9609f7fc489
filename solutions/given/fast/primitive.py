"""`computation_graph`'s `primitive`, whose ops know torch's names for their arguments. (Given
code.)

A call without keywords, or with the function's own, is the plain one's. Tensors that are handed
over by keyword, and names that only torch has, are sorted out by `given/compat/keywords.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ...m02_wrapper import Array
from ..compat.keywords import by_name, names_of
from ..protocols.errors import explain
from ..protocols.kinds import check, never


def primitive(function: Callable[..., Any]) -> Callable[..., Any]:
    """Lift a function of ndarrays to an op: a function of Arrays, with the same name and docstring.

    The same as the plain one for all that this takes.
    """
    names, plain = names_of(function), function
    if names is not None and ".given." in str(function.__module__) and (refused := never(function)):

        def function(*args: Any, **params: Any) -> Any:
            check(refused, args, params)
            return plain(*args, **params)

    own = None if names is None or names.takes_more else names.all

    @wraps(plain)
    def op(*args: Any, **params: Any) -> Any:
        try:
            if params and own is not None:
                for name, value in params.items():
                    if name not in own or isinstance(value, Array):
                        return by_name(run, plain, args, params)
            for arg in args:
                if isinstance(arg, Array):
                    return type(arg).interpreter(op, function, args, params)
            return function(*args, **params)
        except Exception as error:
            explain(error, plain, args, params)
            raise

    def run(*args: Any, **params: Any) -> Any:
        for arg in args:
            if isinstance(arg, Array):
                return type(arg).interpreter(op, function, args, params)
        return function(*args, **params)

    return op
