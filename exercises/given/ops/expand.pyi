"""The same elements several times: copied side by side, or by broadcasting. (Given code.)"""

from typing import Any
from ...m02_wrapper import Array as Array
from ...m03_computation_graph import primitive as primitive
from ...m04_magic_methods import broadcast_to as broadcast_to
from ...m04_magic_methods import reshape as reshape
from ...m04_magic_methods import sum as sum
from ...m04_magic_methods import transpose as transpose
from ...m07_chain_rule import defvjp as defvjp
from ..._tensor import Tensor as Tensor
from collections.abc import Sequence

def tile(x: Tensor, dims: Sequence[int]) -> Tensor:
    """Copies of x side by side: `dims[i]` of them along dimension i, aligned at the right."""

def _tile_vjp(g: Any, out: Any, x: Any, dims: Sequence[int]) -> Any:
    ...

def expand(x: Any, sizes: Sequence[int]) -> Any:
    """x stretched to `sizes` as broadcasting would, sharing memory; -1 keeps a size."""

def broadcast_tensors(*tensors: Array) -> tuple[Array, ...]:
    """The tensors stretched to the one shape that they broadcast to. Raises ValueError if they"""

def meshgrid(*tensors: Any, indexing: str='ij') -> tuple[Any, ...]:
    """Vectors stretched over the grid that they span, one dimension each, in their order; with"""
