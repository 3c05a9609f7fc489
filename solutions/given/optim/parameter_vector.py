"""All parameters of a network as one vector, and back. (Given code.)"""

from __future__ import annotations

from collections.abc import Iterable

from ...m02_wrapper import Array
from ...m04_magic_methods import reshape
from ...m10_shapes import cat, narrow


def parameters_to_vector(parameters: Iterable[Array]) -> Array:
    """The elements of all parameters, one after the other; gradients flow through."""
    return cat([reshape(p, (-1,)) for p in parameters])


def vector_to_parameters(vec: Array, parameters: Iterable[Array]) -> None:
    """Cut a vector into pieces, which become the memory of the parameters (their `data`).

    Raises RuntimeError for a vector that is too short.
    """
    start = 0
    for p in parameters:
        p.data = reshape(narrow(vec, 0, start, p.numel()), p.shape)
        start += p.numel()
