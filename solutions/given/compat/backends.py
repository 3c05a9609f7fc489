"""`autodiff.backends`: none of torch's is here; their switches may be set. (Given code.)"""

from contextlib import nullcontext
from types import SimpleNamespace

mps = SimpleNamespace(is_available=lambda: False, is_built=lambda: False)
cuda = SimpleNamespace(is_built=lambda: False, matmul=SimpleNamespace(allow_tf32=False))
SWITCHES = dict.fromkeys(("enabled", "deterministic", "benchmark", "allow_tf32"), False)
cudnn = SimpleNamespace(is_available=lambda: False, flags=lambda **_: nullcontext(), **SWITCHES)
