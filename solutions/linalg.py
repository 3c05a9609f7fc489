"""`autodiff.linalg`: linear algebra. (Given code.)"""

import sys

from .given.compat.argument_tables import widen
from .given.compat.did_you_mean import missing_from
from .given.linalg.factors import cholesky, qr
from .given.linalg.norms import matrix_norm, norm, vector_norm
from .given.linalg.products import matrix_power
from .given.linalg.products import plain_cross as cross
from .given.linalg.solving import LinAlgError, det, inv, pinv, slogdet, solve
from .given.linalg.spectral import eigh, eigvalsh, svd, svdvals
from .m04_magic_methods import matmul

widen(sys.modules[__name__], list(globals()))
__getattr__ = missing_from(globals())
