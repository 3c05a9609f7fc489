"""`autograd.Variable`: what had to stand around a tensor until 2018. (Given code.)

x = Variable(torch.ones(2), requires_grad=True)
"""

from __future__ import annotations

import warnings
from typing import Any

from ..._tensor import Tensor


class _Tensors(type):
    """The type of `Variable`: all tensors are instances of that."""

    def __instancecheck__(cls, x: Any) -> bool:
        return isinstance(x, Tensor)

    def __call__(
        cls, data: Tensor | None = None, requires_grad: bool = False, volatile: bool | None = None
    ) -> Tensor:
        """A tensor without a history that shares memory with `data`; without data, an empty one.

        Raises TypeError for data that is not a tensor.
        """
        if volatile is not None:
            warnings.warn("volatile says nothing any more: use no_grad()", stacklevel=2)
        data = Tensor.from_data([]) if data is None else data
        if not isinstance(data, Tensor):
            raise TypeError(f"Variable takes a tensor, not {type(data).__name__}")
        return data.detach().requires_grad_(requires_grad)


class Variable(metaclass=_Tensors):
    """An old name for a tensor."""
