"""`autodiff.backends`: none of torch's is here; their switches may be set. (Given code.)"""

from types import SimpleNamespace

mps = SimpleNamespace(is_available=lambda: False, is_built=lambda: False)
cuda = SimpleNamespace(is_built=lambda: False, matmul=SimpleNamespace(allow_tf32=False))
cudnn = SimpleNamespace(
    is_available=lambda: False, enabled=False, deterministic=False, benchmark=False
)
