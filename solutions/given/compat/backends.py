"""`autodiff.backends`: none of torch's is here; their switches may be set. (Given code.)"""

from types import SimpleNamespace

from .did_you_mean import missing_from

mps = SimpleNamespace(is_available=lambda: False, is_built=lambda: False)
cudnn = SimpleNamespace(
    is_available=lambda: False, enabled=False, deterministic=False, benchmark=False
)
__getattr__ = missing_from(globals())
