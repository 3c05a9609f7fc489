"""torch's dtypes, which are NumPy's; Python floats become float32, as in torch. (Given code.)"""

from __future__ import annotations

import numpy as np

bool_ = np.dtype(np.bool_)
uint8, int8, int16, int32, int64 = map(np.dtype, ("uint8", "int8", "int16", "int32", "int64"))
float16, float32, float64 = map(np.dtype, ("float16", "float32", "float64"))

SUPPORTED = frozenset({bool_, uint8, int8, int16, int32, int64, float16, float32, float64})
PYTHON_DTYPES = {bool: bool_, int: int64, float: float32}  # what a Python number becomes


def get_default_dtype() -> np.dtype:
    """The dtype of Python floats, and of new tensors unless another is given: float32 at first."""
    return PYTHON_DTYPES[float]


def set_default_dtype(d: np.dtype) -> None:
    """Change it. Raises TypeError for a dtype that is not floating."""
    if not (isinstance(d, np.dtype) and is_floating(d)):
        raise TypeError(f"only floating dtypes can be the default, not {d}")
    PYTHON_DTYPES[float] = d


def is_floating(dtype: np.dtype) -> bool:
    """Whether numbers of this dtype can carry a gradient."""
    return dtype.kind == "f"


CONSTRUCTORS = {  # torch's old constructor of tensors of each dtype
    float16: "HalfTensor",
    float32: "FloatTensor",
    float64: "DoubleTensor",
    uint8: "ByteTensor",
    int8: "CharTensor",
    int16: "ShortTensor",
    int32: "IntTensor",
    int64: "LongTensor",
    bool_: "BoolTensor",
}
