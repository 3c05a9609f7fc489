"""Where the time goes, and how often the grader is right: `nox -s bench`.

nox -s bench                                                where the time of grading goes
nox -s bench -- library [CASE ...] [--threads N ...]        how fast the library is
nox -s bench -- lines CASE                                  where the time of a script goes
nox -s bench -- watch [MILESTONE ...]                       how long a verdict takes
nox -s bench -- diagnosis [MILESTONE ...]                   how often a mistake is named
nox -s bench -- localization [--count N]                    how often its place is found
nox -s bench -- classroom [MILESTONE ...]                   what a class costs
nox -s bench -- coverage [missing NAMESPACE]                how much of torch is offered

The exit status is 1 where a bar is not kept.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from grader.commands.options import Parser

from . import classes, coverage, diagnosis, grading, library, lines, localization, watch

COMMANDS = {
    "library": (library, "how fast the library is"),
    "lines": (lines, "where the time of a compiled step goes, line by line"),
    "coverage": (coverage, "how much of torch is offered"),
    "classroom": (classes, "what a class costs, and how much memory it takes"),
    "watch": (watch, "how long it takes from a save to its verdict"),
    "diagnosis": (diagnosis, "how often the mistake in a wrong file is named, and a wrong one"),
    "localization": (localization, "how often the place of a known mistake is found"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line names."""
    said = "Print where the time of grading goes, or how fast or how good something is."
    parser = Parser("bench", said)
    parser.set_defaults(run=grading.run)
    commands = parser.add_subparsers(title="what is measured, if not grading", parser_class=Parser)
    for name, (module, measured) in COMMANDS.items():
        command = commands.add_parser(name, help=measured, description=f"Print {measured}.")
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args(argv)
    return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
