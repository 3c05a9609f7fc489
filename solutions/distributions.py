"""`autodiff.distributions`: what is drawn at random, and how likely it was. (Given code.)"""

import sys

from .given.compat.argument_tables import widen
from .given.compat.did_you_mean import missing_from
from .given.distributions.continuous import Normal, Uniform
from .given.distributions.discrete import Bernoulli, Categorical
from .given.distributions.distribution import Distribution
from .given.distributions.divergence import kl_divergence
from .given.distributions.independent import Independent

widen(sys.modules[__name__], list(globals()))
__getattr__ = missing_from(globals())
