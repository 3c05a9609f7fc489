"""Puts the fast paths in the places of the plain ones. (Given code.)

The package imports this first of all, before anyone has bound a name. A fast path takes a plain
one's place only where each module whose insides it uses is the reference's, unedited: somebody
else's file is run as it stands. Where solutions/ itself is graded, these files are left out.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from . import allocator
from .digests import DIGESTS

PACKAGE = __package__.removesuffix(".given.fast")

# A fast path, what it takes the places of (lowest first), and the modules that it relies on, or
# that it would be an answer to.
PATHS = (
    ("primitive", "m03_computation_graph.primitive", "m02_wrapper m03_computation_graph"),
    (
        "record",
        "m03_computation_graph.record m03_computation_graph.parents",
        "m02_wrapper m03_computation_graph",
    ),
    ("sums", "m04_magic_methods.sum m04_magic_methods.Operators.sum", "m04_magic_methods"),
    (
        "walk",
        "m08_backward.backpropagate m08_backward.accumulate_grad "
        "m09_autograd_mechanics.contributor",
        "m02_wrapper m03_computation_graph m07_chain_rule m08_backward m09_autograd_mechanics",
    ),
    ("pack_parameters", "m19_sgd.Optimizer.step", "m19_sgd m34_performance"),
    (
        "cross_entropy",
        "m15_cross_entropy.cross_entropy",
        "m03_computation_graph m13_activations m15_cross_entropy",
    ),
    ("convolution", "m25_convolution.conv2d", "m25_convolution"),
    ("lstm", "m30_recurrent.LSTM.read", "m30_recurrent m31_reverse_transforms"),
)


def install() -> None:
    """Put in place what may be, before a higher module binds the plain one's name."""
    for fast, places, used in PATHS:
        if all(is_unedited(f"{PACKAGE}.{name}") for name in used.split()):
            found = import_module(f"{PACKAGE}.given.fast.{fast}")
            for place in places.split():
                module, *owner, name = place.split(".")
                holder: Any = import_module(f"{PACKAGE}.{module}")
                for each in owner:
                    holder = getattr(holder, each)
                setattr(holder, name, getattr(found, name))


def is_unedited(name: str) -> bool:
    """Whether a module's file is the reference's, byte for byte. The module is not imported."""
    spec = find_spec(name)
    try:
        source = spec.loader.get_data(spec.origin)
    except (AttributeError, OSError):  # a loader without files, or a file that is gone
        return False
    return hashlib.sha256(source).hexdigest() == DIGESTS[name.rpartition(".")[2]]


install()
