"""`nox -s watch`: grades what you save, while you look on."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from .exit_status import command, leave
from .options import SPELLINGS, Parser, is_owners


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Watch until the user quits; the exit status, 2 for mistaken arguments or no terminal."""
    p = Parser("watch", "Grade what you save, while you look on.")
    p.add_milestone(f"{SPELLINGS}; else the first incomplete one", nargs="?")
    p.add_target()
    said = "open each file that is turned to in $VISUAL, $EDITOR, or VS Code where this runs in it"
    p.add_argument("--edit", action="store_true", help=said)
    options = p.parse_args(argv)
    if not draws():
        p.refuse("this needs a terminal that can draw; `nox -s grade` grades once, anywhere")

    from ..watch.app import Watch
    from ..watch.editor import NO_EDITOR, chosen

    if options.edit and chosen() is None:
        p.refuse(f"--edit: {NO_EDITOR}")
    is_own = is_owners(options.target)
    app = Watch(options.target, options.milestone, remember=is_own, follows=options.edit)
    app.run()
    app.examiner.join(timeout=5)
    return app.return_code or 0


def draws() -> bool:
    """Whether there is a terminal on both sides, and one that can move its cursor."""
    dumb = os.environ.get("TERM", "") in ("", "dumb", "unknown") and sys.platform != "win32"
    return sys.stdin.isatty() and sys.stdout.isatty() and not dumb


if __name__ == "__main__":
    leave(main())
