"""`Tensor`: the class that users meet. (Given code.)"""

from typing import Any
from .given.compat.device import check_place as check_place
from .given.core.cast_and_clone import Casting as Casting
from .given.core.dtypes import SUPPORTED as SUPPORTED
from .given.core.gradient import Gradient as Gradient
from .given.core.hooks import Hooked as Hooked
from .given.core.new_tensors import Creation as Creation
from .m04_magic_methods import Number as Number
from .given.ops.in_place import InPlace as InPlace
from .given.ops.index import Picking as Picking
from .given.ops.move import Rearranging as Rearranging
from .given.ops.reduce import Summaries as Summaries
from .given.ops.sort import Ordering as Ordering
import numpy as np
from .given.protocols.size import Size as Size
from .given.protocols.dtypes import dtype as dtype
from typing import Self
from .given.random.generator import Source as Source
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

class Printed:
    """How a Tensor shows itself."""

    def __repr__(self) -> str:
        """`tensor([1., 2.], requires_grad=True)`; a result names its op as `grad_fn`."""

    def __format__(self, spec: str) -> str:
        """A single number formats like a Python number: `f"{loss:.4f}"`; others as `repr` does."""

class InMemory:
    """What a Tensor says of its memory."""
    is_cpu: Any
    is_sparse: Any
    is_quantized: Any
    is_meta: Any
    is_mps: Any
    is_xpu: Any

    def is_complex(self) -> bool:
        """False: there are no complex numbers."""

    def is_signed(self) -> bool:
        """Whether numbers below 0 fit."""

    def get_device(self) -> int:
        """-1: the CPU has no number."""

    def stride(self, dim: int | None=None) -> Any:
        """How many elements apart neighbours along each dim, or along one, are in memory."""

    def data_ptr(self) -> int:
        """Where the first element is in memory; 0 where there is none."""

    def storage(self) -> Any:
        """All the memory that this tensor lies in, shared, as a vector."""

    def storage_offset(self) -> int:
        """At which element of the storage this tensor begins."""

    @property
    def itemsize(self) -> int:
        """How many bytes an element takes."""

    def new(self, *args: Any) -> Any:
        """A tensor of the same dtype, as it was made once: of these sizes, or of data."""
Twins: Any

class Arranged:
    """The same as methods."""
    fliplr: Any
    flipud: Any
    diag_embed: Any
    unfold: Any
    take: Any
    take_along_dim: Any

class Putting:
    """The same functions as methods, and in place; `scatter_reduce`, too."""
    index_put: Any
    index_copy: Any
    index_fill: Any
    scatter_reduce: Any
    index_put_: Any
    index_copy_: Any
    index_fill_: Any

class LinearAlgebra:
    """These, and other functions of given/linalg, as methods."""
    inner: Any
    kron: Any
    cross: Any
    inverse: Any
    det: Any
    slogdet: Any

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
    dist: Any

    def where(self, condition: Array, other: Array | Number) -> Array:
        """self where `condition` holds, and `other` elsewhere."""

class AskedByNumPy:
    """NumPy's protocols, of a Tensor."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """A ufunc of tensors. Raises RuntimeError for one that requires a gradient, and TypeError"""

    def __array_wrap__(self, array: np.ndarray, context: Any=None, return_scalar: bool=False) -> Any:
        """What another function of NumPy's has found, such as `np.cumsum(x)`, as a tensor."""

class AskedByPython:
    """Python's protocols, of a Tensor."""

    @property
    def shape(self) -> Size:
        """The size of each dimension; () for a single number."""

    @property
    def dtype(self) -> dtype:
        """The type of every element; one that torch does not have is NumPy's."""

    def __contains__(self, element: Any) -> bool:
        """Whether any element is equal to `element`, a number or a tensor: `2 in x`."""

    def __reversed__(self) -> Self:
        """The parts of the tensor, from the last to the first, as a tensor."""

    def __delitem__(self, key: Any) -> None:
        """Raises TypeError."""

    def __pos__(self) -> Self:
        """The tensor itself. Raises RuntimeError for bools."""
    __lshift__: Any
    __rshift__: Any

    def __rlshift__(self, other: Any) -> Self:
        """`other << self`."""

    def __rrshift__(self, other: Any) -> Self:
        """`other >> self`."""
    __ilshift__: Any
    __irshift__: Any

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """How it is pickled and copied: its numbers, and whether it requires a gradient; its"""

class Sampling:
    """The random in-place methods of a Tensor."""

    def uniform_(self, low: float=0.0, high: float=1.0, *, generator: Source=None) -> Self:
        """Evenly spread over [low, high). Raises RuntimeError unless the dtype is floating."""

    def normal_(self, mean: float=0.0, std: float=1.0, *, generator: Source=None) -> Self:
        """Normally distributed. Raises RuntimeError unless the dtype is floating."""

    def exponential_(self, lambd: float=1.0, *, generator: Source=None) -> Self:
        """Exponentially distributed, with the mean 1 / lambd."""

    def bernoulli_(self, p: float | Array=0.5, *, generator: Source=None) -> Self:
        """1 with probability p, else 0; each element may have a probability of its own."""

    def random_(self, *bounds: int, generator: Source=None, **named: int | None) -> Self:
        """Integers: `random_(low, high)`, `random_(high)` from 0, or as many as the dtype holds"""

class Statistics:
    """The methods of a Tensor for these."""
    cummax: Any
    cummin: Any
    diff: Any
    quantile: Any
    nansum: Any
    nanmean: Any
    cov: Any
    corrcoef: Any

class Core(Printed, Hooked, Gradient, Casting, Creation):
    """The methods of given/core: how a tensor prints, hooks, `.grad`, copies in other dtypes, new"""

class Protocols(AskedByPython, AskedByNumPy):
    """The methods of given/protocols: what Python and NumPy ask of a tensor."""

class Ops(Rearranging, Picking, Ordering, Summaries, Formulas, InPlace):
    """The methods of given/ops, besides those that `reductions` takes along."""

class MoreOps(Twins, InMemory, Arranged, Putting, Statistics, LinearAlgebra, Sampling):
    """The methods of given/in_place, given/indexing, given/statistics, given/linalg and"""

class Tensor(Core, Protocols, Ops, MoreOps, Activations, Reductions, Indexing, Shapes, Mechanics, Differentiable, Operators, Recorded, Array):
    """An ndarray that remembers how it was made, and can find its gradients."""
    interpreter: Any

def tensor(data: Any, *, dtype: np.dtype | None=None, device: Any=None, requires_grad: bool=False, pin_memory: bool=False) -> Tensor:
    """A new Tensor with a copy of `data`: a number, nested lists, an ndarray or a Tensor."""

def is_tensor(obj: Any) -> bool:
    """Whether it is a Tensor."""

def is_nonzero(input: Tensor) -> bool:
    """Whether the only element is not zero. Raises RuntimeError if there are more, or none."""

def from_numpy(ndarray: np.ndarray) -> Tensor:
    """A new Tensor that shares memory with `ndarray`."""
