"""`nox -s readme`: writes anew what README and the pages of docs/ show of course and grader.

Those are how much there is, the path and the table of milestones, the first screen, the screen of
somebody who has swapped the operands of `2 - x`, the table of what is offered of torch, and that
of what was checked; each stands behind a comment that names it, on whichever page. And
docs/watch.svg, in which this mistake is made and mended. The screens are what `grade` and `watch`
show in a copy of the checkout; only their times and the fresh seed differ from run to run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..manifest import EXERCISES, MILESTONES, ROOT, SOLUTIONS, Milestone, find_milestone
from ..views import overview
from ..views.checks import checks
from .exit_status import Status, command, leave
from .options import Parser

FILM = "docs/watch.svg"
NEEDED = ("grader", "solutions", "tests", "demos", "pyproject.toml")
PASSING = re.compile(
    r" +\d+\.\d s$|(?<=checked again on )\d+"
    r'|textLength="[\d.]+"[^>]*>saved [\d:]+, graded in [\d.]+ s',
    re.MULTILINE,
)
SWAPPED, PLACE = find_milestone("magic_methods"), "Operators.__rsub__"
RIGHT, WRONG = "sub(other, self)", "sub(self, other)"


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages; the exit status is 1 where `--check` finds one out of date."""
    p = Parser("readme", "Write anew what README and docs/ show of course and grader.")
    p.add_argument("--check", action="store_true", help="only say what is out of date")
    options = p.parse_args(argv)
    old = pages()
    try:
        new = renewed(old)
    except ValueError as error:
        print(error, file=sys.stderr)
        return Status.UNMET
    late = [name for name, text in new.items() if old[name] != text]
    for name in late:
        print(f"{name} was out of date")
        if not options.check:
            (ROOT / name).write_text(new[name], encoding="utf-8")
    if not late:
        print("README.md and docs/ are up to date")
    return Status.UNMET if options.check and late else Status.DONE


def pages() -> dict[str, str]:
    """The text of each page, and of the recording, by its path in the checkout."""
    names = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in (*names, FILM)}


def renewed(old: Mapping[str, str]) -> dict[str, str]:
    """The pages with their parts as they are today; what differs in times alone is left.

    Raises ValueError where a part has no place.
    """
    with checkout() as kata:
        shown, film = screens(kata), recording(kata)
    new = {**old, FILM: old[FILM] if steady(old[FILM]) == steady(film) else film}
    parts = {
        "numbers": overview.numbers(),
        "path": overview.path(),
        "milestones": overview.table(),
        "coverage": coverage(),
        "checks": checks(),
        **shown,
    }
    for name, part in parts.items():
        page = next((page for page, text in new.items() if f"<!-- {name}: " in text), None)
        if page is None:
            raise ValueError(f"neither README.md nor docs/ has a place for the {name}")
        new[page] = with_part(new[page], name, part)
    return new


def with_part(text: str, name: str, part: str) -> str:
    """A page with this part, unless what it has there differs in times alone."""
    inside = r"((?:(?!<!-- ).)*)(?=\n\n<!-- end -->)"
    found = re.search(rf"(<!-- {name}: [^\n]*-->\n\n){inside}", text, re.DOTALL)
    if not found:
        raise ValueError(f"the place for the {name} has no end")
    if steady(found[2]) == steady(part):
        return text
    return text[: found.start(2)] + part + text[found.end(2) :]


def steady(text: str) -> str:
    """A screen without what differs from run to run."""
    return PASSING.sub("", text)


def coverage() -> str:
    """What is offered of torch, namespace by namespace."""
    return _run(ROOT, "benchmarks.coverage").rstrip()


def screens(kata: Path) -> dict[str, str]:
    """What a learner sees who has done nothing yet, and who has made one mistake."""
    first = _graded(kata)
    _come_to_the_mistake(kata)
    solution = _answer(kata, SWAPPED)
    text = solution.read_text(encoding="utf-8")
    if RIGHT not in text:
        raise ValueError(f"{SWAPPED.module} has no {RIGHT} to swap")
    solution.write_text(text.replace(RIGHT, WRONG), encoding="utf-8")
    return {"first screen": _block(first), "mistake": _block(_graded(kata, SWAPPED.id))}


def recording(kata: Path) -> str:
    """What `watch` shows while this mistake is made and mended, as a drawing that moves."""
    _come_to_the_mistake(kata)
    told = EXERCISES.name, SWAPPED.id, PLACE, RIGHT, WRONG
    return _run(kata, "grader.watch.recording", *told)


def _come_to_the_mistake(kata: Path) -> None:
    for each in MILESTONES[: SWAPPED.number]:
        _answer(kata, each)


@contextmanager
def checkout() -> Iterator[Path]:
    """A copy of what a grading needs, with exercises as they are handed out."""
    with tempfile.TemporaryDirectory() as folder:
        copy, ignored = Path(folder) / "kata", shutil.ignore_patterns("__pycache__")
        for name in NEEDED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=ignored)
            else:
                shutil.copyfile(source, copy / name)
        (copy / EXERCISES.name).mkdir()
        _run(copy, f"{__package__}.stubs")
        yield copy


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
