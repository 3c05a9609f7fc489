"""The numbers of a script, made arrays once. (Given code.)

NumPy turns a number of Python's into an array at each call, which takes longer than a call on a
hundred numbers. So in what is run, though not in what is printed, each such number is an array.
"""

from __future__ import annotations

import re
from ast import literal_eval
from functools import cache
from typing import Any

import numpy as np

from ..compiling.script import Script

CALL = re.compile(r"( *(?:\w+ = )?np\.)(\w+)\(([^()]*), out=([^()]*)\)")  # np.add(A, 1, out=A)
NUMBER = re.compile(r"-?\d[\w.+-]*")


def with_arrays(source: str, script: Script, space: dict[str, Any]) -> str:
    """The script's text, with names for such numbers. The arrays come into `space`."""
    kinds = {name: x.dtype for x, name in script.name.items()}
    lines = source.split("\n")
    for i, line in enumerate(lines):
        call = CALL.fullmatch(line)
        if call and _is_elementwise(call[2]):
            before, name, args, out = call.groups()
            args = ", ".join(_with_names(args.split(", "), kinds, space))
            lines[i] = f"{before}{name}({args}, out={out})"
    return "\n".join(lines)


@cache
def _is_elementwise(name: str) -> bool:
    return isinstance(getattr(np, name, None), np.ufunc)


def _with_names(words: list[str], kinds: dict[str, np.dtype], space: dict[str, Any]) -> list[str]:
    numbers = [i for i, word in enumerate(words) if NUMBER.fullmatch(word)]
    names = [word for word in words if word.isidentifier()]
    found = {kinds.get(name) for name in names} - {np.dtype(bool)}
    if not numbers or len(found) != 1 or None in found:
        return words
    dtype = found.pop()
    for i in numbers:
        number = words[i]
        words[i] = "number_" + "".join([x if x.isalnum() else f"_{ord(x)}_" for x in number])
        words[i] = f"{words[i]}_{dtype}"
        space[words[i]] = np.array(literal_eval(number), dtype)
    return words
