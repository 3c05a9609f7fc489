"""Printing an Array as torch prints a Tensor. (Given code.)

The rules are torch's own (`torch/_tensor_str.py`): four digits, whole floats as `1.`, scientific
notation when the range is wide, columns aligned, and only the corners of more than 1,000 elements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .dtypes import bool_, float32, int64, is_floating
from .m01_wrapper import Array

PRECISION, EDGE_ITEMS, THRESHOLD, LINE_WIDTH = 4, 3, 1000, 80


class Printed:
    """How a Tensor shows itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        """`tensor([1., 2.], requires_grad=True)`; a result names its op as `grad_fn`."""
        return _tensor_text(self)

    def __format__(self, spec: str) -> str:
        """A single number formats like a Python number: `f"{loss:.4f}"`; others as `repr` does.

        Raises TypeError for a format specification if this is not 0-d.
        """
        return format(self.item(), spec) if self.ndim == 0 else super().__format__(spec)


def _tensor_text(array: Array) -> str:
    value, start, suffixes = array.value, "tensor(", []
    empty = value.size == 0
    if empty and value.ndim != 1:
        suffixes.append(f"size={value.shape}")
    if value.dtype not in ((float32,) if empty else (float32, int64, bool_)):
        suffixes.append(f"dtype=torch.{value.dtype}")
    if array.node is not None:
        suffixes.append(f"grad_fn=<{getattr(array.node.op, '__name__', 'op')}>")
    elif array.requires_grad:
        suffixes.append("requires_grad=True")
    body = "[]" if empty else _body(value, len(start), _style(value))
    return _join(start + body, suffixes, len(start))


def _join(text: str, suffixes: list[str], indent: int) -> str:
    width = len(text) - text.rfind("\n") + 1
    for suffix in suffixes:
        if width + len(suffix) + 2 > LINE_WIDTH:
            text += ",\n" + " " * indent + suffix
            width = indent + len(suffix)
        else:
            text += ", " + suffix
            width += len(suffix) + 2
    return text + ")"


class _Style(NamedTuple):
    text: Callable[[bool | int | float], str]  # one number, not padded yet
    width: int
    only_corners: bool

    def cell(self, number: bool | int | float) -> str:
        return self.text(number).rjust(self.width)

    def cuts(self, length: int) -> bool:
        return self.only_corners and length > 2 * EDGE_ITEMS


def _body(value: np.ndarray, indent: int, style: _Style) -> str:
    if value.ndim == 0:
        return style.cell(value.item())
    if value.ndim == 1:
        return _row(value, indent, style)
    if style.cuts(len(value)):
        rows = [*value[:EDGE_ITEMS], None, *value[-EDGE_ITEMS:]]
    else:
        rows = list(value)
    parts = ["..." if row is None else _body(row, indent + 1, style) for row in rows]
    separator = "," + "\n" * (value.ndim - 1) + " " * (indent + 1)
    return "[" + separator.join(parts) + "]"


def _row(value: np.ndarray, indent: int, style: _Style) -> str:
    if style.cuts(len(value)):
        first, last = (part.tolist() for part in (value[:EDGE_ITEMS], value[-EDGE_ITEMS:]))
        cells = [*map(style.cell, first), " ...", *map(style.cell, last)]
    else:
        cells = [style.cell(number) for number in value.tolist()]
    per_line = max(1, (LINE_WIDTH - indent) // (style.width + 2))
    lines = [", ".join(cells[i : i + per_line]) for i in range(0, len(cells), per_line)]
    return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"


def _style(value: np.ndarray) -> _Style:
    only_corners = value.size > THRESHOLD
    shown = _corners(value) if only_corners else value
    text, numbers = str, shown
    if is_floating(value.dtype):
        numbers = shown[np.isfinite(shown) & (shown != 0)].astype(np.float64)
        text = _float_text(numbers)
    width = max((len(text(number)) for number in numbers.ravel().tolist()), default=1)
    return _Style(text, width, only_corners)


def _corners(value: np.ndarray) -> np.ndarray:
    for axis, size in enumerate(value.shape):
        if size > 2 * EDGE_ITEMS:
            value = np.take(value, [*range(EDGE_ITEMS), *range(-EDGE_ITEMS, 0)], axis)
    return value


def _float_text(numbers: np.ndarray) -> Callable[[float], str]:
    """How to write floats, given the finite ones that are not zero."""
    if numbers.size == 0:
        return _whole
    sizes = np.abs(numbers)
    largest, smallest = float(sizes.max()), float(sizes.min())
    if largest / smallest > 1000.0 or largest > 1.0e8 or smallest < 1.0e-4:
        return f"{{:.{PRECISION}e}}".format
    if np.all(numbers == np.ceil(numbers)):
        return _whole
    return f"{{:.{PRECISION}f}}".format


def _whole(number: float) -> str:
    return f"{number:.0f}." if np.isfinite(number) else f"{number:.0f}"
