"""How far to go in a direction: far enough, and not too far. (Given code.)

The strong Wolfe conditions: the loss falls by at least a little of what its slope promises, and the
slope itself becomes much flatter.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

Objective = Callable[[Any, float], tuple[Any, np.ndarray]]  # (direction, length) -> loss, gradient

FALL, FLAT = 1e-4, 0.9  # how much of the slope's promise; how much of the slope may be left
NARROW = 1e-9


class Point(NamedTuple):
    """A place on the line: how far along, the loss, the gradient, the slope along the line."""

    t: float
    f: float
    g: np.ndarray
    slope: float


def strong_wolfe(
    evaluate: Objective,
    d: np.ndarray,
    t: float,
    f: float,
    g: np.ndarray,
    slope: float,
    most: int,
) -> tuple[float, np.ndarray, float, int]:
    """Loss and gradient at a good length, the length, and how often `evaluate` was called.

    From the first try `t` on, lengths grow until a good one must lie in between (a bracket); then
    the bracket shrinks, by the minima of cubics through its ends.
    """
    start = Point(0, f, g.copy(), slope)

    def at(t: float) -> Point:
        f, g = evaluate(d, t)
        return Point(t, float(f), g, g.dot(d))

    before, here, count, tries = start, at(t), 1, 0
    bracket: list[Point] = []
    while tries < most:
        if here.f > start.f + FALL * here.t * slope or (tries > 1 and here.f >= before.f):
            bracket = [before, here]
        elif abs(here.slope) <= -FLAT * slope:
            return here.f, here.g, here.t, count
        elif here.slope >= 0:
            bracket = [before, here]
        if bracket:
            break
        bounds = here.t + 0.01 * (here.t - before.t), here.t * 10
        before, here = here, at(cubic_minimum(before, here, bounds))
        count, tries = count + 1, tries + 1
    low, high = sorted(bracket or [start, here], key=lambda point: point.f)
    stuck = False
    while tries < most and abs(high.t - low.t) * np.abs(d).max() >= NARROW:
        t = cubic_minimum(low, high, None)
        left, right = min(low.t, high.t), max(low.t, high.t)
        margin = 0.1 * (right - left)
        near = min(right - t, t - left) < margin
        if near and (stuck or t >= right or t <= left):
            t, near = (right - margin if abs(t - right) < abs(t - left) else left + margin), False
        stuck = near
        here = at(t)
        count, tries = count + 1, tries + 1
        if here.f > start.f + FALL * t * slope or here.f >= low.f:
            low, high = sorted([low, here], key=lambda point: point.f)
        elif abs(here.slope) <= -FLAT * slope:
            low = here
            break
        else:
            high = low if here.slope * (high.t - low.t) >= 0 else high
            low = here
    return low.f, low.g, low.t, count


def cubic_minimum(a: Point, b: Point, bounds: tuple[float, float] | None) -> float:
    """Where the cubic with these values and slopes at two points is smallest, within `bounds`, or
    between the points; the middle if it is nowhere."""
    a, b = (a, b) if a.t <= b.t else (b, a)
    low, high = bounds or (a.t, b.t)
    d1 = a.slope + b.slope - 3 * (a.f - b.f) / (a.t - b.t)
    square = d1 * d1 - a.slope * b.slope
    if square < 0:
        return (low + high) / 2
    root = sqrt(square)
    least = b.t - (b.t - a.t) * ((b.slope + root - d1) / (b.slope - a.slope + 2 * root))
    return min(max(least, low), high)
