"""`nox -s escapes`: whether this machine can seal workers, and whether the seal holds.

Whoever grades others' work runs it first. Each way to seal is tried that this machine has; the
first of them is what `grade -- --isolation sealed` uses.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..checkout import as_it_is
from ..sandbox.escapes.trial import Escape, escapes
from ..sandbox.jail import Jail, jails
from ..sandbox.launch import isolate, isolation
from .exit_status import Status, command, leave
from .options import Parser


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Try to escape; the exit status: 1 where an attempt got through, or nothing can be sealed."""
    p = Parser("escapes", "Try to get out of a sealed worker, in each way that a cheat would.")
    said = "try local workers, which hide nothing: to see what the seal is for"
    p.add_argument("--local", action="store_true", help=said)
    options = p.parse_args(argv)
    found: tuple[Jail | None, ...] = (None,) if options.local else jails()
    if not found:
        print("nothing can be sealed on this machine: install bubblewrap", file=sys.stderr)
        return Status.UNMET
    return max(_report(jail) for jail in found)


@as_it_is()
def _report(jail: Jail | None) -> Status:
    isolate(jail)
    tried = list(escapes())
    got_through = [each for each in tried if each.could]
    for each in got_through:
        print(_told(each))
    end = f"{len(got_through)} got through" if got_through else "none got through"
    print(f"{isolation()}: {len(tried)} attempts, {end}")
    return Status.UNMET if got_through else Status.DONE


def _told(escape: Escape) -> str:
    ways = len(escape.could)
    return f"  {escape.name}, by {ways} way{'s' * (ways > 1)}, first {escape.could[0]}"


if __name__ == "__main__":
    leave(main())
