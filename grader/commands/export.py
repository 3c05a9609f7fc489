"""`nox -s export -- DIR`: your library as a package of its own, over the reference's files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..library.mounts import THE_REST, learners, spans
from ..library.packing import ORIGIN, export
from .exit_status import Status, command, leave
from .options import Parser


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write the package, and say whose files are in it."""
    p = Parser("export", "Write your library as a package that needs NumPy alone.")
    p.add_argument("folder", type=Path, metavar="DIR", help="where autodiff/ is to be; made anew")
    p.add_target()
    options = p.parse_args(argv)
    return _export(p, options.target, options.folder)


def _export(p: Parser, target: Path, folder: Path) -> int:
    if not folder.absolute().parent.is_dir():
        p.refuse(f"{folder}: there is no folder {folder.parent} to put it in")
    library, mine = learners(target)
    try:
        package = export(library, mine, folder)
    except (ValueError, OSError) as problem:
        p.refuse(str(problem))
    whose = f"{spans(mine)} from {target.name}/, the rest is" if mine else "all of it is"
    print(f"{package}: {whose} {THE_REST}.")
    print(f"Which file is whose: {package / ORIGIN}. To install it: pip install {folder}")
    return Status.DONE


if __name__ == "__main__":
    leave(main())
