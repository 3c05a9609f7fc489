"""The command line of `nox -s compare`: a finished file beside the reference's."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .beside import Place, differing, fits, side_by_side, size, unified
from .cli import INTERRUPTED, TARGETS, Parser
from .manifest import SOLUTIONS, Milestone, find_milestone
from .report.show import one_line
from .report.table import BOLD, GREEN, RED, paint, want_color
from .stubs.issued import read_regular

COLORS = {"-": RED, "+": GREEN}


def main(argv: Sequence[str] | None = None) -> int:
    """Print what differs; the exit status is 1 while the milestone is not complete.

    2 is for mistaken arguments, as for `grade`.
    """
    p = Parser(prog="nox -s compare --", description="Your file beside the reference's.")
    p.add_argument("milestone", help="m04, 4, toposort or a part of its name")
    p.add_argument("--force", action="store_true", help="before it is complete, too")
    p.add_argument("--target", default="exercises", help="exercises (default) or a DIR")
    options = p.parse_args(argv)
    target = TARGETS.get(options.target, Path(options.target)).absolute()
    if not target.is_dir():
        p.error(f"--target {options.target}: there is no such folder")
    try:
        milestone = find_milestone(options.milestone)
    except ValueError as problem:
        p.error(str(problem))
    try:
        unfinished = "" if options.force else _unfinished(target, milestone)
    except KeyboardInterrupt:
        return INTERRUPTED
    if unfinished:
        print(unfinished)
        return 1
    return _compare(target, milestone)


def _unfinished(target: Path, milestone: Milestone) -> str:
    """What is to be done first, in one line; "" once the milestone is complete."""
    from .current import first_incomplete

    result = first_incomplete(target, [milestone])
    if result is None:
        return ""
    how_far = f"{result.passed} of {result.total} pass"
    return f"Finish {result.id} first: {how_far}; nox -s hint -- {result.id} helps."


def _compare(target: Path, milestone: Milestone) -> int:
    name = f"{milestone.module}.py"
    theirs = (SOLUTIONS / name).read_text(encoding="utf-8")
    try:
        mine = (read_regular(target / name) or b"").decode("utf-8-sig")
        places = differing(mine, theirs)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        print(f"{name} is not Python yet: {problem}")
        return 1
    color = want_color(sys.stdout)
    width = shutil.get_terminal_size().columns
    for place in places:
        print(paint(place.name, BOLD, color), *_rows(place, width, color), "", sep="\n")
    if places:
        print(f"Lines of code: yours {size(mine)}, the reference's {size(theirs)}.")
    else:
        print(f"{milestone.id}: your code is the reference's.")
    return 0


def _rows(place: Place, width: int, color: bool) -> Iterator[str]:
    """The place's lines, in two columns where the terminal is wide enough."""
    if place.mine and place.theirs and fits(place, width):
        for left, mark, right in side_by_side(place, width):
            styles = ("", "") if mark == " " else (RED, GREEN)
            columns = zip((left, right), styles, strict=True)
            yield f" {mark} ".join(paint(one_line(text), style, color) for text, style in columns)
    else:
        for line in unified(place):
            yield paint(one_line(line), COLORS.get(line[:1], ""), color)


if __name__ == "__main__":
    sys.exit(main())
