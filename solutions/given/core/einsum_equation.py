"""Reading the equations of `einsum`. (Given code.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def read_equation(equation: str, operands: Sequence[Any]) -> tuple[list[str], str]:
    """The letters of each operand's dims, and those of the result: "ij,jk" -> ["ij", "jk"], "ik".

    Without an arrow the result has the letters that occur once, in alphabetical order. The dims
    under an ellipsis become letters too. Raises RuntimeError where letters and dims do not fit.
    """
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(operands):
        raise RuntimeError(f"einsum: {equation!r} is about {len(terms)}, not {len(operands)}")
    spare = [c for c in "ZYXWVUTSRQPONMLKJIHGFEDCBA" if c not in equation]
    hidden = 0
    for term, x in zip(terms, operands, strict=True):
        named = len(term.replace("...", ""))
        if named > x.ndim or ("..." not in term and named < x.ndim):
            raise RuntimeError(f"einsum: {term!r} does not fit shape {x.shape}")
        hidden = max(hidden, x.ndim - named)
    dots = "".join(spare[:hidden])
    letters = []
    for term, x in zip(terms, operands, strict=True):
        covered = x.ndim - len(term.replace("...", ""))
        letters.append(term.replace("...", dots[hidden - covered :]))
    if not arrow:
        once = sorted(c for c in set(left) - set(".,") if left.count(c) == 1)
        return letters, dots + "".join(once)
    result = right.replace("...", dots)
    unknown = set(result) - set("".join(letters))
    if unknown:
        raise RuntimeError(f"einsum: {min(unknown)!r} is in no operand of {equation!r}")
    return letters, result
