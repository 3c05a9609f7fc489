"""Which dim of each argument of a vmapped function is that of the batch. (Given code.)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ...m02_wrapper import Array
from ..random.drawing import randomness_of
from .interpreters import Level, Wrapped, new_level
from .trees import flatten


def spread(dims: Any, tree: Any) -> list[int | None]:
    """One dim for each leaf of a tree; a dim in the place of a branch counts for all its leaves.

    Raises ValueError where `dims` is not built like the tree.
    """
    if dims is None or isinstance(dims, int):
        return [dims] * len(flatten(tree)[0])
    if not isinstance(dims, tuple | list | dict):
        raise ValueError(f"dims must be ints, None, or trees of them, not {dims!r}")
    if not isinstance(tree, type(dims)) or len(dims) != len(tree):
        raise ValueError(f"the dims {dims!r} are not built like the arguments or results")
    branches = tree.items() if isinstance(tree, dict) else enumerate(tree)
    if isinstance(dims, dict) and dims.keys() != tree.keys():
        raise ValueError(f"the dims {dims!r} have other keys than the arguments")
    return [dim for key, branch in branches for dim in spread(dims[key], branch)]


def batch_size(leaves: Sequence[Any], dims: Sequence[int | None]) -> int:
    """How many examples there are: the size of each leaf, a tensor, along its dim.

    Raises ValueError for a leaf with a dim that is not a tensor, or has fewer dimensions; if
    the sizes differ; and if there is no dim at all.
    """
    sizes = set()
    for x, dim in zip(leaves, dims, strict=True):
        if dim is None:
            continue
        if not isinstance(x, Array):
            raise ValueError(f"vmap can't map over a {type(x).__name__}; its dim must be None")
        if not -x.ndim <= dim < x.ndim:
            raise ValueError(f"vmap over dim {dim} of a tensor of {x.ndim} dims")
        sizes.add(x.shape[dim])
    if len(sizes) != 1:
        raise ValueError(f"vmap needs batches of one size, not {sorted(sizes)}")
    return sizes.pop()


@contextmanager
def batch_level(kind: type[Wrapped], size: int, randomness: str) -> Iterator[Level]:
    """A level for a batch of `size`, in a `with` block; gradients are recorded as outside of it.

    Random numbers that are to differ are drawn for the whole batch, and wrapped as `kind`. Raises
    RuntimeError for an unknown `randomness`.
    """
    with (
        new_level(enable_grad=False) as level,
        randomness_of(randomness, size, lambda numbers: kind(numbers, level)),
    ):
        yield level
