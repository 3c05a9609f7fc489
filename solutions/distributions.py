"""`autodiff.distributions`: what is drawn at random, and how likely it was. (Given code.)"""

from .given.distributions.continuous import MultivariateNormal, Normal, Uniform
from .given.distributions.discrete import Bernoulli, Categorical
from .given.distributions.distribution import Distribution, Independent
from .given.distributions.divergence import kl_divergence
