"""A result, and the notes that lead from it to what it was made from."""

from __future__ import annotations

from typing import Any

import autodiff as torch
from autodiff.autograd import parents, toposort

from .drawing import CODE, MINT, SKY, arrow, box, svg, words

HIGH, STEP = 62, 98


def picture() -> str:
    """z = (2 x)**2 and L = z + x, from the loss down to the leaf."""
    x = torch.tensor(3.0, requires_grad=True)
    y = x * 2
    z = y * y
    loss = z + x
    names = {id(x): "x", id(y): "y", id(z): "z", id(loss): "L"}
    order = toposort(loss, parents)[::-1]
    rows = {id(array): row for row, array in enumerate(order)}
    parts: list[str] = []
    for array in order:
        top = 20 + STEP * rows[id(array)]
        parts += _card(top, f"{names[id(array)]} is {array.item():g}", _note(array, names))
        for use, parent in enumerate(parents(array)):
            below = 20 + STEP * rows[id(parent)]
            if rows[id(parent)] == rows[id(array)] + 1:
                at = 190 + 50 * use
                parts.append(arrow(at, top + HIGH, at, below - 2))
            else:
                parts.append(arrow(380, top + HIGH / 2, 382, below + HIGH / 2, bend=55))
    return svg(20 + STEP * len(order) - 16, parts)


def _note(array: Any, names: dict[int, str]) -> str:
    """The op of an array's note with its arguments; parents by their names."""
    if array.node is None:
        return "no note: a leaf"
    said = ", ".join(names.get(id(arg), str(arg)) for arg in array.node.args)
    return f"its note: {array.node.op.__name__}({said})"


def _card(top: float, title: str, note: str) -> list[str]:
    fill = MINT if "leaf" in note else SKY
    return [
        box(100, top, 280, HIGH, fill),
        words(116, top + 25, title, at="start"),
        words(116, top + 50, note, at="start", size=17, font=CODE),
    ]
