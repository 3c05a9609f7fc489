"""What all distributions have in common. (Given code.)

A distribution has a batch of them, of shape `batch_shape`, by the shape of its parameters; one
sample of each has `event_shape`. `sample(s)` has the shape (*s, *batch_shape, *event_shape).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

from ..._tensor import Tensor
from ...m03_computation_graph import no_grad
from ...m04_magic_methods import Number, exp
from ..core.dtypes import get_default_dtype
from ..ops.reshape import broadcast_tensors, expand

Check = tuple[str, Callable[[Any], Any]]  # in words; a tensor -> where it is so
Shape = Sequence[int]

REAL: Check = "are numbers", lambda x: x == x
POSITIVE: Check = "are positive", lambda x: x > 0
UNIT: Check = "lie between 0 and 1", lambda x: (x >= 0) & (x <= 1)
BOOLEAN: Check = "are 0 or 1", lambda x: (x == 0) | (x == 1)


def together(*values: Any) -> tuple[Tensor, ...]:
    """Parameters as tensors of one shape. Raises ValueError unless they are tensors or numbers."""
    if not all(isinstance(value, Tensor | Number) for value in values):
        raise ValueError("the parameters of a distribution are tensors or numbers")
    dtypes = [value.dtype for value in values if isinstance(value, Tensor)] or [get_default_dtype()]
    tensors = [v if isinstance(v, Tensor) else Tensor.from_data(v, dtypes[0]) for v in values]
    return broadcast_tensors(*tensors)


class Distribution:
    """The base of all: a subclass has `rsample` or `sample`, and `log_prob`.

    Attributes:
        arg_constraints: what must hold of each parameter, by name.
        support: what must hold of a sample; None if anything may be one.
    """

    has_rsample = False
    arg_constraints: Any = {}  # noqa: RUF012
    support: Check | None = None

    def __init__(
        self, batch_shape: Shape = (), event_shape: Shape = (), validate_args: bool | None = None
    ) -> None:
        """`validate_args` says whether parameters and samples are checked; they are, unless it is
        False. Raises ValueError for parameters that can't be."""
        self._batch_shape, self._event_shape = batch_shape, event_shape
        self._validate_args = validate_args is not False
        for name, check in self.arg_constraints.items() if self._validate_args else ():
            if name in vars(self):
                self._demand(name, getattr(self, name), check)

    @property
    def batch_shape(self) -> Shape:
        """The shape of the parameters: how many distributions there are."""
        return self._batch_shape

    @property
    def event_shape(self) -> Shape:
        """The shape of one sample of one of them."""
        return self._event_shape

    def sample(self, sample_shape: Shape = ()) -> Tensor:
        """So many samples of each, without a history."""
        with no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape: Shape = ()) -> Tensor:
        """So many samples of each, as functions of the parameters, which get gradients.

        Raises NotImplementedError where there is no such function.
        """
        raise NotImplementedError(f"{type(self).__name__} has no rsample: use sample, and log_prob")

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of how likely (or dense) a sample is. Raises ValueError for what can't be
        one."""
        raise NotImplementedError(f"{type(self).__name__} has no log_prob")

    def entropy(self) -> Tensor:
        """What -log_prob is on average."""
        raise NotImplementedError(f"{type(self).__name__} has no entropy")

    def perplexity(self) -> Tensor:
        """exp(entropy): among how many equally likely ones it would be as hard to guess."""
        return exp(self.entropy())

    @property
    def stddev(self) -> Tensor:
        """The standard deviation."""
        return self.variance.sqrt()

    def _expanded(self, batch_shape: Shape, *names: str, event: int = 0) -> Self:
        """The same distribution with the parameters stretched to another batch."""
        new = type(self).__new__(type(self))
        vars(new).update(vars(self))
        for name in names:
            if name in vars(self):
                x = getattr(self, name)
                wide = expand(x, (*batch_shape, *x.shape[x.ndim - event :]))
                setattr(new, name, wide)
                new._batch_shape = wide.shape[: wide.ndim - event]
        return new

    def _shape(self, sample_shape: Shape = ()) -> Shape:
        """The shape of so many samples."""
        return type(self._batch_shape)((*sample_shape, *self._batch_shape, *self._event_shape))

    def _checked(self, value: Any) -> Any:
        """The value, if it can be a sample. Raises ValueError if not."""
        if not self._validate_args:
            return value
        if not isinstance(value, Tensor):
            raise ValueError(f"log_prob takes a tensor, not {type(value).__name__}")
        pairs = zip(reversed(value.shape), reversed(self._shape()), strict=False)
        if any(1 not in (i, j) and i != j for i, j in pairs):
            raise ValueError(f"samples of shape {value.shape} do not fit {self._shape()}")
        if self.support is not None:
            self._demand("value", value, self.support)
        return value

    def _demand(self, name: str, value: Tensor, check: Check) -> None:
        if not bool(check[1](value).all()):
            raise ValueError(f"{type(self).__name__}: not all elements of {name} {check[0]}")

    def __repr__(self) -> str:
        found = {name: getattr(self, name) for name in self.arg_constraints if name in vars(self)}
        told = [f"{k}: {v if v.numel() == 1 else v.size()}" for k, v in found.items()]
        return f"{type(self).__name__}({', '.join(told)})"
