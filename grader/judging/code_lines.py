"""Programs and inputs in lines that a terminal need not break.

A line of code that is too wide goes on further in: within brackets, where suites break theirs, it
can still be copied.
"""

from __future__ import annotations

from collections.abc import Sequence

FURTHER_IN = 4


def program_lines(program: str, width: int) -> list[str]:
    """The lines of a program, none wider than `width` as long as it has a space to break at."""
    lines = []
    for line in program.split("\n"):
        indent = len(line) - len(line.lstrip()) + FURTHER_IN
        lines += _folded(line, width, indent)
    return lines


def input_lines(inputs: Sequence[tuple[str, str]], width: int) -> list[str]:
    """The inputs of a program by name; further lines of a value are aligned under its first."""
    lines: list[str] = []
    for name, value in inputs:
        label = f"{'     ' if lines else 'with '}{name} = "
        for line in value.split("\n"):
            opening = len(line) - len(line.lstrip("([{ "))
            lines += _folded(label + line, width, len(label) + opening)
            label = " " * len(label)
    return lines


def _folded(line: str, width: int, indent: int) -> list[str]:
    """A line in pieces: after a comma if that serves, which seldom stands in a text."""
    pieces = []
    while len(line) > width:
        least = len(line) - len(line.lstrip()) + 1
        end = line.rfind(", ", least, width) + 1 or line.rfind(" ", least, width)
        if end < least:
            break
        pieces.append(line[:end])
        line = " " * indent + line[end:].lstrip()
    return [*pieces, line.rstrip()]
