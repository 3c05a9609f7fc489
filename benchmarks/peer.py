"""What everyone who takes part in a case is made of: a step, and what the step has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

Arrays = dict[str, np.ndarray]  # by the names of torch's state_dict
Spec = tuple[tuple[int, ...], type]  # the shape and dtype of an input
CLASSES, WORDS = 10, 50_000
CHAIN = 10_000  # operations on single numbers


class Peer(NamedTuple):
    """One who computes a case.

    `step` trains once on the case's inputs and returns the loss. `state` returns what it has
    changed: weights and running statistics, or the gradient where nothing is trained.
    """

    step: Callable[[], float]
    state: Callable[[], Arrays]


class Compiling:
    """A library whose steps are compiled."""

    def __init__(self, lib: Any) -> None:
        self._lib = lib

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lib, name)


def step_of(lib: Any, update: Callable[[], Any]) -> Callable[[], float]:
    """A step of a library's peer: `update` returns the loss as a tensor."""
    run = lib.compile(update) if isinstance(lib, Compiling) else update
    return lambda: run().item()


def floats(*shape: int) -> Spec:
    """An input of this shape."""
    return shape, np.float32


def labelled(batch: int, *shape: int) -> tuple[Spec, Spec]:
    """A batch of inputs of this shape, and a label for each."""
    return floats(batch, *shape), labels(batch)


def labels(*shape: int) -> Spec:
    """Numbers of classes, such as a label for each of a batch."""
    return shape, np.int64


def words(*shape: int) -> Spec:
    """Words, by their numbers."""
    return shape, np.int32


def draw(inputs: Sequence[np.ndarray], rng: np.random.Generator, scale: float = 1.0) -> None:
    """Fill the inputs, in place: normal numbers times `scale`, labels, words."""
    for array in inputs:
        if array.dtype.kind == "i":
            most = {np.dtype(np.int64): CLASSES, np.dtype(np.int32): WORDS}[array.dtype]
            array[...] = rng.integers(0, most, array.shape)
        else:
            array[...] = scale * rng.normal(size=array.shape)


def copied(arrays: Arrays) -> Arrays:
    return {name: array.copy() for name, array in arrays.items()}
