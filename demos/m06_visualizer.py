"""The drawing of a graph, with values and gradients."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any

from demos.canvas import Canvas

ANSWER = {"dot": [str]}
SAYS = (
    "Read it from the loss down: each box is an array, and each oval, here in brackets, an op. "
    "Any text can be a name, so values and slopes can stand in the boxes (the grads are the "
    "reference's, until you write `backward`): follow them down, and see each op multiply them by "
    "its own slope. y was used twice, and is drawn once."
)
NODE = re.compile(r'\s*"?(\w+)"? \[label=(?:"((?:[^"\\]|\\.)*)"|(\w+))')
ARROW = re.compile(r'\s*"?(\w+)"? -> "?(\w+)"?')


def program(lib):
    x, w, b = (lib.tensor(v, requires_grad=True) for v in (3.0, 0.5, 1.0))
    z = x * w
    y = z + b
    s = y**2
    loss = s + y
    arrays = {"x": x, "w": w, "b": b, "z": z, "y": y, "y ** 2": s, "loss": loss}
    grads = lib.autograd.grad(loss, list(arrays.values())[:-1], retain_graph=True)
    slopes = [*(g.item() for g in grads), 1.0]
    names = {}
    for (name, array), slope in zip(arrays.items(), slopes, strict=True):
        names[f"{name} = {array.item():g}, grad {slope:g}"] = array
    dot = lib.autograd.make_dot(loss, names)
    return {"dot": [line.strip() for line in dot.source.splitlines()]}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    labels, arrows = _read(found["dot"])
    made = {name: [a for a, b in arrows if b == name] for name in labels}
    roots = [name for name in labels if name not in {a for a, _ in arrows}]
    lines: list[str] = []
    seen: set[str] = set()
    _tree(roots[:1], made, labels, "  ", lines, seen)
    counts = f"  {len(labels)} boxes and ovals, {len(arrows)} arrows"
    return "\n".join([*lines[:17], counts])


def picture(found: dict[str, Any], svg: ModuleType) -> str:
    labels, arrows = _read(found["dot"])
    layers = dict.fromkeys(labels, 0)
    for _ in range(min(len(labels), 30)):
        for start, end in arrows:
            layers[end] = min(max(layers[end], layers[start] + 1), 30)
    return svg.graph("A graph, with values and gradients", layers, labels, arrows)


def _read(dot: list[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The labels of a drawing's nodes, first lines alone, and its arrows between these."""
    found = [match for line in dot if (match := NODE.match(line))]
    named = [m for m in found if m[1] not in ("graph", "node", "edge")]
    labels = {m[1]: (m[2] or m[3] or "").split(r"\n")[0] for m in named}
    ovals = {m[1] for m in found if "oval" in m.string}
    labels = {name: f"[{text}]" if name in ovals else text for name, text in labels.items()}
    pairs = [match.groups() for line in dot if (match := ARROW.match(line))]
    return labels, [(a, b) for a, b in pairs if a in labels and b in labels]


def _tree(
    names: list[str],
    made: dict[str, list[str]],
    labels: dict[str, str],
    indent: str,
    lines: list[str],
    seen: set[str],
) -> None:
    for i, name in enumerate(names):
        last = i == len(names) - 1
        again = "  (above)" if name in seen else ""
        lines.append(f"{indent}{'└─' if last else '├─'} {labels[name]}{again}")
        if name not in seen and len(indent) < 60:
            seen.add(name)
            _tree(made[name], made, labels, indent + ("   " if last else "│  "), lines, seen)
