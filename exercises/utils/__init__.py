"""`autodiff.utils`. (Given code.)"""

from ..given.nearest import missing_from
from . import data

__getattr__ = missing_from(globals())
