"""`autodiff.func`: transforms of functions. (Given code.)"""

from .m23_reverse_transforms import grad, grad_and_value, jacrev, vjp

__all__ = ["grad", "grad_and_value", "jacrev", "vjp"]
