"""`nox -s where -- NAME`: where a public name of the library lives, and whose lesson it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from .. import manifest
from ..asking.in_process import InProcess
from ..files import shown
from ..library.assemble import assemble
from ..library.definitions import exercise, lesson
from ..library.public_names import Place, PublicNames
from ..manifest import PACKAGE, SOLUTIONS
from ..stubs.order import file_name
from .exit_status import Status, command, leave
from .options import Parser

LEFT_OUT = f"{PACKAGE}.given.compat.left_out"


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Print the places of a name; ends the program, with status 2, where nothing has it."""
    p = Parser("where", "Where a name of the library lives: its faces, its file, its lesson.")
    said = "relu, nn.Linear, Tensor.sum, torch.func.vmap"
    p.add_argument("name", metavar="NAME", help=said)
    options = p.parse_args(argv)
    return _where(p, options.name)


@cache
def _names() -> tuple[PublicNames, Callable[[str], str | None]]:
    """The library's names, and what says of others why they are left out, if it is by intention."""
    if failed := InProcess(assemble(SOLUTIONS, None, fast=False)).start():
        raise RuntimeError(failed.message)
    return PublicNames(sys.modules[PACKAGE]), sys.modules[LEFT_OUT].why


def _where(p: Parser, name: str) -> int:
    names, why = _names()
    places = names.find(name)
    if not places:
        reason = why(name.rpartition(".")[2])
        p.error(f"{name}: {reason}" if reason else _lacking(name, names))
    for place in places:
        print(*_lines(place), sep="\n  ")
    return Status.DONE


def _lacking(name: str, names: PublicNames) -> str:
    """That there is no such name, and which are near."""
    near = ", ".join(names.nearest(name))
    return f"there is no {name}" + (f"; did you mean {near}?" if near else "")


def _lines(place: Place) -> Iterator[str]:
    yield ", ".join(place.faces)
    reference = f"{shown(SOLUTIONS / file_name(place.module))}:{place.line}"
    mine = exercise(manifest.EXERCISES, place.module, place.line)
    yield from [mine, f"in the reference: {reference}"] if mine else [reference]
    milestone = lesson(place.module)
    if milestone is None:
        yield "given; no lesson reads it"
    elif milestone.module == place.module:
        yield f"lesson {milestone.id} {milestone.title}"
    else:
        yield f"given; first read in lesson {milestone.id} {milestone.title}"


if __name__ == "__main__":
    leave(main())
