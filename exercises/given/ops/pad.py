"""Padding: a frame around images, or any other tensors. (Given code.)"""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ...m07_chain_rule import defvjp
from ...m11_indexing import getitem
from ..core.dtypes import check_fits


@primitive
def constant_pad(x: np.ndarray, amounts: tuple[int, ...], *, value: float = 0) -> np.ndarray:
    """`x` with `value` before and after it; `amounts`: (before, after) of the last dim, ...

    Negative amounts cut off instead. Raises RuntimeError for amounts that come in no pairs, are too
    many, or cut off more than there is.
    """
    if len(amounts) % 2 or len(amounts) > 2 * x.ndim:
        raise RuntimeError(f"padding {tuple(amounts)} does not fit {x.ndim} dimensions")
    pairs = [(0, 0)] * (x.ndim - len(amounts) // 2)
    pairs += zip(amounts[-2::-2], amounts[::-2], strict=True)
    sizes = [before + size + after for (before, after), size in zip(pairs, x.shape, strict=True)]
    if min(sizes, default=0) < 0:
        raise RuntimeError(f"padding {tuple(amounts)} cuts off more than shape {x.shape} has")
    kept = x[_within(x.shape, [(-before, -after) for before, after in pairs])]
    if all(amount <= 0 for amount in amounts):
        return kept.copy()
    check_fits(value, x.dtype)
    out = np.full(sizes, np.asarray(value).astype(x.dtype)) if value else np.zeros(sizes, x.dtype)
    out[_within(sizes, pairs)] = kept
    return out


def _within(shape: Any, frame: list[tuple[int, int]]) -> tuple[slice, ...]:
    """What a frame leaves of an image; there is no frame where its width is not positive."""
    pairs = zip(frame, shape, strict=True)
    return tuple([slice(max(0, i), size - max(0, j)) for (i, j), size in pairs])


defvjp(
    constant_pad, lambda g, out, x, amounts, value=0: constant_pad(g, tuple([-n for n in amounts]))
)


def pad(
    input: Any, pad: tuple[int, ...], mode: str = "constant", value: float | None = None
) -> Any:
    """`input` with `value` (0 if None) around it.

    Args:
        pad: how much before and after the last dim, then the last but one, and so on: (left, right,
            top, bottom). Negative amounts cut off.
        mode: "constant"; or, without a value, "reflect" (what is behind the edge, mirrored),
            "replicate" (the edge again and again) or "circular" (the other side).

    Raises NotImplementedError for another mode, RuntimeError for a frame that is wider than these
    modes can fill, and what `constant_pad` raises.
    """
    if mode == "constant":
        return constant_pad(input, tuple(pad), value=value or 0)
    if mode not in FRAMES or value:
        raise NotImplementedError(f"padding mode {mode!r} with value {value} is not there")
    if len(pad) % 2 or len(pad) > 2 * input.ndim:
        raise RuntimeError(f"padding {tuple(pad)} does not fit {input.ndim} dimensions")
    if not len(pad) // 2 < input.ndim <= len(pad) // 2 + 2:
        raise NotImplementedError(f"{mode} padding {tuple(pad)} of {input.ndim} dimensions")
    for i, (before, after) in enumerate(zip(pad[::2], pad[1::2], strict=True)):
        dim = input.ndim - 1 - i
        size = input.shape[dim]
        if max(before, after) > {"reflect": size - 1, "circular": size}.get(mode, inf) or not size:
            raise RuntimeError(f"{mode} padding {before, after} of {size} elements")
        cut = np.arange(size)[max(0, -before) : size - max(0, -after)]
        places = np.pad(cut, (max(0, before), max(0, after)), FRAMES[mode])
        input = getitem(input, *[slice(None)] * dim, places)
    return input


FRAMES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}  # as NumPy calls them
