"""`autodiff.linalg`: linear algebra. (Given code.)"""

from .given.linalg.factors import cholesky, qr
from .given.linalg.norms import matrix_norm, norm, vector_norm
from .given.linalg.products import plain_cross as cross
from .given.linalg.solving import LinAlgError, det, inv, slogdet, solve, solve_triangular
from .given.linalg.spectral import eigh, eigvalsh, svd, svdvals
from .m04_magic_methods import matmul
