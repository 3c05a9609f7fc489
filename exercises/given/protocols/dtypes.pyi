"""`torch.float32` and the others: objects of the class `torch.dtype`. (Given code.)"""

from typing import Any
from ...given.core import dtypes as numpys
from ...given.core.dtypes import is_floating as is_floating
from ...given.core.promotion import promote_types as _promoted
from typing import NoReturn
import numpy as np

class dtype:
    """The type of a tensor's elements. There is one object for each; no others can be made."""

    def __new__(cls, *_: Any, **__: Any) -> NoReturn:
        """Raises TypeError: use `torch.float32` and the others."""

    def __getattr__(self, name: str) -> Any:
        ...

    @property
    def is_floating_point(self) -> bool:
        """Whether its numbers are floats."""

    @property
    def is_complex(self) -> bool:
        """False: there are no complex tensors."""

    @property
    def is_signed(self) -> bool:
        """Whether it has negative numbers."""

    def __eq__(self, other: object) -> bool:
        ...

    def __hash__(self) -> int:
        ...

    def __repr__(self) -> str:
        ...

    def __reduce__(self) -> str:
        ...

def _is_numpys(other: object) -> bool:
    ...

def _dtype_of(numpys_dtype: np.dtype) -> dtype:
    ...
TORCHS: Any
bool_ = bool
bool: Any
uint8: Any
int8: Any
int16: Any
int32: Any
int64: Any
float16: Any
float32: Any
float64: Any

def is_dtype(x: object) -> bool_:
    """Whether it is a dtype that tensors may have, torch's or NumPy's."""

def as_torchs(x: np.dtype | str) -> dtype:
    """torch's object for one of NumPy's dtypes, or for its name."""

def get_default_dtype() -> dtype:
    """The dtype of Python floats, and of new tensors unless another is given: float32 at first."""

def set_default_dtype(d: dtype) -> None:
    """Change it. Raises TypeError for what is not a floating dtype."""

def promote_types(type1: dtype, type2: dtype) -> dtype:
    """The smallest dtype that torch would give a mixture of both."""
