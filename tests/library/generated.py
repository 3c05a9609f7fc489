"""Tensors and calls that hypothesis draws: shapes, dtypes, views, values, arguments.

`calls(expression)` draws what an expression of generated_ops.txt is computed of. A `Call` can be
printed, and made of either library.
"""

from __future__ import annotations

import re
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

LISTED = Path(__file__).with_name("generated_ops.txt").read_text("utf-8")
GROUPS = dict(re.findall(r"^(\w+)\n((?: +.*\n)+)", LISTED, re.MULTILINE))
OPS = {
    each.strip(): group
    for group, lines in GROUPS.items()
    for each in re.split(r" \| |\n", lines.strip())
}
LEFT = re.findall(r"^- (\w+) of (.*): (.*)\n", LISTED, re.MULTILINE)  # what, of which op, why

DTYPES = ["float32", "float64", "int64", "float16", "int32", "bool", "uint8"]
SPECIAL = [0.0, -0.0, inf, -inf, np.nan, 1.5, -2.0, 0.5, 100.0, -100.0]
KINDS = ["normal", "whole", "special"]  # of numbers
SIZES = st.sampled_from([2, 3, 1, 2, 3, 0])
NUMBERS = {"n": [2, 0, -1, 1, 3], "k": [1, 2, 3], "f": [0.5, -1.5, 0.0, 2.0], "i": [0, 1, -1]}
NUMBERS |= {"p": [2, 1, 0.5, "inf", 3, 0, "-inf"], "b": [True, False]}
KEYS = [
    "...",
    "1:",
    "::2",
    "None",
    "..., 1:",
    "0",
    "-1",
    "..., 0",
    ":, 1:",
    "[0]",
    ":, None",
    "True",
]
VIEWS = {  # how a tensor is taken from its base, and the shape of the base
    "t": lambda shape: shape,
    "t.transpose(0, -1)": lambda shape: (*shape[-1:], *shape[1:-1], *shape[:1])[: len(shape)],
    "t[..., 1]": lambda shape: (*shape, 2),
    "t[1:]": lambda shape: (shape[0] + 1, *shape[1:]),
    "t[..., ::2]": lambda shape: (*shape[:-1], 2 * shape[-1]),
    "t.expand(2, *t.shape[1:])": lambda shape: (1, *shape[1:]),
}


class Input(NamedTuple):
    """The base, and the view that is taken of it."""

    base: np.ndarray
    view: str = "t"

    def of(self, lib: Any, grad: bool = False) -> tuple[Any, Any]:
        """The base as a tensor of the library, and the view."""
        t = lib.tensor(self.base)
        if grad and t.is_floating_point():
            t.requires_grad_()
        return t, eval(self.view, {"t": t})

    def __repr__(self) -> str:
        return f"{self.view} of {self.base.tolist()} {self.base.dtype} {self.base.shape}"


class Call(NamedTuple):
    """An expression without braces, and what its names stand for."""

    expression: str
    inputs: dict[str, Input]


@st.composite
def values(draw: Any, shape: tuple[int, ...], dtype: str, kinds: list[str]) -> np.ndarray:
    """Normal numbers, small whole numbers, of which many are equal, or special ones."""
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    kind = draw(st.sampled_from(kinds))
    if kind == "special" and dtype.startswith("float"):
        return rng.choice(SPECIAL, shape).astype(dtype)
    found = rng.integers(-3, 4, shape) if kind == "whole" else 1.5 * rng.normal(size=shape)
    return (np.abs(found) if dtype == "uint8" else np.asarray(found)).astype(dtype)


@st.composite
def tensors(draw: Any, shape: tuple[int, ...], dtype: str, kinds: list[str]) -> Input:
    """A tensor of this shape, of its own or a view of another."""
    views = list(VIEWS)
    if not shape:
        views = ["t", "t[..., 1]"]
    elif shape[0] != 2:
        views.pop()
    view = draw(st.sampled_from(views))
    return Input(draw(values(VIEWS[view](shape), dtype, kinds)), view)


@st.composite
def calls(draw: Any, expression: str, smooth: bool = False) -> Call:
    """An expression with its braces filled, and tensors for its names.

    If `smooth`, they are float64, and no two numbers are equal but by chance. Sums of products get
    no special values, since infinity and NaN depend on the order there.
    """
    group = OPS[expression]
    kinds = KINDS[: 1 if smooth else 2 if group in ("images", "products") else 3]
    dtype = "float64" if smooth else draw(st.sampled_from(DTYPES[: 2 if group == "images" else 7]))
    shapes = draw(SHAPES[group])
    inputs = {name: draw(tensors(shape, dtype, kinds)) for name, shape in shapes.items()}
    if "y" in inputs and not smooth and draw(st.integers(0, 2)) == 0:
        other = draw(st.sampled_from(DTYPES))
        inputs["y"] = draw(tensors(shapes["y"], other, kinds))
    for name, size in (("l", shapes.get("u")), ("g", shapes.get("x"))):
        if size is not None and re.search(rf"\b{name}\b", expression):
            inputs[name] = Input(places(size, name))
    used = {name: each for name, each in inputs.items() if re.search(rf"\b{name}\b", expression)}
    dims = len(shapes.get("x", (0, 0)))
    return Call(re.sub(r"\{(\w+)\}", lambda hole: draw(filled(hole[1], dims)), expression), used)


def places(shape: tuple[int, ...], name: str) -> np.ndarray:
    """Classes for the rows, or places in the last dim, in each row every place once."""
    last = max(shape[-1] if shape else 1, 1)
    count = shape[:1] if name == "l" else shape
    return (np.arange(int(np.prod(count))).reshape(count) + 1) % last


@st.composite
def filled(draw: Any, hole: str, dims: int) -> str:
    """What stands for a brace: code."""
    dim = st.integers(-max(dims, 1), max(dims, 1) - 1)
    if hole == "key":
        return draw(st.sampled_from(KEYS))
    if hole == "d":
        return str(draw(dim))
    if hole == "ds":
        several = st.lists(dim, max_size=2, unique_by=lambda d: d % max(dims, 1)).map(tuple)
        return str(draw(dim | several))
    return str(draw(st.sampled_from(NUMBERS[hole])))


@st.composite
def pairs(draw: Any) -> dict[str, tuple[int, ...]]:
    """Two shapes that broadcast."""
    shape = draw(st.lists(SIZES, max_size=3).map(tuple))
    other = [draw(st.sampled_from([size, size, 1])) for size in shape]
    other = tuple(other[draw(st.integers(0, len(other))) if draw(st.booleans()) else 0 :])
    return dict(zip("xy", draw(st.permutations([shape, other])), strict=True))


@st.composite
def matrices(draw: Any) -> dict[str, tuple[int, ...]]:
    """Rows u and v of as many numbers, and a square s."""
    few = st.sampled_from([2, 3, 1])
    columns, square = draw(few), draw(few)
    return {"u": (draw(few), columns), "v": (draw(few), columns), "s": (square, square)}


@st.composite
def images(draw: Any) -> dict[str, tuple[int, ...]]:
    """Images c with two channels, kernels w, and rows u, for whose classes there are l."""
    sides = st.sampled_from([4, 3, 5, 1])
    c = draw(st.sampled_from([1, 2, 0])), 2, draw(sides), draw(sides)
    return {"c": c, "w": (2, 2, draw(st.sampled_from([2, 1, 3])), 2), "u": (2, 2)}


ONE = st.fixed_dictionaries({"x": st.lists(SIZES, max_size=4).map(tuple)})
SHAPES = {"elementwise": ONE, "reductions": ONE, "shapes": ONE}
SHAPES |= {"pairs": pairs(), "products": matrices(), "images": images()}
