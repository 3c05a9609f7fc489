"""From samples in their order to batches of shuffled ones."""

from __future__ import annotations

import autodiff as torch
from autodiff.utils.data import BatchSampler, RandomSampler

from .drawing import FILLS, GRAY, box, line, svg, words

COUNT, SIZE, CELL = 10, 4, 40


def picture() -> str:
    """Each sample keeps the colour of the batch that it will be in."""
    torch.manual_seed(0)
    batches = list(BatchSampler(RandomSampler(range(COUNT)), SIZE, drop_last=False))
    order = [number for batch in batches for number in batch]
    color = {n: FILLS[i] for i, batch in enumerate(batches) for n in batch}
    parts = [words(20, 30, "dataset: samples by number", at="start")]
    parts.append(words(20, 242, "sampler: all of them, in a new order", at="start"))
    parts.append(words(20, 294, f"batch sampler: {SIZE} at a time", at="start"))
    for i, n in enumerate(order):
        x = 40 + CELL * i
        parts.append(line(40 + CELL * n + 20, 84, x + 20, 180))
        parts.append(box(40 + CELL * n, 44, CELL, CELL, color[n], text=str(n), corner=0))
        parts.append(box(x, 180, CELL, CELL, color[n], text=str(n), corner=0))
    left = 20.0
    for i, batch in enumerate(batches):
        parts += [
            box(left + CELL * j, 308, CELL, CELL, FILLS[i], text=str(n), corner=0)
            for j, n in enumerate(batch)
        ]
        left += CELL * len(batch) + 20
    parts.append(words(20, 376, "collate: each list becomes one tensor", GRAY, at="start"))
    return svg(392, parts)
