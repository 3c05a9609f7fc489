"""`nox -s classroom -- COMMAND ...`."""

from __future__ import annotations

from collections.abc import Sequence

from grader.commands.exit_status import command, leave
from grader.commands.options import Parser

from .commands import gradebook, intake, run, similarity

COMMANDS = {
    "intake": (intake, "take in what was handed in, from a folder or a zip"),
    "run": (run, "grade what has no record yet, in sealed workers"),
    "gradebook": (gradebook, "write the grades, for a spreadsheet and for a platform"),
    "similarity": (similarity, "show which two have in common what few others have"),
}


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the first argument names."""
    p = Parser("classroom", "Grade what a class has handed in.")
    kinds = p.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, said) in COMMANDS.items():
        module.add_options(kinds.add_parser(name, prog=f"nox -s classroom -- {name}", help=said))
    options = p.parse_args(argv)
    module, _ = COMMANDS[options.command]
    status: int = module.main(p, options)
    return status


if __name__ == "__main__":
    leave(main())
