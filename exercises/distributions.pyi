"""`autodiff.distributions`: what is drawn at random, and how likely it was. (Given code.)"""

from typing import Any
from .given.compat.did_you_mean import missing_from as missing_from
from ._tensor import Tensor as Tensor
from collections.abc import Callable

class MultivariateNormal(Distribution):
    """The bell curve around the vector `loc`, as wide in each direction as its covariance says."""
    has_rsample: Any
    told_by: Any

    def __init__(self, loc: Tensor, covariance_matrix: Tensor | None=None, precision_matrix: Tensor | None=None, scale_tril: Tensor | None=None, validate_args: bool | None=None) -> None:
        """The covariance, its inverse, or its `cholesky` factor; batches of them broadcast."""
    mean: Any
    covariance_matrix: Any
    variance: Any

    def rsample(self, sample_shape: Any=...) -> Tensor:
        """loc + the factor times a vector of standard normal numbers."""

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the density."""

    def entropy(self) -> Tensor:
        """(1 + log(2 pi)) / 2 for each dimension + the logarithm of the factor's determinant."""

class Normal(Distribution):
    """The bell curve around `loc`, with the standard deviation `scale`."""
    has_rsample: Any
    told_by: Any

    def __init__(self, loc: Any, scale: Any, validate_args: bool | None=None) -> None:
        """Tensors or numbers, which broadcast. Raises ValueError unless all scales are positive."""
    mean: Any
    stddev: Any
    variance: Any

    def sample(self, sample_shape: Any=...) -> Tensor:
        """loc + scale * a standard normal number."""

    def rsample(self, sample_shape: Any=...) -> Tensor:
        """The same, as a function of both."""

    def log_prob(self, value: Tensor) -> Tensor:
        """-(value - loc)^2 / (2 scale^2) - log(scale) - log(sqrt(2 pi))."""

    def entropy(self) -> Tensor:
        """(1 + log(2 pi)) / 2 + log(scale)."""

    def cdf(self, value: Tensor) -> Tensor:
        """The chance that a sample is below `value`."""

    def icdf(self, value: Tensor) -> Tensor:
        """Below what a sample is with the chance `value`."""

class Uniform(Distribution):
    """Anything from `low` up to `high` alike."""
    has_rsample: Any
    told_by: Any

    def __init__(self, low: Any, high: Any, validate_args: bool | None=None) -> None:
        """Tensors or numbers, which broadcast. Raises ValueError unless low is below high."""
    mean: Any
    variance: Any

    def rsample(self, sample_shape: Any=...) -> Tensor:
        """low + (high - low) * a number from [0, 1)."""

    def log_prob(self, value: Tensor) -> Tensor:
        """-log(high - low), and -infinity outside."""

    def entropy(self) -> Tensor:
        """log(high - low)."""

class Bernoulli:
    """1 with the probability `probs`, or else 0; logits are log(p / (1 - p))."""

    def _both(self, told: Tensor) -> tuple[Tensor, Tensor]:
        """Probabilities and logits."""
    mean: Any
    variance: Any

    def sample(self, sample_shape: Any=...) -> Tensor:
        """Zeros and ones."""

    def log_prob(self, value: Tensor) -> Tensor:
        """log(p) for a 1, log(1 - p) for a 0."""

    def entropy(self) -> Tensor:
        """-p log(p) - (1 - p) log(1 - p)."""

class Categorical:
    """The numbers of classes: `probs`, which are made to sum to 1 along the last dim, or scores,"""
    event_dims: Any

    def _both(self, told: Tensor) -> tuple[Tensor, Tensor]:
        """Probabilities and logits."""
    mean: Any
    variance: Any

    def sample(self, sample_shape: Any=...) -> Tensor:
        """Numbers of classes, int64."""

    def log_prob(self, value: Tensor) -> Tensor:
        """The logit of the class."""

    def entropy(self) -> Tensor:
        """-sum(p log(p))."""

class Distribution:
    """The base of all: a subclass has `rsample` or `sample`, `log_prob`, `entropy`, `variance`."""
    has_rsample: Any
    told_by: Any

    def __init__(self, batch_shape: Any=..., event_shape: Any=..., validate_args: bool | None=None) -> None:
        """`validate_args` says whether parameters and samples are checked; they are, unless it is"""

    def sample(self, sample_shape: Any=...) -> Tensor:
        """So many samples of each, without a history."""

    def rsample(self, sample_shape: Any=...) -> Tensor:
        """So many samples of each, as functions of the parameters, which get gradients."""

    @property
    def stddev(self) -> Tensor:
        """The standard deviation."""

    def _demand(self, what: str, holds: Any) -> None:
        """Raises ValueError unless it holds everywhere."""

    def _fitting(self, value: Any) -> Tensor:
        """A sample, or several. Raises ValueError unless it is a tensor whose shape fits."""

    def _shape(self, sample_shape: Any=...) -> Any:
        """The shape of so many samples."""

    def __repr__(self) -> str:
        ...

class Independent(Distribution):
    """Another distribution, with so many of its last batch dims in the event: their log_prob and"""
    mean: Any
    variance: Any

    def __init__(self, base_distribution: Distribution, reinterpreted_batch_ndims: int, validate_args: bool | None=None) -> None:
        """Raises ValueError if there are not so many dims."""

    def log_prob(self, value: Tensor) -> Tensor:
        """The other's, added up over the dims of the event."""

    def entropy(self) -> Tensor:
        """The other's, added up over the dims of the event."""

    def __repr__(self) -> str:
        ...

def kl_divergence(p: Distribution, q: Distribution) -> Tensor:
    """The mean of log(p / q) under p: 0 if both are the same."""

def or_volume(missing: Callable[[str], Any], which: str='3d$|^SyncB') -> Callable[[str], Any]:
    """A `__getattr__` of a module that knows the left-out names that `which` finds, too."""
