"""What an optimiser remembers of a parameter, as ndarrays to be changed in place; what Adam and its
relatives take. (Given code.)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m19_sgd import Optimizer, Params, refuse_negative
from ..core.dtypes import float32
from ..protocols.made_with import make_with

Named = dict[str, Any]


def remembered(
    state: dict[str, Any], value: np.ndarray, *names: str, initial: float = 0
) -> list[np.ndarray]:
    """The ndarrays of these entries of `state`, each of the shape and dtype of `value`.

    Where the state is empty, it gets "step", a 0-d float32 tensor of 0, and then a tensor under
    each name, filled with `initial`.
    """
    if not state:
        state["step"] = Tensor(np.zeros((), float32))
        for name in names:
            state[name] = Tensor(np.full_like(value, initial))
    return [state[name].value for name in names]


def count(state: dict[str, Any]) -> int:
    """One step more: what "step" is now, 1 at the first step."""
    state["step"].value += 1
    return int(state["step"].value)


def checked(betas: tuple[float, float], **options: float) -> dict[str, Any]:
    """The options of Adam or of a relative.

    Raises ValueError if one of the `options` is negative, or a beta is not in [0, 1).
    """
    refuse_negative(**options)
    if not (0 <= betas[0] < 1 and 0 <= betas[1] < 1):
        raise ValueError(f"betas must be in [0, 1), got {betas}")
    return {**options, "betas": betas}


class WithOptions(Optimizer):
    """The base of those that say their options and defaults in the class statement."""

    def __init_subclass__(cls, **options: Any) -> None:
        if options:
            make_with(cls, {"params": ..., **options})

    def _take(self, params: Params, **options: Any) -> None:
        """Raises ValueError for a negative number."""
        numbers = {name: x for name, x in options.items() if not isinstance(x, bool | tuple | list)}
        refuse_negative(**numbers)
        super().__init__(params, options)


class OfAdam(WithOptions):
    """The base of Adam's relatives."""

    def _take(self, **options: Any) -> None:
        """Raises what Adam raises, too."""
        checked(options["betas"])
        super()._take(**options)
