"""How long untrusted code may take: so much of a processor, and much longer by the clock.

Who shares a slow machine with others is not to lose points for it, so it is the processor's time
that counts. The clock ends what sleeps.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from .time_out_sentences import took_longer

GRACE = 0.5  # seconds for what is late to say where it was
STEP = 0.05  # seconds between two looks at what is nearly late


class Clock:
    """The time of a program, or of an import, from now on.

    Args:
        what: "" for a program, "import " for an import.
        seconds: of a processor.
        patience: how many times as long it may take by the clock.
        used: tells the seconds of a processor so far. It is asked seldom.
        grace: seconds more than are told, in which the program itself may say where it is.
        before: seconds of what is `used`, at most, that others used before.
    """

    def __init__(
        self,
        what: str,
        seconds: float,
        patience: float,
        used: Callable[[], float],
        grace: float = 0.0,
        before: float = 0.0,
    ) -> None:
        self._what, self._seconds, self._wall = what, seconds, seconds * patience
        self._used, self._most = used, seconds + grace + before
        now = time.monotonic()
        self._end, self._next_look = now + self._wall + grace, now + seconds + grace

    def late(self) -> str:
        """Why it is late, in one line; "" if it is not."""
        now = time.monotonic()
        if now >= self._end:
            return self.told(by_the_clock=True)
        if now >= self._next_look:
            left = self._most - self._used()
            if left <= 0:
                return self.told(by_the_clock=False)
            self._next_look = now + max(left, STEP)
        return ""

    def pause(self) -> float:
        """For how many seconds there is no need to ask."""
        return max(min(self._next_look, self._end) - time.monotonic(), 0.0)

    def told(self, by_the_clock: bool) -> str:
        """The line for what took too much of a processor, or too long by the clock."""
        seconds = self._wall if by_the_clock else self._seconds
        return took_longer(self._what, seconds, by_the_clock)
