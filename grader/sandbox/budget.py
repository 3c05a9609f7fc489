"""What the programs of one suite may take together."""

from __future__ import annotations

from .channel import Channel
from .inside.limits import Limits
from .time_out_sentences import others_timed_out, others_took_longer


class Budget:
    """Counts the time that a worker's programs take, and those that take too long."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._timeouts = 0
        self._spent = self._used = 0.0  # seconds by the clock, and of ended processes

    def spend(self, seconds: float, is_timeout: bool) -> None:
        """A program took so long by the clock."""
        self._spent += seconds
        self._timeouts += is_timeout

    def hurry(self, limits: Limits) -> None:
        """What is left of it is counted anew, by narrower limits."""
        self._limits, self._timeouts = limits, 0

    def end(self, channel: Channel) -> None:
        """A worker's processes are about to be ended."""
        self._used += channel.used()

    def renew(self, channel: Channel | None) -> None:
        """Another suite begins. What a worker has used is not to count."""
        self._timeouts, self._spent = 0, 0.0
        self._used = -channel.used() if channel else 0.0

    def exhausted(self, channel: Channel | None) -> str:
        """Why no more programs are run, in one line; "" if they are."""
        if self._timeouts >= self._limits.timeouts:
            return others_timed_out(self._timeouts)
        if self._spent > self._limits.total and self._is_spent(channel):
            return others_took_longer(self._limits.total)
        return ""

    def _is_spent(self, channel: Channel | None) -> bool:
        used = self._used + (channel.used() if channel else 0.0)
        most = self._limits.total
        return used > most or self._spent > most * self._limits.patience
