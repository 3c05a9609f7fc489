"""Trains on MNIST with the reference or with the learner's own library: `nox -s train`.

The learner's is used once the milestones that training needs are complete.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence

from ..asking.in_process import InProcess
from ..grading.grade import grade
from ..judging.explain import explain
from ..library.assemble import assemble
from ..manifest import EXERCISES, MILESTONES, ROOT, SOLUTIONS, Milestone

SCRIPT = ROOT / "docs" / "train_mnist.py"
LAST = "training"
UNUSED = ("by_hand", "visualizer")


def needed() -> list[Milestone]:
    """The milestones that training needs, in order."""
    last = next(m.number for m in MILESTONES if m.slug == LAST)
    return [m for m in MILESTONES if m.number <= last and m.slug not in UNUSED]


def unfinished(milestones: Sequence[Milestone]) -> list[str]:
    """What of them is not complete in `exercises/`, as `m03 magic methods (47/51)`."""
    record = grade(EXERCISES, milestones, remember=True)
    return [
        f"{r.id} {r.title} ({r.passed}/{r.total})"
        for r in record.milestones
        if r.state != "complete"
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Assemble the library and run the script in it; options but `--target` are the script's."""
    options = list(sys.argv[1:] if argv is None else argv)
    own = options[:2] == ["--target", "exercises"]
    if options[:1] == ["--target"]:
        if options[1:2] not in (["exercises"], ["solutions"]):
            print("nox -s train: --target is solutions or exercises", file=sys.stderr)
            return 2
        del options[:2]
    milestones = needed() if own else []
    if missing := unfinished(milestones) if own else []:
        print("Training needs these milestones too:", *missing, sep="\n  ", file=sys.stderr)
        return 1
    process = InProcess(assemble(SOLUTIONS, EXERCISES, [m.module for m in milestones]))
    if failed := process.start():
        print(explain("", (), failed, learner=EXERCISES), file=sys.stderr)
        return 1
    sys.argv[:] = [str(SCRIPT), *options]
    runpy.run_path(str(SCRIPT), run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
