"""Programs of shapes (m10) and of indexing (m11), and of their gradients."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..sketch import INTEGERS, MIXED, Op, Pick, Sketch, is_exact
from .arithmetic import gradients

SHAPES = ((3,), (2, 3), (2, 1), (1, 3), (2, 2), (3, 3), (2, 1, 3), (), (4,))


def _has(*smallest: int) -> Callable[[np.ndarray], bool]:
    """Whether the first dimensions are at least so large."""
    return lambda x: (
        x.ndim >= len(smallest)
        and all(size >= least for size, least in zip(x.shape, smallest, strict=False))
    )


KEYS = (
    Op("{a}[0]", lambda x: x[0], _has(1)),
    Op("{a}[-1]", lambda x: x[-1], _has(1)),
    Op("{a}[1:]", lambda x: x[1:], _has(2)),
    Op("{a}[::2]", lambda x: x[::2], _has(2)),
    Op("{a}[:, 0]", lambda x: x[:, 0], _has(1, 1)),
    Op("{a}[..., 1]", lambda x: x[..., 1], lambda x: x.ndim and x.shape[-1] > 1),
    Op("{a}[:, None]", lambda x: x[:, None], _has(1)),
    Op("{a}[[1, 0, 1]]", lambda x: x[[1, 0, 1]], _has(2)),
    Op("{a}[tensor([1, 1])]", lambda x: x[[1, 1]], _has(2)),
    Op("{a}[:, [1, 1, 0]]", lambda x: x[:, [1, 1, 0]], _has(1, 2)),
    Op("{a}[[0, 1], [1, 0]]", lambda x: x[[0, 1], [1, 0]], _has(2, 2)),
    Op("{a}[0, [1, 1]]", lambda x: x[0, [1, 1]], _has(1, 2)),
    Op("{a}[{a} > 0]", lambda x: x[x > 0], is_exact),
)
ORDERS = (
    Op("{a}.squeeze()", np.squeeze),
    Op("{a}.squeeze(0)", lambda x: x.squeeze(0) if x.shape[0] == 1 else x, _has(1)),
    Op("{a}.unsqueeze(0)", lambda x: x[None]),
    Op("{a}.unsqueeze(-1)", lambda x: x[..., None]),
    Op("{a}.flatten()", np.ravel),
    Op("{a}.flatten(1)", lambda x: x.reshape(len(x), -1), _has(1, 1)),
    Op("{a}.permute(1, 0)", np.transpose, lambda x: x.ndim == 2),
    Op("{a}.permute(2, 0, 1)", lambda x: x.transpose(2, 0, 1), lambda x: x.ndim == 3),
    Op("{a}.view(-1)", lambda x: x.reshape(-1, copy=False)),
    Op("{a}.view(3, -1)", lambda x: x.reshape(3, -1, copy=False)),
    Op("{a}.T", np.transpose, lambda x: x.ndim == 2),
)
PARTS = (
    Op("{a}.narrow(0, 1, 1)", lambda x: x[1:2], _has(2)),
    Op("{a}.narrow(-1, 0, 2)", lambda x: x[..., :2], lambda x: x.ndim and x.shape[-1] > 1),
    Op("{a}.split(2)[0]", lambda x: x[:2], _has(1)),
    Op("{a}.split(2)[-1]", lambda x: x[(len(x) - 1) // 2 * 2 :], _has(1)),
    Op("{a}.split([1, 2], -1)[1]", lambda x: x[..., 1:], lambda x: x.ndim and x.shape[-1] == 3),
    Op("{a}.tril()", np.tril, _has(1, 1)),
    Op("{a}.triu(1)", lambda x: np.triu(x, 1), _has(1, 1)),
    Op("{a}.masked_fill({a} > 0, 0)", lambda x: np.where(x > 0, 0, x)),
    Op("{a}.masked_fill({a} < 1, 7)", lambda x: np.where(x < 1, 7, x)),
)
PICKS = (
    Op("{a}.gather(0, tensor([[1, 0, 1]]))", lambda x: x[[[1, 0, 1]], [0, 1, 2]], _has(2, 3)),
    Op("{a}.gather(1, tensor([[1], [0]]))", lambda x: x[[[0], [1]], [[1], [0]]], _has(2, 2)),
    Op("{a}.gather(0, tensor([1, 1, 0]))", lambda x: x[[1, 1, 0]], lambda x: x.ndim == 1),
    *KEYS[7:],
)
JOINTS = (
    Op("cat([{a}, {b}])", lambda x, y: np.concatenate([x, y])),
    Op("stack([{a}, {b}])", lambda x, y: np.stack([x, y])),
    Op("cat([{a}, {b}], -1)", lambda x, y: np.concatenate([x, y], -1)),
    Op("stack([{a}, {b}], 1)", lambda x, y: np.stack([x, y], 1)),
    Op("cat([{a}, {b}, {a}], dim=1)", lambda x, y: np.concatenate([x, y, x], 1)),
    Op("{a} + {b}", np.add),
)
MOVES = (ORDERS, PARTS, JOINTS)
INDICES = (KEYS, PICKS, JOINTS)

PLACES = (
    Op("[0]", lambda x: x[0]),
    Op("[-1]", lambda x: x[-1]),
    Op("[1:]", lambda x: x[1:]),
    Op("[:, 0]", lambda x: x[:, 0]),
    Op("[[1, 0]]", lambda x: x[[1, 0]]),
    Op("[0, [1, 0]]", lambda x: x[0, [1, 0]]),
    Op("[tensor([1])]", lambda x: x[[1]]),
    Op("[...]", lambda x: x[...]),
)


def shapes(pick: Pick) -> str:
    """What is moved, cut and put together, and its gradients."""
    return _values_or_gradients(Sketch(pick), MOVES)


def indexing(pick: Pick) -> str:
    """What is picked and put together; its gradients; and what is written into."""
    sketch = Sketch(pick)
    if pick((False, False, False, True)):
        sketch.tensor(pick(SHAPES), pick((MIXED, INTEGERS)), grad=False)
        return _written_into(sketch)
    return _values_or_gradients(sketch, INDICES)


def _values_or_gradients(sketch: Sketch, families: tuple[tuple[Op, ...], ...]) -> str:
    pick = sketch.pick
    shape, grad = pick(SHAPES), pick((True, True, False))
    sketch.tensor(shape, MIXED if grad else pick((MIXED, INTEGERS)), grad)
    if pick((False, True)):
        sketch.tensor(shape, MIXED, grad)
    for _ in range(3):
        sketch.apply(pick(families))
        if pick((True, False)):
            break
    return (
        sketch.text(*gradients(sketch, sketch.names[0])) if grad else sketch.text(sketch.names[0])
    )


def _written_into(sketch: Sketch) -> str:
    """Whoever shares the memory sees what is written."""
    whole = sketch.names[0]
    part = sketch.apply(sketch.pick((KEYS, ORDERS))) or whole
    place, value = sketch.pick(PLACES), sketch.pick(("7", "tensor([8.])"))
    if sketch[part].dtype.kind == "i":
        value = value.replace("8.", "8")  # torch refuses other dtypes for some keys
    try:
        place.of(sketch[part])
    except IndexError:
        return sketch.text(part)
    shown = dict.fromkeys((whole, part))
    return sketch.text(f"{part}{place.text} = {value}", ", ".join(shown))
