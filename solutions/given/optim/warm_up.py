"""Schedules for the first steps, which should be short. (Given code.)"""

from __future__ import annotations

from typing import Any

from .scheduler import LRScheduler


class LinearLR(LRScheduler, start_factor=1 / 3, end_factor=1.0, total_iters=5):
    """The first rate times a factor that goes straight from one number to another: a warm-up."""

    def _take(self, start_factor: float, end_factor: float, **settings: Any) -> None:
        """Raises ValueError if `start_factor` is not in (0, 1], or `end_factor` not in [0, 1]."""
        if not 0 < start_factor <= 1:
            raise ValueError(f"start_factor must be in (0, 1], got {start_factor}")
        if not 0 <= end_factor <= 1:
            raise ValueError(f"end_factor must be in [0, 1], got {end_factor}")
        super()._take(start_factor=start_factor, end_factor=end_factor, **settings)

    def get_lr(self) -> list[float]:
        """By itself: base_lr times `start_factor` at 0, `end_factor` from `total_iters` on, and a
        straight line in between; but as a factor on what the rates are now.

        When `is_starting` at a later `last_epoch`, the rates stay as they are.
        """
        if self.last_epoch == 0:
            return self.scaled(self.start_factor)
        if self.is_starting or self.last_epoch > self.total_iters:
            return self.scaled(1)
        return self.scaled(self._factor(self.last_epoch) / self._factor(self.last_epoch - 1))

    def _factor(self, epoch: int) -> float:
        return self.start_factor + (self.end_factor - self.start_factor) * epoch / self.total_iters


class ConstantLR(LRScheduler, factor=1 / 3, total_iters=5):
    """The rate times `factor`, until `total_iters` steps were made."""

    def _take(self, factor: float, **settings: Any) -> None:
        """Raises ValueError if `factor` is not between 0 and 1."""
        if not 0 <= factor <= 1:
            raise ValueError(f"factor must be between 0 and 1, got {factor}")
        super()._take(factor=factor, **settings)

    def get_lr(self) -> list[float]:
        """The rates now, times `factor` at first, and divided by it at the end."""
        if self.last_epoch == 0:
            return self.scaled(self.factor)
        return self.scaled(1 / self.factor if self.last_epoch == self.total_iters else 1)
