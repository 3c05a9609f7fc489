"""What is kept for the way back, and what is held at one time: as it is, and with an idea."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autodiff as torch
import numpy as np
from autodiff import cost, performance

from .drawing import MINT, SKY, box, svg, words

SIDE, KEYS = 34, 1024


def picture() -> str:
    """gelu by ops and as one op; attention whole, and in blocks."""
    rng = np.random.default_rng(0)
    x = torch.from_numpy(rng.normal(size=65536).astype(np.float32)).requires_grad_()
    kept = [_arrays_kept(f, x) for f in (_by_ops, performance.gelu_tanh)]
    q, k, v = rng.normal(size=(3, KEYS, 32)).astype(np.float32)
    peaks = [cost.of(f, q, k, v, 64).peak for f in (_whole, performance.attention_in_blocks)]
    parts = [words(20, 30, "gelu: arrays that its notes keep", at="start")]
    for row, (name, count) in enumerate(zip(("nine ops", "one op"), kept, strict=True)):
        y = 46 + 46 * row
        parts.append(words(108, y + 23, name, at="end"))
        fill = (SKY, MINT)[row]
        parts += [box(120 + (SIDE + 4) * i, y, SIDE, SIDE, fill) for i in range(count)]
    parts.append(words(20, 178, f"attention to {KEYS:,} keys: memory at its peak", at="start"))
    for row, (name, peak) in enumerate(zip(("whole", "in blocks"), peaks, strict=True)):
        y, wide = 194 + 46 * row, 240 * peak / max(peaks)
        parts.append(words(108, y + 23, name, at="end"))
        parts.append(box(120, y, wide, SIDE, (SKY, MINT)[row]))
        parts.append(words(128 + wide, y + 23, f"{peak / 1e6:.1f} MB", at="start"))
    return svg(292, parts)


def _arrays_kept(function: Callable[..., Any], x: Any) -> int:
    """How many arrays of x's size are held while the result lives."""
    return round(cost.of(function, x).kept / x.value.nbytes)


def _by_ops(x: Any) -> Any:
    u = performance.STEEP * (x + performance.CUBIC * x * x * x)
    return 0.5 * x * (1 + u.tanh())


def _whole(q: np.ndarray, k: np.ndarray, v: np.ndarray, size: int) -> np.ndarray:
    scores = q @ k.T / np.float32(q.shape[1] ** 0.5)
    weights = np.exp(scores - scores.max(1, keepdims=True))
    return weights / weights.sum(1, keepdims=True) @ v
