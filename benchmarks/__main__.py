"""Where the time goes: `nox -s bench`.

nox -s bench                                                where the time of grading goes
nox -s bench -- library [CASE ...] [--threads N ...]        how fast the library is
nox -s bench -- watch [MILESTONE ...]                       how long a verdict takes
"""

from __future__ import annotations

import argparse
import sys

from . import grading, library, watch

COMMANDS = {
    "library": (library, "how fast the library is"),
    "watch": (watch, "how long it takes from a save to its verdict"),
}


def main() -> int:
    """Run what the command line names."""
    description = "Print where the time of grading goes, or how fast something is."
    parser = argparse.ArgumentParser("nox -s bench --", description=description)
    parser.set_defaults(run=grading.run)
    commands = parser.add_subparsers(title="what is timed, if not grading")
    for name, (module, timed) in COMMANDS.items():
        command = commands.add_parser(name, help=timed, description=f"Print {timed}.")
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args()
    return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
