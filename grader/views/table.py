"""The record as a learner's table: how far they are, and below it what to do next.

`render` makes the text; `want_color` and `draws_unicode` ask a stream what it can show.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby

from tabulate import tabulate

from ..judging.wording import WIDTH, one_line, visible
from ..record import RANDOM_PROGRAMS, MilestoneResult, Record, TestResult
from .terminal import BOLD, DIM, GREEN, RED, paint
from .words import bar, facts, hint_command, next_up, only_alone, outcome, points, so_far

NARROW = 76  # below this width the table goes without its bars
MOST_OTHERS = 8
LONGEST = 1000  # characters of a diagnosis

HEADERS = ("milestone", "passed", "", "points", "so far", "time")
ALIGNMENT = ("left", "right", "left", "right", "right", "right")


def render(record: Record, color: bool = False, width: int = 80, unicode: bool = True) -> str:
    """The table and the next step, each line ending in a newline.

    How much of a failure shows is the record's `feedback` (see `Record.redacted`). Without
    `unicode` the text is pure ASCII.
    """
    parts = [
        _table(record, color, width, unicode),
        _facts(record, color),
        next_step(record, color),
    ]
    text = "\n\n".join(part for part in parts if part) + "\n"
    return text if unicode else text.encode("ascii", "backslashreplace").decode("ascii")


def _table(record: Record, color: bool, width: int, unicode: bool) -> str:
    rows, styles = [], [BOLD, DIM]
    parts = [list(members) for _, members in groupby(record.milestones, lambda m: m.part)]
    for members in parts:
        if len(parts) > 1:
            rows.append(_part(members))
            styles.append(DIM)
        rows += [_row(m, unicode) for m in members]
        styles += [_style(m) for m in members]
    rows.append(_total(record, unicode))
    styles.append(BOLD)
    shown = [i for i in range(len(HEADERS)) if width >= NARROW or HEADERS[i]]
    lines = tabulate(
        [[row[i] for i in shown] for row in rows],
        headers=[HEADERS[i] for i in shown],
        colalign=[ALIGNMENT[i] for i in shown],
        tablefmt="simple",
        disable_numparse=True,
    ).split("\n")
    return "\n".join(paint(line, s, color) for line, s in zip(lines, styles, strict=True))


def _part(members: Sequence[MilestoneResult]) -> list[str]:
    earned, most = sum(m.earned for m in members), sum(m.points for m in members)
    return [members[0].part, "", "", f"{points(earned)}/{most}", "", ""]


def _row(milestone: MilestoneResult, unicode: bool) -> list[str]:
    m = milestone
    return [
        f"{m.id} {m.title}",
        f"{m.passed}/{m.total}",
        bar(m.passed / m.total if m.total else 0.0, unicode),
        f"{points(m.earned)}/{m.points}",
        so_far(m),
        "" if m.state == "untouched" else f"{m.seconds:.1f} s",
    ]


def _total(record: Record, unicode: bool) -> list[str]:
    passed = sum(m.passed for m in record.milestones)
    total = sum(m.total for m in record.milestones)
    share = record.score / record.max_score if record.max_score else 0.0
    score = f"{points(record.score)}/{record.max_score}"
    return ["total", f"{passed}/{total}", bar(share, unicode), score, "", f"{record.seconds:.1f} s"]


def _style(milestone: MilestoneResult) -> str:
    return {"complete": GREEN, "untouched": DIM, "started": ""}[milestone.state]


def _facts(record: Record, color: bool) -> str:
    """What the score depends on, the badge, and what was left out of account."""
    run = f"{one_line(record.target)}, seed {record.seed}"
    if record.confirmed_seed is not None:
        run += f" (confirmed on {record.confirmed_seed})"
    lines = [paint(f"{run}, {record.isolation} isolation, torch {record.torch}", DIM, color)]
    lines += [f"{says} {names}".rstrip() for says, names in facts(record)]
    if record.library_works:
        lines.append(paint("my library works", f"{BOLD};{GREEN}", color))
    return "\n".join(lines)


def next_step(record: Record, color: bool) -> str:
    """What to do next: the first failure in full, and the others in a line each."""
    current = next_up(record)
    if record.feedback == "score":
        return ""
    if current is None:
        return "\n".join(filter(None, map(only_alone, record.milestones)))
    if current.state == "untouched":
        return "\n".join([_start(current, color), *_later(record, current)])
    first, *others = current.failing
    lines = [paint(f"Next: {_place(current, first)}", BOLD, color), *_failure(first, color)]
    if current.diagnosis:
        lines += [*textwrap.wrap(one_line(current.diagnosis.text, LONGEST), WIDTH), ""]
    smallest = [test for test in others if test.name == RANDOM_PROGRAMS and test.outcome == "wrong"]
    lines += [line for test in smallest for line in _smallest(test)]
    others = [test for test in others if test not in smallest or not test.message]
    lines += [*_also(first, others), *_later(record, current)]
    if record.feedback == "full":
        lines += ["", paint(f"Stuck? {hint_command(record, current)}", DIM, color)]
    return "\n".join(lines)


def _smallest(test: TestResult) -> list[str]:
    """The smallest program that random programs came down to."""
    found = visible(test.message)
    return ["The smallest program found that goes wrong:", "", found, ""] if found else []


def _also(first: TestResult, others: Sequence[TestResult]) -> list[str]:
    """The milestone's other failures, a line each; those with the same reason in one."""
    same = [test for test in others if test.message and test.message == first.message]
    different = [test for test in others if test not in same]
    lines = [f"  {len(same)} more for the same reason"] if same else []
    lines += [f"  also {_summary(test)}" for test in different[:MOST_OTHERS]]
    if len(different) > MOST_OTHERS:
        lines.append(f"  and {len(different) - MOST_OTHERS} more")
    return lines


def _start(milestone: MilestoneResult, color: bool) -> str:
    file, function = one_line(milestone.where), one_line(milestone.function)
    first = f"; first function: {function}" if function else ""
    return paint(f"Next: open {file} and read its lesson{first}", BOLD, color)


def _place(milestone: MilestoneResult, test: TestResult) -> str:
    """Where to look: the line that raised; for a wrong answer only the file is known."""
    if not test.where:
        return one_line(milestone.where)
    return one_line(test.where) + (f" in {one_line(test.function)}" if test.function else "")


def _failure(test: TestResult, color: bool) -> list[str]:
    heading = paint(_summary(test), RED, color)
    return ["", heading, visible(test.message), ""] if test.message else ["", heading]


def _later(record: Record, current: MilestoneResult) -> list[str]:
    """One line for each later milestone that was started and fails."""
    return [
        f"{m.id} {m.title}: {len(m.failing)} of {m.total} fail, first {_summary(m.failing[0])}"
        for m in record.milestones
        if m.number > current.number and m.failing and m.state == "started"
    ]


def _summary(test: TestResult) -> str:
    return f"{one_line(test.title)}: {outcome(test)}"
