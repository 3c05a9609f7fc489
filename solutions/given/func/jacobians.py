"""What Jacobians by rows and by columns have in common. (Given code.)

A linear function is known by what it makes of each unit vector. A pullback is one, and so is what
pushes a tangent forward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from .trees import Argnums, flatten

Linear = Callable[[Tensor], list[Tensor]]


def units(x: Array) -> Iterator[Tensor]:
    """The unit vectors of the shape and dtype of x: zeros with a single 1, at each place in turn.

    units(x) of shape (2,)      [1., 0.], [0., 1.]
    """
    for place in range(x.numel()):
        unit = np.zeros(x.shape, x.dtype)
        unit.flat[place] = 1
        yield Tensor(unit)


def in_one(function: Callable[[list[Tensor]], Any], like: Sequence[Array], which: int) -> Linear:
    """A linear function of several tensors as a function of one: the others are zeros like these.

    Its result is a tree, of which the new function returns the leaves.
    """
    zeros = [Tensor(np.zeros(x.shape, x.dtype)) for x in like]
    return lambda x: flatten(function([*zeros[:which], x, *zeros[which + 1 :]]))[0]


def empty_jacobian(out: Array, x: Array) -> Tensor:
    """The Jacobian of `out` in `x` where one of them has no elements."""
    return Tensor(np.zeros((*out.shape, *x.shape), out.dtype))


def jacobian_tree(
    grid: Sequence[Sequence[Tensor]], result: Any, primals: tuple, argnums: Argnums
) -> Any:
    """The Jacobians of each leaf of `result` in each leaf of `primals`, as `jacrev` returns them:
    a tree like the result, with a tree like the primals in the place of each leaf; or like the only
    primal, if `argnums` is one number."""
    (_, like_result), (_, like_primals) = flatten(result), flatten(primals)
    rows = [like_primals(row) for row in grid]
    return like_result(rows if isinstance(argnums, tuple) else [row[0] for row in rows])
