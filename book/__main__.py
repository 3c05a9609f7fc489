"""`nox -s book`: the lessons as pages with typeset maths, figures, and traps that were sprung."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from grader.manifest import MILESTONES, ROOT, STATE

from . import links, looks
from .single import single
from .sources import write, written

SOURCE = STATE / "book"
OUT = ROOT / "build" / "book"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages' sources, and have Sphinx make HTML of them."""
    p = argparse.ArgumentParser("nox -s book --", description="Make the book.")
    p.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="where the pages go")
    p.add_argument("--single", type=Path, metavar="FILE", help="write all pages in one file, too")
    options = p.parse_args(argv)
    from sphinx.cmd.build import build_main  # which `--help` does without

    began = time.perf_counter()
    ran = write(SOURCE)
    status = build_main(["-q", "-W", "--keep-going", "-j", "auto", str(SOURCE), str(options.out)])
    if status:
        return status
    built = time.perf_counter()
    print(f"{len(MILESTONES)} traps and demos were run")
    there = written(SOURCE)
    print(f"{ran[0]} code blocks were run, {there[0] - ran[0]} skipped; of the lessons' own code")
    print(f"{ran[1]} lines were run, {there[1] - ran[1]} skipped")
    status = max(_check(options.out), int(ran != there))
    if options.single:
        status = max(status, single(SOURCE, options.single) or _check_file(options.single))
    took = f"{built - began:.0f} s to make, {time.perf_counter() - built:.0f} s to check"
    print(f"{took}{', and to make one file of it' if options.single else ''}")
    print(f"open {options.out / 'index.html'}")
    return status


def _check_file(page: Path) -> int:
    """The same of a single page, which may lie among others."""
    with tempfile.TemporaryDirectory() as alone:
        shutil.copy(page, alone)
        return _check(Path(alone))


def _check(folder: Path) -> int:
    """Say what is wrong with the finished pages; 1 if anything is."""
    seen = looks.faults(folder)
    if seen is None:
        print(f"How they look was not checked: none of {', '.join(looks.BROWSERS)} is installed.")
    wrong = [look(folder) for look in (links.broken, links.repeated, links.remote)]
    faults = [*chain(*wrong), *(seen or [])]
    print("\n".join(faults) or "All links lead somewhere, and nothing comes from elsewhere.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
