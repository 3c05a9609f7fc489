"""`nox -s classroom -- run CLASS`: grades what was taken in and has no record yet."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.commands.exit_status import Status
from grader.commands.options import Parser
from grader.files import shown
from grader.sandbox.escapes.trial import why_it_does_not_hold
from grader.sandbox.jail import NoSeal, strongest
from grader.sandbox.launch import isolate, isolation
from grader.views.words import points

from ..intake.take_in import SUBMISSIONS
from ..running.here import Grader, Here
from ..running.on_dask import Lost, There
from ..running.records import RECORDS, checkout
from ..running.run import Graded, Progress, not_graded, run, tasks

SELDOM = 30.0  # seconds between the lines of a log
SHARD = re.compile(r"([1-9]\d*)/([1-9]\d*)")


def add_options(p: Parser) -> None:
    """The options of `run`."""
    p.add_argument("classroom", type=Path, metavar="CLASS", help="the class's folder")
    said = "how many submissions at a time (default: one for each processor)"
    p.add_argument("--jobs", type=_jobs, default=os.cpu_count() or 1, metavar="N", help=said)
    said = "grade all of them again, and show what changed"
    p.add_argument("--regrade", action="store_true", help=said)
    said = "the third of eight equal shares, for as many machines with this folder in common"
    p.add_argument("--shard", type=_shard, default=(1, 1), metavar="3/8", help=said)
    said = "have dask's workers grade, in the same checkout on other machines: its scheduler"
    p.add_argument("--dask", metavar="ADDRESS", help=f"{said} (docs/teaching.md)")


def main(p: Parser, options: argparse.Namespace) -> int:
    """Grade, and print what came of it; 3 where the grader was at fault for any."""
    if not (options.classroom / SUBMISSIONS).is_dir():
        p.refuse(f"{options.classroom}: nothing was taken in: nox -s classroom -- intake")
    try:
        isolate(strongest())
    except NoSeal as problem:
        p.refuse(str(problem))
    try:
        found = tasks(options.classroom, isolation(), options.shard)
    except ValueError as problem:
        p.refuse(str(problem))
    todo = found if options.regrade else not_graded(found)
    began = time.monotonic()
    try:
        grader, jobs = _grader(p, options, len(todo))
        began = time.monotonic()
        done = run(grader, todo, jobs, _bar(began))
    except Lost as problem:
        p.refuse(str(problem))
    finally:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    for line in lines(done, len(found), time.monotonic() - began, options.classroom):
        print(line)
    return Status.BROKEN if any(each.score is None for each in done) else Status.DONE


def _grader(p: Parser, options: argparse.Namespace, count: int) -> tuple[Grader, int]:
    """Who is to grade so many, and how many of them at a time. Raises Lost."""
    own = isolation(), checkout()
    if count and options.dask:
        there = There(options.dask, *own)
        print(f"{count} to grade, {isolation()}; workers try the seal first", file=sys.stderr)
        return there, there.most
    if count:
        print(f"{count} to grade, {isolation()}; trying the seal first", file=sys.stderr)
        if why := why_it_does_not_hold():
            p.refuse(f"{why} (nox -s escapes)")
    return Here(options.classroom, *own), options.jobs


def lines(done: Sequence[Graded], count: int, seconds: float, classroom: Path) -> Iterator[str]:
    """What changed, what failed for the grader's sake, and how much there is."""
    for each in done:
        if each.score is not None and each.before is not None and each.score != each.before:
            yield f"{each.key}: {points(each.before)} -> {points(each.score)}"
    failed = [each for each in done if each.score is None]
    for each in failed:
        yield f"{each.key}: not graded, by the grader's fault: {each.why}"
    graded, earlier = len(done) - len(failed), count - len(done)
    hours = 1000 * seconds / max(len(done), 1) / 3600
    took = f" in {seconds:.0f} s ({hours:.1f} h for 1,000)" if done else ""
    yield f"{graded} graded{took}, {earlier} before; {shown(classroom / RECORDS)}"


def _bar(began: float) -> Progress:
    """A line that says how far it is, and how long it will take, to whoever looks on; in a log, one
    now and then."""
    told = began

    def show(done: int, count: int) -> None:
        nonlocal told
        now = time.monotonic()
        text = f"{done}/{count}, {left((now - began) / done * (count - done))}"
        if sys.stderr.isatty():
            bar = "#" * (20 * done // count)
            print(f"\r\x1b[K[{bar:20}] {text}", end="", file=sys.stderr, flush=True)
        elif now > told + SELDOM:
            told = now
            print(text, file=sys.stderr, flush=True)

    return show


def left(seconds: float) -> str:
    """How long it will take, to the accuracy of a guess."""
    if seconds < 90:
        return f"{seconds:.0f} s left"
    return f"{seconds / 60:.0f} min left" if seconds < 5400 else f"{seconds / 3600:.1f} h left"


def _jobs(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"takes a number from 1 up, not {text!r}")
    return int(text)


def _shard(text: str) -> tuple[int, int]:
    match = SHARD.fullmatch(text)
    if not match or int(match[1]) > int(match[2]):
        raise argparse.ArgumentTypeError(f"takes a share such as 3/8, not {text!r}")
    return int(match[1]), int(match[2])
