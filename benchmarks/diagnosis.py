"""How often the right mistake is named, and a wrong one: `nox -s bench -- diagnosis`.

It is measured on wrong implementations that the corpus of misconceptions does not hold as written
(tests/grader/variants), and on three kinds that are counted by themselves (variants/kinds).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection

from grader.commands.exit_status import Status
from grader.commands.options import Parser
from grader.manifest import Milestone
from tests.grader.variants import variants
from tests.grader.variants.kinds import KINDS, of_kind

from .rates import RIGHT, RIGHT_OF_KIND, Told, are_good, summary, tell

OTHERS = "others"


def add_arguments(parser: Parser) -> None:
    parser.add_milestones()
    said = "which variants (default: all, each kind counted by itself)"
    parser.add_argument("--kind", choices=[OTHERS, *KINDS], action="append", help=said)


def run(options: argparse.Namespace) -> int:
    """Print what was missed and the rates; the exit status is 1 if they are not good enough."""
    good = True
    for kind in options.kind or [OTHERS, *KINDS]:
        if told := tell_of(kind, options.milestones):
            good &= are_good(told, RIGHT_OF_KIND if kind in KINDS else RIGHT)
            print(f"{kind}\n{summary(told)}\n" if kind in KINDS else f"{summary(told)}\n")
    return Status.DONE if good else Status.UNMET


def tell_of(kind: str, milestones: Collection[Milestone]) -> list[Told]:
    """What is said of the variants of a kind, of these milestones."""
    if kind == OTHERS:
        chosen = [(milestone, each) for milestone in milestones for each in variants(milestone)]
    else:
        chosen = [(milestone, each) for milestone, each in of_kind(kind) if milestone in milestones]
    told: list[Told] = []
    for milestone, variant in chosen:
        told += tell(milestone, [variant])
        print(f"\r{kind} {len(told)} of {len(chosen)} ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return told
