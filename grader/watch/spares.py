"""Workers that are up before they are needed: with Python and NumPy, and no library yet.

spares = Spares(2)
spares.refill()
channel = spares.take()   # at once, if one is there
"""

from __future__ import annotations

from ..sandbox.channel import Channel
from ..sandbox.compiled import compiled
from ..sandbox.limits import LIMITS


class Spares:
    """So many started workers, each to be taken once. For use by one thread."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._ready: list[tuple[int | None, Channel]] = []  # each with the code it was started with

    def refill(self) -> None:
        """Start what is missing; nothing is waited for."""
        while len(self._ready) < self._count:
            self._ready.append((compiled(), Channel(LIMITS)))

    def take(self) -> list[Channel]:
        """All that still run, and know the reference as it is."""
        code, ready = compiled(), self._ready
        self._ready = []
        good = []
        for known, channel in ready:
            if known == code and channel.is_alive():
                good.append(channel)
            else:
                channel.close()
        return good

    def close(self) -> None:
        """End them all."""
        while self._ready:
            self._ready.pop()[1].close()
