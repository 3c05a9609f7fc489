"""`Tensor`: the class that users meet. (Given code.)

It is put together from what the milestones and the drawers of `given` add to it. No given class has
a method that a milestone has, too: what a learner writes is what runs. But shape and dtype, which
`wrapper` is given, are NumPy's there and torch's here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .given.compat.device import check_place
from .given.core.cast_and_clone import Casting
from .given.core.dtypes import SUPPORTED
from .given.core.gradient import Gradient
from .given.core.hooks import Hooked
from .given.core.new_tensors import Creation
from .given.core.printing import Printed
from .given.in_place.memory import InMemory
from .given.in_place.twins import Twins
from .given.indexing.arranged import Arranged
from .given.indexing.put import Putting
from .given.linalg.products import LinearAlgebra
from .given.ops.composed import Formulas
from .given.ops.in_place import InPlace
from .given.ops.index import Picking
from .given.ops.move import Rearranging
from .given.ops.reduce import Summaries
from .given.ops.sort import Ordering
from .given.protocols.asked_by_numpy import AskedByNumPy
from .given.protocols.asked_by_python import AskedByPython
from .given.random.in_place import Sampling
from .given.statistics.summaries import Statistics
from .m02_wrapper import Array
from .m03_computation_graph import Recorded, record
from .m04_magic_methods import Operators
from .m08_backward import Differentiable
from .m09_autograd_mechanics import Mechanics
from .m10_shapes import Shapes
from .m11_indexing import Indexing
from .m12_reductions import Reductions
from .m13_activations import Activations


class Core(Printed, Hooked, Gradient, Casting, Creation):
    """The methods of given/core: how a tensor prints, hooks, `.grad`, copies in other dtypes, new
    ones."""

    __slots__ = ()


class Protocols(AskedByPython, AskedByNumPy):
    """The methods of given/protocols: what Python and NumPy ask of a tensor."""

    __slots__ = ()


class Ops(Rearranging, Picking, Ordering, Summaries, Formulas, InPlace):
    """The methods of given/ops, besides those that `reductions` takes along."""

    __slots__ = ()


class MoreOps(Twins, InMemory, Arranged, Putting, Statistics, LinearAlgebra, Sampling):
    """The methods of given/in_place, given/indexing, given/statistics, given/linalg and
    given/random."""

    __slots__ = ()


class Tensor(
    Core,
    Protocols,
    Ops,
    MoreOps,
    Activations,
    Reductions,
    Indexing,
    Shapes,
    Mechanics,
    Differentiable,
    Operators,
    Recorded,
    Array,
):
    """An ndarray that remembers how it was made, and can find its gradients."""

    __slots__ = ("__dict__", "_base", "_history", "_hooks")  # __dict__: for the notes of its users
    interpreter = staticmethod(record)


def tensor(
    data: Any,
    *,
    dtype: np.dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """A new Tensor with a copy of `data`: a number, nested lists, an ndarray or a Tensor.

    Raises TypeError, ValueError or RuntimeError, as torch does, for data that a tensor can't be
    made of, and what `check_place` raises.
    """
    if device is not None or pin_memory:
        check_place(device, pin_memory)
    return Tensor.from_data(data, dtype, requires_grad)


def is_tensor(obj: Any) -> bool:
    """Whether it is a Tensor."""
    return isinstance(obj, Tensor)


def is_nonzero(input: Tensor) -> bool:
    """Whether the only element is not zero. Raises RuntimeError if there are more, or none."""
    return bool(input.item())


def from_numpy(ndarray: np.ndarray) -> Tensor:
    """A new Tensor that shares memory with `ndarray`.

    Raises TypeError for anything that is not an ndarray (NumPy scalars are not), or has a dtype
    that tensors don't have.
    """
    if not isinstance(ndarray, np.ndarray) or ndarray.dtype not in SUPPORTED:
        raise TypeError(f"expected an ndarray of numbers, got {type(ndarray).__name__}")
    return Tensor.from_numpy(ndarray)
