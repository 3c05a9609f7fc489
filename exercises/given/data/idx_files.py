"""Reading IDX files, in which MNIST comes: `read_idx("train-images-idx3-ubyte.gz")`. (Given code.)

Two zero bytes, one for the type, one for the number of dimensions, then a 4-byte size for each
dimension, then the numbers, row by row:

    0 0  8  2   0 0 0 3   0 0 1 2   ...     type 8 (uint8), 2 dimensions, 3 x 258, and 774 numbers

All is big-endian: the most significant byte comes first, and most computers have it the other way
round. An ndarray of another byte order (dtype ">i4") compares equal and prints alike, but the
library does not take it.
"""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import numpy as np

DTYPES = {0x08: "u1", 0x09: "i1", 0x0B: "i2", 0x0C: "i4", 0x0D: "f4", 0x0E: "f8"}


def parse_idx(data: bytes) -> np.ndarray:
    """The numbers in an IDX file's bytes: a new ndarray, in this computer's own byte order.

    The third byte is the type, a key of DTYPES, the fourth how many sizes follow. Raises ValueError
    if the first two bytes are not 0, for other types, and unless the bytes are exactly as many as
    the sizes ask for.
    """
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in DTYPES:
        raise ValueError("these bytes are not an IDX file")
    dtype, start = np.dtype(DTYPES[data[2]]), 4 + 4 * data[3]
    if len(data) < start:
        raise ValueError("this IDX file ends within its header")
    shape = [int.from_bytes(data[i : i + 4], "big") for i in range(4, start, 4)]
    expected = start + math.prod(shape) * dtype.itemsize
    if len(data) != expected:
        raise ValueError(f"this IDX file of shape {shape} has {len(data)} bytes, not {expected}")
    return np.frombuffer(data[start:], dtype.newbyteorder(">")).astype(dtype).reshape(shape)


def read_idx(path: str | Path) -> np.ndarray:
    """The numbers in an IDX file, compressed (it starts with 1f 8b: gzip) or not.

    Raises FileNotFoundError, and what `parse_idx` raises.
    """
    data = Path(path).read_bytes()
    return parse_idx(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
