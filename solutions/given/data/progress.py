"""What a training run shows: a progress bar, and a table of a network's layers. (Given code.)

for epoch in range(5):
    for x, y in track(loader, f"epoch {epoch + 1}"):
        ...
print(summary(model, torch.zeros(1, 784)))
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TextIO, TypeVar

Item = TypeVar("Item")

WIDTH = 30  # of the bar, in characters
INTERVAL = 0.1  # seconds between two drawings


class track(Generic[Item]):
    """An iterable that draws a bar on a terminal each time it is gone through, and otherwise
    leaves everything as it is. The bar is gone when the loop has ended."""

    def __init__(
        self, iterable: Iterable[Item], label: str = "", stream: TextIO | None = None
    ) -> None:
        """`iterable` must have a length; the bar goes to `stream`, standard error if None."""
        self.iterable, self.label, self.stream = iterable, label, stream or sys.stderr

    def __len__(self) -> int:
        return len(self.iterable)

    def __iter__(self) -> Iterator[Item]:
        if not self.stream.isatty():
            return iter(self.iterable)
        return self._drawn()

    def _drawn(self) -> Iterator[Item]:
        began, drawn = time.perf_counter(), -INTERVAL
        try:
            for done, item in enumerate(self.iterable):
                now = time.perf_counter() - began
                if now - drawn >= INTERVAL:
                    self.stream.write("\r" + bar(self.label, done, len(self), now) + "\x1b[K")
                    self.stream.flush()
                    drawn = now
                yield item
        finally:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def bar(label: str, done: int, total: int, seconds: float) -> str:
    """One line: `epoch 2 ━━━━━━━━━────────── 120/938, 3 s to go`."""
    filled = WIDTH * done // max(total, 1)
    left = f", {seconds / done * (total - done):.0f} s to go" if done else ""
    line = "━" * filled + "─" * (WIDTH - filled)
    return f"{label} {line} {done}/{total}{left}".lstrip()


def summary(model: Any, *inputs: Any) -> str:
    """A table of a module's layers: name, kind, shape of the output, number of parameters.

    Shapes are those for `inputs`, on which the model is run once in its present mode; without
    inputs they are left out. A parameter that several layers share is counted at the first.
    """
    shapes = _output_shapes(model, inputs) if inputs else {}
    rows, seen, trainable = [("layer", "kind", "output", "parameters")], set(), 0
    for name, module in model.named_modules():
        own = [p for p in module.parameters(recurse=False) if id(p) not in seen]
        seen |= {id(p) for p in own}
        trainable += sum(p.numel() for p in own if p.requires_grad)
        if name or own:
            size = sum(p.numel() for p in own)
            kind = type(module).__name__
            rows.append((name or "-", kind, shapes.get(name, ""), f"{size:,}" if size else ""))
    total = sum(p.numel() for p in model.parameters())
    size = sum(p.numel() * p.dtype.itemsize for p in model.parameters())
    last = f"{total:,} parameters, {trainable:,} of them to be trained; {size / 1e6:.2f} MB"
    return "\n".join([*_aligned(rows), last])


def _output_shapes(model: Any, inputs: tuple[Any, ...]) -> dict[str, str]:
    shapes: dict[str, str] = {}

    def noting(name: str) -> Any:
        def hook(module: Any, args: tuple, output: Any) -> None:
            first = output[0] if isinstance(output, tuple) else output
            shapes[name] = str(tuple(first.shape))

        return hook

    handles = [m.register_forward_hook(noting(name)) for name, m in model.named_modules()]
    try:
        model(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return shapes


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    kept = [i for i, column in enumerate(zip(*rows[1:], strict=True)) if any(column)]
    lines = []
    for row in rows:
        cells = [row[i].ljust(widths[i]) for i in kept if i < 3]
        lines.append("  ".join([*cells, row[3].rjust(widths[3])]).rstrip())
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]
