"""`autodiff.distributions`: what is drawn at random, and how likely it was. (Given code.)"""

from .given.compat.did_you_mean import missing_from
from .given.distributions.continuous import MultivariateNormal, Normal, Uniform
from .given.distributions.discrete import Bernoulli, Categorical
from .given.distributions.distribution import Distribution, Independent
from .given.distributions.divergence import kl_divergence
from .given.layers.volumes import or_volume

__getattr__ = or_volume(missing_from(globals()), "^[A-Z]")
