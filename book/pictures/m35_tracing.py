"""A function, and the lines of its program: which stay, and why the others go."""

from __future__ import annotations

import inspect
import re
from typing import Any

import autodiff as torch
from autodiff import tracing

from .drawing import CODE, GRAY, LILAC, MINT, ROSE, SAND, box, svg, words

ROW, TOP = 36, 250
SAID = {
    "fold_constants": ("constant", SAND),
    "join_equal": ("there already", LILAC),
    "drop_unused": ("not used", ROSE),
}


def f(x: Any) -> Any:
    """What is traced."""
    scale = torch.ones(3) * 2
    a = (x * scale).sin()
    b = (x * scale).sin()
    c = a.exp()  # noqa: F841
    return a + b


def picture() -> str:
    """The function above; below a row for each line of its program."""
    program = tracing.trace(f)(torch.ones(3))
    gone = _gone(program)
    source = [each.strip() for each in inspect.getsource(f).split("\n")]
    code = ["def f(x):", *[f"    {each.partition('  #')[0]}" for each in source[2:] if each]]
    parts = [box(14, 14, 452, 24 * len(code) + 18, "none")]
    for i, each in enumerate(code):
        parts.append(words(28, 40 + 24 * i, each, at="start", font=CODE, size=17))
    parts.append(words(14, TOP - 14, "trace wrote down", GRAY, at="start"))
    parts.append(words(466, TOP - 14, "and then", GRAY, at="end"))
    lines = [each.strip() for each in str(program).split("\n") if each.startswith("  ")]
    for i, (each, equation) in enumerate(zip(lines, program.equations, strict=True)):
        why, fill = SAID.get(gone.get(equation.variable, ""), ("stays", MINT))
        y = TOP + ROW * i
        said = re.sub(r": \w+\[[\d,]*\]", "", each)
        parts.append(box(14, y, 452, ROW - 4, fill))
        parts.append(words(28, y + 22, said, at="start", font=CODE, size=17))
        parts.append(words(454, y + 22, why, at="end", size=17))
    left = len(program.equations) - len(gone)
    y = TOP + ROW * len(lines) + 28
    parts.append(words(240, y, f"{len(lines)} lines were traced, and {left} are run", GRAY))
    return svg(y + 16, parts)


def _gone(program: Any) -> dict[Any, str]:
    """The variables whose equations a pass leaves out, and the name of that pass."""
    gone = {}
    for name in SAID:
        shorter = getattr(tracing, name)(program)
        stay = {each.variable for each in shorter.equations}
        gone |= {e.variable: name for e in program.equations if e.variable not in stay}
        program = shorter
    return gone
