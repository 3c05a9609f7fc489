"""What distributions of whole numbers have in common. Samples have no gradient. (Given code.)

They are told by probabilities or by logits; whichever is missing is found when it is needed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..._tensor import Tensor
from ...m04_magic_methods import reshape
from ...m12_reductions import clamp
from ..ops.create import arange
from ..ops.reshape import expand
from .distribution import Distribution


def only_one(probs: Any, logits: Any) -> None:
    """Raises ValueError unless one of both is None."""
    if (probs is None) == (logits is None):
        raise ValueError("give either probs or logits")


def inside(probs: Tensor) -> Tensor:
    """Probabilities that are not quite 0 or 1, so that they have a logarithm."""
    eps = float(np.finfo(probs.dtype).eps)
    return clamp(probs, eps, 1 - eps)


def support_of(distribution: Distribution, count: int, dtype: np.dtype, wide: bool) -> Tensor:
    """All samples there can be, along a new first dim; `wide`, for each of the batch."""
    shape = distribution.batch_shape
    values = reshape(arange(count, dtype=dtype), (-1, *[1] * len(shape)))
    return expand(values, (count, *shape)) if wide else values
