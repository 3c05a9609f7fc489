"""Puts the fast paths in the places of the plain ones. (Given code.)

The package imports this first of all, before anyone has bound a name. A fast path takes a plain
one's place only where each module whose insides it uses is the reference's, unedited: somebody
else's file is run as it stands. Where solutions/ itself is graded, these files are left out.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from types import ModuleType
from typing import Any

from . import allocator
from .digests import DIGESTS

PACKAGE = __package__.removesuffix(".given.fast")

# A fast path, the plain module, the names that it takes over there, the modules that it relies on.
PATHS = (
    ("record", "m03_computation_graph", ("record",), ("m02_wrapper", "m03_computation_graph")),
    (
        "walk",
        "m08_backward",
        ("contributions", "backpropagate", "accumulate_grad"),
        ("m02_wrapper", "m03_computation_graph", "m07_chain_rule", "m08_backward"),
    ),
    ("pack_parameters", "m19_sgd", ("Optimizer.step",), ("m19_sgd",)),
)


def install() -> None:
    """Put in place what may be, lowest first."""
    for fast, plain, names, used in PATHS:
        if all(is_unedited(import_module(f"{PACKAGE}.{name}")) for name in used):
            found = import_module(f"{PACKAGE}.given.fast.{fast}")
            for name in names:
                *owner, last = name.split(".")
                place: Any = import_module(f"{PACKAGE}.{plain}")
                for each in owner:
                    place = getattr(place, each)
                setattr(place, last, getattr(found, last))


def is_unedited(module: ModuleType) -> bool:
    """Whether a module's file is the reference's, byte for byte."""
    loader = getattr(module.__spec__, "loader", None)
    try:
        source = loader.get_data(module.__file__)
    except (AttributeError, OSError):  # a loader without files, or a file that is gone
        return False
    return hashlib.sha256(source).hexdigest() == DIGESTS[module.__name__.rpartition(".")[2]]


install()
