"""Nested tuples, lists and dicts of tensors, taken apart and put together again. (Given code.)

leaves, rebuild = flatten({"w": w, "b": [b, c]})    [w, b, c]
rebuild([1, 2, 3])                                  {"w": 1, "b": [2, 3]}
tree_map(lambda x: 2 * x, (a, [b, c]))              (2 * a, [2 * b, 2 * c])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Rebuild = Callable[[Sequence[Any]], Any]


def flatten(tree: Any) -> tuple[list[Any], Rebuild]:
    """The leaves of a tree, in order, and a function that puts as many others in their places.

    Tuples (named ones too), lists and dicts are branches; everything else is a leaf.
    """
    leaves: list[Any] = []
    _collect(tree, leaves)

    def rebuild(new: Sequence[Any]) -> Any:
        remaining = iter(new)
        return tree_map(lambda _: next(remaining), tree)

    return leaves, rebuild


def tree_map(function: Callable[..., Any], tree: Any, *others: Any) -> Any:
    """The tree that has `function(leaf, ...)` in the place of every leaf.

    Each of `others` goes along; it must be as deep as `tree`, or deeper. Raises ValueError for
    branches of different kinds, lengths or keys.
    """
    if not isinstance(tree, tuple | list | dict):
        return function(tree, *others)
    for other in others:
        if not isinstance(other, type(tree)) or len(other) != len(tree):
            raise ValueError(f"{_kind(other)} does not match {_kind(tree)}")
    if isinstance(tree, dict):
        if any(other.keys() != tree.keys() for other in others):
            raise ValueError("the keys of two dicts differ")
        return {
            key: tree_map(function, branch, *[other[key] for other in others])
            for key, branch in tree.items()
        }
    branches = [tree_map(function, *each) for each in zip(tree, *others, strict=True)]
    return type(tree)(*branches) if hasattr(tree, "_fields") else type(tree)(branches)


def _collect(tree: Any, leaves: list[Any]) -> None:
    if isinstance(tree, tuple | list | dict):
        for branch in tree.values() if isinstance(tree, dict) else tree:
            _collect(branch, leaves)
    else:
        leaves.append(tree)


def _kind(tree: Any) -> str:
    size = f" of {len(tree)}" if isinstance(tree, tuple | list | dict) else ""
    return type(tree).__name__ + size
