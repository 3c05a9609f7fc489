"""A small GPT: a stream that goes through it, and what its blocks add to it, with each shape."""

from __future__ import annotations

from typing import Any

import autodiff as torch
import numpy as np
from autodiff.models import GPT

from .drawing import BLUE, CODE, GRAY, MINT, SAND, SKY, box, line, svg, words

LETTERS, CONTEXT, WIDTH, DEPTH, HEADS = 40, 24, 48, 2, 4
STREAM, LEFT, RIGHT, ROW = 52, 132, 462, 46
MIDDLE = (LEFT + RIGHT) / 2
BLOCK = (("norm1", "self_attn"), ("norm2", "linear1", "linear2"))  # what each branch has


def picture() -> str:
    """From letters to scores; the branches of a block begin and end at the stream."""
    torch.manual_seed(0)
    net = GPT(LETTERS, CONTEXT, WIDTH, DEPTH, HEADS)
    seen = _shapes(net)
    blocks, y = [], 86.0 + 2 * ROW
    for branch in BLOCK:
        blocks += _branch(net, [f"layers.0.{name}" for name in branch], seen, y)
        y += ROW * len(branch) + 12
    y += 14
    total = sum(each.numel() for each in net.parameters())
    parts = [
        words(LEFT + 12, 28, f"{CONTEXT} letters of a text", GRAY, at="start"),
        box(14, 52 + 2 * ROW, 458, y - 66 - 2 * ROW, "none", corner=12),
        words(LEFT, 76 + 2 * ROW, f"a block, of which there are {DEPTH}", GRAY, at="start"),
        *_stream(58, y + 18),
        *_part(net, "letters", seen, 40),
        *_part(net, "places", seen, 40 + ROW),
        *_joined(58 + ROW),
        *blocks,
        line(MIDDLE, y + 36, MIDDLE, y + ROW),
        *_part(net, "norm", seen, y),
        *_part(net, "head", seen, y + ROW),
        words(LEFT + 12, y + 2 * ROW + 18, "scores of the next letter", GRAY, at="start"),
        words(LEFT + 12, y + 2 * ROW + 44, f"{total:,} numbers to learn", GRAY, at="start"),
    ]
    return svg(y + 2 * ROW + 60, parts)


def _shapes(net: GPT) -> dict[str, tuple[int, ...]]:
    """What each part gives, as it is when a text goes through."""
    seen: dict[str, tuple[int, ...]] = {}
    for name, module in net.named_modules():

        def note(module: Any, args: Any, out: Any, name: str = name) -> None:
            seen[name] = tuple((out[0] if isinstance(out, tuple) else out).shape)

        module.register_forward_hook(note)
    net(torch.from_numpy(np.zeros((1, CONTEXT), np.int64)))
    return seen


def _part(net: GPT, name: str, seen: dict[str, tuple[int, ...]], y: float) -> list[str]:
    """A box for a part: its name, what kind it is, and the shape that it gives."""
    kind = type(net.get_submodule(name)).__name__
    fill = {"LayerNorm": SAND, "Linear": SKY, "Embedding": MINT}.get(kind, SKY)
    return [
        box(LEFT, y, RIGHT - LEFT, 36, fill),
        words(LEFT + 12, y + 24, name.split(".")[-1], at="start", font=CODE, size=17),
        words(RIGHT - 12, y + 24, str(seen[name][-2:]), at="end", size=17),
    ]


def _joined(y: float) -> list[str]:
    """A plus on the stream, to which a box hands its result."""
    sign = f'<circle cx="{STREAM}" cy="{y}" r="12" fill="{SKY}" stroke="{BLUE}"/>'
    return [line(LEFT, y, STREAM + 12, y), sign, words(STREAM, y + 6, "+")]


def _branch(net: GPT, names: list[str], seen: dict[str, tuple[int, ...]], y: float) -> list[str]:
    """Off the stream, through some parts, and back to it."""
    middle, parts = y + 18, []
    below = middle + ROW * (len(names) - 1)
    parts.append(line(STREAM, middle, LEFT, middle))
    parts.append(line(MIDDLE, middle, MIDDLE, below))
    for i, name in enumerate(names):
        parts += _part(net, name, seen, y + ROW * i)
    return [*parts, *_joined(below)]


def _stream(top: float, bottom: float) -> list[str]:
    """From the first box down to the last."""
    path = f"M{LEFT},{top} H{STREAM} V{bottom} H{LEFT}"
    return [f'<path d="{path}" fill="none" stroke="{BLUE}" stroke-width="5"/>']
