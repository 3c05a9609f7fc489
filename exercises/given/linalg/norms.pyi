"""Lengths of vectors, and of matrices. (Given code.)"""

from typing import Any
from ...m04_magic_methods import sum as sum
from ...m12_reductions import amax as amax
from ...m12_reductions import amin as amin
from ...given.core.arguments import as_dims as as_dims
from ...given.core.dtypes import is_floating as is_floating
from ...given.ops import reduce as reduce
from ...given.ops.elementwise import abs as abs
from ...given.ops.move import movedim as movedim
from ...given.ops.reshape import unsqueeze as unsqueeze

def matrices(name: str, *operands: Any, square: bool=False) -> None:
    """Raises RuntimeError unless all are matrices, or batches, of float32 or float64; `square`, the"""

def svdvals(A: Any) -> Any:
    """The singular values that `svd` gives."""

def vector_norm(x: Any, ord: float=2, dim: Any=None, keepdim: bool=False) -> Any:
    """sum(|x| ** ord) ** (1 / ord), over one, several or all dims. `ord` may be 0, inf and -inf, as"""

def matrix_norm(A: Any, ord: float | str='fro', dim: tuple[int, int]=..., keepdim: bool=False) -> Any:
    """A norm of the matrices in two dims: "fro", the root of all squares; "nuc", the sum of the"""

def norm(A: Any, ord: float | str | None=None, dim: Any=None, keepdim: bool=False) -> Any:
    """`matrix_norm` over two dims, `vector_norm` over one. Without `ord` it is the root of all"""
