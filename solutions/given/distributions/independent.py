"""Independent: the last dims of a batch count as one event. (Given code.)"""

from __future__ import annotations

from typing import Any

from ..._tensor import Tensor
from ...m04_magic_methods import sum
from .distribution import Distribution


def over_last(x: Tensor, count: int) -> Tensor:
    """The sum over so many of the last dims."""
    return sum(x, tuple(range(-count, 0))) if count else x


class Independent(Distribution):
    """Another distribution, with so many of its last batch dims in the event: their log_prob and
    entropy add up."""

    def __init__(
        self,
        base_distribution: Distribution,
        reinterpreted_batch_ndims: int,
        validate_args: bool | None = None,
    ) -> None:
        """Raises ValueError if there are not so many dims."""
        shape, count = base_distribution.batch_shape, reinterpreted_batch_ndims
        if count > len(shape):
            raise ValueError(f"{count} dims can't be taken of the batch shape {tuple(shape)}")
        cut = len(shape) - count
        self.base_dist, self.reinterpreted_batch_ndims = base_distribution, count
        event = type(shape)((*shape[cut:], *base_distribution.event_shape))
        super().__init__(shape[:cut], event, validate_args)
        self.has_rsample = base_distribution.has_rsample
        self.sample, self.rsample = base_distribution.sample, base_distribution.rsample

    def __getattr__(self, name: str) -> Any:
        """What is asked of the other one."""
        if name not in ("mean", "variance"):
            raise AttributeError(f"Independent has no {name!r}")
        return getattr(self.base_dist, name)

    def log_prob(self, value: Tensor) -> Tensor:
        """The other's, added up over the dims of the event."""
        return over_last(self.base_dist.log_prob(value), self.reinterpreted_batch_ndims)

    def entropy(self) -> Tensor:
        """The other's, added up over the dims of the event."""
        return over_last(self.base_dist.entropy(), self.reinterpreted_batch_ndims)

    def __repr__(self) -> str:
        return f"Independent({self.base_dist!r}, {self.reinterpreted_batch_ndims})"
