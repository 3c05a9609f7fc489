"""`autodiff.utils`. (Given code.)"""

from . import data
