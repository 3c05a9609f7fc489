"""How lessons write formulas: with room around the sign, and shapes below the factors.

is_formula(["y     =  A       x", "(n,)     (n, m)  (m,)"])    # True
"""

from __future__ import annotations

import re
from itertools import pairwise

SHAPE = r"\((?:[\w./* +-]+,)*[\w./* +-]*,?\)"
SHAPES = re.compile(rf"\s*{SHAPE}(?:[,.:]?\s+{SHAPE})*(?=\s{{3}}|\s*$)")  # a remark may follow
RELATION = re.compile(r"\S  +(?:[-+]?=|->|<-)  +\S")


def is_formula(lines: list[str]) -> bool:
    """Whether all lines are formulas, or one of them has shapes below it."""
    below = pairwise(lines)
    has_shapes = any(RELATION.search(line) and SHAPES.match(under) for line, under in below)
    return has_shapes or all(map(RELATION.search, lines))
