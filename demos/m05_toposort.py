"""The order in which your toposort takes a graph."""

from __future__ import annotations

from typing import Any

from demos.canvas import Canvas, clipped

ANSWER = {"order": [str], "deep": (), "doubled": ()}
PARENTS = {
    "loss": ["square", "skip"],
    "skip": ["y", "x"],
    "square": ["y"],
    "y": ["h", "b"],
    "h": ["x", "w"],
    "b": [],
    "w": [],
    "x": [],
}

SAYS = (
    "Each node stands below all that it was made from. Read from the end, that is the order in "
    "which backward can give every node its total once, and complete. The last graph has 2 to "
    "the power of 60 paths; who follows each of them never ends."
)


def inputs() -> tuple[Any, ...]:
    return PARENTS, 100_000, 60


def program(lib, graph, depth, levels):
    toposort = lib.autograd.toposort
    order = toposort("loss", lambda name: graph[name])
    deep = toposort(0, lambda i: [i + 1] if i < depth else [])
    doubled = toposort(0, lambda i: [i + 1, i + 1] if i < levels else [])
    return {"order": list(order), "deep": len(deep), "doubled": len(doubled)}


def draw(found: dict[str, Any], canvas: Canvas) -> str:
    order = found["order"]
    place = {name: i for i, name in reversed(list(enumerate(order)))}
    lines = []
    for i, name in enumerate(order[:12]):
        parents = PARENTS.get(name, [])
        late = [p for p in parents if place.get(p, len(order)) >= i]
        made = f"made from {', '.join(parents)}" if parents else "a leaf"
        trouble = f"   ✗ {', '.join(late)} should come before it" if late else ""
        trouble = "   ✗ a second time" if place[name] != i else trouble
        lines.append(f"  {i + 1:>2}  {clipped(name, 8):<8} {made}{trouble}")
    return "\n".join(
        [
            *lines,
            f"      {len(order)} places for {len(PARENTS)} nodes",
            "",
            f"  a chain of 100,001 nodes: {found['deep']:,.0f} in order",
            f"  60 levels, each used twice by the one above it: {found['doubled']:,.0f} nodes",
        ]
    )
