"""`.grad`: what is assigned to it must be a gradient of that very tensor; and what stands for no
gradient on the walk back. (Given code.)

`Array` (`wrapper`) keeps it in a slot, in which anything may be put. A Tensor asks first. It need
not have been told that there is none yet: an unset slot is None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...m02_wrapper import Array

kept = Array.grad  # the slot


class Gradient:
    """The attribute `grad` of a Tensor."""

    __slots__ = ()

    @property
    def grad(self) -> Any:
        """The gradient that `backward` has added up here; None before."""
        try:
            return kept.__get__(self)
        except AttributeError:
            return None

    @grad.setter
    def grad(self, new: Any) -> None:
        """Raises TypeError for anything but a tensor or None, and RuntimeError for a tensor of
        another shape or dtype, and for this tensor itself."""
        if new is not None:
            _check(self, new)
        kept.__set__(self, new)

    @grad.deleter
    def grad(self) -> None:
        """The same as assigning None."""
        kept.__set__(self, None)


def _check(tensor: Array, new: Any) -> None:
    if not isinstance(new, Array):
        raise TypeError(f"grad must be a tensor or None, not {type(new).__name__}")
    if new is tensor:
        raise RuntimeError("a tensor can't be its own grad")
    ours, theirs, is_plain = tensor.value, new.value, type(new).shape is type(tensor).shape
    if is_plain and ours.dtype is theirs.dtype and ours.shape == theirs.shape:
        return  # as in every walk; torch's shapes and dtypes take longer to ask for
    if new.dtype != tensor.dtype:
        raise RuntimeError(f"grad must be of dtype {tensor.dtype}, not {new.dtype}")
    if new.shape != tensor.shape:
        raise RuntimeError(f"grad must be of shape {tensor.shape}, not {new.shape}")


class Undefined(np.ndarray):
    """Zeros where there is no gradient at all, since a `Function` has returned None. No visitor
    sees them, and no rule but those of `takes_undefined`: the parents get their like."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """What `ufunc` makes of the zeros; of these alone it is undefined again."""
        found = getattr(ufunc, method)(*[np.asarray(x) for x in inputs], **options)
        return found.view(Undefined) if all([type(x) is Undefined for x in inputs]) else found


takes_undefined: set[Callable[..., Any]] = set()  # ops whose rules want to be called all the same


def is_undefined(g: Any) -> bool:
    """Whether this total, an ndarray or an Array, stands for no gradient."""
    return type(getattr(g, "value", g)) is Undefined


def undefined_like(x: Any, g: Any) -> Any:
    """What stands for no gradient of `x`: an Array, if `g` is one."""
    nothing = Undefined(x.shape, x.dtype)
    nothing.fill(0)
    return type(g)(nothing) if isinstance(g, Array) else nothing
