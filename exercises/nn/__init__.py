"""`autodiff.nn`: the parts that networks are made of. (Given code.)"""

from . import functional, init, utils
