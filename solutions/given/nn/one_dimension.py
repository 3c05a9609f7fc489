"""Convolution and pooling along one dimension: a signal is an image of one row. (Given code.)"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import unwrap
from typing import Any

from ...m25_convolution import conv2d
from ...m26_pooling import adaptive_avg_pool2d, avg_pool2d, max_pool2d
from ..compat.keywords import ORDER, parameters, with_torchs_names
from ..protocols.errors import explain
from .convolution import ConvNd
from .layer_arguments import as_single

maxima, means = map(with_torchs_names, (max_pool2d, avg_pool2d))  # with `ceil_mode`, too
# What each size is for the one row.
ROWS = {"kernel_size": 1, "stride": 1, "dilation": 1, "output_size": 1}
ROWS |= {"padding": 0, "output_padding": 0}


def of_signals(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """A function of images, (..., C, H, W), as one of signals, (..., C, L), under this name.

    It raises RuntimeError for several sizes, and what the function raises.
    """
    of_images = with_torchs_names(function)

    @wraps(function)
    def called(*args: Any, **params: Any) -> Any:
        try:
            order = ORDER.get(name) or parameters(unwrap(function))
            if len(args) > len(order) or params.keys() & set(order[: len(args)]):
                raise TypeError(f"{name}() got an argument twice, or more than {len(order)}")
            given = dict(zip(order, args, strict=False)) | params
            given |= {k: given[k].unsqueeze(-2) for k in ("input", "weight") if k in given}
            for size in ROWS.keys() & given.keys():
                if isinstance(given[size], int | tuple | list):
                    given[size] = ROWS[size], as_single(given[size])
            out = of_images(**given)
        except Exception as error:
            explain(error, called, args, params)
            raise
        several = isinstance(out, tuple)
        return tuple([part.squeeze(-2) for part in out]) if several else out.squeeze(-2)

    called.__name__, called.__doc__ = name, f"`{function.__name__}`, along one dimension."
    called.torchs_names = True
    return called


conv1d = of_signals(conv2d, "conv1d")
max_pool1d = of_signals(maxima, "max_pool1d")
avg_pool1d = of_signals(means, "avg_pool1d")
adaptive_avg_pool1d = of_signals(adaptive_avg_pool2d, "adaptive_avg_pool1d")


class Conv1d(ConvNd):
    """`conv1d` with a weight and a bias of its own."""

    ndim = 1

    def forward(self, input: Any) -> Any:
        """(N, C, L) -> (N, O, Lo), or the same without N."""
        input, padding = self.framed(input)
        how = self.stride, padding, self.dilation, self.groups
        return conv1d(input, self.weight, self.bias, *how)
