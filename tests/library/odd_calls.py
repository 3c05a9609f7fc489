"""The calls of errors.txt, each also with something in one place that does not belong there."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from tests.library.plain import parts, plain

LISTED = Path(__file__).with_name("errors.txt").read_text("utf-8")
GROUPS = dict(re.findall(r"^(\w+)\n((?: +.*\n)+)", LISTED, re.MULTILINE))
WRONG = ("list", "string", "nothing", "shape", "dtype")


LEFT = dict(re.findall(r"^- (.*): (.*)$", LISTED, re.MULTILINE))  # what is skipped, and why
# What torch raises and says, and what is better; each with the reason.
ODD = [
    # from inside of torch, which asks a list for its dtype
    ("AttributeError", "has no attribute", "TypeError ValueError RuntimeError"),
    ("AssertionError", "", "TypeError"),
    # it looks at shapes before it looks at dtypes, and the other way round
    ("RuntimeError", "The size of tensor a", "NotImplementedError"),
    ("RuntimeError", "dtype int32/int64|a long tensor for index|BoolTensor for", "IndexError"),
    ("IndexError", "supposed to be a vector", "RuntimeError"),
    # sizes are counted, compared or made ints before each is looked at
    (
        "TypeError",
        "found element of type|empty\\(\\): argument 'size'",
        "RuntimeError ValueError IndexError",
    ),
    # a number and a tensor may be bounds, and `max` of two tensors is `maximum`
    ("TypeError", r"^(clamp_?|max|min)\(\)", "RuntimeError"),
    # torch has kernels for some dtypes; NotImplementedError is a RuntimeError
    ("NotImplementedError", "not implemented for", "RuntimeError TypeError"),
    # it compares, adds up or converts what it was given before it looks
    ("RuntimeError", "Boolean value of Tensor|isIntegral|ZeroDivision", "TypeError ValueError"),
    ("TypeError", "'<=?' not supp|unsupported operand|can only conc|unhashable", "ValueError"),
    ("ValueError", "only one element|could not convert|invalid literal", "TypeError"),
]
# What torch refuses, and is computed here.
TAKEN = (
    "not implemented for|not support bool|Integral inputs not|only supports floating"  # of bools
    "|same dtype|must be the same|scalar type|self.dtype|expected dtype|Type promoting"  # of both
)
# The function that an error names, where it has another name.
NAMES = {
    "baddbmm": "addmm",
    "inverse": "inv",
    "cross": "plain_cross",
    "BinOp": r"(add|sub|mul|div|pow|matmul|floor_divide|remainder|bitwise_\w+)",
    "Compare": "(lt|ge)",
    "Subscript": "",
    "clamp_": "clamp(ed)?",
    "upsample": "interpolate",
    **dict.fromkeys(("grad", "grad_and_value", "hessian", "jacfwd", "jacrev"), ""),  # who calls
    **dict.fromkeys(("vjp", "vmap", "linearize"), ""),  # what these return
}


class Case(NamedTuple):
    """A call of errors.txt, in whose place `where` stands what is `wrong`."""

    call: str  # as it is listed
    function: str  # the name that is called
    where: str  # the source of what stood in the place
    argument: int | str  # its place, or its keyword
    wrong: str  # one of WRONG
    code: str

    def __repr__(self) -> str:
        return self.code


def calls() -> list[str]:
    """All calls that are listed."""
    lines = "".join(GROUPS.values())
    return [each.strip() for each in re.split(r" \| |\n", lines) if each.strip()]


def cases() -> Iterator[Case]:
    """Each call with each of WRONG in each place."""
    for call in calls():
        for node, index in places(ast.parse(call, mode="eval").body):
            at = argument(node, index)
            for wrong in WRONG:
                code = with_wrong(call, at, wrong)
                yield Case(
                    call, called(node), ast.unparse(at), name_or_place(node, index), wrong, code
                )


def places(node: ast.AST) -> Iterator[tuple[Any, int]]:
    """The calls, operators and subscripts along the line of an expression, and their arguments."""
    while not isinstance(node, ast.Name | ast.Constant):
        if isinstance(node, ast.Call):
            seeded = getattr(node.func, "id", "") == "seeded"
            yield from ((node, i) for i in range(int(seeded), len(node.args) + len(node.keywords)))
            node = node.func
        elif isinstance(node, ast.BinOp | ast.Compare):
            yield node, 0
            return
        elif isinstance(node, ast.Subscript):
            if isinstance(node.value, ast.Name) and not isinstance(
                node.slice, ast.Slice | ast.Tuple
            ):
                yield node, 0
            node = node.value
        elif isinstance(node, ast.Attribute):
            node = node.value
        else:  # [*loader]
            node = node.elts[0].value if isinstance(node, ast.List) else ast.Name("")


def argument(node: Any, index: int) -> Any:
    """The expression in a place."""
    if isinstance(node, ast.BinOp):
        return node.right
    if isinstance(node, ast.Compare):
        return node.comparators[0]
    if isinstance(node, ast.Subscript):
        return node.slice
    return [*node.args, *(each.value for each in node.keywords)][index]


def name_or_place(node: Any, index: int) -> int | str:
    if isinstance(node, ast.Call) and index >= len(node.args):
        return node.keywords[index - len(node.args)].arg
    return index


def called(node: Any) -> str:
    """The name of what is called."""
    if not isinstance(node, ast.Call):
        return type(node).__name__
    func = node
    while isinstance(func, ast.Call | ast.Subscript):
        if isinstance(func, ast.Call) and getattr(func.func, "id", "") == "seeded":
            func = func.args[0]
        else:
            func = func.value if isinstance(func, ast.Subscript) else func.func
    return func.attr if isinstance(func, ast.Attribute) else func.id


def with_wrong(call: str, at: Any, wrong: str) -> str:
    """The call with something else in a place."""
    before, after = call[: at.col_offset], call[at.end_col_offset :]
    return f"{before}wrong({call[at.col_offset : at.end_col_offset]}, {wrong!r}){after}"


def scope(lib: ModuleType) -> dict[str, Any]:
    """What the names in a call stand for."""
    numbers = np.random.default_rng(5)

    shaped = np.random.default_rng(6).random((2, 5, 3), np.float32)

    def floats(*shape: int) -> Any:
        return lib.tensor(numbers.normal(size=shape).astype(np.float32), requires_grad=True)

    def seeded(kind: Callable[..., Any], *args: Any, **params: Any) -> Any:
        lib.manual_seed(7)
        return kind(*args, **params)

    def wrong(value: Any, kind: str) -> Any:
        a_tensor = isinstance(value, lib.Tensor)
        if kind == "dtype":
            if a_tensor:
                return value.detach().bool() if value.is_floating_point() else value.double()
            return lib.tensor([True, False])
        other = {"list": [1.5, 2.0], "string": "abc", "nothing": None}
        return lib.tensor(shaped) if kind == "shape" else other[kind]

    found = {name: getattr(lib, name) for name in dir(lib) if not name.startswith("_")}
    found |= {"F": lib.nn.functional, "S": lib.optim.lr_scheduler, "data": lib.utils.data}
    found |= {"x": floats(3, 4), "y": floats(3, 4), "v": floats(4), "q": floats(4, 4)}
    found |= {"k": floats(4, 3, 3, 2), "table": floats(5, 4), "w": floats(3, 4)}
    found |= {"s": floats(2, 3, 7, 6), "o": lib.optim.SGD([floats(2)], 0.1, 0.5)}
    found["p"] = lib.tensor(numbers.uniform(0.1, 0.9, (3, 4)).astype(np.float32))
    found["n"] = lib.tensor(numbers.integers(0, 8, (3, 4)))
    found["b"] = lib.tensor(numbers.integers(0, 2, (3, 4)) > 0)
    found["i"] = lib.tensor(numbers.integers(0, 3, (3, 4)))
    found["c"] = lib.tensor([2, 0, 1])
    found["w"].grad = found["y"].detach()
    found["square_sum"], found["linear"] = lambda t: (t * t).sum(), seeded(lib.nn.Linear, 2, 3)
    return found | {"seeded": seeded, "wrong": wrong}


def answer(lib: ModuleType, code: str) -> Any:
    """What a call gives: an exception, or the parts of its result."""
    names = scope(lib)
    lib.manual_seed(3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [told(part) for part in parts(eval(code, names))]
        except Exception as error:
            return error
        finally:
            lib.set_default_dtype(lib.float32)


def raised_in(error: Exception) -> str:
    """The module that an error comes from."""
    step, name = error.__traceback__, ""
    while step is not None:
        module = step.tb_frame.f_globals.get("__name__", "")
        name = module if module.startswith("autodiff") else name
        step = step.tb_next
    return name


def told(part: Any) -> Any:
    """What `plain` makes of it; of another object than a tensor, its type's name."""
    found = plain(part)
    known = isinstance(found, tuple | bool | int | float | str | None)
    return found if known else type(part).__name__


def same(found: Any, expected: Any) -> bool:
    """Whether two answers are the same."""
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(expected, tuple):
        close = isinstance(found, tuple) and found[:2] == expected[:2]
        return close and np.allclose(found[2], expected[2], 1e-3, 1e-4, equal_nan=True)
    if isinstance(expected, float):
        return isinstance(found, float) and np.isclose(found, expected, 1e-4, 1e-5, equal_nan=True)
    return type(found) is type(expected) and found == expected
