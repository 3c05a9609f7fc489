"""Images of another size: `interpolate`, and pixels moved between channels and places. (Given
code.)"""

from __future__ import annotations

import math
from functools import reduce
from typing import Any

import numpy as np

from ...m04_magic_methods import add
from ..core.dtypes import is_floating, uint8
from ..nn.function_layer import FunctionLayer
from ..ops.reshape import of_its_own

# How many spatial dimensions each mode is for.
MODES = {"nearest": (1, 2), "linear": (1,), "bilinear": (2,), "bicubic": (2,)}
Sizes = int | tuple[int, ...] | None
Scales = float | tuple[float, ...] | None


def interpolate(
    input: Any,
    size: Sizes = None,
    scale_factor: Scales = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Any:
    """(N, C, H, W) or (N, C, L) -> the same of another `size`, or `scale_factor` times as large.

    Args:
        mode: "nearest", "linear" (of L), "bilinear" or "bicubic" (of H, W).
        align_corners: whether the outermost pixels keep their centres; without, their edges.
        recompute_scale_factor: the scale is that of the sizes, and not the one that was given.

    Raises ValueError for arguments that do not go together, NotImplementedError for a mode or a
    dtype that is not supported, RuntimeError for images without pixels.
    """
    dims = input.ndim - 2
    if align_corners is not None and mode == "nearest":
        raise ValueError("align_corners goes with linear and bilinear alone")
    if (size is None) == (scale_factor is None):
        raise ValueError("interpolate takes either size or scale_factor")
    if recompute_scale_factor and size is not None:
        raise ValueError("recompute_scale_factor does not go with size")
    given = size if scale_factor is None else scale_factor
    given = tuple(given) if isinstance(given, tuple | list) else (given,) * dims
    if len(given) != dims:
        raise ValueError(f"{len(given)} sizes for {dims} spatial dimensions")
    if dims not in MODES.get(mode, ()) or antialias:
        raise NotImplementedError(
            f"interpolate: {mode=}, {antialias=}, {input.shape}; adaptive_avg_pool2d takes areas"
        )
    old, scales = input.shape[2:], [None] * dims
    new = [int(n) for n in given]
    if scale_factor is not None:
        new = [math.floor(n * scale) for n, scale in zip(old, given, strict=True)]
        scales = scales if recompute_scale_factor else list(given)
    if min(*old, *new, 1) < 1:
        raise RuntimeError(f"interpolate from {tuple(old)} to {new}: there must be pixels")
    if not is_floating(input.dtype) and (input.dtype != uint8 or mode != "nearest"):
        raise NotImplementedError(f"interpolate: mode {mode!r} of {input.dtype}")
    for dim in reversed(range(dims)):
        input = _resized(input, dim + 2, new[dim], scales[dim], mode, bool(align_corners))
    return input


upsample = interpolate  # its old name


def _resized(x: Any, dim: int, count: int, scale: float | None, mode: str, aligned: bool) -> Any:
    """x with `count` places along `dim`, by the arithmetic of torch: what is at the old place of
    each, or in between its two (or four) neighbours."""
    size, key = x.shape[dim], (slice(None),) * dim
    number = x.dtype.type if x.dtype.itemsize > 4 and mode != "nearest" else np.float32
    new = np.arange(count).astype(number)
    step = number(1 / scale) if scale else number(size) / number(count)
    if mode == "nearest":
        return x[(*key, np.minimum((new * step).astype(np.int64), size - 1))]
    if aligned:
        places = new * (number(size - 1) / number(count - 1) if count > 1 else number(0))
    else:
        places = (new + number(0.5)) * step - number(0.5)
        places = places if mode == "bicubic" else np.maximum(places, 0)
    low = np.minimum(np.floor(places).astype(np.int64), size - 1)
    t = np.minimum(places - low.astype(number), 1).astype(x.dtype)
    t = t.reshape(-1, *[1] * (x.ndim - 1 - dim))
    taps = {0: 1 - t, 1: t}
    if mode == "bicubic":
        taps = {-1: _far(t + 1), 0: _near(t), 1: _near(1 - t), 2: _far(2 - t)}
    parts = [x[(*key, np.clip(low + i, 0, size - 1))] * taps[i] for i in taps]
    return reduce(add, parts)


def _near(t: np.ndarray) -> np.ndarray:
    """The weight of a pixel at a distance up to 1, by a cubic spline."""
    return (1.25 * t - 2.25) * t * t + 1


def _far(t: np.ndarray) -> np.ndarray:
    """The weight of a pixel at a distance between 1 and 2."""
    return ((-0.75 * t + 3.75) * t - 6) * t + 3


LIKE = {"size": None, "scale_factor": None, "mode": "nearest", "align_corners": None}


class Upsample(FunctionLayer, function=interpolate, **LIKE, recompute_scale_factor=None):
    """`interpolate` as a layer."""

    def _take(self, scale_factor: Scales = None, **settings: Any) -> None:
        several = isinstance(scale_factor, tuple | list)
        scale = tuple(map(float, scale_factor)) if several else scale_factor and float(scale_factor)
        super()._take(scale_factor=scale, **settings)
        self._shown = "size mode" if scale is None else "scale_factor mode"


def pixel_shuffle(input: Any, upscale_factor: int) -> Any:
    """(..., C * r * r, H, W) -> (..., C, H * r, W * r): each group of r * r channels becomes a
    square. Raises RuntimeError for channels that do not make squares."""
    r = upscale_factor
    if input.ndim < 3 or r < 1 or input.shape[-3] % (r * r):
        raise RuntimeError(f"pixel_shuffle by {r} of {tuple(input.shape)}")
    *batch, channels, rows, columns = input.shape
    n, c = len(batch), channels // (r * r)
    squares = input.reshape(*batch, c, r, r, rows, columns)
    squares = squares.permute(*range(n), n, n + 3, n + 1, n + 4, n + 2)
    return of_its_own(squares.reshape(*batch, c, rows * r, columns * r), input)


class PixelShuffle(FunctionLayer, function=pixel_shuffle, upscale_factor=...):
    """`pixel_shuffle`."""
