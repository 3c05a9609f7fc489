"""Arguments of layers, losses, optimisers and transforms that a lesson has no use for. (Given
code.)

As in `extra_arguments`: `call` is the function without the argument that a handler is for.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m02_wrapper import Array
from ...m03_computation_graph import no_grad
from ...m12_reductions import where
from ...m26_pooling import window_sum
from ..nn.layer_arguments import as_pair, pooling_windows
from ..ops.in_place import become
from ..ops.index import repeat_interleave
from ..ops.pad import constant_pad
from ..ops.reduce import norm
from .extra_arguments import Call


def averaged(call: Call, size_average: bool, *args: Any, **params: Any) -> Any:
    """`size_average`: a mean, or a sum; an older way to say `reduction`."""
    if params.get("reduction") != "none":
        params["reduction"] = "mean" if size_average else "sum"
    return call(*args, **params)


def kept_apart(call: Call, reduce: bool, *args: Any, **params: Any) -> Any:
    """`reduce`: False for one loss each; an older way to say `reduction`."""
    return call(*args, **(params if reduce else {**params, "reduction": "none"}))


def ceil_maximum(
    call: Call,
    ceil_mode: bool,
    x: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    return_indices: bool = False,
) -> Any:
    """`ceil_mode` of `max_pool2d`: windows may reach beyond the edge, as long as they begin
    before it. Raises NotImplementedError if indices are asked for, too."""
    if return_indices:
        raise NotImplementedError("max_pool2d: ceil_mode with return_indices is not supported")
    below, beside = _beyond(x, kernel_size, stride, padding, dilation)
    rows, columns = as_pair(padding)
    frame = (columns, columns + beside, rows, rows + below)
    return call(constant_pad(x, frame, value=-np.inf), kernel_size, stride, 0, dilation)


def _beyond(x: Any, kernel_size: Any, stride: Any, padding: Any, dilation: Any) -> list[int]:
    """How many rows and columns are missing at the bottom and to the right."""
    kernel, pads = as_pair(kernel_size), as_pair(padding)
    steps = as_pair(kernel_size if stride is None else stride)
    found = []
    for size, k, s, p, d in zip(x.shape[-2:], kernel, steps, pads, as_pair(dilation), strict=True):
        reach = d * (k - 1) + 1
        count = -(-(size + 2 * p - reach) // s) + 1
        if (count - 1) * s >= size + p:  # a window must begin before the right padding
            count -= 1
        found.append(max(0, (count - 1) * s + reach - size - 2 * p))
    return found


def mean_of_sums(
    call: Call,
    ceil_mode: bool,
    x: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    count_include_pad: bool = True,
    divisor: int | None = None,
) -> Any:
    """`ceil_mode` of `avg_pool2d`: of a window beyond the edge, what is within counts."""
    steps, frame = pooling_windows(kernel_size, stride, padding, 1)
    below, beside = _beyond(x, kernel_size, stride, padding, 1) if ceil_mode else (0, 0)
    ones, rest = np.ones(x.shape[-2:], x.dtype), (0, beside, 0, below)
    sums = window_sum(constant_pad(constant_pad(x, frame), rest), **steps)
    if divisor:
        return sums / divisor
    counted = constant_pad(ones, frame, value=float(count_include_pad))
    return sums / window_sum(constant_pad(counted, rest), **steps)


def divided(call: Call, divisor: int, *args: Any, **params: Any) -> Any:
    """`divisor_override` of `avg_pool2d`: what sums are divided by. Raises RuntimeError for 0."""
    if divisor == 0:
        raise RuntimeError("divisor must be not zero")
    call = call if call.__name__ == "around" else partial(mean_of_sums, call, False)
    return call(*args, **params, divisor=divisor)


def rescaled(call: Call, max_norm: float, input: Any, weight: Any, *args: Any, **how: Any) -> Any:
    """`max_norm` of an embedding: rows that are looked up and longer are scaled down, in place."""
    scale_down(input, weight, max_norm, how.pop("norm_type", 2.0))
    return call(input, weight, *args, **how)


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


def always_rescaled(call: Call, max_norm: float, self: Any, *args: Any, **params: Any) -> None:
    """`max_norm` of an Embedding, which does so whenever it is called."""
    call(self, *args, **params)
    self.max_norm, self.norm_type = max_norm, 2.0
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


def in_groups(
    call: Call, enable_gqa: bool, query: Any, key: Any, value: Any, *args: Any, **how: Any
) -> Any:
    """`enable_gqa` of attention: several heads of the query share one of the keys and values."""
    heads = query.shape[-3] if enable_gqa else key.shape[-3]
    if heads % key.shape[-3] or heads % value.shape[-3]:
        raise RuntimeError(f"{heads} heads can't share {key.shape[-3]} of {value.shape[-3]}")
    key, value = [repeat_interleave(x, heads // x.shape[-3], -3) for x in (key, value)]
    return call(query, key, value, *args, **how)


def overwritten(call: Call, inplace: bool, x: Array, *args: Any, **params: Any) -> Array:
    """`inplace`: the input becomes the result, and is returned."""
    return become(call, x, *args, **params) if inplace else call(x, *args, **params)
