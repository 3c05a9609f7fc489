"""Padding: a frame around images, or any other tensors. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...m03_computation_graph import primitive
from ...m07_chain_rule import defvjp


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
        return kept
    out = np.full(sizes, value, x.dtype) if value else np.zeros(sizes, x.dtype)
    out[_within(sizes, pairs)] = kept
    return out


def _within(shape: Any, frame: list[tuple[int, int]]) -> tuple[slice, ...]:
    """What a frame leaves of an image; there is no frame where its width is not positive."""
    return tuple(
        [
            slice(max(0, before), size - max(0, after))
            for (before, after), size in zip(frame, shape, strict=True)
        ]
    )


defvjp(
    constant_pad,
    lambda g, out, x, amounts, value=0: constant_pad(g, tuple([-n for n in amounts])),
)


def pad(
    input: Any, pad: tuple[int, ...], mode: str = "constant", value: float | None = None
) -> Any:
    """`input` with `value` (0 if None) around it.

    Args:
        pad: how much before and after the last dim, then the last but one, and so on: (left, right,
            top, bottom). Negative amounts cut off.
        mode: "constant" is the only one there is.

    Raises NotImplementedError for another mode, and what `constant_pad` raises.
    """
    if mode != "constant":
        raise NotImplementedError(f"padding mode {mode!r} is not there; constant is")
    return constant_pad(input, tuple(pad), value=value or 0)
