"""`nox -s demo`: something to see, made by the learner's own library."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from ..checkout import as_it_is
from ..feedback.demonstration import Screen, demonstrate, has_demo
from ..files import replace, shown
from ..judging.wording import one_line
from ..manifest import Milestone
from ..views.terminal import draws_unicode
from .exit_status import Status, command, leave
from .options import Parser

STATUSES = {"shown": Status.DONE, "broken": Status.BROKEN}


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Show it; the exit status is 1 where the library can't do it yet."""
    p = Parser("demo", "Show what your library can do with a milestone.")
    p.add_milestone()
    p.add_target()
    p.add_argument("--svg", type=Path, metavar="FILE", help="write a picture here, too")
    options = p.parse_args(argv)
    if not has_demo(options.milestone):
        p.error(f"{options.milestone.id} {options.milestone.title} has no demo yet")
    if options.svg and not options.svg.absolute().parent.is_dir():
        p.error(f"{options.svg}: there is no folder {options.svg.parent}")
    screen = _demo(options.target, options.milestone)
    print(screen.text)
    if options.svg and screen.state == "shown":
        try:
            print(_saved(screen.svg, options.svg) or f"{options.milestone.id} has no picture.")
        except OSError as problem:
            p.refuse(f"could not write: {problem}")
    return STATUSES.get(screen.state, Status.UNMET)


@as_it_is()
def _demo(target: Path, milestone: Milestone) -> Screen:
    width = shutil.get_terminal_size((80, 24)).columns
    return demonstrate(target, milestone, unicode=draws_unicode(sys.stdout), width=width)


def _saved(svg: str, path: Path) -> str:
    """What is said of a picture that was written; "" where there is none."""
    if not svg:
        return ""
    replace(path, svg.encode())
    return f"The picture is in {one_line(shown(path.absolute()))}."


if __name__ == "__main__":
    leave(main())
