"""Arguments of embeddings that a lesson has no use for. (Given code.)

As in `extra_arguments`: `call` is the function without the argument that a handler is for.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m03_computation_graph import no_grad
from ...m12_reductions import where
from ..ops.reduce import norm
from .extra_arguments import Call


def renormalised(
    call: Call, max_norm: float, input: Array, weight: Array, *args: Any, **params: Any
) -> Any:
    """`max_norm` of an embedding: rows that are looked up and longer are scaled down, in place."""
    p = params.pop("norm_type", 2.0)
    scale_down(input, weight, max_norm, p)
    return call(input, weight, *args, **params)


def with_norm(call: Call, norm_type: float, *args: Any, **params: Any) -> Any:
    """`norm_type`: of which norm `max_norm` is; without that, of none."""
    return call(*args, **params, **({"norm_type": norm_type} if call.__name__ == "around" else {}))


def scale_down(input: Array, weight: Array, max_norm: float, p: float) -> None:
    """Scale those rows of a table that are looked up, and longer than `max_norm`, in place."""
    rows = Tensor(np.unique(input.value))
    with no_grad():
        found = weight.detach()[rows]
        lengths = norm(found, p, -1, keepdim=True)
        weight[rows] = where(lengths > max_norm, found * (max_norm / (lengths + 1e-7)), found)


def each_time_renormalised(
    call: Call, max_norm: float, self: Any, *args: Any, **params: Any
) -> None:
    """`max_norm` of an Embedding, which does so whenever it is called."""
    call(self, *args, **params)
    self.max_norm = max_norm
    self.norm_type = getattr(self, "norm_type", 2.0)
    self.register_forward_pre_hook(_scale_down)


def _scale_down(layer: Any, args: tuple[Any, ...]) -> None:
    scale_down(args[0], layer.weight, layer.max_norm, layer.norm_type)


def of_norm(call: Call, norm_type: float, self: Any, *args: Any, **params: Any) -> None:
    """`norm_type` of an Embedding: of which norm `max_norm` is."""
    call(self, *args, **params)
    self.norm_type = norm_type


def begun_with(call: Call, weight: Array, self: Any, *args: Any, **params: Any) -> None:
    """`_weight` of an Embedding: its table; nothing is drawn."""
    vars(self)["reset_parameters"] = lambda: None
    call(self, *args, **params)
    del vars(self)["reset_parameters"]
    self.weight = type(self.weight)(weight, self.weight.requires_grad)


def frozen(call: Call, freeze: bool, self: Any, *args: Any, **params: Any) -> None:
    """`_freeze` of an Embedding: its table does not learn."""
    call(self, *args, **params)
    self.weight.requires_grad_(not freeze)
