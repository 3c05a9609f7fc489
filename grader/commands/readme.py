"""`nox -s readme`: writes anew what README shows of the course and of the grader.

Those are the table of milestones, the first screen, the screen of somebody who has swapped the
operands of `2 - x`, and the table of what is offered of torch. Each stands behind a comment that
names it. The screens are what `grade` prints in a copy of the checkout; only their times and the
fresh seed differ from run to run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from ..manifest import EXERCISES, MILESTONES, ROOT, SOLUTIONS, Milestone, find_milestone
from .exit_status import Status, command, leave
from .options import Parser

README = ROOT / "README.md"
NEEDED = ("grader", "solutions", "tests", "demos", "pyproject.toml")
PASSING = re.compile(r" +\d+\.\d s$|(?<=checked again on )\d+", re.MULTILINE)

SWAPPED = find_milestone("magic_methods")
RIGHT, WRONG = "sub(other, self)", "sub(self, other)"

# The limit of the forty lines that each milestone removes.
REMOVES = {
    "by_hand": "nothing yet: this is the start, every gradient by hand",
    "scalars": "deriving anew for each network",
    "wrapper": "a single number in each box",
    "computation_graph": "recording always, wanted or not",
    "magic_methods": "arithmetic of single numbers alone",
    "toposort": "recursion, which ends 1,000 deep",
    "visualizer": "a graph that nobody can see",
    "chain_rule": "a closure made for each result",
    "backward": "a walk through single numbers; **networks train from here on**",
    "autograd_mechanics": "first derivatives only, and a graph that is never let go",
    "shapes": "numbers without dims",
    "indexing": "everything or nothing of an array",
    "reductions": "adding up one by one",
    "activations": "tanh and relu, of one number",
    "losses": "the squared error as the only loss",
    "cross_entropy": "targets that are numbers, not classes",
    "modules": "weights in loose variables",
    "initialization": "weights that somebody picks",
    "data": "all of the data in every step",
    "sgd": "a line of update for each weight",
    "training": "training until it looks good; **MNIST**",
    "debugging": "printing three numbers",
    "adam": "one learning rate for all weights",
    "regularization": "learning the examples by heart",
    "normalization": "sizes that drift from layer to layer",
    "convolution": "a weight for each pixel",
    "pooling": "all pixels, to the last layer",
    "residual": "two layers: depth that hurts",
    "attention": "weights that do not look at what is read",
    "transformer": "a network of three neurons; **a small GPT**",
    "recurrent": "inputs of one length",
    "reverse_transforms": "gradients that live in tensors, not in functions",
    "forward_mode": "going backwards only",
    "vmap": "a loop around one example",
    "performance": "a new array for every step of an op, of Adam, of attention",
    "tracing": "a program that only Python can read",
    "compile": "the library itself: a plain NumPy script, and so back to the start",
}


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write README; the exit status is 1 where `--check` finds it out of date."""
    p = Parser("readme", "Write anew what README shows of the course and of the grader.")
    p.add_argument("--check", action="store_true", help="only say whether it is out of date")
    options = p.parse_args(argv)
    old = README.read_text(encoding="utf-8")
    try:
        new = renewed(old)
    except ValueError as error:
        print(error, file=sys.stderr)
        return Status.UNMET
    if not options.check:
        README.write_text(new, encoding="utf-8")
    print(f"README.md {'was' if new != old else 'is not'} out of date")
    return Status.UNMET if options.check and new != old else Status.DONE


def renewed(text: str) -> str:
    """The text of README with its parts as they are today; what differs in times alone is left.

    Raises ValueError where a part has no place.
    """
    for name, part in {"milestones": table(), "coverage": coverage(), **screens()}.items():
        inside = r"((?:(?!<!-- ).)*)(?=\n\n<!-- end -->)"
        found = re.search(rf"(<!-- {name}: [^\n]*-->\n\n){inside}", text, re.DOTALL)
        if not found:
            raise ValueError(f"README.md has no place for the {name}")
        if steady(found[2]) != steady(part):
            text = text[: found.start(2)] + part + text[found.end(2) :]
    return text


def steady(text: str) -> str:
    """A screen without what differs from run to run."""
    return PASSING.sub("", text)


def table() -> str:
    """The milestones, part by part."""
    head = "| | milestone | removes | minutes | difficulty | points |\n|--|--|--|--:|--|--:|"
    return "\n".join([head, *_rows()])


def _rows() -> Iterator[str]:
    for part, inside in groupby(MILESTONES, lambda each: each.part):
        milestones = list(inside)
        yield _sums(part, milestones)
        yield from map(_row, milestones)
    yield _sums("all", MILESTONES)


def _sums(name: str, milestones: Sequence[Milestone]) -> str:
    minutes, points = sum(m.minutes for m in milestones), sum(m.points for m in milestones)
    return f"| | **{name}** | | {minutes:,} | | {points} |"


def _row(each: Milestone) -> str:
    cells = each.id, each.slug, REMOVES[each.slug], each.minutes, "★" * each.difficulty, each.points
    return f"| {' | '.join(map(str, cells))} |"


def coverage() -> str:
    """What is offered of torch, namespace by namespace."""
    return _run(ROOT, "benchmarks.coverage").rstrip()


def screens() -> dict[str, str]:
    """What a learner sees who has done nothing yet, and who has made one mistake."""
    with tempfile.TemporaryDirectory() as folder:
        kata = _checkout(Path(folder) / "kata")
        first = _graded(kata)
        for each in MILESTONES[: SWAPPED.number]:
            _answer(kata, each)
        solution = _answer(kata, SWAPPED)
        text = solution.read_text(encoding="utf-8")
        if RIGHT not in text:
            raise ValueError(f"{SWAPPED.module} has no {RIGHT} to swap")
        solution.write_text(text.replace(RIGHT, WRONG), encoding="utf-8")
        wrong = _graded(kata, SWAPPED.id)
    return {"first screen": _block(first), "mistake": _block(wrong)}


def _checkout(copy: Path) -> Path:
    """What a grading needs, with exercises as they are handed out."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=ignored)
        else:
            shutil.copyfile(source, copy / name)
    (copy / EXERCISES.name).mkdir()
    _run(copy, f"{__package__}.stubs")
    return copy


def _answer(kata: Path, milestone: Milestone) -> Path:
    file = f"{milestone.module}.py"
    return shutil.copyfile(SOLUTIONS / file, kata / EXERCISES.name / file)


def _graded(kata: Path, *arguments: str) -> str:
    return _run(kata, f"{__package__}.grade", *arguments).rstrip()


def _run(kata: Path, module: str, *arguments: str) -> str:
    command = [sys.executable, "-P", "-m", module, *arguments]
    alone = {name: os.environ[name] for name in os.environ.keys() - {"COLUMNS"}}
    alone["PYTHONPATH"] = str(kata)
    done = subprocess.run(command, cwd=kata, env=alone, capture_output=True, text=True)
    if done.returncode:
        raise ValueError(f"{module}: {done.stderr or done.stdout}")
    return done.stdout


def _block(screen: str) -> str:
    return f"```\n{screen}\n```"


if __name__ == "__main__":
    leave(main())
