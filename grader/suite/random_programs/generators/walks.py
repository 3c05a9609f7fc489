"""Programs of backward and autograd_mechanics: not so much what is differentiated, but how the walk
goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..sketch import MIXED, Pick, Sketch
from .arithmetic import (
    BINARY,
    CURVES,
    REDUCTIONS,
    WITH_NUMBERS,
    draw_leaves,
    draw_steps,
    gradients,
    scalar,
    wanted,
)

Walk = Callable[[Sketch, str], list[str]]

FAMILIES = (BINARY[:3], WITH_NUMBERS[:3], BINARY[:3], REDUCTIONS[:3], CURVES[:1])


def backward(pick: Pick) -> str:
    """Walks from shared subexpressions, also with weights, or several of them that add up."""
    return _walked(pick, (gradients, _weighted, _between, _added_up))


def autograd_mechanics(pick: Pick) -> str:
    """Walks that go over one graph again, and by `autograd.grad`, also of a gradient."""
    walks = (_again, _two_losses, _by_grad, _by_grad_between, _second_order)
    return _walked(pick, walks)


def _walked(pick: Pick, walks: Sequence[Walk]) -> str:
    sketch = draw_leaves(pick, ((), (1,), (2,), (2, 3), (2, 1), (2, 2)))
    draw_steps(sketch, FAMILIES)
    return sketch.text(*pick(walks)(sketch, sketch.names[0]))


def _again(sketch: Sketch, result: str) -> list[str]:
    loss = sketch.step(scalar(sketch, result), 0)
    return [f"{loss}.backward(retain_graph=True)", f"{loss}.backward()", wanted(sketch, result)]


def _two_losses(sketch: Sketch, result: str) -> list[str]:
    other = sketch.pick(sketch.names)
    first, second = scalar(sketch, other), scalar(sketch, result)
    return [
        f"({first}).backward(retain_graph=True)",
        f"({second}).backward()",
        wanted(sketch, result),
    ]


def _added_up(sketch: Sketch, result: str) -> list[str]:
    """Two walks over graphs of their own, from one leaf: what `.grad` holds adds up."""
    leaf = sketch.leaves(result)[0]
    return [
        f"({scalar(sketch, result)}).backward()",
        f"({leaf} * {leaf}).sum().backward()",
        wanted(sketch, result),
    ]


def _weighted(sketch: Sketch, result: str) -> list[str]:
    weights = sketch.tensor(sketch[result].shape, MIXED)
    return [f"{result}.backward({weights})", wanted(sketch, result)]


def _between(sketch: Sketch, result: str) -> list[str]:
    """The `.grad` of a result, which gets none."""
    inner = sketch.pick(sketch.names)
    return [f"({scalar(sketch, result)}).backward()", f"{inner}.grad"]


def _by_grad(sketch: Sketch, result: str) -> list[str]:
    """Of one output or of two, with respect to leaves; whose `.grad` stays what it was."""
    leaves = sketch.leaves(result)
    loss = sketch.step(scalar(sketch, result), 0)
    outputs = sketch.pick((loss, f"[{loss}, {leaves[0]}.sum()]"))
    asked = f"autograd.grad({outputs}, [{', '.join(leaves)}])"
    return sketch.pick(([asked], [asked, f"{leaves[0]}.grad"]))


def _by_grad_between(sketch: Sketch, result: str) -> list[str]:
    """The gradient with respect to a result."""
    return [f"autograd.grad(({result} * {result}).sum(), {result})"]


def _second_order(sketch: Sketch, result: str) -> list[str]:
    leaf = sketch.leaves(result)[0]
    slope = f"autograd.grad({scalar(sketch, result)}, {leaf}, create_graph=True)[0]"
    return [f"({slope} * {leaf}).sum().backward()", wanted(sketch, result)]
