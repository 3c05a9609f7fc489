"""All parameters of a network as one vector, and back. (Given code.)"""

from __future__ import annotations

from collections.abc import Iterable

from ...m02_wrapper import Array
from ...m10_shapes import cat


def parameters_to_vector(parameters: Iterable[Array]) -> Array:
    """The elements of all parameters, one after the other; gradients flow through."""
    return cat([p.reshape(-1) for p in parameters])


def vector_to_parameters(vec: Array, parameters: Iterable[Array]) -> None:
    """Cut a vector into pieces, which become the memory of the parameters (their `data`).

    Raises RuntimeError for a vector that is too short.
    """
    start = 0
    for p in parameters:
        p.data = vec.narrow(0, start, p.numel()).reshape(p.shape)
        start += p.numel()
