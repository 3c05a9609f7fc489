"""The language that the grader and its workers speak: values in a normal form, cut into frames.

A value's normal form is a pair (kind, payload) of plain data:

    tensor, ndarray    ndarray                  dtype        its name, "float32"
    numpy scalar       0-d ndarray              list, tuple  [pairs]
    float, int, bool   themselves               dict         [(pair, pair), ...]
    str                itself                   slice        [start, stop, step] as pairs
    None, Ellipsis     None                     unknown      the name of a type

A frame is a prefix (magic and two lengths), a JSON header, and the raw bytes of the arrays. It is
never pickled, so reading what untrusted code wrote runs nothing. Standard library and NumPy only:
a worker loads this file by itself.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

Pair = tuple[str, Any]

HEADER_LIMIT = 1 << 20
BODY_LIMIT = 64 << 20
DEPTH_LIMIT = 32
PARTS_LIMIT = 20_000
BITS_LIMIT = 1024

PREFIX = struct.Struct(">4sII")
MAGIC = b"kata"

DTYPES = {
    name: np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64"),
    )
}
ARRAYS = ("tensor", "ndarray", "numpy scalar")
SEQUENCES = {"list": list, "tuple": tuple, "slice": lambda parts: slice(*parts)}
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
    raise WireError(f"a value of type {payload} cannot be sent")


def _holds_arrays(pair: Pair) -> bool:
    """Whether a value can't be the key of a dict, once tensors are ndarrays."""
    kind, payload = pair
    if kind == "tuple":
        return any(map(_holds_arrays, payload))
    return kind in ("tensor", "ndarray", "list", "dict", "slice")


def encode(header: dict[str, Any], pairs: Sequence[Pair] = ()) -> bytes:
    """One frame: the header's JSON values, and any number of normal forms.

    Raises WireError when it would be larger than a frame may be.
    """
    arrays: list[np.ndarray] = []
    text = json.dumps({"header": header, "pairs": [_pack(pair, arrays) for pair in pairs]})
    if sum(array.nbytes for array in arrays) > BODY_LIMIT:
        raise WireError(f"larger than {BODY_LIMIT >> 20} MiB")
    if len(text) > HEADER_LIMIT:
        raise WireError(f"larger than {HEADER_LIMIT >> 20} MiB of text")
    body = b"".join(array.tobytes() for array in arrays)
    return PREFIX.pack(MAGIC, len(text), len(body)) + text.encode() + body


def remaining(prefix: bytes) -> int:
    """How many bytes follow a frame's first `PREFIX.size` bytes. Raises WireError."""
    magic, header, body = PREFIX.unpack(prefix)
    if magic != MAGIC or header > HEADER_LIMIT or body > BODY_LIMIT:
        raise WireError("not the beginning of a frame")
    return header + body


def decode(frame: bytes) -> tuple[dict[str, Any], list[Pair]]:
    """What `encode` was given; its arrays are read-only. Raises WireError on any other bytes."""
    try:
        if len(frame) < PREFIX.size or remaining(frame[: PREFIX.size]) != len(frame) - PREFIX.size:
            raise WireError("a frame of the wrong length")
        end = PREFIX.size + PREFIX.unpack_from(frame)[1]
        message = json.loads(frame[PREFIX.size : end].decode())
        header, items = message["header"], message["pairs"]
        body = _Body(frame, end)
        if type(header) is not dict or type(items) is not list:
            raise WireError("a frame without a header")
        pairs = [_unpack(item, body, 0) for item in items]
    except WireError:
        raise
    except (ValueError, TypeError, LookupError, RecursionError, MemoryError) as error:
        raise WireError(f"a malformed frame ({type(error).__name__})") from None
    if body.at != len(frame):
        raise WireError("a frame with bytes left over")
    return header, pairs


def clean(text: str) -> str:
    """The same text, safe to print anywhere: lone surrogates and control characters spelt out."""
    if text.isprintable():
        return text
    text = text.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() or c in "\n\t" else _spell(c) for c in text)


def _spell(character: str) -> str:
    return character.encode("unicode_escape").decode()


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


def _pack(pair: Pair, arrays: list[np.ndarray]) -> list[Any]:
    kind, payload = pair
    if kind in ARRAYS:
        native = payload.astype(DTYPES[payload.dtype.name], copy=False)
        arrays.append(native)
        return [kind, native.dtype.name, list(native.shape)]
    if kind in SEQUENCES:
        return [kind, [_pack(part, arrays) for part in payload]]
    if kind == "dict":
        return [kind, [[_pack(key, arrays), _pack(value, arrays)] for key, value in payload]]
    return [kind, payload]


class _Body:
    """The arrays' bytes, taken from the front."""

    def __init__(self, frame: bytes, at: int) -> None:
        self.frame, self.at, self.parts = frame, at, 0

    def take(self, dtype: np.dtype, shape: list[int]) -> np.ndarray:
        if any(type(length) is not int or length < 0 for length in shape):
            raise WireError("an array with an impossible shape")
        count, start = math.prod(shape), self.at
        self.at += count * dtype.itemsize
        if self.at > len(self.frame):
            raise WireError("an array longer than its frame")
        # A bool that is neither 0 nor 1 would misbehave in comparisons.
        is_bool = dtype.kind == "b"
        raw = np.dtype(np.uint8) if is_bool else dtype
        array = np.frombuffer(self.frame, raw, count, start).reshape(shape)
        return array != 0 if is_bool else array


def _unpack(item: Any, body: _Body, depth: int) -> Pair:
    body.parts += 1
    if depth > DEPTH_LIMIT + 1 or body.parts > PARTS_LIMIT + 1:
        raise WireError("a value with too many parts")
    if type(item) is not list or type(item[0]) is not str:
        raise WireError("a value that is not a pair")
    kind, *rest = item
    if kind in ARRAYS:
        dtype, shape = rest
        if kind == "numpy scalar" and shape != []:
            raise WireError("a scalar with a shape")
        return kind, np.asarray(body.take(DTYPES[dtype], shape))
    (payload,) = rest
    if kind in SEQUENCES or kind == "dict":
        return kind, list(_unpack_parts(kind, payload, body, depth + 1))
    if type(payload) is not ATOMS[kind]:
        raise WireError(f"not a {kind}, though it says so")
    if kind == "int" and payload.bit_length() > BITS_LIMIT:
        raise WireError("a huge int")
    return kind, payload.encode("utf-8", "replace").decode() if type(payload) is str else payload


def _unpack_parts(kind: str, parts: Any, body: _Body, depth: int) -> Iterator[Any]:
    if type(parts) is not list or (kind == "slice" and len(parts) != 3):
        raise WireError(f"a {kind} without its parts")
    for part in parts:
        if kind == "dict":
            key, value = part
            yield _unpack(key, body, depth), _unpack(value, body, depth)
        else:
            yield _unpack(part, body, depth)
