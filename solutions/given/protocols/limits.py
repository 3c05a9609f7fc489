"""`torch.finfo(torch.float32).eps`: how large, small and fine numbers can be. (Given code.)"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.dtypes import PYTHON_DTYPES, is_floating
from .dtypes import is_dtype


class finfo:
    """The limits of a floating dtype, as Python's floats."""

    def __init__(self, type: Any = None) -> None:
        """Of the default dtype, unless another is given. Raises TypeError for one that is not
        floating."""
        found = np.finfo(_checked("finfo", PYTHON_DTYPES[float] if type is None else type, True))
        self.bits, self.dtype = int(found.bits), found.dtype.name
        self.max, self.min, self.eps = float(found.max), float(found.min), float(found.eps)
        self.tiny = self.smallest_normal = float(found.smallest_normal)
        self.resolution = float(found.resolution)

    def __repr__(self) -> str:
        names = ("resolution", "min", "max", "eps", "smallest_normal", "tiny")
        parts = [f"{name}={getattr(self, name):g}" for name in names]
        return f"finfo({', '.join(parts)}, dtype={self.dtype})"


class iinfo:
    """The limits of an integer dtype, as Python's ints."""

    def __init__(self, type: Any) -> None:
        """Raises TypeError for a dtype that is not one of integers."""
        found = np.iinfo(_checked("iinfo", type, False))
        self.bits, self.dtype = int(found.bits), found.dtype.name
        self.max, self.min = int(found.max), int(found.min)

    def __repr__(self) -> str:
        return f"iinfo(min={self.min:g}, max={self.max:g}, dtype={self.dtype})"


def _checked(name: str, dtype: Any, floating: bool) -> np.dtype:
    if not is_dtype(dtype) or is_floating(dtype) is not floating or dtype.kind == "b":
        kind = "floating" if floating else "integer"
        raise TypeError(f"torch.{name}(): argument 'type' must be of {kind} dtype, not {dtype!r}")
    return np.dtype(dtype)
