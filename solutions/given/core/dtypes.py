"""torch's dtypes, which are NumPy's; Python floats become float32, as in torch. (Given code.)"""

from __future__ import annotations

from typing import Any

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


def refusal(data: Any) -> Exception:
    """What to raise for data that a tensor can't be made of, as torch does.

    A TypeError for strings and bytes, and for what has a dtype; else (None, a dict) a RuntimeError.
    """
    if hasattr(data, "dtype") and not isinstance(data, type):
        return TypeError(f"can't make a tensor of dtype {data.dtype}")
    kind = TypeError if isinstance(data, str | bytes) else RuntimeError
    return kind(f"can't make a tensor of {type(data).__name__}")


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
