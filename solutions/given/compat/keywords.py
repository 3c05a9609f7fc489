"""torch's names for arguments, beside our own: `sum(input=x, axis=0)`, `add(x, y, alpha=2)`. (Given
code.)

A milestone's function says what its lesson needs, `sum(x, dim, keepdim)`, and is called as it
stands. Only a call with a keyword that it does not have comes here: the name is looked up among
those that torch has for the same thing, and then among the arguments that a lesson has no use
for: `argument_tables` has entered them in `EXTRAS`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import CO_VARARGS, CO_VARKEYWORDS, unwrap
from itertools import takewhile
from operator import itemgetter
from types import FunctionType
from typing import Any, NamedTuple

from ...m02_wrapper import Array
from ..protocols.errors import explain
from ..protocols.kinds import Refused, check, never
from ..protocols.same_names import FIRST, SAME, SIZES, WHERE


class Names(NamedTuple):
    """What a function's parameters are called."""

    title: str  # what the function is called; an `__init__`, by its class
    positional: tuple[str, ...]
    all: frozenset[str]
    defaults: Mapping[str, Any]
    takes_sizes: bool  # whether it is called like `x.view(2, 3)`
    takes_more: bool  # whether it takes other keywords, too


def names_of(function: Callable[..., Any]) -> Names | None:
    """The names of a function's parameters; None if it is not written in Python."""
    plain = unwrap(function)
    if not isinstance(plain, FunctionType):
        return None
    every = parameters(plain)
    if hasattr(plain, "__signature__"):
        told = plain.__signature__.parameters.values()
        defaults = {each.name: each.default for each in told if each.default is not each.empty}
        return Names(title(function), every, frozenset(every), defaults, False, False)
    code, flags = plain.__code__, plain.__code__.co_flags
    positional = code.co_varnames[: code.co_argcount]
    given = plain.__defaults__ or ()
    defaults = dict(zip(positional[len(positional) - len(given) :], given, strict=True))
    sizes = bool(flags & CO_VARARGS) and code.co_varnames[len(every)] in SIZES
    more = bool(flags & CO_VARKEYWORDS)
    return Names(title(function), positional, frozenset(every), defaults, sizes, more)


def parameters(function: FunctionType) -> tuple[str, ...]:
    """The names of what a function takes, but for `*args` and `**params`."""
    if hasattr(function, "__signature__"):  # it takes anything, and says what is meant
        return tuple(function.__signature__.parameters)
    code = function.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


# (function's or class's name, or "*" for all; argument) -> its default, and what to do for another
# value: None if nothing can be done.
EXTRAS: dict[tuple[str, str], tuple[Any, Callable[..., Any] | None]] = {}
ORDER: dict[str, list[str]] = {}  # torch's positional arguments, where there are more of them


def title(function: Callable[..., Any]) -> str:
    """What a function is called; an `__init__`, by its class."""
    if function.__name__ != "__init__":
        return function.__name__
    return function.__qualname__.split(".")[-2]


def own_name(names: Names, name: str) -> str | None:
    """What torch's `name` is called in a function; None if that has no such argument."""
    if name in names.all:
        return name
    if names.title == "where":
        return WHERE.get(name)
    for other in SAME.get(name, "").split():
        if other in names.all:
            return other
    return names.positional[0] if name in FIRST and names.positional else None


def in_order(names: Names) -> int:
    """How many positional arguments mean the same to a function and to torch."""
    order = ORDER.get(names.title)
    if order is None:
        return sys.maxsize
    pairs = zip(names.positional, order, strict=False)
    return sum(1 for _ in takewhile(lambda pair: own_name(names, pair[1]) == pair[0], pairs))


def extra(names: Names, name: str) -> tuple[Any, Callable[..., Any] | None] | None:
    """The entry in EXTRAS of an argument of a function."""
    return EXTRAS.get((names.title, name)) or EXTRAS.get(("*", name))


def by_name(
    call: Callable[..., Any], function: Callable[..., Any], args: tuple, params: dict[str, Any]
) -> Any:
    """`call(*args, **params)`, with the names that `function` has.

    Tensors are moved to where an op looks for them: among its positional arguments. Raises
    TypeError for a name that torch does not have either, or an argument given twice, and
    NotImplementedError for an argument that only its default is accepted for.
    """
    names, known, extras = names_of(function), {}, []
    me = names.title
    if len(args) > (shared := in_order(names)):
        if len(args) > len(ORDER[me]):
            raise TypeError(f"{me}() takes {len(ORDER[me])} positional arguments, got {len(args)}")
        rest = zip(ORDER[me][shared:], args[shared:], strict=False)
        args, params = args[:shared], dict(rest) | params
    for name, value in params.items():
        if names.takes_sizes and names.positional == ("self",) and name in SIZES:
            args = (*args, value)
            continue
        own = own_name(names, name)
        if own is not None and own not in known and own not in names.positional[: len(args)]:
            known[own] = value
        elif (entry := extra(names, name)) is not None:
            default, handler = entry
            if handler and isinstance(default, bool) and not isinstance(value, bool | int):
                raise TypeError(f"argument {name!r} must be bool, not {type(value).__name__}")
            if value is default or (type(value) is type(default) and value == default):
                continue
            if handler is None:
                raise NotImplementedError(f"{me}: {name}={value!r} is not supported; leave it out")
            extras.append((name, handler, value))
        elif names.takes_more and own is None:
            known[name] = value
        else:
            kind = "an unexpected keyword argument" if own is None else "twice the argument"
            raise TypeError(f"{me}() got {kind} {name!r}")
    places = [i for i, name in enumerate(names.positional) if isinstance(known.get(name), Array)]
    placed = list(args)
    for name in names.positional[len(args) : max(places, default=-1) + 1]:
        if name not in known and name not in names.defaults:
            break
        placed.append(known.pop(name) if name in known else names.defaults[name])
    for _, handler, value in sorted(extras, key=itemgetter(0)):  # in one order, whoever calls
        call = _around(call, handler, value)
    try:
        check(never(function), placed, known)
        return call(*placed, **known)
    except Exception as error:
        explain(error, function, tuple(placed), known)
        raise


def _around(call: Callable[..., Any], handler: Callable[..., Any], value: Any) -> Callable:
    def around(*args: Any, **params: Any) -> Any:
        return handler(call, value, *args, **params)

    return around


def with_torchs_names(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is not an op, called by torch's names, too."""
    facts: tuple[frozenset[str], int, Refused, int] | None = None  # found at the first call

    @wraps(function)
    def called(*args: Any, **params: Any) -> Any:
        nonlocal facts
        try:
            known, most, refused, first = facts = facts or _facts(function)
            if len(args) > most or (params and not known.issuperset(params)):
                return by_name(function, function, args, params)
            if len(args) > first or params:
                check(refused, args, params)
            return function(*args, **params) if params else function(*args)
        except Exception as error:
            explain(error, function, args, params)
            raise

    called.torchs_names = True  # so that nobody does it twice
    return called


def _facts(function: Callable[..., Any]) -> tuple[frozenset[str], int, Refused, int]:
    """The names that a function has, how many arguments it may be given by place, what those never
    are, and the first place of one of these."""
    known = frozenset(parameters(unwrap(function)))
    most = in_order(names_of(function)) if title(function) in ORDER else sys.maxsize
    refused = [] if function.__name__ == "__init__" else never(function)
    return known, most, refused, min([place for place, _, _ in refused], default=sys.maxsize)
