"""`nox -s train`: trains on MNIST with the reference or with the learner's own library.

The learner's is used once the milestones that training needs work.
"""

from __future__ import annotations

import runpy
import shutil
import sys
from collections.abc import Sequence

from ..asking.import_blame import blamed
from ..asking.in_process import InProcess
from ..grading.steps import grade
from ..judging.explain import explain
from ..judging.failure_facts import failure_of
from ..library.assemble import assemble
from ..library.mounts import THE_REST, spans
from ..manifest import EXERCISES, IS_HANDOUT, MILESTONES, ROOT, SOLUTIONS, Milestone
from .exit_status import Status, leave, status
from .options import Parser

SCRIPT = ROOT / "docs" / "train_mnist.py"
LAST = "adam" if IS_HANDOUT else "training"  # the script uses what is written until then
TARGETS = ("exercises",) if IS_HANDOUT else ("solutions", "exercises")
UNUSED = ("by_hand", "scalars", "visualizer")


def needed() -> list[Milestone]:
    """The milestones that training needs, in order."""
    last = next(m.number for m in MILESTONES if m.slug == LAST)
    return [m for m in MILESTONES if m.number <= last and m.slug not in UNUSED]


def unfinished(milestones: Sequence[Milestone]) -> list[str]:
    """What of them does not work yet in `exercises/`, as `m04 magic methods (47/51)`."""
    record = grade(EXERCISES, milestones, remember=True)
    return [
        f"{r.id} {r.title} ({r.passed}/{r.total})" for r in record.milestones if not r.is_working
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Assemble the library, and train with it; the exit status is 1 where it is not ready."""
    p = Parser("train", "Train a network on MNIST, and show the digits it takes for others.")
    p.add_argument(
        "--target",
        choices=TARGETS,
        default=TARGETS[0],
        help=f"whose library: the reference's (solutions) or yours; default {TARGETS[0]}",
    )
    p.add_argument("--subset", action="store_true", help="10,000 images, without a download")
    p.add_argument("--epochs", type=int, default=5, metavar="N", help="default 5")
    p.add_seed("of the weights and of the order of the images")
    options = p.parse_args(argv)
    own = options.target == EXERCISES
    if unready := status(lambda: _get_ready(own)):
        return unready
    print(_whose(own), flush=True)
    script = runpy.run_path(str(SCRIPT), run_name="train_mnist")
    script["main"](options.subset, options.epochs, options.seed)
    return Status.DONE


def _whose(own: bool) -> str:
    """Whose library trains."""
    if own:
        return f"Your library trains: {spans(needed())} from exercises/, the rest is {THE_REST}."
    return "The reference's library trains (solutions/); --target exercises trains with yours."


def _get_ready(own: bool) -> int:
    """Import the library that trains."""
    milestones = needed() if own else []
    if missing := unfinished(milestones) if own else []:
        print("Training needs these milestones too:", *missing, sep="\n  ", file=sys.stderr)
        return Status.UNMET
    library = assemble(SOLUTIONS, EXERCISES, [m.module for m in milestones])
    process = InProcess(library)
    if failed := process.start():
        failed = blamed(library, failed)
        failure = failure_of("", (), failed, learner=EXERCISES)
        print(explain(failure, shutil.get_terminal_size((100, 24)).columns), file=sys.stderr)
        return Status.BROKEN if failure.broken else Status.UNMET
    return Status.DONE


if __name__ == "__main__":
    leave(main())
