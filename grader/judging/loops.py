"""What keeps coming back on the way to a recursion that is too deep, or to an endless loop."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from .. import files
from ..stubs.places import parse

if TYPE_CHECKING:
    from ..sandbox.answer import Frame


def up_to_the_recursion(frames: Sequence[Frame]) -> list[Frame]:
    """The calls without the last ones, which were met once: whoever is called at the depth where
    the stack ends is innocent."""
    times = Counter((frame.path, frame.line) for frame in frames)
    again = [i for i, frame in enumerate(frames) if times[frame.path, frame.line] > 1]
    return list(frames[: again[-1] + 1] if again else frames)


def up_to_the_loop(frames: Sequence[Frame]) -> list[Frame]:
    """The calls as far as the innermost that stands in a `while`: whom it calls comes back."""
    loops = [i for i, frame in enumerate(frames) if frame.line in _looping(frame.path)]
    return list(frames[: loops[-1] + 1] if loops else frames)


def _looping(path: str) -> frozenset[int]:
    """The lines of a file that stand in a `while`."""
    return _lines_of_loops(files.read_regular(Path(path)) or b"")


@lru_cache(maxsize=64)
def _lines_of_loops(source: bytes) -> frozenset[int]:
    try:
        tree = parse(source.decode("utf-8", "replace"))
    except SyntaxError:
        return frozenset()
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.While)]
    return frozenset(n for each in loops for n in range(each.lineno, (each.end_lineno or 0) + 1))
