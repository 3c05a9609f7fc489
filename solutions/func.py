"""`autodiff.func`: transforms of functions. (Given code.)"""

from .given.func import batch_rules, in_place  # they add to vmap's table
from .given.func.chunks import looped_ops
from .given.func.functional_call import functional_call, stack_module_state
from .given.func.linearize import linearize
from .m31_reverse_transforms import grad, grad_and_value, jacrev, vjp
from .m32_forward_mode import hessian, jacfwd, jvp
from .m33_vmap import vmap

__all__ = ["functional_call", "grad", "grad_and_value", "hessian", "jacfwd", "jacrev", "jvp"]
__all__ += ["linearize", "looped_ops", "stack_module_state", "vjp", "vmap"]
