"""What stands in front of a learner's file when it is tried out with a repair (fitting.py).

It is not imported here: its text becomes a part of that file, whose names it must not take.
"""

import inspect as _inspect
from functools import wraps as _wraps

import numpy as _np


def _fitting(hint, only):
    """The same function, which hands over what its annotation promises (`promised`)."""

    def decorate(function):
        signature = _inspect.signature(function)

        @_wraps(function)
        def fitted(*args, **params):
            given = signature.bind(*args, **params).arguments
            flat = [y for x in given.values() for y in (x if type(x) in (list, tuple) else [x])]
            dtypes = [x.dtype for x in flat if isinstance(x, _np.ndarray | _np.generic)]
            dtype = given.get("dtype") or next(iter(dtypes), None)
            return _fit(function(*args, **params), hint, only, dtype)

        return fitted

    return decorate


class _NothingReturned(Exception):
    pass


def _refusing_none(function):
    """The same function; where it returns None, it raises."""

    @_wraps(function)
    def refusing(*args, **params):
        result = function(*args, **params)
        if result is None:
            raise _NothingReturned
        return result

    return refusing


def _fit(x, hint, only, dtype):
    """`x` as what is promised, as far as `only` this kind of difference is in the way."""
    kind, *parts = hint
    if kind == "named" and isinstance(x, tuple | list):
        made = globals()[parts[0]] if only == "type" else type(x)
        inner = [_fit(y, h, only, dtype) for y, h in zip(x, parts[1:], strict=True)]
        return made(*inner) if hasattr(made, "_fields") else made(inner)
    if kind == "iterator" and hasattr(x, "__next__"):
        return (_fit(y, parts[0], only, dtype) for y in x)
    if kind in ("list", "tuple") and only == "sequence" and hasattr(x, "__next__"):
        x = list(x)
    if type(x) is dict:
        part = parts[0] if kind == "dict" else ("any",)
        return {key: _fit(y, part, only, dtype) for key, y in x.items()}
    if type(x) in (list, tuple):
        made = type(x)
        if only == "sequence":
            made = {"list": list, "tuple": tuple}.get(kind, tuple if made is list else list)
        each = parts if len(parts) == len(x) else [parts[0] if parts else ("any",)] * len(x)
        return made(_fit(y, h, only, dtype) for y, h in zip(x, each, strict=False))
    if only == "number":
        return x.item() if kind != "floating" and isinstance(x, _np.generic) else x
    if only != "type":
        return x
    if kind in ("float", "int", "bool", "str"):
        plain = {"float": float, "int": int, "bool": bool, "str": str}[kind]
        return plain(x.item() if hasattr(x, "item") else x)
    if kind == "ndarray":
        return _np.asarray(getattr(x, "value", x), dtype)
    if kind == "floating":
        return _np.asarray(getattr(x, "value", x), dtype)[()]
    return (x,) if kind in ("other", "tuple") else x
