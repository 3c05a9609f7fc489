"""Random numbers inside transforms: what `vmap`'s `randomness` says of each of the batch, and
draws that are written down. (Given code.)

    error       nobody may draw
    same        what is drawn is the same for all
    different   each has numbers of its own, which `vary` draws at once, with the batch in front

`vmap` tells it for as long as its function runs (`randomness_of`), and a generator asks before it
makes words (`require_allowed`). So whatever draws without `vary` is refused where it would give the
same numbers to all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np

from ...m02_wrapper import Array
from ...m10_shapes import permute
from ..core.new_tensors import laid_out_like


class _Here(threading.local):
    levels: tuple[tuple[str, int, Callable[..., Any]], ...] = ()  # of this thread, outermost first
    varying = False
    drawn_by: Callable[..., Any] | None = None  # a trace, which draws for `vary`
    generator: Any = None  # what this thread draws from, if it is not the default one


here = _Here()


@contextmanager
def randomness_of(randomness: str, size: int, batched: Callable[..., Any]) -> Iterator[None]:
    """How a batch of `size` draws in a `with` block; `batched` makes of numbers that have it in
    front what the function sees.

    Raises RuntimeError for anything but "error", "same" and "different".
    """
    if randomness not in ("error", "same", "different"):
        raise RuntimeError(f'randomness must be "error", "same" or "different", not {randomness!r}')
    before, here.levels = here.levels, (*here.levels, (randomness, size, batched))
    try:
        yield
    finally:
        here.levels = before


@contextmanager
def drawn_by(instead: Callable[..., Any]) -> Iterator[None]:
    """In a `with` block, `instead(draw, shape)` draws what `vary` would."""
    before, here.drawn_by = here.drawn_by, instead
    try:
        yield
    finally:
        here.drawn_by = before


def require_allowed() -> None:
    """Raises RuntimeError where a vmap or a trace forbids to draw, or to draw but by `vary`."""
    if here.drawn_by is not None and not here.varying:
        raise RuntimeError("these random numbers can't be traced: they would be drawn only once")
    for randomness, _, _ in here.levels:
        if randomness == "error":
            raise RuntimeError("vmap: random numbers are drawn; randomness= says how they differ")
        if randomness == "different" and not here.varying:
            raise RuntimeError('vmap: this can\'t be drawn with randomness="different"')


def vary(draw: Callable[..., Any], shape: tuple[int, ...]) -> Any:
    """`draw(shape)`, random numbers; under vmaps whose batches are to differ, others for each."""
    different = [each for each in here.levels if each[0] == "different"]
    before, here.varying = here.varying, True
    try:
        shape = (*[size for _, size, _ in different], *shape)
        out = draw(shape) if here.drawn_by is None else here.drawn_by(draw, shape)
    finally:
        here.varying = before
    for _, _, batched in different:
        out = batched(out)
    return out


def vary_like(draw: Callable[..., Any], x: Any) -> Any:
    """`vary`, of the shape of x. Outside of vmap the numbers are drawn in the order in which the
    elements of a result of x lie in memory; `draw` is told (`scattered`) if it is another."""
    if here.levels or (place := laid_out_like(plain(x))).flags.c_contiguous:
        return vary(draw, x.shape)
    return in_order_of(place, lambda shape: vary(partial(draw, scattered=True), shape))


def plain(x: Any) -> Any:
    """The ndarray within a tensor, and within transforms."""
    while isinstance(x, Array):
        x = getattr(x, "known", x.value)
    return x


def in_order_of(array: np.ndarray, draw: Callable[..., Any]) -> Any:
    """What `draw` gives for the shape of `array`, in the order of its elements in memory."""
    axes = np.argsort([-abs(step) for step in array.strides], kind="stable")
    drawn = draw(tuple([array.shape[axis] for axis in axes]))
    return permute(drawn, tuple(np.argsort(axes).tolist()))
