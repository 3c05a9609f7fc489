"""Pools of images that lie as (C, H, W, N). (Given code.)"""

from __future__ import annotations

from itertools import product
from typing import Any

from ...m04_magic_methods import mul, sub
from ...m26_pooling import masked_overlap_add, window_max, winners
from ..compiling.kernels import seen
from ..compiling.lowerings import COMPARING
from ..lowering.elementwise import MASKS, maximum
from ..lowering.writer import Writer
from ..programs.equations import Variable
from .image_steps import corner, image, last_shown, spread
from .images import of_images


@of_images(window_max)
def largest_of_windows(
    write: Writer, made: Variable, _op: Any, x: Any, *, stride: Any, **_: Any
) -> bool:
    """The largest of all places of the windows."""
    first, *rest = _corners(write, x, stride)
    for each in rest:
        first = write.each(maximum, first, each)
    last_shown(write, made)
    return bool(rest)


def _corners(write: Writer, x: Variable, steps: tuple[int, int]) -> list[Variable]:
    base = image(write, x)
    c, height, width, n = base.shape
    shape = c, height // steps[0], width // steps[1], n
    places = product(*map(range, steps))
    return [write(corner, base, i, j, steps, to=seen(base, shape)) for i, j in places]


@of_images(winners)
def first_of_the_largest(
    write: Writer, made: Variable, _op: Any, x: Any, out: Any, *, stride: Any, **_: Any
) -> bool:
    """A mask for each place of the windows."""
    best, free, won = image(write, out), None, []
    for each in _corners(write, x, stride):
        mask = write.each(MASKS[EQUAL], each, best)
        won.append(mask if free is None else write.each(mul, mask, free))
        free = write.each(sub, 1 if free is None else free, won[-1])
    write.won[made] = won
    return True


EQUAL = next(op for op, name in COMPARING.items() if name == "equal")


@of_images(masked_overlap_add)
def spread_over_windows(
    write: Writer, made: Variable, _op: Any, g: Any, mask: Any, *, stride: Any, **_: Any
) -> bool:
    """To each place its own."""
    base = image(write, g)
    n, *rest = made.shape
    write(spread, base, stride, *write.won[mask], like=((*rest, n), g.dtype))
    last_shown(write, made)
    return True
