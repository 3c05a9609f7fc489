"""The tree of a network's parts, with the names that lead to its weights."""

from __future__ import annotations

from autodiff.nn import Linear, Module, ReLU, Sequential

from .drawing import CODE, MINT, SKY, box, line, svg, words

HIGH, INDENT = 42, 40


def picture() -> str:
    """A row for each module, and one for each parameter."""
    net = Sequential(Linear(784, 128), Sequential(ReLU(), Linear(128, 10)))
    rows = _rows(net, "", 0)
    parts, open_at = [], {0: 20.0}
    for i, (depth, name, said, is_module) in enumerate(rows):
        x, y = 20 + INDENT * depth, 14 + HIGH * i
        if depth:
            up = open_at[depth - 1]
            parts += [line(x - 24, up, x - 24, y + 16), line(x - 24, y + 16, x, y + 16)]
        if is_module:
            open_at[depth] = y + 33
        parts.append(box(x, y, 460 - x, 33, SKY if is_module else MINT))
        parts.append(words(x + 10, y + 23, said, at="start"))
        parts.append(words(450, y + 22, name, at="end", font=CODE, size=17))
    numbers = sum(parameter.numel() for parameter in net.parameters())
    parts.append(words(460, 34 + HIGH * len(rows), f"{numbers:,} numbers to learn", at="end"))
    return svg(48 + HIGH * len(rows), parts)


def _rows(module: Module, path: str, depth: int) -> list[tuple[int, str, str, bool]]:
    """(depth, path, what it is, whether it is a module) of a module and all below it."""
    start = f"{path}." if path else ""
    rows = [(depth, path, type(module).__name__, True)]
    for name, parameter in module.named_parameters(recurse=False):
        rows.append((depth + 1, start + name, str(tuple(parameter.shape)), False))
    for name, child in module.named_children():
        rows += _rows(child, start + name, depth + 1)
    return rows
