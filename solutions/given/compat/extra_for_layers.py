"""Arguments of layers, losses, optimisers and transforms that a lesson has no use for. (Given
code.)

As in `extra_arguments`: `call` is the function without the argument that a handler is for.
"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from ...m02_wrapper import Array
from ..nn.layer_arguments import as_pair
from ..ops.pad import constant_pad
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


def not_averaged(call: Call, ceil_mode: bool, *args: Any, **params: Any) -> NoReturn:
    """`ceil_mode` of an average. Raises NotImplementedError."""
    raise NotImplementedError("averages beyond the edge are not supported; leave out ceil_mode")


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
