"""`autodiff.distributed`: there is one process; code that asks first gets along. (Given code.)"""

from ..compat.accelerator import is_available

is_initialized = is_available
