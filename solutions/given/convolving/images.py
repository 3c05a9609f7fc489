"""Convolutions and pools of images that lie as (C, H, W, N). (Given code.)

A rule for ops of images is asked before the one that there is otherwise. It is told the op, too.
"""

from __future__ import annotations

from math import prod
from typing import Any

from ...m04_magic_methods import add, matmul, reshape, sum, transpose
from ...m13_activations import relu
from ..compiling.kernels import made as new
from ..compiling.kernels import seen
from ..compiling.lowerings import COMPARING
from ..lowering.elementwise import MASKS, maximum, only_multiplies, zeros_for
from ..lowering.sums import finished
from ..lowering.writer import OF_IMAGES, Rule, Writer, floats
from ..ops.reshape import view
from ..programs.equations import Variable, variables_in
from .across import ELEMENTWISE, convolution, convolution_input, convolution_weight
from .image_steps import (
    columns_of,
    image,
    inner,
    inner_part,
    last_shown,
    matrix_product,
    overlap_added,
    product_of_turned,
    product_with_turned,
    rows_of_sums,
    shown,
)


def of_images(*ops: Any) -> Any:
    """A decorator: a rule for ops of images."""

    def registered(rule: Rule) -> Rule:
        OF_IMAGES.update(dict.fromkeys(ops, rule))
        return rule

    return registered


@of_images(convolution)
def convolved(
    write: Writer,
    made: Variable,
    _op: Any,
    x: Any,
    weight: Any,
    bias: Any,
    *,
    padding: Any,
    **_: Any,
) -> bool:
    """Kernels times columns."""
    k, _c, *size = weight.shape
    _, columns = columns_of(write, x, tuple(size), padding[0])
    kernels = write.shaped(reshape, weight, (k, columns.shape[0]))
    out = write(matrix_product, kernels, columns, like=((k, columns.shape[1]), x.dtype))
    if bias is not None:
        out = write.each(add, out, write.shaped(reshape, bias, (k, 1)))
    flat = seen(made, out.shape)
    write.replace_last(flat)
    shown(write, made, write.shaped(reshape, flat, (*made.shape[1:], made.shape[0])))
    return True


@of_images(convolution_weight)
def gradient_of_kernels(
    write: Writer, made: Variable, _op: Any, g: Any, x: Any, *, shape: Any, padding: Any, **_: Any
) -> bool:
    """The gradient times the columns."""
    _, columns = columns_of(write, x, tuple(shape[2:]), padding[0])
    rows = write.shaped(reshape, image(write, g), (shape[0], columns.shape[1]))
    out = write(product_with_turned, rows, columns, like=((shape[0], columns.shape[0]), g.dtype))
    return finished(write, made, out)


@of_images(convolution_input)
def gradient_of_images(
    write: Writer,
    made: Variable,
    _op: Any,
    g: Any,
    weight: Any,
    *,
    shape: Any,
    padding: Any,
    **_: Any,
) -> bool:
    """Kernels times the gradient, added up."""
    k, c, *size = weight.shape
    n, _, height, width = shape
    base, p = image(write, g), padding[0]
    kernels = write.shaped(reshape, weight, (k, c * prod(size)))
    rows = write.shaped(reshape, base, (k, base.size // k))
    flat = write(
        product_of_turned, kernels, rows, like=((kernels.shape[1], rows.shape[1]), g.dtype)
    )
    columns = write.shaped(reshape, flat, (c, *size, *base.shape[1:]))
    frame = seen(made, (c, height + 2 * p, width + 2 * p, n))
    write(overlap_added, columns, tuple(size), base.shape[1:3], to=frame)
    part = write(inner_part, frame, inner((height, width), p), to=seen(made, (c, height, width, n)))
    shown(write, made, part)
    return True


@of_images(*ELEMENTWISE)
def elementwise(write: Writer, made: Variable, op: Any, *inputs: Any, **_params: Any) -> Any:
    """The same, on images that lie so."""
    variables = variables_in(inputs)
    if made.ndim != 4 or any(x.shape != made.shape for x in variables if x.ndim):
        return False
    if not any(x in write.images for x in variables):
        return False
    words = [image(write, x) if isinstance(x, Variable) and x.ndim else x for x in inputs]
    if op is relu:
        write.each(maximum, words[0], zeros_for(write, words[0]))
    elif op in COMPARING:
        if not only_multiplies(write, made, variables[0]):
            return False
        made = new(made.shape, variables[0].dtype)
        write.each(MASKS[op], *words)
    else:
        write.each(op, *words)
    last_shown(write, made)
    return made if op in COMPARING else True


@of_images(sum)
def sum_of_channels(
    write: Writer, made: Variable, _op: Any, x: Any, dim: Any = None, keepdim: bool = False
) -> bool:
    """All of each channel."""
    if x not in write.images or keepdim or tuple(dim or ()) != (0, 2, 3):
        return False
    return finished(write, made, rows_of_sums(write, write.images[x]))


@of_images(reshape, view)
def rows_of_images(write: Writer, made: Variable, _op: Any, x: Any, *_shape: Any) -> bool:
    """Images as rows of numbers, and back: turned rows are images that lie so."""
    if made.shape[:1] != x.shape[:1] or made.memory != x.memory:
        return False
    if x in write.images and made.ndim == 2:
        flat = write.shaped(reshape, write.images[x], made.shape[::-1])
        write.turned[made] = flat
        write(transpose, flat, 0, 1, to=made)
        return True
    if made.ndim == 4 and x in write.turned:
        flat = write.shaped(reshape, write.turned[x], (*made.shape[1:], made.shape[0]))
        shown(write, made, flat)
        return True
    return False


@of_images(matmul)
def turned_before_images(write: Writer, made: Variable, _op: Any, x: Any, y: Any) -> bool:
    """A product that is to be images lies turned."""
    readers = write.readers.get(made, [None])
    if made.ndim != 2 or not all(
        e and e.op in (reshape, view) and e.variable.ndim == 4 for e in readers
    ):
        return False
    if x not in write.turned or not floats(x, y):
        return False
    flat = seen(made, made.shape[::-1])
    write(product_of_turned, y, write.turned[x], to=flat)
    write.turned[made] = flat
    write(transpose, flat, 0, 1, to=made)
    return True
