"""torch's dtypes, which are NumPy's; Python floats become float32, as in torch. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

bool_ = np.dtype(np.bool_)
uint8, int8, int16, int32, int64 = map(np.dtype, ("uint8", "int8", "int16", "int32", "int64"))
float16, float32, float64 = map(np.dtype, ("float16", "float32", "float64"))

DTYPES = bool_, uint8, int8, int16, int32, int64, float16, float32, float64
SUPPORTED = frozenset(DTYPES)


class _OfKinds(dict[type, np.dtype]):
    """A kind of int or float, such as IntEnum, has the dtype of what it is a kind of."""

    def __missing__(self, kind: type) -> np.dtype:
        for base in kind.__mro__:
            if base in self:
                return self[base]
        raise KeyError(kind)


PYTHON_DTYPES = _OfKinds({bool: bool_, int: int64, float: float32})  # what a number becomes


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


def check_fits(number: Any, dtype: np.dtype) -> None:
    """Raises RuntimeError for a Python number that is too large for a dtype of integers, as torch
    does; of what is negative, uint8 takes what is left of it."""
    if dtype.kind in "iu" and isinstance(number, int | float):
        limits = np.iinfo(dtype)
        if not (limits.min or -limits.max) <= number <= limits.max:
            raise RuntimeError(f"value {number} can't be converted to {dtype} without overflow")


def refusal(data: Any) -> Exception:
    """What to raise for data that a tensor can't be made of, as torch does.

    A TypeError for strings and bytes, and for what has a dtype; else (None, a dict) a RuntimeError.
    """
    if hasattr(data, "dtype") and not isinstance(data, type):
        return TypeError(f"can't make a tensor of dtype {data.dtype}")
    kind = TypeError if isinstance(data, str | bytes) else RuntimeError
    return kind(f"can't make a tensor of {type(data).__name__}")


def refusal_of_numbers(error: Exception, dtype: np.dtype | None) -> Exception:
    """What torch raises for data of which `error` has been raised; mostly the same.

    A RuntimeError for a number that does not fit into `dtype`, and a ValueError if not even int64
    holds it. What holds no numbers at all is a TypeError as soon as a dtype is given.
    """
    text = str(error)
    if isinstance(error, OverflowError):
        return ValueError(text) if "too large" in text else RuntimeError(text)
    if isinstance(error, ValueError) and "NaN" in text:
        return RuntimeError(text)
    if type(error) is RuntimeError and dtype is not None:
        return TypeError(text)
    return error


# torch's old constructor of tensors of each dtype
KINDS = "Bool Byte Char Short Int Long Half Float Double"
CONSTRUCTORS = {dtype: f"{kind}Tensor" for dtype, kind in zip(DTYPES, KINDS.split(), strict=True)}
