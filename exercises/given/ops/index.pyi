"""More ways to pick elements by their places, and to put them back. (Given code.)"""

from typing import Any
from ...m03_computation_graph import primitive as primitive
from ...m04_magic_methods import Number as Number
from ...m04_magic_methods import broadcast_to as broadcast_to
from ...m04_magic_methods import reshape as reshape
from ...m04_magic_methods import sum as sum
from ...m07_chain_rule import defvjp as defvjp
from ...m10_shapes import permute as permute
from ...m11_indexing import along as along
from ...m11_indexing import gather as gather
from ...m11_indexing import getitem as getitem
from ...m11_indexing import unindex as unindex
from collections.abc import Callable
from ...given.core.arguments import as_dim as as_dim
from ...given.core.arguments import as_dims as as_dims
from ...given.core.dtypes import is_floating as is_floating
from ...given.core.index_keys import EVERYTHING as EVERYTHING
from ...given.core.index_keys import split_key as split_key
from ...given.ops.reshape import flatten as flatten
from ..._tensor import Tensor as Tensor
import numpy as np

def with_torchs_names(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is not an op, called by torch's names, too."""
Steps: Any

def index_select(x: Tensor, dim: int, index: Tensor) -> Tensor:
    """The parts of x along `dim` whose numbers stand in `index`, a vector of integers."""

def follow(x: Any, path: Steps) -> Any:
    """The view of a view of ... x, by these ops, each with the rest of its arguments."""

def with_part(x: Tensor, part: Any, *key: Any, path: Steps=...) -> Tensor:
    """A copy of x in which `part` was assigned to the items `key` of the view by `path`; what"""

def diagonal(x: Tensor, offset: int=0, dim1: int=0, dim2: int=1) -> Tensor:
    """The diagonal of the matrices in two dims of x, as the last dimension: a view."""

def _index_select_vjp(g: Any, out: Any, x: Any, dim: int, index: Any) -> Any:
    ...

def _diagonal_vjp(g: Any, out: Any, x: Any, offset: int=0, dim1: int=0, dim2: int=1) -> Any:
    ...

def _diagonal_key(shape: tuple[int, ...], offset: int) -> tuple[np.ndarray, np.ndarray]:
    ...

def up_to(dim: int, ndim: int) -> tuple[slice, ...]:
    """The beginning of a key that goes on with an index for `dim`."""

def select(x: Any, dim: int, index: int) -> Any:
    """The part of x with number `index` along `dim`, which it no longer has: a view. Raises"""

def diag(x: Any, diagonal: int=0) -> Any:
    """The diagonal of a matrix, or the matrix with a vector as its diagonal: a copy."""

def trace(x: Any) -> Any:
    """The sum of a matrix's diagonal. Raises RuntimeError unless there are two dimensions."""

def repeat_interleave(x: Any, repeats: int | np.ndarray, dim: int | None=None) -> Any:
    """Each part of x along `dim` (None: each element) `repeats` times in a row: a number for all,"""

def masked_select(x: Any, mask: Any) -> Any:
    """A vector of the elements of x where `mask` is true; both broadcast."""

def scatter(x: Any, dim: int, index: Any, src: Any) -> Any:
    """A copy of x with elements set along `dim`: result[i, index[i, j]] = src[i, j] if `dim` is 1."""

def scatter_add(x: Any, dim: int, index: Any, src: Any) -> Any:
    """x with elements added along `dim`: result[i, index[i, j]] += src[i, j] if `dim` is 1."""

def index_add(x: Any, dim: int, index: Any, source: Any) -> Any:
    """x with each part of `source` along `dim` added to that whose number stands in `index`."""

def _scattered(x: Any, dim: int, index: Any) -> tuple[Any, ...]:
    ...

def _like_index(src: Any, index: Any) -> Any:
    ...

class Picking:
    """The same functions as methods."""
    index_select: Any
    select: Any
    masked_select: Any
    diagonal: Any
    diag: Any
    trace: Any
    repeat_interleave: Any
    scatter: Any
    scatter_add: Any
    index_add: Any

    def __index__(self) -> int:
        """The only element, as an index: of a list, say. Raises TypeError unless it is integer."""
