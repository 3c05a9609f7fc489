"""`torch.float32` and the others: objects of the class `torch.dtype`. (Given code.)

Inside, the library computes with NumPy's dtypes. Each of these stands for one of them: it is equal
to it and has its hash and its attributes, and NumPy takes it wherever it takes a dtype, since it
looks for an attribute `dtype`. So both may be mixed at will; only the printed name differs.
"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from ..core import dtypes as numpys
from ..core.dtypes import is_floating
from ..core.promotion import promote_types as _promoted


class dtype:
    """The type of a tensor's elements. There is one object for each; no others can be made."""

    __slots__ = ("__weakref__", "dtype")

    def __new__(cls, *_: Any, **__: Any) -> NoReturn:
        """Raises TypeError: use `torch.float32` and the others."""
        raise TypeError("cannot create 'torch.dtype' instances")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "dtype":
            raise AttributeError(f"'torch.dtype' object has no attribute {name!r}")
        return getattr(self.dtype, name)

    @property
    def is_floating_point(self) -> bool:
        """Whether its numbers are floats."""
        return is_floating(self.dtype)

    @property
    def is_complex(self) -> bool:
        """False: there are no complex tensors."""
        return False

    @property
    def is_signed(self) -> bool:
        """Whether it has negative numbers."""
        return self.dtype.kind in "if"

    def __eq__(self, other: object) -> bool:
        return self is other or self.dtype is other or (_is_numpys(other) and self.dtype == other)

    def __hash__(self) -> int:
        return hash(self.dtype)

    def __repr__(self) -> str:
        return f"torch.{self.dtype.name}"

    def __reduce__(self) -> str:
        return self.dtype.name


def _is_numpys(other: object) -> bool:
    return isinstance(other, np.dtype | dtype) or (
        isinstance(other, type) and issubclass(other, np.generic)
    )


def _dtype_of(numpys_dtype: np.dtype) -> dtype:
    made = object.__new__(dtype)
    made.dtype = numpys_dtype
    return made


TORCHS = {each: _dtype_of(each) for each in numpys.SUPPORTED}  # by NumPy's, or by itself
bool_, bool = bool, TORCHS[numpys.bool_]  # Python's, from here on, is `bool_`
uint8, int8, int16 = (TORCHS[each] for each in (numpys.uint8, numpys.int8, numpys.int16))
int32, int64 = TORCHS[numpys.int32], TORCHS[numpys.int64]
float16, float32, float64 = (
    TORCHS[each] for each in (numpys.float16, numpys.float32, numpys.float64)
)


def is_dtype(x: object) -> bool_:
    """Whether it is a dtype that tensors may have, torch's or NumPy's."""
    return isinstance(x, np.dtype | dtype) and x in numpys.SUPPORTED


def as_torchs(x: np.dtype | str) -> dtype:
    """torch's object for one of NumPy's dtypes, or for its name."""
    return TORCHS[np.dtype(x)]


def get_default_dtype() -> dtype:
    """The dtype of Python floats, and of new tensors unless another is given: float32 at first."""
    return TORCHS[numpys.get_default_dtype()]


def set_default_dtype(d: dtype) -> None:
    """Change it. Raises TypeError for what is not a floating dtype."""
    numpys.set_default_dtype(d.dtype if isinstance(d, dtype) else d)


def promote_types(type1: dtype, type2: dtype) -> dtype:
    """The smallest dtype that torch would give a mixture of both.

    Raises TypeError for what is not a dtype.
    """
    for place, each in (("type1", type1), ("type2", type2)):
        if not isinstance(each, np.dtype | dtype):
            raise TypeError(f"promote_types(): {place} must be a dtype, not {type(each).__name__}")
    return TORCHS[_promoted(np.dtype(type1), np.dtype(type2))]
