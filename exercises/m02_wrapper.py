"""m02 wrapper: an ndarray with a place for its gradient.

NumPy already knows how to multiply. What it cannot do is remember: which numbers we want gradients
for, what those gradients are, and (from the next milestone on) how a result was made. So we wrap
each ndarray in an object with four slots:

    value           the ndarray itself
    grad            None until somebody computes a gradient; then an Array of the same shape
    node            how it was made; None for an array that nobody computed (a leaf)
    _requires_grad  whether gradients should flow to it; read and set as `requires_grad`

`Tensor`, the class that users meet, is an `Array` with more methods, added milestone by milestone.
That is why methods here never name a class: they build `type(self)(...)`, or `cls(...)`. How a
tensor prints is given.

Two rules of torch's decide what is inside. First, dtypes: Python floats become float32 (half the
memory, and precise enough to learn with), Python ints int64, bools bool, and anything that already
has a dtype keeps it. In a mixed list a float beats an int, whatever their sizes, and an int beats a
bool; `promote_types` (in given/core/promotion.py) knows who wins between two:

    [2, 2.5]                     int64 and float32 make float32
    [np.int32(5), 2.5]           float32
    [2.5, np.float64(0.1)]       float64
    [[True, False], [3, -1]]     bool and int64 make int64

Second, memory: `tensor(data)` copies, so that later changes to `data` cannot reach in;
`from_numpy`, `numpy`, `detach` and `data` share, so that looking costs nothing.

    x = tensor([1.0, 2.0])                  x.dtype is float32
    y = x.detach(); y.numpy()[0] = 5        now x.tolist() is [5.0, 2.0] too

Only floats can require a gradient: an integer cannot change a little. And once an array has a node,
its history has decided whether it requires one.

The trap: 0-d arrays. `np.float32(1)` looks like one, but it is a NumPy *scalar*: it has no memory
that could be shared or written to. `value` must always be a real ndarray, also for a single number.
Another trap: in Python True is an int, a NumPy float64 is a float, and a string is a sequence whose
items are strings.

When it is done, tensors can be made, looked at and shared. `computation_graph` will fill in `node`,
and `backward` `grad`.

To read: J. VanderPlas, Python Data Science Handbook, "The Basics of NumPy Arrays", on subarrays as
views; E. Yang, PyTorch internals (blog.ezyang.com, 2019), on tensors that share their storage; the
documentation of torch, "Tensor Attributes", on type promotion.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from .given.core.arguments import as_dim
from .given.core.dtypes import PYTHON_DTYPES, SUPPORTED, float32, is_floating
from .given.core.promotion import promote_types


def infer_dtype(data: Any) -> np.dtype:
    """The dtype that torch would give `data`: a number, an ndarray, an Array, or sequences of them.

    Whatever has a `dtype` keeps it; Python numbers look theirs up in PYTHON_DTYPES; a sequence (a
    list, a tuple, a range) takes the promoted dtype of its items (`promote_types`), which may be
    sequences again, and float32 when it is empty.

    Raises TypeError for strings, bytes and dtypes outside SUPPORTED, RuntimeError for anything
    else that holds no numbers (None, a dict, a set).
    """
    raise NotImplementedError("m02: infer_dtype")


def to_ndarray(data: Any, dtype: np.dtype | None = None) -> np.ndarray:
    """A new ndarray with the numbers in `data`, of the given dtype or else of the inferred one.

    An Array gives its value; inside a list, at any depth, it must hold a single number. The result
    never shares memory with `data`, and no digits are lost on the way to the given dtype.

    Raises ValueError for ragged lists and for larger Arrays inside a list, RuntimeError for an int
    too large for the given dtype, and what `infer_dtype` raises, also where a dtype is given.
    """
    raise NotImplementedError("m02: to_ndarray")


class Array:
    """An ndarray with a place for its gradient and its history."""

    __slots__ = ("__weakref__", "_requires_grad", "grad", "node", "value")
    __array_ufunc__ = None  # lets `ndarray + tensor` reach the tensor's __radd__

    def __init__(self, value: np.ndarray, requires_grad: bool = False, node: Any = None) -> None:
        """Wrap `value`, an ndarray, without copying or checking it; there is no gradient yet."""
        raise NotImplementedError("m02: Array.__init__")

    @classmethod
    def from_data(
        cls, data: Any, dtype: np.dtype | None = None, requires_grad: bool = False
    ) -> Self:
        """A new leaf, of class `cls`, holding a copy of `data`: this is `torch.tensor`.

        Raises RuntimeError if it should require a gradient but is not floating, and what
        `to_ndarray` raises.
        """
        raise NotImplementedError("m02: Array.from_data")

    @classmethod
    def from_numpy(cls, ndarray: np.ndarray) -> Self:
        """A new leaf that shares memory with `ndarray`, as `torch.from_numpy` does.

        Raises TypeError for anything that is not an ndarray (NumPy scalars are not), or has a dtype
        outside SUPPORTED.
        """
        raise NotImplementedError("m02: Array.from_numpy")

    @property
    def requires_grad(self) -> bool:
        """Whether gradients should flow to this array."""
        raise NotImplementedError("m02: Array.requires_grad")

    @requires_grad.setter
    def requires_grad(self, flag: bool) -> None:
        """Raises RuntimeError if it is to be turned on and the dtype is not floating, and for any
        array with a `node`, whatever the flag: its history has decided."""
        raise NotImplementedError("m02: Array.requires_grad")

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Set `requires_grad` unless it is so already, and return this same array, so that calls
        can be chained. Raises what setting it raises."""
        raise NotImplementedError("m02: Array.requires_grad_")

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of each dimension; () for a single number."""
        raise NotImplementedError("m02: Array.shape")

    @property
    def ndim(self) -> int:
        """How many dimensions there are."""
        raise NotImplementedError("m02: Array.ndim")

    @property
    def dtype(self) -> np.dtype:
        """The type of every element."""
        raise NotImplementedError("m02: Array.dtype")

    def dim(self) -> int:
        """`ndim`, as torch also spells it."""
        raise NotImplementedError("m02: Array.dim")

    def size(self, dim: int | None = None) -> tuple[int, ...] | int:
        """The shape, or the size of one dimension. Raises IndexError if there is no such one."""
        raise NotImplementedError("m02: Array.size")

    def numel(self) -> int:
        """How many elements there are; a single number has one."""
        raise NotImplementedError("m02: Array.numel")

    def item(self) -> bool | int | float:
        """The only element, as a Python number. Raises RuntimeError if there are more, or none."""
        raise NotImplementedError("m02: Array.item")

    def tolist(self) -> Any:
        """The elements as nested lists of Python numbers; of a 0-d array, the number itself."""
        raise NotImplementedError("m02: Array.tolist")

    def __len__(self) -> int:
        """The size of the first dimension. Raises TypeError for a 0-d array."""
        raise NotImplementedError("m02: Array.__len__")

    def __bool__(self) -> bool:
        """Whether the only element is not zero. Raises RuntimeError if there are more, or none."""
        raise NotImplementedError("m02: Array.__bool__")

    def __float__(self) -> float:
        """The only element as a Python float. Raises ValueError if there are more, or none."""
        raise NotImplementedError("m02: Array.__float__")

    def __int__(self) -> int:
        """The only element, cut towards 0, as a Python int. Raises ValueError if there are more,
        or none."""
        raise NotImplementedError("m02: Array.__int__")

    def detach(self) -> Self:
        """A leaf that shares this array's memory, and through which no gradient flows."""
        raise NotImplementedError("m02: Array.detach")

    @property
    def data(self) -> Self:
        """The same as `detach()`: for code that changes a weight behind the graph's back."""
        raise NotImplementedError("m02: Array.data")

    @data.setter
    def data(self, new: Array) -> None:
        """Take over the value of another array, from now on sharing its memory.

        Raises TypeError for anything that is not an Array, and RuntimeError for a dtype that is not
        floating if this array requires a gradient.
        """
        raise NotImplementedError("m02: Array.data")

    def numpy(self) -> np.ndarray:
        """The ndarray itself, shared. Raises RuntimeError if this array requires a gradient:
        NumPy would change it, or compute with it, without our noticing. `detach()` first."""
        raise NotImplementedError("m02: Array.numpy")

    def __array__(self, dtype: np.dtype | None = None, copy: bool | None = None) -> np.ndarray:
        """What NumPy gets when it is handed a tensor, as in `np.asarray(x)`.

        It shares memory if `dtype` and `copy`, which mean what they mean in `np.array`, allow it.
        Raises what `numpy` raises.
        """
        raise NotImplementedError("m02: Array.__array__")
