"""m02 wrapper: an ndarray with a place for its gradient.

About 40 minutes; difficulty 2 of 5. The forty lines of `scalars` hold a single number in each box.
A layer of 784 by 128 would be 100,352 boxes, each with closures of its own. So this is the first
limit to fall: from numbers to arrays. NumPy computes with arrays. Why do we not just take those?

    w = np.array([0.5, -1.5]); w.grad = None     AttributeError: an ndarray has no room for it
    np.array([0.5, -1.5]).dtype                  float64: twice the memory that learning needs
    y = w * 2; y.base                            None: nobody knows that y was made from w

So we wrap each ndarray in an object with four slots:

    value           the ndarray itself, never a NumPy scalar: the first trap is about this
    grad            None until somebody computes a gradient; then an Array of the same shape
    node            how it was made; None for an array that nobody computed (a leaf)
    _requires_grad  whether gradients should flow to it; read and set as `requires_grad`

Then a layer that makes 128 numbers of 784 is made of three boxes:

    y       =  W           x            the gradient of each array has the shape of the array
    (128,)     (128, 784)  (784,)

`Tensor`, the class that users meet, is an `Array` with more methods, added milestone by milestone.
That is why methods here never name a class: they build `type(self)(...)`, or `cls(...)`. All that
only reports on an array (its sizes, its numbers, how it prints) is given.

Two of torch's decisions are yours to build. First, dtypes: Python floats become float32 (half the
memory, and precise enough to learn with), Python ints int64, bools bool, and anything that already
has a dtype keeps it. In a mixed list a float beats an int, whatever their sizes, and an int beats a
bool; `promote_types` (in given/core/promotion.py) knows who wins between two:

    data                         dtypes of its items       dtype     shape
    2.5                          float32                   float32   ()
    [2, 2.5]                     int64, float32            float32   (2,)
    [np.int32(5), 2.5]           int32, float32            float32   (2,)
    [2.5, np.float64(0.1)]       float32, float64          float64   (2,)
    [[True, False], [3, -1]]     bool, int64               int64     (2, 2)

Second, memory: `tensor(numbers)` copies, so that later changes to `numbers` cannot reach in;
`from_numpy`, `numpy`, `detach` and `data` share memory, so that looking costs nothing.

    step                              x             y
    x = tensor([1.0, 2.0])            [1.0, 2.0]
    y = x.detach()                    [1.0, 2.0]    [1.0, 2.0]     two boxes, one ndarray
    y.numpy()[0] = 5                  [5.0, 2.0]    [5.0, 2.0]

Only floats can require a gradient: an integer cannot change a little. And once an array has a node,
it was made from others, and whether these require a gradient has decided whether it does: nobody
can set its flag any more.

In torch, in JAX, and what the other way would cost
---------------------------------------------------
`torch/_tensor.py: Tensor` is such a box in Python around one in C++, and its slots are the same:
data, `grad`, `grad_fn`, `requires_grad`. It can be written to, so training updates weights where
they are; the price is that somebody has to watch for changes between forward and backward pass
(`autograd_mechanics`). JAX's arrays (`jax/_src/array.py: ArrayImpl`) cannot be written to, and have
no `grad`: gradients are what a function returns. Nothing has to be watched; but `x.at[i].set(v)`
makes a new array, unless a compiler sees that nobody needs the old one. And with float64 as the
default, as in NumPy, weights, activations and gradients would take twice the memory, and on a GPU
far more than twice the time.

The trap
--------
0-d arrays, those of shape (). `np.float32(1)` looks like one, but it is a NumPy *scalar*: it has no
memory that could be shared or written to. `value` must always be a real ndarray, also for a single
number. Another trap: in Python True is an int, so a bool could end as int64; a NumPy float64 is a
float, so it could end as float32, with half its digits; and a string is a sequence whose items are
strings, so asking for the dtypes of its items would never end.

When it is done, tensors can be made, looked at and shared. `computation_graph` will fill in `node`,
and `backward` `grad`. The edge cases may wait.

To read: J. VanderPlas, Python Data Science Handbook, "The Basics of NumPy Arrays", on subarrays as
views; E. Yang, PyTorch internals (blog.ezyang.com, 2019), on tensors that share their storage; the
documentation of torch, "Tensor Attributes", on type promotion.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from .given.core.arguments import as_dim
from .given.core.changes import apart
from .given.core.dtypes import PYTHON_DTYPES, SUPPORTED, is_floating, refusal, refusal_of_numbers
from .given.core.promotion import promote_types


def infer_dtype(data: Any) -> np.dtype:
    """The dtype that torch would give `data`: a number, an ndarray, an Array, or a list of these.

    Whatever has a `dtype` that is in SUPPORTED keeps it. What `isinstance` calls a bool, an int or
    a float is a Python number, and `PYTHON_DTYPES[type(data)]` has its dtype. (Both stand in
    given/core/dtypes.py.) A sequence (a list, a tuple, a range; not a string or bytes) takes the
    promoted dtype of its items, which may be sequences again, and that of a Python float when it is
    empty.

    Anything else is refused: `refusal`, which is given, takes `data` and makes the exception that
    you raise.
    """
    raise NotImplementedError("m02: infer_dtype")


def to_ndarray(data: Any, dtype: np.dtype) -> np.ndarray:
    """A new ndarray of the given dtype with the numbers in `data`; of one number, too, an ndarray.

    It never shares memory with `data`, and no digits are lost on the way: float64 numbers don't
    pass through float32. `plain`, given below, turns Arrays into what NumPy can read.
    """
    raise NotImplementedError("m02: to_ndarray")


def plain(data: Any) -> Any:
    """`data` without Arrays: for an Array its ndarray, for one in a list its only element. (Given.)

    Raises ValueError for an Array in a list that has more elements, or none.
    """
    if isinstance(data, Array):
        return data.value
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        return [x._only_element() if isinstance(x, Array) else plain(x) for x in data]
    return data


class Array:
    """An ndarray with a place for its gradient and its history."""

    __slots__ = ("__weakref__", "_requires_grad", "grad", "node", "value")
    __array_ufunc__ = None  # an ndarray or NumPy scalar on the left asks __radd__

    def __init__(self, value: np.ndarray, requires_grad: bool = False, node: Any = None) -> None:
        """Fill the four slots. `value`, an ndarray, is neither copied nor checked; there is no
        gradient yet."""
        raise NotImplementedError("m02: Array.__init__")

    @classmethod
    def from_numpy(cls, ndarray: np.ndarray) -> Self:
        """A new leaf, of class `cls`, that shares memory with `ndarray`."""
        raise NotImplementedError("m02: Array.from_numpy")

    @property
    def requires_grad(self) -> bool:
        """Whether gradients should flow to this array. (Given.)"""
        return self._requires_grad

    @requires_grad.setter
    def requires_grad(self, flag: bool) -> None:
        """Raises RuntimeError for True if the dtype is not floating, and for any `flag` if there is
        a `node`: its history has decided. (Given.)"""
        if flag and not is_floating(self.value.dtype):
            raise RuntimeError("only tensors of floating point dtype can require gradients")
        if self.node is not None:
            raise RuntimeError("you can only change requires_grad flags of leaf tensors")
        self._requires_grad = flag

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Set `requires_grad`, and return this same array, so that calls can be chained.

        Where it has this value already, set nothing: an array with a node refuses any setting, but
        may be asked for what it has. Raises what setting it raises."""
        raise NotImplementedError("m02: Array.requires_grad_")

    def detach(self) -> Self:
        """A new leaf of the same class, which shares this array's memory and requires no gradient.
        This array stays as it is."""
        raise NotImplementedError("m02: Array.detach")

    def numpy(self) -> np.ndarray:
        """The ndarray itself, shared. Raises RuntimeError if this array requires a gradient:
        NumPy would change it, or compute with it, without our noticing. (Users call `detach()`
        first.)"""
        raise NotImplementedError("m02: Array.numpy")

    # All that follows is given.

    @classmethod
    def from_data(
        cls, data: Any, dtype: np.dtype | None = None, requires_grad: bool = False
    ) -> Self:
        """A new leaf, of class `cls`, holding a copy of `data`: this is `torch.tensor`.

        Raises RuntimeError if it should require a gradient but is not floating; ValueError for
        ragged lists; and what `refusal` and `refusal_of_numbers` say.
        """
        try:
            inferred = infer_dtype(data)  # also where a dtype is given: "1.5" is not a number
            ndarray = to_ndarray(data, dtype or inferred)
        except (OverflowError, RuntimeError, ValueError) as error:
            raise refusal_of_numbers(error, dtype) from None
        made = cls(ndarray)
        return made.requires_grad_() if requires_grad else made

    @property
    def data(self) -> Self:
        """The same as `detach()`, for code that changes a weight behind the graph's back: writes
        through `detach()` are noticed (`autograd_mechanics`), writes through `data` are not."""
        detached = self.detach()
        if detached is not self:
            detached.value = apart(detached.value)
        return detached

    @data.setter
    def data(self, new: Array) -> None:
        """Take over the value of another array, from now on sharing its memory.

        Raises TypeError for anything that is not an Array, and RuntimeError for a dtype that is not
        floating if this array requires a gradient.
        """
        if not isinstance(new, Array):
            raise TypeError(f"data must be a tensor, got {type(new).__name__}")
        if self.requires_grad and not is_floating(new.dtype):
            raise RuntimeError("a tensor that requires a gradient needs floating point data")
        self.value = apart(new.value)

    def __array__(self, dtype: np.dtype | None = None, copy: bool | None = None) -> np.ndarray:
        """What NumPy gets when it is handed a tensor, as in `np.asarray(x)`.

        It shares memory if `dtype` and `copy`, which mean what they mean in `np.array`, allow it.
        Raises what `numpy` raises.
        """
        return np.array(self.numpy(), dtype=dtype, copy=copy)

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of each dimension; () for a single number."""
        return self.value.shape

    @property
    def ndim(self) -> int:
        """How many dimensions there are."""
        return self.value.ndim

    @property
    def dtype(self) -> np.dtype:
        """The type of every element."""
        return self.value.dtype

    def dim(self) -> int:
        """`ndim`, as torch also spells it."""
        return self.ndim

    def size(self, dim: int | None = None) -> tuple[int, ...] | int:
        """The shape, or the size of one dimension. Raises IndexError for one that is not there."""
        return self.shape if dim is None else self.shape[as_dim(dim, self.ndim)]

    def numel(self) -> int:
        """How many elements there are; a single number has one."""
        return self.value.size

    def item(self) -> bool | int | float:
        """The only element, as a Python number. Raises RuntimeError if there are more, or none."""
        if self.numel() != 1:
            raise RuntimeError(f"a tensor with {self.numel()} elements is not a single number")
        return self.value.item()

    def tolist(self) -> Any:
        """The elements as nested lists of Python numbers; of a 0-d array, the number itself."""
        return self.value.tolist()

    def __len__(self) -> int:
        """The size of the first dimension. Raises TypeError for a 0-d array."""
        if self.ndim == 0:
            raise TypeError("len() of a 0-d tensor")
        return self.shape[0]

    def __bool__(self) -> bool:
        """Whether the only element is not zero. Raises RuntimeError if there are more, or none."""
        if self.numel() != 1:
            raise RuntimeError("the truth value of a tensor needs exactly one element")
        return bool(self.item())

    def __float__(self) -> float:
        """The only element as a Python float. Raises ValueError if there are more, or none."""
        return float(self._only_element())

    def __int__(self) -> int:
        """The only element, cut towards 0, as a Python int. Raises ValueError if there are more,
        or none."""
        return int(self._only_element())

    def _only_element(self) -> bool | int | float:
        if self.numel() != 1:
            raise ValueError("only one element tensors can be converted to Python scalars")
        return self.item()
