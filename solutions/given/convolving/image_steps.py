"""Images that lie as (C, H, W, N): NumPy's calls for what is done to them. (Given code.)"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from ...m04_magic_methods import reshape
from ..compiling.buffers import Zeros
from ..compiling.kernels import View, kernel, made, seen
from ..lowering.elementwise import maximum
from ..lowering.sums import block_of, row_sums, weights_of
from ..lowering.writer import Writer
from ..programs.equations import Equation, Variable


@kernel("across")
def across(out: str, x: str) -> list[str]:
    """(N, C, H, W) to (C, H, W, N)."""
    return [f"np.copyto({out}, {x}.transpose(1, 2, 3, 0))"]


@kernel("padded")
def padded(out: str, x: str, inner: str) -> list[str]:
    """The inner part of a frame of zeros."""
    return [f"np.copyto({out}[{inner}], {x})"]


@kernel("across_padded")
def across_padded(out: str, x: str, inner: str) -> list[str]:
    """(N, C, H, W) to the inner part of a frame of zeros around (C, H, W, N)."""
    return [f"np.copyto({out}[{inner}], {x}.transpose(1, 2, 3, 0))"]


@kernel("maximum_padded")
def maximum_padded(out: str, x: str, y: str, inner: str) -> list[str]:
    """The larger one of each two numbers, in the inner part of a frame of zeros."""
    return [f"np.maximum({x}, {y}, out={out}[{inner}])"]


@kernel("copied_columns")
def copied_columns(out: str, x: str) -> list[str]:
    """What each kernel sees."""
    return [f"np.copyto({out}, {x})"]


@kernel("matrix_product")
def matrix_product(out: str, x: str, y: str) -> list[str]:
    """x @ y."""
    return [f"np.dot({x}, {y}, out={out})"]


@kernel("product_with_turned")
def product_with_turned(out: str, x: str, y: str) -> list[str]:
    """x @ y.T."""
    return [f"np.dot({x}, {y}.T, out={out})"]


@kernel("product_of_turned")
def product_of_turned(out: str, x: str, y: str) -> list[str]:
    """x.T @ y."""
    return [f"np.dot({x}.T, {y}, out={out})"]


@kernel("overlap_added")
def overlap_added(out: str, columns: str, kernel: tuple[int, int], size: Any) -> list[str]:
    """What each kernel has seen, added up where it was seen."""
    height, width = size
    lines = [f"{out}.fill(0)"]
    for i, j in product(*map(range, kernel)):
        seen = f"{out}[:, {i}:{i + height}, {j}:{j + width}]"
        lines.append(f"np.add({seen}, {columns}[:, {i}, {j}], out={seen})")
    return lines


@kernel("spread", over=True)
def spread(
    out: str, g: str, rest: str, part: str, best: str, _x: str, steps: Any, *pixels: str
) -> list[str]:
    """To the first of the largest pixels of each window its number g. `pixels` are those of x in
    each place of the windows: each is read before it is written there. `part` and `rest` are room
    for what one of them gets, and for what is left."""
    lines, left = [], g
    for (i, j), some in zip(product(*map(range, steps)), pixels, strict=True):
        lines += [
            f"np.equal({some}, {best}, out={part})",
            f"np.multiply({left}, {part}, out={part})",
            f"np.copyto({out}{_corner(i, j, steps)}, {part})",
            f"np.subtract({left}, {part}, out={rest})",
        ]
        left = rest
    return lines[:-1]


def _corner(i: int, j: int, steps: tuple[int, int]) -> str:
    return f"[:, {i}::{steps[0]}, {j}::{steps[1]}]"


corner = View("corner", lambda x, i, j, steps: f"{x}{_corner(i, j, steps)}")
inner_part = View("inner_part", lambda x, inner: f"{x}[{inner}]")
turned_again = View("turned_again", lambda x: f"{x}.transpose(3, 0, 1, 2)")
WINDOWS = "np.lib.stride_tricks.sliding_window_view({}, {}, (1, 2)).transpose(0, 4, 5, 1, 2, 3)"
windows = View("windows", lambda x, kernel: WINDOWS.format(x, kernel))


def inner(size: tuple[int, int], padding: int) -> str:
    """The text of an index: all but a frame."""
    ends = [f"{padding}:{padding + each}" for each in size]
    return ", ".join([":", *ends])


def image(write: Writer, x: Variable) -> Variable:
    """x (N, C, H, W) as (C, H, W, N)."""
    if x not in write.images:
        n, *rest = x.shape
        write.images[x] = write(across, x, like=((*rest, n), x.dtype))
    return write.images[x]


def shown(write: Writer, made: Variable, x: Variable) -> None:
    """Make `made` (N, C, H, W) of x (C, H, W, N), which lies in the memory of `made`."""
    write.images[made] = x
    write(turned_again, x, to=made)


def last_shown(write: Writer, made: Variable) -> None:
    """Make `made` of what was written last."""
    x = write.equations[-1].variable
    flat = seen(made, x.shape)
    write.replace_last(flat)
    shown(write, made, flat)


def columns_of(
    write: Writer, x: Variable, size: tuple[int, int], padding: int
) -> tuple[Variable, Variable]:
    """What kernels of this size see: (C, kh, kw, H, W, N), and as a matrix (C kh kw, H W N)."""
    key = x, size, padding
    if key not in write.columns:
        frame = framed(write, x, padding) if padding else image(write, x)
        c, height, width, n = frame.shape
        left = height - size[0] + 1, width - size[1] + 1
        look = write(windows, frame, size, to=seen(frame, (c, *size, *left, n)))
        found = write(copied_columns, look, like=(look.shape, x.dtype))
        matrix = write.shaped(reshape, found, (c * prod(size), prod(left) * n))
        write.columns[key] = found, matrix
    return write.columns[key]


def framed(write: Writer, x: Variable, padding: int) -> Variable:
    """x (N, C, H, W) as (C, H, W, N), in a frame of zeros. What makes x writes it there at once
    where that is all that is done with it."""
    n, c, height, width = x.shape
    shape, part = (c, height + 2 * padding, width + 2 * padding, n), inner((height, width), padding)
    base = write.images.get(x)
    frame = made(shape, x.dtype) if base is None else seen(base, shape)
    if base is None:
        write(across_padded, x, part, to=frame)
        write.images[x] = write(inner_part, frame, part, to=seen(frame, (c, height, width, n)))
    elif _is_for_this(write, x, base):
        i = next(i for i, e in enumerate(write.equations) if e.variable is base)
        source = write.equations[i]
        there = Equation(frame, maximum_padded, (*source.inputs, part), {})
        write.equations[i : i + 1] = there, Equation(base, inner_part, (frame, part), {})
        write.sources[base] = write.equations[i + 1]
    else:
        frame = write(padded, base, part, like=(shape, x.dtype))
    write.rooms[frame.memory] = Zeros(shape, x.dtype)
    return frame


def _is_for_this(write: Writer, x: Variable, base: Variable) -> bool:
    """Whether x is the larger of two, and whoever reads it does not mind a frame around it."""
    source = write.sources.get(base)
    readers = write.readers.get(x, [None])
    return (
        source is not None
        and source.op is maximum
        and all(e and e.op in write.of_frames for e in readers)
        and not any(base in e.inputs and e.op is not turned_again for e in write.equations)
    )


def rows_of_sums(write: Writer, x: Variable) -> Variable | None:
    """(C, H, W, N) to (C,): the sums."""
    c, count = x.shape[0], x.size // x.shape[0]
    size = block_of(count)
    if not size:
        return None
    blocks = write.shaped(reshape, x, (c * count // size, size))
    ones = weights_of(write, size, x.dtype, 1)
    sums = write(row_sums, blocks, ones, like=((blocks.shape[0],), x.dtype))
    if size == count:
        return sums
    rows = write.shaped(reshape, sums, (c, count // size))
    return write(row_sums, rows, weights_of(write, count // size, x.dtype, 1), like=((c,), x.dtype))
