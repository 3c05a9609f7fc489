"""Numbers that are a kind of int or float, such as IntEnum or NumPy's, are taken as torch does."""

from __future__ import annotations

import enum
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch


class Whole(int):
    """An int by another name."""


class Real(float):
    """A float by another name."""


class Choice(enum.IntEnum):
    TWO = 2


class Flag(enum.IntFlag):
    FOUR = 4


class Share(float, enum.Enum):
    HALF = 0.5


NUMBERS = [Whole(3), Real(1.5), Choice.TWO, Flag.FOUR, Share.HALF]
NUMBERS += [kind(3) for kind in (np.float64, np.float32, np.float16, np.int64, np.int32, np.uint8)]
# np.bool_ is left out: torch takes it for a float, and here it is a bool.
OPERATORS = [
    getattr(operator, name)
    for name in ["add", "sub", "mul", "truediv", "pow", "lt", "le", "eq", "ne"]
]
IN_PLACE = [getattr(operator, name) for name in ["iadd", "isub", "imul", "itruediv"]]
Program = Callable[[Any, Any, Any], Any]
OPS: dict[str, Program] = {
    **{f"x {op.__name__} n": lambda lib, x, n, op=op: op(x, n) for op in OPERATORS},
    **{f"n {op.__name__} x": lambda lib, x, n, op=op: op(n, x) for op in OPERATORS},
    **{op.__name__: lambda lib, x, n, op=op: op(x.clone(), n) for op in IN_PLACE},
    "where": lambda lib, x, n: lib.where(x > 0, x, n),
    "where the other": lambda lib, x, n: lib.where(x > 0, n, x),
    "clamp": lambda lib, x, n: lib.clamp(x, n),
    "clamp above": lambda lib, x, n: lib.clamp(x, max=n),
    "maximum": lambda lib, x, n: lib.maximum(x, lib.tensor(n)),
    "masked_fill": lambda lib, x, n: x.masked_fill(x > 0, n),
    "fill_": lambda lib, x, n: x.clone().fill_(n),
    "full": lambda lib, x, n: lib.full((2,), n),
    "full_like": lambda lib, x, n: lib.full_like(x, n),
    "tensor": lambda lib, x, n: lib.tensor(n),
    "a list": lambda lib, x, n: lib.tensor([n, 1]),
    "an item": lambda lib, x, n: operator.setitem(x, 0, n) or x,
    "in": lambda lib, x, n: lib.tensor(n in x),
}


def said(lib: Any, op: Program, dtype: str, number: Any) -> Any:
    """What comes of it: a dtype, a shape and numbers, or the type of an exception."""
    try:
        found = op(lib, lib.tensor([1, 2, 0], dtype=getattr(lib, dtype)), number)
    except Exception as error:
        return type(error).__name__
    return str(found.dtype).removeprefix("torch."), tuple(found.shape), str(found.tolist())


@pytest.mark.filterwarnings("ignore:.*encountered in:RuntimeWarning")
@pytest.mark.parametrize("name", OPS)
def test_any_kind_of_number_is_an_operand_as_in_torch(lib, name):
    for number in NUMBERS:
        for dtype in ("float32", "int64", "bool"):
            found, expected = (said(each, OPS[name], dtype, number) for each in (lib, torch))
            assert found == expected, (type(number), dtype)


@pytest.mark.parametrize("number", [Real(1.5), Choice.TWO, Share.HALF], ids=repr)
def test_and_gradients_flow_beside_it(lib, number):
    gradients = []
    for each in (lib, torch):
        x = each.tensor([1.0, 2.0], requires_grad=True)
        (number * x**number + x / number).sum().backward()
        gradients.append((str(x.grad.dtype).removeprefix("torch."), x.grad.tolist()))
    assert gradients[0] == gradients[1]


WRITTEN = """
    a.fill_(v)
    a.masked_fill(a > 0, v)
    a.masked_fill_(a > 0, v)
    lib.full_like(a, v)
    lib.full((2,), v, dtype=a.dtype)
    a.new_full((2,), v)
    F.pad(a, (1, 1), value=v)
    a.__setitem__(0, v) or a
    a.__setitem__(a > 1, v) or a
"""


def test_a_number_that_an_integer_can_not_hold_is_refused_and_not_cut_off(lib):
    wrong, inf = [], float("inf")
    numbers = 300, -1, -200, -300, 70000, 2**31, 2**40, 1e5, 1e39, 2.7, -inf, inf, True
    for dtype in ("bool", "uint8", "int8", "int16", "int32", "int64"):
        for expression in map(str.strip, WRITTEN.strip().splitlines()):
            for number in numbers:
                found = []
                for library in (lib, torch):
                    a = library.tensor([1, 2, 3]).to(getattr(library, dtype))
                    names = {"lib": library, "F": library.nn.functional, "a": a, "v": number}
                    try:
                        found.append(eval(expression, names).tolist())
                    except RuntimeError:
                        found.append("refused")
                of_a_frame = "pad" in expression and number < 0  # uint8 takes none there in torch
                if found[0] != found[1] and not of_a_frame:
                    wrong.append((dtype, expression, number, *found))
    assert not wrong, "\n".join(map(str, wrong))
