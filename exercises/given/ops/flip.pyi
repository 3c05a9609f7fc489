"""Elements turned around, or moved on, along dimensions. (Given code.)"""

from typing import Any as Any
from ...m03_computation_graph import primitive as primitive
from ...m07_chain_rule import defvjp as defvjp
from ...given.core.arguments import as_dim as as_dim
from ...given.core.arguments import as_dims as as_dims
from ..._tensor import Tensor as Tensor
from collections.abc import Sequence

def flip(x: Tensor, dims: int | Sequence[int]) -> Tensor:
    """A copy with the order turned around along each of `dims`."""

def roll(x: Tensor, shifts: int | Sequence[int], dims: int | Sequence[int] | None=None) -> Tensor:
    """A copy with the elements moved on by `shifts` along `dims` (None: as if flattened); what"""
