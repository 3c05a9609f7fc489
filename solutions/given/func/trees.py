"""What transforms take and give: nested tuples, lists and dicts of tensors. (Given code.)

leaves, rebuild = flatten({"w": w, "b": [b, c]})    [w, b, c]
rebuild([1, 2, 3])                                  {"w": 1, "b": [2, 3]}
tree_map(lambda x: 2 * x, (a, [b, c]))              (2 * a, [2 * b, 2 * c])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ..core.dtypes import is_floating
from ..protocols.size import Size

Rebuild = Callable[[Sequence[Any]], Any]
Argnums = int | tuple[int, ...]


def flatten(tree: Any) -> tuple[list[Any], Rebuild]:
    """The leaves of a tree, in order, and a function that puts as many others in their places.

    Tuples (named ones too), lists and dicts are branches; everything else is a leaf, a Size too.
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
    if not _is_branch(tree):
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


def _is_branch(tree: Any) -> bool:
    return isinstance(tree, tuple | list | dict) and not isinstance(tree, Size)


def _collect(tree: Any, leaves: list[Any]) -> None:
    if _is_branch(tree):
        for branch in tree.values() if isinstance(tree, dict) else tree:
            _collect(branch, leaves)
    else:
        leaves.append(tree)


def _kind(tree: Any) -> str:
    size = f" of {len(tree)}" if isinstance(tree, tuple | list | dict) else ""
    return type(tree).__name__ + size


def function_of(
    f: Callable[..., Any], argnums: Argnums, args: tuple, kwargs: dict
) -> tuple[Any, Any]:
    """`f` as a function of the arguments `argnums` alone, and a tuple of these.

    Raises RuntimeError for an argument that was not given.
    """
    wanted = argnums if isinstance(argnums, tuple) else (argnums,)
    for number in wanted:
        if not -len(args) <= number < len(args):
            raise RuntimeError(f"there is no argument {number}: {len(args)} were given")

    def of_these(*these: Any) -> Any:
        whole = list(args)
        for number, new in zip(wanted, these, strict=True):
            whole[number] = new
        return f(*whole, **kwargs)

    return of_these, tuple([args[number] for number in wanted])


def matching(tree: Any, like: Any) -> list[Any]:
    """The leaves of a tree of gradients or tangents, in the order of those of `like`.

    Raises RuntimeError for a tree that is built in another way, or has a leaf that is not a tensor
    of its counterpart's shape.
    """
    found: list[Any] = []

    def match(x: Any, g: Any) -> None:
        if not isinstance(g, Array) or g.shape != x.shape:
            other = getattr(g, "shape", g)
            raise RuntimeError(f"a tensor of shape {x.shape} is needed, not {other}")
        found.append(g)

    try:
        tree_map(match, like, tree)
    except ValueError as error:
        raise RuntimeError(f"a gradient or tangent is built in another way: {error}") from None
    return found


def require_tensors(leaves: Sequence[Any]) -> None:
    """Raises RuntimeError for anything that is not a tensor."""
    for x in leaves:
        if not isinstance(x, Array):
            raise RuntimeError(f"only tensors have derivatives, not {type(x).__name__}")


def require_primals(leaves: Sequence[Any]) -> None:
    """Raises ValueError for a primal that is not a tensor, RuntimeError for one of a dtype through
    which no gradient flows."""
    for x in leaves:
        if not isinstance(x, Tensor):
            raise ValueError(f"a transform takes tensors, not {type(x).__name__}")
        if not is_floating(x.dtype):
            raise RuntimeError(f"only floating point tensors have gradients, not {x.dtype}")


def require_floating_results(result: Any) -> None:
    """Raises RuntimeError for a result that holds a tensor through which no gradient flows."""
    for x in flatten(result)[0]:
        if not is_floating(x.dtype):
            raise RuntimeError(f"only floating point results have gradients, not {x.dtype}")


def require_directions(leaves: Sequence[Array]) -> None:
    """Raises ValueError for a tensor of a dtype that can't move by a tangent."""
    for x in leaves:
        if not is_floating(x.dtype):
            raise ValueError(f"only floating point tensors have tangents, not {x.dtype}")


def require_number(value: Any) -> None:
    """Raises RuntimeError unless the value is a tensor of shape ()."""
    if not isinstance(value, Array) or value.shape != ():
        raise RuntimeError("grad differentiates functions that return a single number")


def pair(outputs: Any) -> tuple[Any, Any]:
    """What a function with `has_aux` returned. Raises RuntimeError unless it is a pair."""
    if not (isinstance(outputs, tuple) and len(outputs) == 2):
        raise RuntimeError("with has_aux the function must return a pair (result, aux)")
    return outputs
