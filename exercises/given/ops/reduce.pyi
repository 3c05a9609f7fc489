"""What the elements of a tensor come to, all together: norms, products, equality. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import primitive as primitive
from ...m04_magic_methods import mean as mean
from ...m04_magic_methods import mul as mul
from ...m04_magic_methods import pow as pow
from ...m04_magic_methods import sum as sum
from ...m07_chain_rule import defvjp as defvjp
from ...m10_shapes import stack as stack
from ...m12_reductions import amax as amax
from ...m12_reductions import amin as amin
from ...m12_reductions import beside as beside
from ...m12_reductions import var as var
from ...m12_reductions import var_vjp as var_vjp
from ...m12_reductions import where as where
from ...given.core.arguments import as_dim as as_dim
from ...given.core.arguments import as_dims as as_dims
from ...given.core.cast_and_clone import cast as cast
from ...given.core.cast_and_clone import clone as clone
from ...given.core.dtypes import int64 as int64
from ...given.core.dtypes import is_floating as is_floating
from ...given.ops.compare import all as all
from ...given.ops.compare import eq as eq
from ...given.ops.compare import isclose as isclose
from ...given.ops.elementwise import abs as abs
from ...given.ops.elementwise import sign as sign
from ...given.ops.move import unbind as unbind
from ..._tensor import Tensor as Tensor
from typing import NamedTuple

def std(x: Tensor, dim: int | tuple[int, ...] | None=None, unbiased: bool=True, keepdim: bool=False, *, correction: int | None=None) -> Tensor:
    """The standard deviation, the root of `var`, with the same arguments and errors."""

def l2_norm(x: Tensor, dim: int | tuple[int, ...] | None=None, keepdim: bool=False) -> Tensor:
    """The Euclidean length: the root of the sum of squares over one, several or all dims."""

def _not_zero(x: Any) -> Any:
    ...

def numel(x: Array) -> int:
    """How many elements there are."""

def cumprod(x: Array, dim: int) -> Array:
    """The product of each element and all before it along `dim`. Integers and bools give int64."""

class MinMax(NamedTuple):
    """Both ends of what a tensor holds."""
    min: Any
    max: Any

def aminmax(x: Array, *, dim: int | None=None, keepdim: bool=False) -> MinMax:
    """The smallest and the largest element, of all or along one dim."""

def var_mean(x: Array, dim: Any=None, unbiased: bool=True, **params: Any) -> tuple[Array, ...]:
    """`var`, and the mean."""

def std_mean(x: Array, dim: Any=None, unbiased: bool=True, **params: Any) -> tuple[Array, ...]:
    """`std`, and the mean."""

def norm(x: Array, p: float | str='fro', dim: int | tuple[int, ...] | None=None, keepdim: bool=False) -> Array:
    """The p-norm, sum(|x| ** p) ** (1 / p), over one, several or all (None) dimensions."""

def allclose(x: Array, y: Array, rtol: float=1e-05, atol: float=1e-08, equal_nan: bool=False) -> bool:
    """Whether all elements of two tensors are close, as `isclose` understands it."""

def equal(x: Array, y: Array) -> bool:
    """Whether two tensors have the same shape and the same elements."""

class Summaries:
    """The same functions as methods."""
    std: Any
    cumprod: Any
    aminmax: Any
    norm: Any
    allclose: Any
    equal: Any
