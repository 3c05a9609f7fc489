"""`Tensor`: the class that users meet. (Given code.)"""

from typing import Any
from .given.core.cast_and_clone import Casting as Casting
from .given.core.dtypes import SUPPORTED as SUPPORTED
from .given.core.hooks import Hooked as Hooked
from .given.core.new_tensors import Creation as Creation
from .m04_magic_methods import Number as Number
from typing import Self
from .given.ops.index import Picking as Picking
from .given.ops.move import Rearranging as Rearranging
from .given.ops.reduce import Summaries as Summaries
from .given.ops.sort import Ordering as Ordering
from .given.random.generator import Generator as Generator
from .m02_wrapper import Array as Array
from .m03_computation_graph import Recorded as Recorded
from .m03_computation_graph import record as record
from .m04_magic_methods import Operators as Operators
from .m08_backward import Differentiable as Differentiable
from .m09_autograd_mechanics import Mechanics as Mechanics
from .m10_shapes import Shapes as Shapes
from .m11_indexing import Indexing as Indexing
from .m12_reductions import Reductions as Reductions
from .m13_activations import Activations as Activations
import numpy as np

class Printed:
    """How a Tensor shows itself."""

    def __repr__(self) -> str:
        """`tensor([1., 2.], requires_grad=True)`; a result names its op as `grad_fn`."""

    def __format__(self, spec: str) -> str:
        """A single number formats like a Python number: `f"{loss:.4f}"`; others as `repr` does."""

class Formulas:
    """The same functions as methods."""
    lerp: Any
    addcmul: Any
    addcdiv: Any
    addmm: Any
    baddbmm: Any
    clamp_min: Any
    clamp_max: Any
    nan_to_num: Any
    logaddexp: Any

    def where(self, condition: Array, other: Array | Number) -> Array:
        """self where `condition` holds, and `other` elsewhere."""

class InPlace:
    """Methods of a Tensor whose names end in `_`."""
    exp_: Any
    log_: Any
    sqrt_: Any
    neg_: Any
    abs_: Any
    pow_: Any
    square_: Any
    reciprocal_: Any
    rsqrt_: Any
    sin_: Any
    cos_: Any
    floor_: Any
    ceil_: Any
    round_: Any
    tanh_: Any
    sigmoid_: Any
    relu_: Any
    clamp_: Any
    clamp_min_: Any
    clamp_max_: Any
    lerp_: Any
    addcmul_: Any
    addcdiv_: Any
    tril_: Any
    triu_: Any
    masked_fill_: Any
    scatter_: Any
    scatter_add_: Any
    index_add_: Any

    def add_(self, other: Array | Number, *, alpha: Number=1) -> Self:
        """`self += alpha * other`. Raises RuntimeError as all that writes."""

    def sub_(self, other: Array | Number, *, alpha: Number=1) -> Self:
        """`self -= alpha * other`. Raises RuntimeError as all that writes."""
    mul_: Any
    div_: Any

    def fill_(self, value: Array | Number) -> Self:
        """Set every element to a number."""

    def detach_(self) -> Self:
        """Forget the history of this tensor: from now on it is a leaf that requires no gradient."""

class Sampling:
    """The random in-place methods of a Tensor."""

    def uniform_(self, low: float=0.0, high: float=1.0, *, generator: Generator | None=None) -> Self:
        """Evenly spread over [low, high). Raises RuntimeError unless the dtype is floating."""

    def normal_(self, mean: float=0.0, std: float=1.0, *, generator: Generator | None=None) -> Self:
        """Normally distributed. Raises RuntimeError unless the dtype is floating."""

    def exponential_(self, lambd: float=1.0, *, generator: Generator | None=None) -> Self:
        """Exponentially distributed, with the mean 1 / lambd."""

    def bernoulli_(self, p: float | Array=0.5, *, generator: Generator | None=None) -> Self:
        """1 with probability p, else 0; each element may have a probability of its own."""

    def random_(self, *bounds: int, generator: Generator | None=None) -> Self:
        """Integers: `random_(low, high)`, `random_(high)` from 0, or as many as the dtype holds"""

class Core(Printed, Hooked, Casting, Creation):
    """The methods of given/core: how a tensor prints, hooks, copies in other dtypes, new ones."""

class Ops(Rearranging, Picking, Ordering, Summaries, Formulas, InPlace):
    """The methods of given/ops, besides those that `reductions` takes along."""

class Random(Sampling):
    """The methods of given/random, which fill a tensor."""

class Tensor(Core, Ops, Random, Activations, Reductions, Indexing, Shapes, Mechanics, Differentiable, Operators, Recorded, Array):
    """An ndarray that remembers how it was made, and can find its gradients."""
    interpreter: Any

def tensor(data: Any, *, dtype: np.dtype | None=None, requires_grad: bool=False) -> Tensor:
    """A new Tensor with a copy of `data`: a number, nested lists, an ndarray or a Tensor."""

def is_tensor(obj: Any) -> bool:
    """Whether it is a Tensor."""

def is_floating_point(input: Tensor) -> bool:
    """Whether its dtype is floating."""

def is_nonzero(input: Tensor) -> bool:
    """Whether the only element is not zero. Raises RuntimeError if there are more, or none."""

def from_numpy(ndarray: np.ndarray) -> Tensor:
    """A new Tensor that shares memory with `ndarray`."""
