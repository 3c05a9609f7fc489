"""`autodiff.linalg`: linear algebra. (Given code.)"""

from typing import Any
from ._tensor import Tensor as Tensor
from .m04_magic_methods import matmul as matmul

def cholesky(A: Any, upper: bool=False) -> Any:
    """The lower triangle L for which L times its transpose is A, or the `upper` one. A must be"""

def qr(A: Any, mode: str='reduced') -> Any:
    """Q with columns at right angles and of length 1, and an upper triangle R, whose product is A."""

def matrix_norm(A: Any, ord: float | str='fro', dim: tuple[int, int]=..., keepdim: bool=False) -> Any:
    """A norm of the matrices in two dims: "fro", the root of all squares; "nuc", the sum of the"""

def norm(A: Any, ord: float | str | None=None, dim: Any=None, keepdim: bool=False) -> Any:
    """`matrix_norm` over two dims, `vector_norm` over one. Without `ord` it is the root of all"""

def vector_norm(x: Any, ord: float=2, dim: Any=None, keepdim: bool=False) -> Any:
    """sum(|x| ** ord) ** (1 / ord), over one, several or all dims. `ord` may be 0, inf and -inf, as"""

def cross(x: Any, y: Any, *, dim: int=-1) -> Any:
    """`linalg.cross`: the vector at right angles to both, along a dim of size 3."""

class LinAlgError(RuntimeError):
    """A matrix that has no such thing: no inverse, say."""

def det(x: Tensor) -> Tensor:
    """The determinant of a square matrix: how volumes grow. Raises what `matrices` raises."""

def inv(x: Tensor) -> Tensor:
    """The inverse of a square matrix. Raises LinAlgError if there is none, and what `matrices`"""

def slogdet(x: Any) -> Any:
    """Sign and logarithm of the determinant. Raises what `matrices` raises."""

def solve(A: Any, B: Any, *, left: bool=True) -> Any:
    """The X for which A X = B; with `left=False`, X A = B. B holds matrices, or vectors: a single"""

def solve_triangular(A: Any, B: Any, *, upper: bool, left: bool=True) -> Any:
    """`solve` for a triangle of A, the `upper` or the lower one; the rest is not read."""

def eigh(A: Any, UPLO: str='L') -> Any:
    """Eigenvalues, in ascending order, and as columns eigenvectors of a symmetric matrix, whose"""

def eigvalsh(A: Tensor, UPLO: str='L') -> Tensor:
    """The values of `eigh`."""

def svd(A: Any, full_matrices: bool=True) -> Any:
    """Singular values, in descending order, and the directions on both sides: U (m, m) and"""

def svdvals(A: Tensor) -> Tensor:
    """The S of `svd`."""
