"""Pixels moved between channels and places: `pixel_shuffle` and its like. (Given code.)"""

from __future__ import annotations

from typing import Any

from ...m04_magic_methods import reshape
from ...m10_shapes import permute
from ..nn.function_layer import FunctionLayer


def pixel_shuffle(input: Any, upscale_factor: int) -> Any:
    """(..., C * r * r, H, W) -> (..., C, H * r, W * r): each group of r * r channels becomes a
    square. Raises RuntimeError for channels that do not make squares."""
    r = upscale_factor
    if input.ndim < 3 or r < 1 or input.shape[-3] % (r * r):
        raise RuntimeError(f"pixel_shuffle by {r} of {tuple(input.shape)}")
    *batch, channels, rows, columns = input.shape
    n, c = len(batch), channels // (r * r)
    squares = reshape(input, (*batch, c, r, r, rows, columns))
    order = (*range(n), n, n + 3, n + 1, n + 4, n + 2)
    return reshape(permute(squares, order), (*batch, c, rows * r, columns * r))


def pixel_unshuffle(input: Any, downscale_factor: int) -> Any:
    """(..., C, H * r, W * r) -> (..., C * r * r, H, W): what undoes `pixel_shuffle`. Raises
    RuntimeError for rows or columns that are not a multiple of r."""
    r = downscale_factor
    if input.ndim < 3 or r < 1 or input.shape[-1] % r or input.shape[-2] % r:
        raise RuntimeError(f"pixel_unshuffle by {r} of {tuple(input.shape)}")
    *batch, c, rows, columns = input.shape
    n = len(batch)
    squares = reshape(input, (*batch, c, rows // r, r, columns // r, r))
    order = (*range(n), n, n + 2, n + 4, n + 1, n + 3)
    return reshape(permute(squares, order), (*batch, c * r * r, rows // r, columns // r))


class PixelShuffle(FunctionLayer, function=pixel_shuffle, upscale_factor=...):
    """`pixel_shuffle`."""


class PixelUnshuffle(FunctionLayer, function=pixel_unshuffle, downscale_factor=...):
    """`pixel_unshuffle`."""
