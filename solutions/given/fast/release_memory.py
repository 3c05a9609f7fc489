"""Giving memory back, before a walk back begins and after its first turn. (Given code.)

A graph leads through Arrays, and so keeps all their values, also those that no rule reads: relu's
asks for its result alone, linear's for its factors, so what stands between the two is only a place
to pass. `release` finds large ones of these, which nobody outside the graph holds, and lets go of
their values. What a rule reads is seen in its code.

Of ops that are SILENT, torch saves nothing, and so their notes outlive a walk. The loss itself is
often held for long; `skeleton` lets go of the values that its notes lead to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from sys import getrefcount
from typing import Any, NoReturn

import numpy as np

from ...m02_wrapper import Array
from ...m03_computation_graph import FREED, Node
from ..in_place.reads import OUT, read_places

LARGE = 2**20  # bytes; smaller values are not worth the look
SMALL = 2**9  # an Array and its note take as much
DEEP = 8  # notes one behind the other, each perhaps with several arguments

SILENT = set(
    """
    add broadcast_to cast ceil clone concatenate constant_pad cumsum cut diagonal flip floor getitem
    hooked mean neg overlap_add permute reshape roll round sign sub sum transpose tril triu trunc
    uncut unindex view windows with_part
    """.split()  # noqa: SIM905
)


def release(order: Sequence[Array | None]) -> None:
    """Drop what no rule will read in a walk through `order`, which must not be walked again.

    A None in the order is skipped.
    """
    large = [x for x in order if x is not None and x.value.nbytes >= LARGE and x.node is not None]
    if not large:
        return
    uses, read = Counter[int](), set[int]()
    users: dict[int, list[Array]] = {id(array): [] for array in large}
    for array in order:
        if array is None or array.node is None:
            continue
        places = read_places(array.node)
        if OUT in places:
            read.add(id(array))
        for place, arg in enumerate(array.node.args):
            if isinstance(arg, Array):
                uses[id(arg)] += 1
                if place in places:
                    read.add(id(arg))
                elif id(arg) in users:
                    users[id(arg)].append(array)
    for array in large:
        if id(array) in read or type(array.value) is not np.ndarray:
            continue
        if getrefcount(array) == uses[id(array)] + OWN_REFERENCES:
            array.value = stand_in(array.value)
            for user in users[id(array)]:
                user.node = _without_released(user.node)


def _own_references() -> int:
    order = [object()]
    large = [x for x in order if x is not None]
    for array in large:
        return getrefcount(array)
    raise AssertionError(order)


OWN_REFERENCES = _own_references()  # to an object in lists and a loop like those of `release`


def _without_released(node: Node) -> Node:
    values = [
        arg.value if isinstance(arg, Array) and type(arg.value) is Released else value
        for arg, value in zip(node.args, node.values, strict=True)
    ]
    return node._replace(values=tuple(values))


def skeleton(node: Node, depth: int = 0) -> Node:
    """A note that says as much, and holds next to no values; FREED, if a rule needs them. In the
    place of an argument that nobody holds but a walk's order stands another one."""
    if node.op.__name__ not in SILENT or depth > DEEP:
        return FREED
    args, values = [], []
    for place, value in enumerate(node.values):
        holders = getrefcount(node.args[place])  # the order, the note, this call
        arg = node.args[place]
        if isinstance(value, np.ndarray) and value.nbytes > SMALL and value.dtype.kind == "f":
            value = stand_in(value)  # an index stays, and so does all else
        if not isinstance(arg, Array):
            arg = value
        elif arg.node is not None and holders <= 3:
            arg = type(arg)(value, True, skeleton(arg.node, depth + 1))
        args.append(arg)
        values.append(value)
    fields = node.op, type(node.args)(args), tuple(values), node.params, node.version, None
    return tuple.__new__(Node, fields)


class Released(np.ndarray):
    """Stands for a value that was let go. Its shape and dtype are known, its elements are not."""

    def __array_ufunc__(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises RuntimeError."""
        raise RuntimeError(f"a value of shape {self.shape} was needed after it had been released")

    __array_function__ = __array_ufunc__


def stand_in(value: np.ndarray) -> np.ndarray:
    """A `Released` of the shape and dtype of `value`, in next to no memory."""
    return np.broadcast_to(np.zeros((), value.dtype), value.shape).view(Released)
