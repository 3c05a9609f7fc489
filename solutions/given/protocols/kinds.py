"""Which kinds of arguments a function takes: what its type hints say. (Given code.)"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from inspect import Parameter, signature, unwrap
from types import UnionType
from typing import Any, BinaryIO, Union, get_args, get_origin, get_type_hints

import numpy as np

from ...m02_wrapper import Array

TENSORS = (Array, np.ndarray, np.generic)
# What is taken where a hint has this: here torch is as generous.
TAKEN: dict[Any, tuple[type, ...]] = {
    Array: TENSORS,
    int: (int, np.integer),
    float: (int, float, np.number),
    bool: (bool, int, np.bool_),
    np.dtype: (object,),
    BinaryIO: (object,),
    tuple: (tuple, list),
    Sequence: (Sequence, *TENSORS),
    list: (tuple, list),
}
NAMES = {Array: "Tensor", np.generic: "Tensor", type(None): "None"}
SEQUENCES = (tuple, list, Sequence, Iterable)
NAMES |= dict.fromkeys(SEQUENCES, "tuple")
TORCHS = {"x": "input", "a": "input", "A": "input", "y": "other"}
NEVER = {"bool", "int", "float", "Number", "Argnums", "np.ndarray", "Array", "None"}

Refused = list[tuple[int, str, tuple[type, ...]]]


@cache
def never(function: Callable[..., Any]) -> Refused:
    """The parameters that are a number, a truth value, an ndarray or a function: place, name, and
    what they never are. Python would take a list for True, and NumPy None for NaN."""
    found: Refused = []
    plain = unwrap(function)
    code, given = plain.__code__, plain.__defaults__ or ()
    by_place = code.co_varnames[: code.co_argcount]
    defaults = dict(zip(by_place[len(by_place) - len(given) :], given, strict=True))
    defaults |= plain.__kwdefaults__ or {}
    for name, hint in plain.__annotations__.items():
        kinds, none = _never(str(hint))
        if kinds and name in code.co_varnames:
            none = none or defaults.get(name, 0) is None
            place = by_place.index(name) if name in by_place else sys.maxsize
            found.append((place, name, kinds if none else (*kinds, type(None))))
    return found


@cache
def _never(hint: str) -> tuple[tuple[type, ...], bool]:
    """The kinds that an argument with this hint never is, and whether None is one that it is."""
    parts = set(hint.split(" | "))
    # A tensor alone is asked for its shape or dtype anyway.
    known = parts - {"Array", "np.ndarray", "None"} and parts <= NEVER
    if not known and hint != "Callable[..., Any]":
        return (), False
    return (str, list) if "Argnums" in parts else (str, list, tuple), "None" in parts


def check(refused: Refused, args: Sequence[Any], params: dict[str, Any]) -> None:
    """Raises TypeError for an argument that is what it never is."""
    for place, name, kinds in refused:
        value = args[place] if place < len(args) else params.get(name, 0)
        if type(value) in kinds:
            raise TypeError(f"argument {name!r} can't be a {type(value).__name__}")


def misfit(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    params: dict[str, Any],
    missing: Any,
    bound: bool = True,
) -> str:
    """What is wrong with the first argument that is not of the kind that the function takes; "" if
    all are, as far as its hints say.

    One that is `missing` an attribute is not, or holds what is; without a hint, it was to be a
    tensor.
    """
    try:
        hints, form = get_type_hints(function), signature(function)
        arguments = form.bind(*args, **params).arguments if bound else params
    except (NameError, TypeError, ValueError):  # no hints, or not called so
        return ""
    method = next(iter(form.parameters), "") == "self"
    for place, (name, each) in enumerate(form.parameters.items(), not method):
        if each.kind is Parameter.VAR_KEYWORD:
            continue
        several = name in arguments and each.kind is Parameter.VAR_POSITIONAL
        value, told = arguments.get(name, each.default), type(each.default)
        hint = hints.get(name, told if told in (float, bool, str) else Any)
        for one in value if several else (value,):
            inside = isinstance(one, tuple | list) and any(item is missing for item in one)
            if inside or (one is missing and hint is Any):
                hint = Sequence[Array] if inside else Array
            if one is not each.default and (inside or one is missing or not fits(one, hint)):
                named = f"argument {TORCHS.get(name, name)!r} (position {place})"
                kind = type(one).__name__
                if isinstance(one, tuple | list) and one:
                    kind += f" of {type(missing if inside else one[0]).__name__}s"
                return f"{named} must be {worded(hint)}, not {kind}"
    return ""


def misfit_of_layer(function: Callable[..., Any], args: tuple[Any, ...]) -> str:
    """What is wrong with what a layer was made with, if the function is its `forward`."""
    if function.__name__ != "forward":
        return ""
    made, has = unwrap(type(args[0]).__init__), vars(args[0])
    parts = {*has["_parameters"], *has["_buffers"], *has["_modules"]}
    known = {name: has[name] for name in signature(made).parameters if name in has.keys() - parts}
    return misfit(made, args[:1], known, has, bound=False)


def fits(value: Any, hint: Any) -> bool:
    """Whether a value is of the kind that a hint says; a tensor of one number is a number, too."""
    parts = alternatives(hint)
    kinds = [_kind(part) for part in parts]
    if not all(isinstance(kind, type) and kind is not Any for kind in kinds):
        return True
    rows = [part for part in parts if _kind(part) in SEQUENCES]
    inner = [each for part in rows for each in get_args(part) if each is not ...]
    numbers = not {int, float}.isdisjoint(map(_kind, inner))
    if isinstance(value, Array) and (numbers or {Array, Sequence, Iterable}.isdisjoint(kinds)):
        return not {int, float}.isdisjoint(kinds) and value.numel() == 1
    if isinstance(value, str):
        return str in kinds
    if isinstance(value, tuple | list) and not all(
        any(fits(item, each) for each in inner or (Any,)) for item in value
    ):
        return False
    return any(isinstance(value, TAKEN.get(kind, kind)) for kind in kinds)


def alternatives(hint: Any) -> tuple[Any, ...]:
    """`int` and `float` of `int | float`."""
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _kind(part: Any) -> Any:
    kind = get_origin(part) or part
    of_tensors = isinstance(kind, type) and issubclass(kind, Array | np.ndarray)
    return Array if of_tensors else kind


def worded(hint: Any) -> str:
    """What a hint allows, in torch's words."""
    return " or ".join(dict.fromkeys(map(_word, alternatives(hint))))


def _word(part: Any, ending: str = "") -> str:
    kind, inner = _kind(part), get_args(part)
    name = NAMES.get(kind, kind.__name__)
    return name + ending + (f" of {_word(inner[0], 's')}" if name == "tuple" and inner else "")
