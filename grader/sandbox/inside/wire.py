"""The language that the grader and its workers speak: values in normal form, cut into frames.

A frame is a prefix (magic and two lengths), a JSON header, and the raw bytes of the arrays. It is
never pickled, so reading what untrusted code wrote runs nothing. Standard library and NumPy only.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from .normal_form import (
    ARRAYS,
    ATOMS,
    BITS_LIMIT,
    DEPTH_LIMIT,
    DTYPES,
    PARTS_LIMIT,
    SEQUENCES,
    Pair,
    WireError,
)

HEADER_LIMIT = 1 << 20
BODY_LIMIT = 64 << 20
PREFIX = struct.Struct(">4sII")
MAGIC = b"kata"


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
    following: int = header + body
    return following


def decode(frame: bytes) -> tuple[dict[str, Any], list[Pair]]:
    """What `encode` was given; its arrays are read-only. Raises WireError on any other bytes.

    Whatever else it raises is a mistake in this file.
    """
    if len(frame) < PREFIX.size or remaining(frame[: PREFIX.size]) != len(frame) - PREFIX.size:
        raise WireError("a frame of the wrong length")
    end = PREFIX.size + PREFIX.unpack_from(frame)[1]
    header, items = _parts_of(frame[PREFIX.size : end])
    body = _Body(frame, end)
    pairs = [_unpack(item, body, 0) for item in items]
    if body.at != len(frame):
        raise WireError("a frame with bytes left over")
    return header, pairs


def _parts_of(text: bytes) -> tuple[dict[str, Any], list[Any]]:
    """The header and the items of a frame's JSON."""
    try:
        message = json.loads(text.decode())
    except (ValueError, RecursionError):  # not UTF-8, not JSON, a huge number, nested too deeply
        raise WireError("a frame without JSON") from None
    match message:
        case {"header": dict(header), "pairs": list(items)}:
            return header, items
    raise WireError("a frame without a header")


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

    def take(self, dtype: np.dtype, shape: Any) -> np.ndarray:
        if type(shape) is not list or any(type(n) is not int or n < 0 for n in shape):
            raise WireError("an array with an impossible shape")
        count, start = math.prod(shape), self.at
        self.at += count * dtype.itemsize
        if self.at > len(self.frame):
            raise WireError("an array longer than its frame")
        # A bool that is neither 0 nor 1 would misbehave in comparisons.
        is_bool = dtype.kind == "b"
        raw = np.dtype(np.uint8) if is_bool else dtype
        array = np.frombuffer(self.frame, raw, count, start)
        try:
            array = array.reshape(shape)
        except ValueError:  # too many lengths, or an empty array with a huge one
            raise WireError("an array with an impossible shape") from None
        return array != 0 if is_bool else array


def _unpack(item: Any, body: _Body, depth: int) -> Pair:
    body.parts += 1
    if depth > DEPTH_LIMIT + 1 or body.parts > PARTS_LIMIT + 1:
        raise WireError("a value with too many parts")
    if type(item) is not list or len(item) not in (2, 3) or type(item[0]) is not str:
        raise WireError("a value that is not a pair")
    kind, payload = item[:2]
    if len(item) == 3:
        return kind, _unpack_array(kind, payload, item[2], body)
    if kind in SEQUENCES or kind == "dict":
        return kind, list(_unpack_parts(kind, payload, body, depth + 1))
    if kind not in ATOMS or type(payload) is not ATOMS[kind]:
        raise WireError("a value that is not what it says")
    if type(payload) is int and payload.bit_length() > BITS_LIMIT:
        raise WireError("a huge int")
    return kind, payload.encode("utf-8", "replace").decode() if type(payload) is str else payload


def _unpack_array(kind: str, dtype: Any, shape: Any, body: _Body) -> np.ndarray:
    if kind not in ARRAYS or type(dtype) is not str or dtype not in DTYPES:
        raise WireError("an array of an unknown kind or dtype")
    if kind == "numpy scalar" and shape != []:
        raise WireError("a scalar with a shape")
    return np.asarray(body.take(DTYPES[dtype], shape))


def _unpack_parts(kind: str, parts: Any, body: _Body, depth: int) -> Iterator[Any]:
    if type(parts) is not list or (kind == "slice" and len(parts) != 3):
        raise WireError(f"a {kind} without its parts")
    for part in parts:
        if kind != "dict":
            yield _unpack(part, body, depth)
        elif type(part) is list and len(part) == 2:
            yield _unpack(part[0], body, depth), _unpack(part[1], body, depth)
        else:
            raise WireError("a dict without its parts")
