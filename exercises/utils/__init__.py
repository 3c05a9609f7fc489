"""`autodiff.utils`. (Given code.)"""

from ..nearest import missing_from
from . import data

__getattr__ = missing_from(globals())
