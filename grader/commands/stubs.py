"""`nox -s stubs`: regenerates exercises/ from solutions/, says what is stale, or renumbers."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..manifest import EXERCISES, ROOT
from ..stubs import digests
from ..stubs.generate import differences, generate_all, regenerate
from ..stubs.renumber import renumber
from .exit_status import Status, command, leave
from .options import Parser


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write the files; the exit status is 1 where `--check` finds one out of date."""
    p = Parser("stubs", "Regenerate exercises/ from solutions/.")
    said = "give files and sources the numbers that the course's order asks for, and end"
    p.add_argument("--check", action="store_true", help="only say what is out of date")
    p.add_argument("--renumber", action="store_true", help=said)
    options = p.parse_args(argv)
    if options.renumber:
        print("\n".join(renumber(ROOT)) or "every number is what the course's order asks for")
        return Status.DONE
    try:
        lines = digests.stale() if options.check else digests.renew()
        stubs = generate_all()
        lines += differences(stubs) if options.check else regenerate(stubs)
    except ValueError as error:
        print(error, file=sys.stderr)
        return Status.UNMET
    for line in lines:
        print(line)
    if options.check:
        print(f"{EXERCISES.name}/ is {'stale' if lines else 'up to date'}")
        return Status.UNMET if lines else Status.DONE
    print(f"{EXERCISES.name}/ holds {len(stubs)} modules")
    return Status.DONE


if __name__ == "__main__":
    leave(main())
