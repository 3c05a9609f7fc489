"""torch's names for arguments, beside our own: `sum(input=x, axis=0)`, `add(x, y, alpha=2)`. (Given
code.)

A milestone's function says what its lesson needs, `sum(x, dim, keepdim)`, and is called as it
stands. Only a call with a keyword that it does not have comes here: the name is looked up among
those that torch has for the same thing, and then among the arguments that are no business of a
lesson: `extra_arguments` has entered them in `EXTRAS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from inspect import CO_VARARGS, CO_VARKEYWORDS, unwrap
from types import FunctionType
from typing import Any, NamedTuple

from ...m02_wrapper import Array

# What torch calls an argument, and what it may be called here.
SAME = {
    "other": "y dim source",
    "axis": "dim",
    "keepdims": "keepdim",
    "exponent": "y",
    "mat2": "y",
    "tensor": "y x",
    "vec": "y",
    "vec2": "y",
    "x2": "y x2",
    "size": "shape",
    "batch1": "mat1",
    "batch2": "mat2",
    "dim0": "axis0",
    "dim1": "axis1",
    "split_size_or_sections": "split_size",
    "value": "src",
    "from": "low",
    "to": "high",
    "element": "elements",
    "test_element": "test_elements",
}
SIZES = {"size", "sizes", "shape", "dims", "repeats"}  # one tuple in the place of several numbers
FIRST = ("input", "self", "x", "a", "x1", "tensor")  # all names of what a function is about
WHERE = {"input": "x", "self": "x", "other": "y"}  # `where` alone has something before it


class Names(NamedTuple):
    """What a function's parameters are called."""

    positional: tuple[str, ...]
    all: frozenset[str]
    defaults: Mapping[str, Any]
    takes_sizes: bool  # whether it is called like `x.view(2, 3)`
    takes_more: bool  # whether it takes other keywords, too


@cache
def names_of(function: Callable[..., Any]) -> Names | None:
    """The names of a function's parameters; None if it is not written in Python."""
    plain = unwrap(function)
    if not isinstance(plain, FunctionType):
        return None
    code, flags = plain.__code__, plain.__code__.co_flags
    positional = code.co_varnames[: code.co_argcount]
    every = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    if flags & CO_VARARGS and "operands" in code.co_varnames:  # `bitwise_and(*operands)`
        positional = every = ("input", "other")
    given = plain.__defaults__ or ()
    defaults = dict(zip(positional[len(positional) - len(given) :], given, strict=True))
    more = bool(flags & CO_VARARGS), bool(flags & CO_VARKEYWORDS)
    return Names(positional, frozenset(every), defaults, *more)


# (function's name, or "*" for all; argument) -> its default, and what to do for another value.
EXTRAS: dict[tuple[str, str], tuple[Any, Callable[..., Any] | None]] = {}


def own_name(function: Callable[..., Any], name: str) -> str | None:
    """What torch's `name` is called in `function`; None if that has no such argument."""
    names = names_of(function)
    if name in names.all:
        return name
    if function.__name__ == "where":
        return WHERE.get(name)
    for other in SAME.get(name, "").split():
        if other in names.all:
            return other
    return names.positional[0] if name in FIRST and names.positional else None


def extra(function: Callable[..., Any], name: str) -> tuple[Any, Callable[..., Any] | None] | None:
    """The entry in EXTRAS of an argument of `function`."""
    return EXTRAS.get((function.__name__, name)) or EXTRAS.get(("*", name))


def by_name(
    call: Callable[..., Any], function: Callable[..., Any], args: tuple, params: dict[str, Any]
) -> Any:
    """`call(*args, **params)`, with the names that `function` has.

    Tensors are moved to where an op looks for them: among its positional arguments. Raises
    TypeError for a name that torch does not have either, or an argument given twice, and
    NotImplementedError for an argument that only its default is accepted for.
    """
    names, known, extras = names_of(function), {}, []
    for name, value in params.items():
        if names.takes_sizes and name in SIZES:
            args = (*args, value)
            continue
        own = own_name(function, name)
        if own is not None and own not in known and own not in names.positional[: len(args)]:
            known[own] = value
        elif (entry := extra(function, name)) is not None:
            default, handler = entry
            if value is default or (type(value) is type(default) and value == default):
                continue
            if handler is None:
                raise NotImplementedError(
                    f"{function.__name__}: {name}={value!r} is not supported; leave it out"
                )
            extras.append((handler, value))
        elif names.takes_more and own is None:
            known[name] = value
        else:
            kind = "an unexpected keyword argument" if own is None else "twice the argument"
            raise TypeError(f"{function.__name__}() got {kind} {name!r}")
    places = [i for i, name in enumerate(names.positional) if isinstance(known.get(name), Array)]
    placed = list(args)
    for name in names.positional[len(args) : max(places, default=-1) + 1]:
        if name not in known and name not in names.defaults:
            break
        placed.append(known.pop(name) if name in known else names.defaults[name])
    for handler, value in extras:
        call = _around(call, handler, value)
    return call(*placed, **known)


def _around(call: Callable[..., Any], handler: Callable[..., Any], value: Any) -> Callable:
    return lambda *args, **params: handler(call, value, *args, **params)


def with_torchs_names(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is not an op, called by torch's names, too."""
    names = names_of(function)

    @wraps(function)
    def called(*args: Any, **params: Any) -> Any:
        if not params or names.all.issuperset(params):
            return function(*args, **params)
        return by_name(function, function, args, params)

    return called


def widen(face: Any, names: Iterable[str]) -> None:
    """Give those of a public face's functions that are not ops torch's names.

    Ops have them already, wherever the reference's `primitive` makes them.
    """
    for name in names:
        function = getattr(face, name)
        if isinstance(function, FunctionType) and not name.startswith("_") and _needs(function):
            setattr(face, name, with_torchs_names(function))


def _needs(function: FunctionType) -> bool:
    """Whether there are names that only torch has for what it takes."""
    names = names_of(function)
    sizes = names.takes_sizes and names.positional == ("self",)
    known = not sizes and {"x", "x1", "dim", "tensors"}.isdisjoint(names.all)
    is_op = function.__code__.co_name == "op"
    return not is_op and (not known or any(name == function.__name__ for name, _ in EXTRAS))
