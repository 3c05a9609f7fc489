"""`autodiff.distributions`: what is drawn at random, and how likely it was. (Given code.)"""

from typing import Any
from collections.abc import Iterable
from .given.compat.did_you_mean import missing_from as missing_from
from ._tensor import Tensor as Tensor
from typing import Self
from collections.abc import Callable

def widen(face: Any, names: Iterable[str]) -> None:
    """Give the functions of a public face, and the `__init__` of its classes, torch's names."""

class Bernoulli(Distribution):
    """1 with the probability `probs`, or else 0."""
    arg_constraints: Any
    support: Any
    has_enumerate_support: Any

    def __init__(self, probs: Any=None, logits: Any=None, validate_args: bool | None=None) -> None:
        """One of both: tensors or numbers; logits are log(p / (1 - p))."""

    def logits(self) -> Tensor:
        """log(p / (1 - p))."""

    def probs(self) -> Tensor:
        """The sigmoid of the logits."""

    @property
    def mean(self) -> Tensor:
        """`probs`."""

    @property
    def mode(self) -> Tensor:
        """The likelier one; NaN for a half."""

    @property
    def variance(self) -> Tensor:
        """p * (1 - p)."""

    @property
    def param_shape(self) -> Any:
        """The shape of `probs`."""

    def expand(self, batch_shape: Any) -> Self:
        """The same, for a larger batch."""

    def sample(self, sample_shape: Any=...) -> Tensor:
        """Zeros and ones."""

    def log_prob(self, value: Tensor) -> Tensor:
        """log(p) for a 1, log(1 - p) for a 0."""

    def entropy(self) -> Tensor:
        """-p log(p) - (1 - p) log(1 - p)."""

    def enumerate_support(self, expand: bool=True) -> Tensor:
        """0 and 1."""

class Categorical(Distribution):
    """The numbers of classes, each with its probability: the last dim of `probs`."""
    has_enumerate_support: Any

    def __init__(self, probs: Tensor | None=None, logits: Tensor | None=None, validate_args: bool | None=None) -> None:
        """One of both: probabilities, which are made to sum to 1, or scores, whose softmax they"""

    @property
    def arg_constraints(self) -> Any:
        """Probabilities are not negative, and sum to 1."""

    @property
    def support(self) -> Any:
        """The numbers of the classes."""

    def logits(self) -> Tensor:
        """The logarithms of the probabilities."""

    def probs(self) -> Tensor:
        """The softmax of the logits."""

    @property
    def param_shape(self) -> Any:
        """The shape of `probs`."""

    @property
    def mean(self) -> Tensor:
        """NaN: numbers of classes have no mean."""
    variance: Any

    @property
    def mode(self) -> Tensor:
        """The likeliest class."""

    def expand(self, batch_shape: Any) -> Self:
        """The same, for a larger batch."""

    def sample(self, sample_shape: Any=...) -> Tensor:
        """Numbers of classes, int64."""

    def log_prob(self, value: Tensor) -> Tensor:
        """The logit of the class."""

    def entropy(self) -> Tensor:
        """-sum(p log(p))."""

    def enumerate_support(self, expand: bool=True) -> Tensor:
        """0, 1, 2, ..."""

class Normal(Distribution):
    """The bell curve around `loc`, with the standard deviation `scale`."""
    has_rsample: Any
    arg_constraints: Any
    support: Any

    def __init__(self, loc: Any, scale: Any, validate_args: bool | None=None) -> None:
        """Tensors or numbers, which broadcast."""

    @property
    def mean(self) -> Tensor:
        """`loc`."""
    mode: Any

    @property
    def stddev(self) -> Tensor:
        """`scale`."""

    @property
    def variance(self) -> Tensor:
        """scale ** 2."""

    def expand(self, batch_shape: Any) -> Self:
        """The same, for a larger batch."""

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

    def __init__(self, low: Any, high: Any, validate_args: bool | None=None) -> None:
        """Tensors or numbers, which broadcast."""

    @property
    def arg_constraints(self) -> Any:
        """`low` is below `high`."""

    @property
    def support(self) -> Any:
        """Between both."""

    @property
    def mean(self) -> Tensor:
        """In the middle."""

    @property
    def mode(self) -> Tensor:
        """NaN: none is likelier."""

    @property
    def stddev(self) -> Tensor:
        """(high - low) / sqrt(12)."""

    @property
    def variance(self) -> Tensor:
        """(high - low)^2 / 12."""

    def expand(self, batch_shape: Any) -> Self:
        """The same, for a larger batch."""

    def rsample(self, sample_shape: Any=...) -> Tensor:
        """low + (high - low) * a number from [0, 1)."""

    def log_prob(self, value: Tensor) -> Tensor:
        """-log(high - low), and -infinity outside."""

    def entropy(self) -> Tensor:
        """log(high - low)."""

    def cdf(self, value: Tensor) -> Tensor:
        """The chance that a sample is below `value`."""

    def icdf(self, value: Tensor) -> Tensor:
        """Below what a sample is with the chance `value`."""

class Distribution:
    """The base of all: a subclass has `rsample` or `sample`, and `log_prob`."""
    has_rsample: Any
    arg_constraints: Any
    support: Any

    def __init__(self, batch_shape: Any=..., event_shape: Any=..., validate_args: bool | None=None) -> None:
        """`validate_args` says whether parameters and samples are checked; they are, unless it is"""

    @property
    def batch_shape(self) -> Any:
        """The shape of the parameters: how many distributions there are."""

    @property
    def event_shape(self) -> Any:
        """The shape of one sample of one of them."""

    def sample(self, sample_shape: Any=...) -> Tensor:
        """So many samples of each, without a history."""

    def rsample(self, sample_shape: Any=...) -> Tensor:
        """So many samples of each, as functions of the parameters, which get gradients."""

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of how likely (or dense) a sample is. Raises ValueError for what can't be"""

    def entropy(self) -> Tensor:
        """What -log_prob is on average."""

    def perplexity(self) -> Tensor:
        """exp(entropy): among how many equally likely ones it would be as hard to guess."""

    @property
    def stddev(self) -> Tensor:
        """The standard deviation."""

    def _expanded(self, batch_shape: Any, *names: str, event: int=0) -> Self:
        """The same distribution with the parameters stretched to another batch."""

    def _shape(self, sample_shape: Any=...) -> Any:
        """The shape of so many samples."""

    def _checked(self, value: Any) -> Any:
        """The value, if it can be a sample. Raises ValueError if not."""

    def _demand(self, name: str, value: Tensor, check: Any) -> None:
        ...

    def __repr__(self) -> str:
        ...

def kl_divergence(p: Distribution, q: Distribution) -> Tensor:
    """The mean of log(p / q) under p: 0 if both are the same."""

def register_kl(type_p: type, type_q: type) -> Any:
    """A decorator of the formula for two kinds of distributions."""

class Independent(Distribution):
    """Another distribution, with so many of its last batch dims in the event: their log_prob and"""

    def __init__(self, base_distribution: Distribution, reinterpreted_batch_ndims: int, validate_args: bool | None=None) -> None:
        """Raises ValueError if there are not so many dims."""

    @property
    def has_rsample(self) -> bool:
        """As the other's."""

    def __getattr__(self, name: str) -> Any:
        """`mean`, `mode` and `variance` are the other's; without dims in the event, so is"""

    def expand(self, batch_shape: Any) -> Self:
        """The same, for a larger batch."""

    def sample(self, sample_shape: Any=...) -> Tensor:
        """The other's."""

    def rsample(self, sample_shape: Any=...) -> Tensor:
        """The other's."""

    def log_prob(self, value: Tensor) -> Tensor:
        """The other's, added up over the dims of the event."""

    def entropy(self) -> Tensor:
        """The other's, added up over the dims of the event."""

    def __repr__(self) -> str:
        ...
