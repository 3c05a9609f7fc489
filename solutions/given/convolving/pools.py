"""Pools of images that lie as (C, H, W, N). (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from ...m04_magic_methods import mul
from ...m26_pooling import masked_overlap_add, window_max, winners
from ..compiling.kernels import seen, spare
from ..compiling.lowerings import COMPARING
from ..lowering.elementwise import MASKS, maximum
from ..lowering.writer import Writer
from ..programs.equations import Variable, variables_in
from .image_steps import corner, image, last_shown, spread
from .images import elementwise, of_images


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
    write: Writer, made: Variable, _op: Any, x: Any, out: Any, **_: Any
) -> bool:
    """Is found when it is needed."""
    if not all(e and e.op is masked_overlap_add for e in write.readers.get(made, ())):
        return False
    write.won[made] = x, out
    return True


EQUAL, UNEQUAL = (
    next(op for op, name in COMPARING.items() if name == wanted)
    for wanted in ("equal", "not_equal")
)


@of_images(masked_overlap_add)
def spread_over_windows(
    write: Writer, made: Variable, _op: Any, g: Any, mask: Any, *, stride: Any, **_: Any
) -> bool:
    """To each place its own."""
    x, out = write.won[mask]
    base = image(write, g)
    rest = write(spare, len(write.equations), like=(base.shape, g.dtype))
    spread_out(write, made, (base, rest), x, out, stride)
    return True


def spread_out(write: Writer, made: Variable, g: Sequence[Variable], *of: Any) -> None:
    """Make `made` of g, in which there is a number for each window, and then of what is left, which
    may lie there. `of` are a pool's images, its results and its steps."""
    x, out, steps = of
    part = write(spare, len(write.equations), like=(g[0].shape, g[0].dtype))
    corners = _corners(write, x, steps)
    n, *rest = made.shape
    words = *g, part, image(write, out), image(write, x), steps, *corners
    write(spread, *words, like=((*rest, n), part.dtype))
    last_shown(write, made)
    write.spreads[write.images[made]] = g[0], *of


@of_images(mul)
def relu_before_a_pool(write: Writer, made: Variable, op: Any, *inputs: Any, **_: Any) -> Any:
    """What is spread, and then multiplied by whether pixels are 0: where a window's largest pixel
    is 0, its number is nothing to spread."""
    if len(variables_in(inputs)) == 2:
        for x, mask in (inputs, inputs[::-1]):
            found = write.spreads.get(write.images.get(x))
            source = write.sources.get(write.images.get(mask))
            if found is None or source is None or source.op is not MASKS[UNEQUAL]:
                continue
            g, pixels, out, steps = found
            if source.inputs == (write.images.get(pixels), 0) and len(write.readers[x]) == 1:
                best = write.each(MASKS[UNEQUAL], image(write, out), 0)
                g = write.each(mul, g, best)
                spread_out(write, made, (g, g), pixels, out, steps)
                return True
    return elementwise(write, made, op, *inputs)
