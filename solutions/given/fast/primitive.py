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

# Their results lie in memory in the order of their dims in torch, whatever NumPy makes of them.
IN_ORDER = {"concatenate", "getitem", "gather", "masked_fill", "one_hot", "einsum"}
IN_ORDER |= {"softmax", "log_softmax", "cumsum", "roll", "tril", "triu"}


def primitive(function: Callable[..., Any]) -> Callable[..., Any]:
    """Lift a function of ndarrays to an op: a function of Arrays, with the same name and docstring.

    The same as the plain one for all that this takes.
    """
    names, plain = names_of(function), function
    if names is not None and ".given." in str(function.__module__) and (refused := never(function)):

        def function(*args: Any, **params: Any) -> Any:
            check(refused, args, params)
            return plain(*args, **params)

    if plain.__name__ in IN_ORDER:
        function = _in_order(function)
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


def _in_order(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, whose result is copied if its dims are in another order in memory, so that it
    has views of any shape; unless it is itself a view."""

    @wraps(function)
    def in_order(*args: Any, **params: Any) -> Any:
        out = function(*args, **params)
        if out.flags.c_contiguous:
            return out
        base, x = out.base, args[isinstance(args[0], str)]
        return out if base is not None and (base is x or base is x.base) else out.copy()

    return in_order
