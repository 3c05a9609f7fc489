"""`nox -s book`: the lessons as pages with typeset maths, figures, and traps that were sprung."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sphinx.cmd.build import build_main

from grader.feedback.demonstration import demonstrate
from grader.manifest import MILESTONES, ROOT, SOLUTIONS, STATE, Milestone, find_milestone

from . import links, looks
from .answers import answers_on
from .around import around
from .page import Shown, page
from .single import single
from .trap import sprung

HERE = Path(__file__).parent
SOURCE = STATE / "book"
OUT = ROOT / "build" / "book"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages' sources, and have Sphinx make HTML of them."""
    p = argparse.ArgumentParser("nox -s book --", description="Make the book.")
    p.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="where the pages go")
    p.add_argument("--single", type=Path, metavar="FILE", help="write all pages in one file, too")
    options = p.parse_args(argv)
    began = time.perf_counter()
    write(SOURCE)
    status = build_main(["-q", "-W", "--keep-going", "-j", "auto", str(SOURCE), str(options.out)])
    if status == 0:
        print(f"{len(MILESTONES)} traps and demos were run; {time.perf_counter() - began:.0f} s")
        status = _check(options.out)
        if options.single:
            status = max(status, single(SOURCE, options.single))
        print(f"open {options.out / 'index.html'}")
    return status


def _check(folder: Path) -> int:
    """Say what is wrong with the finished pages; 1 if anything is."""
    seen = looks.faults(folder)
    if seen is None:
        print(f"How they look was not checked: none of {', '.join(looks.BROWSERS)} is installed.")
    faults = [*links.broken(folder), *links.remote(folder), *(seen or [])]
    print("\n".join(faults) or "All links lead somewhere, and nothing comes from elsewhere.")
    return 1 if faults else 0


def write(folder: Path) -> None:
    """The sources of all pages: those of the milestones, and those that stand in `front/`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "front", folder)
    shutil.copytree(HERE / "static", folder / "static")
    shutil.copy(HERE / "conf.py", folder)
    for name, text in around().items():
        (folder / name).write_text(text, encoding="utf-8")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        names = [milestone.id for milestone in MILESTONES]
        for milestone, shown in zip(MILESTONES, pool.map(_run, names), strict=True):
            text = page(milestone, _with_picture(milestone, shown, folder))
            told = text.replace(shown.trap.shown, "")  # a test's program: grading shows it, too
            if found := answers_on(milestone, told):
                raise ValueError(f"the page of {milestone.id} holds an answer: {found[0]}")
            (folder / f"{milestone.module}.md").write_text(text, encoding="utf-8")


def _run(name: str) -> Shown:
    """What is run for a milestone's page."""
    milestone = find_milestone(name)
    screen = demonstrate(SOLUTIONS, milestone)
    if screen.state != "shown":
        raise RuntimeError(f"the demo of {milestone.id}: {screen.text}")
    return Shown(sprung(milestone), screen.text, screen.svg)


def _with_picture(milestone: Milestone, shown: Shown, folder: Path) -> Shown:
    """The same, with the name of the picture's file in place of the picture."""
    if not shown.picture:
        return shown
    name = f"{milestone.module}.svg"
    (folder / name).write_text(shown.picture, encoding="utf-8")
    return Shown(shown.trap, shown.demo, name)


if __name__ == "__main__":
    sys.exit(main())
