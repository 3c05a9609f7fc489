"""A class of sixty, as it hands in, and what each submission is worth.

Most hand in one milestone, of those whose suites take the least time. A third of them hand in each
day; with `KATA_ALL` in the environment all do, and all known mistakes of these milestones are made,
which takes some minutes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from grader.feedback.known_misconceptions import Misconception, misconceptions
from grader.library.mounts import ISOLATED
from grader.manifest import EXERCISES, SOLUTIONS, Milestone, find_milestone
from grader.record import TestResult
from grader.suite.run import run
from grader.suite.setup import Settings, Setup
from tests.classroom.downloads import zipped
from tests.grader.today import todays

SORT = find_milestone("toposort")
QUICK = [SORT, *map(find_milestone, ("wrapper", "data", "sgd", "initialization"))]
ALL = bool(os.environ.get("KATA_ALL"))
SLOW = {  # what these are worth depends on how fast the machine is
    "a node is asked again whenever the walk comes back to it",
    "the list of what is written down is searched at each step",
    "every way is walked, and the list is searched in the end",
}
COPIED = {"plain", "CRLF", f"mistake 0 in {SORT.slug}"}
ALWAYS = {*COPIED, "<b>=1+1", "a notebook"}  # that tests speak of
NAMES = ["Ada", "Ædward", "Béla", "Çelik", "Éva", "Łukasz", "Þór", "王芳", "Ирина", "שרה", "देव"]


@dataclass(frozen=True)
class HandedIn:
    """What somebody hands in: files by their paths in the download, and what they are worth; None
    where there is nothing to grade."""

    name: str
    files: dict[str, bytes]
    worth: float | None


def file_of(milestone: Milestone) -> str:
    return f"{milestone.module}.py"


def right(milestone: Milestone = SORT) -> str:
    return (SOLUTIONS / file_of(milestone)).read_text(encoding="utf-8")


def stub(milestone: Milestone = SORT) -> str:
    return (EXERCISES / file_of(milestone)).read_text(encoding="utf-8")


def sixty(folder: Path) -> list[HandedIn]:
    """Those whose turn it is. The folder is for what is tried to know what a mistake is worth."""
    found = [*_forms(), *_several(), *_nothing(), *_broken(), *_hostile()]
    if not ALL:
        turn = todays(found, 3)
        found = [each for each in found if each in turn or each.name in ALWAYS]
    found += _mistaken(folder)
    copies = [each for each in found if each.name in COPIED]
    for number, each in enumerate(copies):
        files = {f"copy {number}/{_below(path)}": data for path, data in each.files.items()}
        found.append(HandedIn(f"copy {number}", files, each.worth))
    return found


def _below(path: str) -> str:
    return path.partition("/")[2]


def _one(name: str, data: str | bytes, worth: float | None, path: str = "") -> HandedIn:
    data = data.encode() if isinstance(data, str) else data
    return HandedIn(name, {f"{name}/{path or file_of(SORT)}": data}, worth)


def _forms() -> Iterator[HandedIn]:
    """Right, in whatever form it comes, and from whom; and nothing yet, from more."""
    text, name, worth = right(), file_of(SORT), float(SORT.points)
    yield _one("plain", text, worth)
    yield _one("CRLF", text.replace("\n", "\r\n"), worth)
    yield _one("CR", text.replace("\n", "\r"), worth)
    yield _one("BOM", "\ufeff" + text, worth)
    yield _one("latin", f"# coding: latin-1\n# é\n{text}".encode("latin-1"), worth)
    yield _one("tabs", text.replace("    ", "\t"), worth)
    yield _one("李 四", text, worth, f"kata final/exercises/{name}")
    yield _one("José Núñez", text, worth, "m05_toposort (1).py")
    nested = zipped({"deep.zip": zipped({f"exercises/{name}": text})})
    yield _one("nested", nested, worth, "kata.zip")
    with_junk = zipped({f"__MACOSX/._{name}": b"\0", f"a/{name}": text})
    yield _one("folder in a zip", with_junk, worth, "a.zip")
    for number, (who, each) in enumerate(zip(NAMES, cycle(QUICK), strict=False)):
        yield _one(f"{who} Stub", stub(each), 0.0, f"{who}'s work/{file_of(each)}")
        if number % 4 == 0:
            yield _one(who, right(each), float(each.points), f"{who}'s work/{file_of(each)}")


def _several() -> Iterator[HandedIn]:
    """More than one file, each for itself."""
    for first, second in zip(QUICK[1:], QUICK[2:] + QUICK[1:2], strict=True):
        name = f"{first.slug} and {second.slug}"
        files = {f"{name}/{file_of(each)}": right(each).encode() for each in (first, second)}
        yield HandedIn(name, files, float(first.points + second.points))
    files = {f"half/{file_of(SORT)}": right().encode(), f"half/{file_of(QUICK[1])}": b"def f(:\n"}
    yield HandedIn("half", files, float(SORT.points))


def _nothing() -> Iterator[HandedIn]:
    yield _one("stub", stub(), 0.0)
    yield _one("stub in a zip", zipped({f"exercises/{file_of(SORT)}": stub()}), 0.0, "kata.zip")
    yield _one("a report", b"%PDF-1.7", None, "report.pdf")
    yield _one("a notebook", "{}", None, "m05_toposort.ipynb")
    yield _one("an empty file", "", 0.0)
    yield _one("too large", zipped({file_of(SORT): bytes(64 << 20)}), None, "bomb.zip")


def _broken() -> Iterator[HandedIn]:
    """What Python does not read."""
    text = right()
    yield _one("a syntax error", text.replace("def toposort", "def toposort((", 1), 0.0)
    yield _one("UTF-16", text.encode("utf-16"), 0.0)
    yield _one("no encoding", text.encode() + b"# \xe9\n", 0.0)
    yield _one("a zero byte", text + "\0", 0.0)
    yield _one("too deep", f"{text}\nx = {'(' * 5000}{')' * 5000}\n", 0.0)
    yield _one("raises", f"{text}\nraise SystemExit\n", 0.0)


def _hostile() -> Iterator[HandedIn]:
    """What would do harm: to others, to this machine, to its own grade."""
    text = right()
    yield _one("endless", f"{text}\nwhile True: pass\n", 0.0)
    forks = "import os\nwhile True: os.fork()\n"
    yield _one("forks", text + forks, 0.0)
    yield _one("memory", f"{text}\nx = []\nwhile True: x.append(bytearray(1 << 28))\n", 0.0)
    yield _one("gone", f"import os\nos._exit(0)\n{text}", 0.0)
    answer = SOLUTIONS / file_of(SORT)
    yield _one("reads the answer", f"exec(open({str(answer)!r}).read())\n", 0.0)
    yield _one("prints", f"{text}\nprint('x' * 1000000)\n", float(SORT.points))
    raised = 'raise ValueError(f"</pre><script>alert(1)</script>\\x1b[2J{root!r}")'
    telling = f"{stub()}\ndef toposort(root, parents):\n    {raised}\n"
    yield _one("<b>=1+1", telling, 0.0, file_of(SORT))


def _mistaken(folder: Path) -> Iterator[HandedIn]:
    """Wrong in known ways."""
    for milestone in QUICK if ALL else [SORT, *todays(QUICK[1:], 2)]:
        known = [each for each in misconceptions(milestone) if each.name not in SLOW]
        for number, mistake in enumerate(known if ALL else [known[0], known[-1]]):
            name = f"mistake {number} in {milestone.slug}"
            worth = worth_of(milestone, mistake, folder / f"{milestone.id}-{number}")
            data = mistake.apply(right(milestone)).encode()
            yield HandedIn(name, {f"{name}/{file_of(milestone)}": data}, worth)


def worth_of(milestone: Milestone, mistake: Misconception, folder: Path) -> float:
    """What is left of the milestone's points, by another way than that of a class: each test once,
    on the usual seed, in workers that are not sealed."""
    folder.mkdir(parents=True)
    mistake.write(milestone, folder)
    setup = Setup.of(folder, Settings(only_isolated=True, shrinks=False, shares=True))
    results = run(setup, [milestone]).results.items()
    tests = [test for (_, kind), test in results if kind == ISOLATED]
    idea, edges = [t for t in tests if t.group == "idea"], [t for t in tests if t.group != "idea"]
    if not (idea and edges):
        return round(milestone.points * _share(tests), 4)
    return round(milestone.points * (2 * _share(idea) + _share(edges)) / 3, 4)


def _share(tests: list[TestResult]) -> float:
    return sum(test.outcome == "passed" for test in tests) / len(tests)
