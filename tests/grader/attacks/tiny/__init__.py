"""A library of two modules, as small as the sandbox's tests need."""

from .exercise import attack as attack
from .tensor import Tensor as Tensor
from .tensor import tensor as tensor
