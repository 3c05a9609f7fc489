"""Values in a normal form: what programs are given and what they answer, as plain data.

A value's normal form is a pair (kind, payload):

    tensor, ndarray    ndarray                  dtype        its name, "float32"
    numpy scalar       0-d ndarray              list, tuple  [pairs]
    float, int, bool   themselves               dict         [(pair, pair), ...]
    str                itself                   slice        [start, stop, step] as pairs
    None, Ellipsis     None                     unknown      the name of a type
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import numpy as np

Pair = tuple[str, Any]

DEPTH_LIMIT = 32
PARTS_LIMIT = 20_000
BITS_LIMIT = 1024

DTYPES = {
    name: np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64"),
    )
}
ARRAYS = ("tensor", "ndarray", "numpy scalar")
SEQUENCES: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "tuple": tuple,
    "slice": lambda parts: slice(*parts),
}
ATOMS = {
    "float": float,
    "int": int,
    "bool": bool,
    "str": str,
    "None": type(None),
    "Ellipsis": type(None),
    "dtype": str,
    "unknown": str,
}
PLAIN = {kind: kind.__name__ for kind in (float, bool)}


class WireError(ValueError):
    """A frame or a value that cannot cross; the message is one line."""


def normalise(
    value: object,
    tensor_type: type | tuple[type, ...],
    to_ndarray: Callable[[Any], object],
) -> Pair:
    """The normal form of `value`.

    `to_ndarray` reads the numbers out of a `tensor_type`; what it returns must be an ndarray of
    exactly that type, or the value is unknown. Raises WireError for what nests too deeply or has
    too many parts.
    """
    parts = 0

    def walk(value: Any, depth: int) -> Pair:
        nonlocal parts
        parts += 1
        if depth > DEPTH_LIMIT:
            raise WireError(f"nested deeper than {DEPTH_LIMIT} levels")
        if parts > PARTS_LIMIT:
            raise WireError(f"made of more than {PARTS_LIMIT} parts")
        if isinstance(value, tensor_type):
            return _array("tensor", to_ndarray(value), type(value))
        if type(value) is np.ndarray:
            return _array("ndarray", value, np.ndarray)
        if isinstance(value, np.generic):
            return _array("numpy scalar", np.asarray(value), type(value))
        if isinstance(value, (list, tuple)):
            kind = "list" if isinstance(value, list) else "tuple"
            return kind, [walk(part, depth + 1) for part in value]
        if isinstance(value, dict | MappingProxyType):
            return "dict", [(walk(k, depth + 1), walk(v, depth + 1)) for k, v in value.items()]
        if type(value) is slice:
            ends = (value.start, value.stop, value.step)
            return "slice", [walk(end, depth + 1) for end in ends]
        return _atom(value)

    return walk(value, 0)


def numbers(tensor: Any) -> Any:
    """The ndarray of a learner's Tensor, to be read as `normalise` does; None if it has none."""
    try:
        return tensor.value
    except AttributeError as error:
        if error.name == "value":
            return None
        raise


def denormalise(pair: Pair) -> Any:
    """The value that a normal form stands for; every array is a fresh, writable copy.

    A tensor becomes an ndarray: a program makes its own tensors. Raises WireError for "unknown",
    and for dtypes other than those of arrays.
    """
    kind, payload = pair
    if kind in ("tensor", "ndarray"):
        return np.array(payload)
    if kind == "numpy scalar":
        return payload[()]
    if kind in SEQUENCES:
        return SEQUENCES[kind](denormalise(part) for part in payload)
    if kind == "dict":
        if any(_holds_arrays(key) for key, _ in payload):
            raise WireError("a dict has keys that can't be looked up")
        return {denormalise(key): denormalise(value) for key, value in payload}
    if kind == "dtype" and payload in DTYPES:
        return DTYPES[payload]
    if kind == "Ellipsis":
        return ...
    if kind in ATOMS and kind not in ("dtype", "unknown"):
        return payload
    raise WireError(f"it is, or holds, a {payload[:60]}")


def _holds_arrays(pair: Pair) -> bool:
    """Whether a value can't be the key of a dict, once tensors are ndarrays."""
    kind, payload = pair
    if kind == "tuple":
        return any(map(_holds_arrays, payload))
    return kind in ("tensor", "ndarray", "list", "dict", "slice")


def clean(text: str) -> str:
    """The same text, safe to print anywhere: lone surrogates and control characters spelt out."""
    if text.isprintable():
        return text
    return text.encode("utf-8", "backslashreplace").decode().translate(_SPELT)


class _Spelt(dict[int, int | str]):
    """What `str.translate` puts in a character's place, found out once for each."""

    def __missing__(self, code: int) -> int | str:
        character = chr(code)
        is_safe = character.isprintable() or character in "\n\t"
        self[code] = code if is_safe else character.encode("unicode_escape").decode()
        return self[code]


_SPELT = _Spelt()


def _array(kind: str, array: object, source: type) -> Pair:
    if type(array) is not np.ndarray:
        return "unknown", source.__name__
    if array.dtype.name not in DTYPES:
        return "unknown", f"{source.__name__} of {array.dtype.name}"
    return kind, array


def _atom(value: Any) -> Pair:
    exact = type(value)
    if exact in PLAIN:
        return PLAIN[exact], value
    if exact is int:
        return ("int", value) if value.bit_length() <= BITS_LIMIT else ("unknown", "huge int")
    if exact is str:
        return "str", value.encode("utf-8", "backslashreplace").decode()
    if value is None or value is ...:
        return str(value), None
    if isinstance(value, np.dtype):
        return "dtype", value.name
    if exact.__name__ == "dtype":
        return "dtype", str(value).rpartition(".")[2]
    return "unknown", str(exact.__name__)
