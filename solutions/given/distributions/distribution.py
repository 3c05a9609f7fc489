"""What all distributions have in common. (Given code.)

A distribution has a batch of them, of shape `batch_shape`, by the shape of its parameters; one
sample of each has `event_shape`. `sample(s)` has the shape (*s, *batch_shape, *event_shape).
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from ..._tensor import Tensor
from ...m03_computation_graph import no_grad
from ...m04_magic_methods import Number
from ..core.dtypes import get_default_dtype
from ..ops.reshape import broadcast_tensors

Shape = Sequence[int]


def together(*values: Any) -> tuple[Tensor, ...]:
    """Parameters as tensors of one shape. Raises ValueError unless they are tensors or numbers."""
    if not all(isinstance(value, Tensor | Number) for value in values):
        raise ValueError("the parameters of a distribution are tensors or numbers")
    dtypes = [value.dtype for value in values if isinstance(value, Tensor)] or [get_default_dtype()]
    tensors = [v if isinstance(v, Tensor) else Tensor.from_data(v, dtypes[0]) for v in values]
    return broadcast_tensors(*tensors)


class Distribution:
    """The base of all: a subclass has `rsample` or `sample`, `log_prob`, `entropy`, `variance`.

    Attributes:
        told_by: the names of the parameters that it is told by.
    """

    has_rsample = False
    told_by: tuple[str, ...] = ()

    def __init__(
        self, batch_shape: Shape = (), event_shape: Shape = (), validate_args: bool | None = None
    ) -> None:
        """`validate_args` says whether parameters and samples are checked; they are, unless it is
        False."""
        self.batch_shape, self.event_shape = batch_shape, type(batch_shape)(event_shape)
        self._validate_args = validate_args is not False

    def sample(self, sample_shape: Shape = ()) -> Tensor:
        """So many samples of each, without a history."""
        with no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape: Shape = ()) -> Tensor:
        """So many samples of each, as functions of the parameters, which get gradients.

        Raises NotImplementedError where there is no such function.
        """
        raise NotImplementedError(f"{type(self).__name__} has no rsample: use sample, and log_prob")

    @property
    def stddev(self) -> Tensor:
        """The standard deviation."""
        return self.variance.sqrt()

    def _demand(self, what: str, holds: Any) -> None:
        """Raises ValueError unless it holds everywhere."""
        if self._validate_args and not bool(holds.all()):
            raise ValueError(f"{type(self).__name__}: {what}, which is not so everywhere")

    def _fitting(self, value: Any) -> Tensor:
        """A sample, or several. Raises ValueError unless it is a tensor whose shape fits."""
        wide = isinstance(value, Tensor) and zip(
            reversed(value.shape), reversed(self._shape()), strict=False
        )
        event = self.event_shape
        fits = wide and value.shape[value.ndim - len(event) :] == event
        if self._validate_args and (not fits or any(1 != i != j != 1 for i, j in wide)):
            raise ValueError(f"log_prob takes a tensor that fits {self._shape()}, not {value!r}")
        return value

    def _shape(self, sample_shape: Shape = ()) -> Shape:
        """The shape of so many samples."""
        return type(self.batch_shape)((*sample_shape, *self.batch_shape, *self.event_shape))

    def __repr__(self) -> str:
        found = {name: getattr(self, name) for name in self.told_by}
        told = [f"{k}: {v if v.numel() == 1 else v.size()}" for k, v in found.items()]
        return f"{type(self).__name__}({', '.join(told)})"


def over_last(x: Tensor, count: int) -> Tensor:
    """The sum over so many of the last dims."""
    return x.sum(tuple(range(-count, 0))) if count else x


class Independent(Distribution):
    """Another distribution, with so many of its last batch dims in the event: their log_prob and
    entropy add up."""

    mean = property(attrgetter("base_dist.mean"))
    variance = property(attrgetter("base_dist.variance"))

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

    def log_prob(self, value: Tensor) -> Tensor:
        """The other's, added up over the dims of the event."""
        return over_last(self.base_dist.log_prob(value), self.reinterpreted_batch_ndims)

    def entropy(self) -> Tensor:
        """The other's, added up over the dims of the event."""
        return over_last(self.base_dist.entropy(), self.reinterpreted_batch_ndims)

    def __repr__(self) -> str:
        return f"Independent({self.base_dist!r}, {self.reinterpreted_batch_ndims})"
