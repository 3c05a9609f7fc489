"""Printing an Array as torch prints a Tensor. (Given code.)

The rules are torch's own (`torch/_tensor_str.py`): four digits, whole floats as `1.`, scientific
notation when the range is wide, columns aligned, and only the corners of more than 1,000 elements.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .dtypes import float32, int64, is_floating
from .m01_wrapper import Array

PRECISION, EDGE_ITEMS, THRESHOLD, LINE_WIDTH = 4, 3, 1000, 80


class Printed:
    """How a Tensor shows itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        """`tensor([1., 2.], requires_grad=True)`; a result names its op as `grad_fn`."""
        return _tensor_text(self)


def _tensor_text(array: Array) -> str:
    value, prefix, suffixes = array.value, "tensor(", []
    if value.size == 0:
        body = "[]"
        if value.ndim != 1:
            suffixes.append(f"size={value.shape}")
    else:
        body = _body(value, len(prefix), _formatter(value))
    if value.dtype not in (float32, int64, np.bool_) or (value.size == 0 and value.dtype == int64):
        suffixes.append(f"dtype=torch.{value.dtype}")
    if array.node is not None:
        suffixes.append(f"grad_fn=<{getattr(array.node.op, '__name__', 'op')}>")
    elif array.requires_grad:
        suffixes.append("requires_grad=True")
    return _join(prefix + body, suffixes, len(prefix))


def _join(text: str, suffixes: list[str], indent: int) -> str:
    width = len(text) - text.rfind("\n")
    for suffix in suffixes:
        if width + len(suffix) + 2 > LINE_WIDTH:
            text += ",\n" + " " * indent + suffix
            width = indent + len(suffix)
        else:
            text += ", " + suffix
            width += len(suffix) + 2
    return text + ")"


def _body(value: np.ndarray, indent: int, cell: Callable[[object], str]) -> str:
    if value.ndim == 0:
        return cell(value.item())
    head, tail = (EDGE_ITEMS, EDGE_ITEMS) if _is_long(value) else (len(value), 0)
    whole = len(value) <= 2 * EDGE_ITEMS or not tail
    if value.ndim == 1:
        return _row(value, indent, cell, None if whole else EDGE_ITEMS)
    rows = list(value) if whole else [*value[:head], None, *value[-tail:]]
    inner = [
        " ..." if row is None else _body(_Part.of(row, value), indent + 1, cell) for row in rows
    ]
    separator = "," + "\n" * (value.ndim - 1) + " " * (indent + 1)
    return "[" + separator.join(inner) + "]"


class _Part(np.ndarray):
    """A row that remembers how large the whole is: all rows of a long tensor are abbreviated."""

    whole_size = 0

    @classmethod
    def of(cls, row: np.ndarray, parent: np.ndarray) -> _Part:
        part = row.view(cls)
        part.whole_size = getattr(parent, "whole_size", 0) or parent.size
        return part


def _is_long(value: np.ndarray) -> bool:
    return (getattr(value, "whole_size", 0) or value.size) > THRESHOLD


def _row(value: np.ndarray, indent: int, cell: Callable[[object], str], edge: int | None) -> str:
    items = value.tolist()
    cells = [cell(x) for x in (items if edge is None else items[:edge] + items[-edge:])]
    per_line = max(1, (LINE_WIDTH - indent) // (len(cells[0]) + 2))
    if edge is not None:
        cells.insert(edge, " ...")
    lines = [cells[i : i + per_line] for i in range(0, len(cells), per_line)]
    return "[" + (",\n" + " " * (indent + 1)).join(", ".join(line) for line in lines) + "]"


def _shown(value: np.ndarray) -> np.ndarray:
    if value.size <= THRESHOLD:
        return value
    for axis, size in enumerate(value.shape):
        if size > 2 * EDGE_ITEMS:
            corners = [*range(EDGE_ITEMS), *range(size - EDGE_ITEMS, size)]
            value = np.take(value, corners, axis=axis)
    return value


def _formatter(value: np.ndarray) -> Callable[[object], str]:
    cell = _float_cell(_shown(value)) if is_floating(value.dtype) else str
    width = max(len(cell(x)) for x in _shown(value).ravel().tolist())
    return lambda x: cell(x).rjust(width)


def _float_cell(value: np.ndarray) -> Callable[[float], str]:
    sizes = np.abs(value[np.isfinite(value) & (value != 0)].astype(np.float64))
    if sizes.size == 0:
        return _whole
    largest, smallest = sizes.max(), sizes.min()
    if np.all(sizes == np.ceil(sizes)):
        if largest / smallest > 1000.0 or largest > 1.0e8:
            return lambda x: f"{x:.{PRECISION}e}"
        return _whole
    if largest / smallest > 1000.0 or largest > 1.0e8 or smallest < 1.0e-4:
        return lambda x: f"{x:.{PRECISION}e}"
    return lambda x: f"{x:.{PRECISION}f}"


def _whole(x: float) -> str:
    return f"{x:.0f}." if np.isfinite(x) else f"{x:.0f}"
