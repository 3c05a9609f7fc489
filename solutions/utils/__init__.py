"""`autodiff.utils`. (Given code.)"""

from ..given.compat.did_you_mean import missing_from
from . import data

__getattr__ = missing_from(globals())
