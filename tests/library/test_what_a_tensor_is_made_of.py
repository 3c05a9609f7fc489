"""`tensor(data)` takes what torch takes, with the same dtype, and refuses as torch does.

Every plain type of Python is tried, by itself and in a list, without a dtype and with several.
"""

from __future__ import annotations

import array
import ctypes
from collections import Counter, UserList, deque, namedtuple
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

DTYPES = (None, "float32", "float64", "int64", "uint8", "bool")


class Whole(int):
    pass


class Real(float):
    pass


class Label(IntEnum):
    CAT = 1


class Pair(Sequence):
    def __len__(self) -> int:
        return 2

    def __getitem__(self, i: int) -> float:
        return [0.5, 1.5][i]


class ByNumber:
    """No Sequence, but it can be read as one."""

    def __len__(self) -> int:
        return 1

    def __getitem__(self, i: int) -> int:
        return [3][i]


class Floating:
    def __float__(self) -> float:
        return 1.5


class Index:
    def __index__(self) -> int:
        return 3


Point = namedtuple("Point", "x y")

# What is made anew for each call, since a generator can be read once.
ALONE: dict[str, Callable[[], Any]] = {
    "bool": lambda: True,
    "int": lambda: 3,
    "the largest int64": lambda: 2**63 - 1,
    "an int beyond int64": lambda: 2**63,
    "an int below int64": lambda: -(2**63) - 1,
    "an int beyond uint64": lambda: 10**30,
    "an int beyond uint8": lambda: 300,
    "float": lambda: 2.5,
    "infinity": lambda: float("inf"),
    "NaN": lambda: float("nan"),
    "complex": lambda: 1 + 2j,
    "a kind of int": lambda: Whole(3),
    "a kind of float": lambda: Real(2.5),
    "IntEnum": lambda: Label.CAT,
    "str": lambda: "ab",
    "a str of digits": lambda: "12",
    "an empty str": lambda: "",
    "bytes": lambda: b"ab",
    "empty bytes": lambda: b"",
    "bytearray": lambda: bytearray(b"ab"),
    "an empty bytearray": lambda: bytearray(),
    "memoryview": lambda: memoryview(b"ab"),
    "a memoryview of doubles": lambda: memoryview(array.array("d", [1.5, 2.5])),
    "list": lambda: [1, 2.5],
    "an empty list": lambda: [],
    "tuple": lambda: (1, 2),
    "namedtuple": lambda: Point(1, 2.5),
    "range": lambda: range(3),
    "an empty range": lambda: range(0),
    "deque": lambda: deque([1, 2]),
    "UserList": lambda: UserList([1, 2]),
    "Sequence": lambda: Pair(),
    "an array of doubles": lambda: array.array("d", [1.5, 2.5]),
    "an array of floats": lambda: array.array("f", [1.5, 2.5]),
    "an array of bytes": lambda: array.array("b", [1, 2]),
    "an array of ints": lambda: array.array("i", [1, 2]),
    "set": lambda: {1, 2},
    "frozenset": lambda: frozenset({1}),
    "dict": lambda: {1: 2},
    "an empty dict": lambda: {},
    "Counter": lambda: Counter("ab"),
    "the keys of a dict": lambda: {1: 2}.keys(),
    "generator": lambda: (i for i in range(3)),
    "iterator": lambda: iter([1, 2]),
    "map": lambda: map(int, "12"),
    "zip": lambda: zip([1], [2], strict=True),
    "None": lambda: None,
    "Ellipsis": lambda: ...,
    "slice": lambda: slice(1),
    "Decimal": lambda: Decimal("1.5"),
    "Fraction": lambda: Fraction(1, 2),
    "with __float__": Floating,
    "with __index__": Index,
    "with __getitem__ alone": ByNumber,
    "an array of ctypes": lambda: (ctypes.c_int * 2)(1, 2),
    "an int of ctypes": lambda: ctypes.c_int(3),
    "datetime": lambda: datetime(2020, 1, 1),
    "date": lambda: date(2020, 1, 1),
    "timedelta": lambda: timedelta(1),
    "Path": lambda: Path("a"),
    "SimpleNamespace": lambda: SimpleNamespace(a=1),
    "object": object,
    "a class": lambda: int,
    "a function": lambda: len,
    "an exception": lambda: ValueError("x"),
    "a ragged list": lambda: [[1], [1, 2]],
    "a number after a row": lambda: [[1], 2],
    "a row after a number": lambda: [1, [2]],
    "None among numbers": lambda: [1.5, None],
    "a str among numbers": lambda: [1, "a"],
}
IN_LISTS = {f"{name}, in a list": (lambda made=made: [made()]) for name, made in ALONE.items()}
DATA = ALONE | IN_LISTS
# We refuse what is not a Python number or a Sequence of them. torch tries harder, or in another
# order, so what it answers or raises is not always the same.
WE_REFUSE = {
    "there are no complex dtypes": ["complex", "complex, in a list"],
    "torch takes whatever has __float__, or __index__, if a dtype is given": [
        *("Decimal", "Decimal, in a list", "Fraction", "Fraction, in a list"),
        *("with __float__", "with __float__, in a list"),
        *("with __index__", "with __index__, in a list"),
    ],
    "torch reads whatever has __getitem__ and a length, but for dicts": [
        *("with __getitem__ alone", "with __getitem__ alone, in a list"),
        *("an array of ctypes", "an array of ctypes, in a list"),
    ],
    "torch refuses bytes, but takes a list of them if a dtype is given": [
        *("bytes, in a list", "empty bytes, in a list"),
    ],
    "torch raises ValueError for a str in a list, and TypeError for one alone": [
        *("str, in a list", "a str of digits, in a list", "an empty str, in a list"),
    ],
    "torch raises TypeError for numbers beside rows, and ValueError for rows beside longer ones": [
        *("a number after a row", "a number after a row, in a list"),
        *("a row after a number", "a row after a number, in a list"),
    ],
}
REFUSED = [name for names in WE_REFUSE.values() for name in names]


def outcome(lib: Any, data: Any, dtype: str | None) -> tuple[Any, ...]:
    """The dtype, the shape and the numbers (as text, as NaN is not equal to itself), or what is
    raised."""
    try:
        x = lib.tensor(data, dtype=dtype and getattr(lib, dtype))
    except Exception as error:
        return (type(error),)
    return str(x.dtype).removeprefix("torch."), tuple(x.shape), repr(x.tolist())


def both(lib: Any, name: str) -> list[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    return [(outcome(lib, DATA[name](), d), outcome(torch, DATA[name](), d)) for d in DTYPES]


@pytest.mark.parametrize("name", [name for name in DATA if name not in REFUSED])
def test_a_tensor_is_made_of_what_torch_makes_one_of(lib, name):
    assert [ours for ours, _ in both(lib, name)] == [torchs for _, torchs in both(lib, name)]


@pytest.mark.parametrize("name", REFUSED)
def test_where_torch_tries_harder_we_refuse(lib, name):
    answers = both(lib, name)
    assert {ours for ours, _ in answers} <= {(TypeError,), (RuntimeError,), (ValueError,)}
    assert any(ours != torchs for ours, torchs in answers), "torch does the same: list it no more"
