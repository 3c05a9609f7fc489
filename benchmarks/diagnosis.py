"""How often the right mistake is named, and a wrong one: `nox -s bench -- diagnosis`.

It is measured on wrong implementations that the corpus of misconceptions does not hold as written
(tests/grader/variants).
"""

from __future__ import annotations

import argparse
import sys

from grader.commands.exit_status import Status
from grader.commands.options import Parser
from tests.grader.variants import variants

from .rates import Told, are_good, summary, tell


def add_arguments(parser: Parser) -> None:
    parser.add_milestones()


def run(options: argparse.Namespace) -> int:
    """Print what was missed and the rates; the exit status is 1 if they are not good enough."""
    told: list[Told] = []
    for milestone in options.milestones:
        told += tell(milestone, variants(milestone))
        print(f"\r{milestone.id} {len(told)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(summary(told))
    return Status.DONE if are_good(told) else Status.UNMET
