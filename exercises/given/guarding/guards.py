"""What a compiled program may rely on in its arguments: shapes, dtypes, values. (Given code.)

A program has been written down from one run. It does for another one what it did there, unless
Python would have gone another way. So whatever Python may have read is watched: the arguments, by
`key_of`; what the function closes over, its globals and attributes, by `Watch` (watch.py).
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m16_modules import Module
from ...m19_sgd import Optimizer

PLAIN = (bool, int, float, complex, str, bytes, type(None))


class CannotCompile(Exception):
    """Why a function has to run as it is."""


def key_of(tree: Any, tensors: list[Array], numbers: list[int | float]) -> Any:
    """What arguments have to have in common to be given to the same program, but for numbers. The
    tensors among them are added to `tensors`, in their order, and ints and floats to `numbers`.

    Raises CannotCompile for what may change without being another object.
    """
    if isinstance(tree, Array):
        tensors.append(tree)
        return layout_of(tree)
    kind = type(tree)
    if kind is float or kind is int:
        numbers.append(tree)
        return kind
    if kind in PLAIN:
        return kind, tree
    if isinstance(tree, tuple | list):
        return kind, *[key_of(each, tensors, numbers) for each in tree]
    if isinstance(tree, dict):
        return kind, *[(key, key_of(each, tensors, numbers)) for key, each in tree.items()]
    if isinstance(tree, Module | Optimizer | np.dtype | type) or inspect.isroutine(tree):
        return kind, tree
    raise CannotCompile(f"an argument is of type {kind.__name__}, which can't be watched")


def layout_of(x: Array) -> tuple[Any, ...]:
    """What a program relies on in a tensor: all but its numbers."""
    value = x.value
    return value.shape, value.dtype, value.strides, x.requires_grad


def refuse_hooks(tensors: Iterable[Array]) -> None:
    """Raises CannotCompile where one of these has hooks, which would be run in a trace, too."""
    if have_hooks(tensors):
        raise CannotCompile("a tensor that it reads has hooks")


def have_hooks(tensors: Iterable[Array]) -> bool:
    """Whether one of these has hooks, which may do anything."""
    return any([getattr(x, "_hooks", None) for x in tensors])
