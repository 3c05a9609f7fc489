"""`nox -s compare`: a finished file beside the reference's."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..advice import command as typed
from ..checkout import as_it_is, solution
from ..feedback.place_diff import Place, differing, fits, side_by_side, unified
from ..files import read, shown
from ..judging.wording import one_line
from ..library.assemble import problem
from ..manifest import Milestone
from ..stubs.measure import lines_written
from ..stubs.places import parse
from ..views.terminal import BOLD, GREEN, RED, paint, want_color
from .exit_status import Status, command, leave
from .options import Parser

COLORS = {"-": RED, "+": GREEN}


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Print what differs; the exit status is 1 while the milestone does not work."""
    p = Parser("compare", "Your code beside the reference's, once a milestone works.")
    p.add_milestone()
    p.add_target()
    p.add_argument("--force", action="store_true", help="before it works, too")
    options = p.parse_args(argv)
    return _compare(options.target, options.milestone, options.force)


@as_it_is()
def _compare(target: Path, milestone: Milestone, force: bool) -> int:
    if not force and (unfinished := _unfinished(target, milestone)):
        print(unfinished)
        return Status.UNMET
    name = f"{milestone.module}.py"
    file, theirs = read(target / name), solution(milestone)
    if trouble := problem(file):
        print(one_line(trouble, 500))
        return Status.UNMET
    mine = file.text
    try:
        parse(mine)
    except SyntaxError as error:
        print(f"{name} can't be read as Python: {one_line(str(error))}")
        return Status.UNMET
    places = differing(mine, theirs)
    _show(places, shutil.get_terminal_size().columns, want_color(sys.stdout))
    if places:
        yours, right = (lines_written(milestone.module, source) for source in (mine, theirs))
        print(f"Lines that you wrote: {yours}; the reference has {right} there.")
    else:
        print(f"{milestone.id}: your code is the reference's.")
    return Status.DONE


def _unfinished(target: Path, milestone: Milestone) -> str:
    """What is to be done first, in one line; "" once the milestone works."""
    from ..grading.first_incomplete import first_incomplete

    result = first_incomplete(target, [milestone])
    if result is None:
        return ""
    how_far = f"{result.passed} of {result.total} pass"
    help = typed("hint", result.id, one_line(shown(target)))
    return f"Finish {result.id} first: {how_far}; {help} helps."


def _show(places: Sequence[Place], width: int, color: bool) -> None:
    for place in places:
        print(paint(place.name, BOLD, color), *_rows(place, width, color), "", sep="\n")


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
    leave(main())
