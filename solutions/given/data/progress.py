"""A progress bar for a training run. (Given code.)

for epoch in range(5):
    for x, y in track(loader, f"epoch {epoch + 1}"):
        ...
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Generic, TextIO, TypeVar

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
