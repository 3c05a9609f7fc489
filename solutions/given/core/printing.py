"""Printing an Array as torch prints a Tensor. (Given code.)

The rules are torch's own (`torch/_tensor_str.py`): four digits, whole floats as `1.`, scientific
notation when the range is wide, columns aligned, and only the corners of more than 1,000 elements.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from math import inf
from typing import NamedTuple

import numpy as np

from ...m02_wrapper import Array
from .dtypes import bool_, get_default_dtype, int64, is_floating


@dataclass
class Options:
    """What `set_printoptions` sets."""

    precision: int = 4
    threshold: float = 1000
    edgeitems: int = 3
    linewidth: int = 80
    sci_mode: bool | None = None


PROFILES = {
    "default": Options(),
    "short": Options(precision=2, edgeitems=2),
    "full": Options(threshold=inf),
}
options = Options()


def set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    profile: str | None = None,
    sci_mode: bool | None = None,
) -> None:
    """How tensors are printed from now on; what is None stays as it is.

    Args:
        precision: digits after the point.
        threshold: so many elements are shown in full; of more, only the corners are.
        edgeitems: how many at each end are corners.
        linewidth: characters to a line.
        profile: start from "default", "short" (2 digits, small corners) or "full" (everything).
        sci_mode: scientific notation always (True) or never (False); by default, where the
            range is wide. Set to None by a profile.
    """
    given = (precision, threshold, edgeitems, linewidth, sci_mode)
    start = options if profile is None else PROFILES[profile]
    for field, value in zip(fields(Options), given, strict=True):
        setattr(options, field.name, getattr(start, field.name) if value is None else value)


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
    usual = (get_default_dtype(),) if empty else (get_default_dtype(), int64, bool_)
    if value.dtype not in usual:
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
        if width + len(suffix) + 2 > options.linewidth:
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
        return self.only_corners and length > 2 * options.edgeitems


def _body(value: np.ndarray, indent: int, style: _Style) -> str:
    if value.ndim == 0:
        return style.cell(value.item())
    if value.ndim == 1:
        return _row(value, indent, style)
    if style.cuts(len(value)):
        rows = [*value[: options.edgeitems], None, *value[-options.edgeitems :]]
    else:
        rows = list(value)
    parts = ["..." if row is None else _body(row, indent + 1, style) for row in rows]
    separator = "," + "\n" * (value.ndim - 1) + " " * (indent + 1)
    return "[" + separator.join(parts) + "]"


def _row(value: np.ndarray, indent: int, style: _Style) -> str:
    if style.cuts(len(value)):
        ends = value[: options.edgeitems], value[-options.edgeitems :]
        first, last = (part.tolist() for part in ends)
        cells = [*map(style.cell, first), " ...", *map(style.cell, last)]
    else:
        cells = [style.cell(number) for number in value.tolist()]
    per_line = max(1, (options.linewidth - indent) // (style.width + 2))
    lines = [", ".join(cells[i : i + per_line]) for i in range(0, len(cells), per_line)]
    return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"


def _style(value: np.ndarray) -> _Style:
    only_corners = value.size > options.threshold
    shown = _corners(value) if only_corners else value
    text, numbers = str, shown
    if is_floating(value.dtype):
        numbers = shown[np.isfinite(shown) & (shown != 0)].astype(np.float64)
        text = _float_text(numbers)
    width = max((len(text(number)) for number in numbers.ravel().tolist()), default=1)
    return _Style(text, width, only_corners)


def _corners(value: np.ndarray) -> np.ndarray:
    for axis, size in enumerate(value.shape):
        if size > 2 * options.edgeitems:
            value = np.take(value, [*range(options.edgeitems), *range(-options.edgeitems, 0)], axis)
    return value


def _float_text(numbers: np.ndarray) -> Callable[[float], str]:
    """How to write floats, given the finite ones that are not zero."""
    if numbers.size == 0:
        return _whole
    sizes = np.abs(numbers)
    largest, smallest = float(sizes.max()), float(sizes.min())
    scientific = options.sci_mode
    if scientific is None:
        scientific = largest / smallest > 1000.0 or largest > 1.0e8 or smallest < 1.0e-4
    if scientific:
        return f"{{:.{options.precision}e}}".format
    if np.all(numbers == np.ceil(numbers)):
        return _whole
    return f"{{:.{options.precision}f}}".format


def _whole(number: float) -> str:
    return f"{number:.0f}." if np.isfinite(number) else f"{number:.0f}"
