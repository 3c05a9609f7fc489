"""`.grad`: what is assigned to it must be a gradient of that very tensor; and what stands for no"""

from typing import Any
from ...m02_wrapper import Array as Array
import numpy as np
kept = Array.grad

class Gradient:
    """The attribute `grad` of a Tensor."""

    @property
    def grad(self) -> Any:
        """The gradient that `backward` has added up here; None before."""

    @grad.setter
    def grad(self, new: Any) -> None:
        """Raises TypeError for anything but a tensor or None, and RuntimeError for a tensor of"""

    def grad(self) -> None:
        """The same as assigning None."""

def _check(tensor: Array, new: Any) -> None:
    ...

class Undefined(np.ndarray):
    """Zeros where there is no gradient at all, since a `Function` has returned None. No visitor"""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """What `ufunc` makes of the zeros; of these alone it is undefined again."""
takes_undefined: Any

def is_undefined(g: Any) -> bool:
    """Whether this total, an ndarray or an Array, stands for no gradient."""

def undefined_like(x: Any, g: Any) -> Any:
    """What stands for no gradient of `x`: an Array, if `g` is one."""
