"""The record as a learner's table: how far they are, and below it what to do next.

`render` makes the text; `want_color` and `draws_unicode` ask a stream what it can show.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

from tabulate import tabulate

from ..judging.quoting import in_lines
from ..judging.wording import one_line
from ..record import Group, MilestoneResult, Record
from .facts import facts
from .links import linked
from .next_step import next_step
from .terminal import BOLD, DIM, GREEN, Line, Style, paint, to_ascii
from .words import BADGE, bar, how_many, mark, name, next_up, passed, points, run, so_far

WIDE = {"time": 86, "": 76}  # columns, and from which width on they are shown; "" are the bars

HEADERS = ("milestone", "idea", "edges", "", "points", "so far", "time")
ALIGNMENT = ("left", "right", "right", "left", "right", "right", "right")


def render(
    record: Record,
    color: bool = False,
    width: int = 80,
    unicode: bool = True,
    whole: bool = True,
    explains_all: bool = False,
    rows: float = math.inf,
) -> str:
    """The table and the next step, each line ending in a newline.

    How much of a failure shows is the record's `feedback` (see `redacted`). Without `unicode` the
    text is pure ASCII; with `color` the places in files are links. Unless the `whole` table is
    asked for, the parts of the course that the next step is not in have one row each. With
    `explains_all` it says of each failure what it is; otherwise the next step has at most so many
    `rows`.
    """
    told = record.milestones, record.target, record.feedback
    following = next_step(*told, width, explains_all, rows, elsewhere=record.elsewhere)
    parts = [_table(record, width, unicode, whole), _facts(record, width), following]
    folder = one_line(record.target)
    text = "\n\n".join(_painted(part, color, folder) for part in parts if part) + "\n"
    return text if unicode else to_ascii(text)


def _table(record: Record, width: int, unicode: bool, whole: bool) -> list[Line]:
    rows: list[list[str]] = []
    styles: list[Style] = [BOLD, DIM]
    parts = [list(members) for _, members in groupby(record.milestones, lambda m: m.part)]
    current = None if whole else next_up(record.milestones)
    for members in parts:
        is_closed = current is not None and current not in members
        if len(parts) > 1:
            rows.append(_part(members, is_closed))
            styles.append(DIM)
        if is_closed:
            continue
        rows += [_row(m, unicode, width >= WIDE[""]) for m in members]
        styles += [_style(m) for m in members]
    if len(record.milestones) != 1:  # whose row says all of it
        rows.append(_total(record, unicode))
        styles.append(BOLD)
    shown = [i for i in range(len(HEADERS)) if width >= WIDE.get(HEADERS[i], 0)]
    lines = tabulate(
        [[row[i] for i in shown] for row in rows],
        headers=[HEADERS[i] for i in shown],
        colalign=[ALIGNMENT[i] for i in shown],
        tablefmt="simple",
        disable_numparse=True,
    ).split("\n")
    return [Line(line, style) for line, style in zip(lines, styles, strict=True)]


def _part(members: Sequence[MilestoneResult], is_closed: bool) -> list[str]:
    earned, most = sum(m.earned for m in members), sum(m.points for m in members)
    working = sum(m.is_working for m in members)
    title = f"{members[0].part}, {working} of {len(members)} work" if is_closed else members[0].part
    return [one_line(title), "", "", "", f"{points(earned)}/{most}", "", ""]


def _row(milestone: MilestoneResult, unicode: bool, marked: bool) -> list[str]:
    m = milestone
    return [
        f"{name(m)} {mark(m.state, unicode) if marked else ''}".rstrip(),
        passed(m, "idea"),
        passed(m, "edge_case"),
        bar(m.passed / m.total if m.total else 0.0, unicode),
        f"{points(m.earned)}/{m.points}",
        so_far(m),
        f"{m.seconds:.1f} s" if m.was_run else "",
    ]


def _total(record: Record, unicode: bool) -> list[str]:
    groups: tuple[Group, ...] = ("idea", "edge_case")
    sums = [how_many([t for m in record.milestones for t in m.of_group(each)]) for each in groups]
    share = record.score / record.max_score if record.max_score else 0.0
    score = f"{points(record.score)}/{record.max_score}"
    return ["total", *sums, bar(share, unicode), score, "", f"{record.seconds:.1f} s"]


def _style(milestone: MilestoneResult) -> Style:
    if milestone.is_working:
        return GREEN
    return "" if milestone.state == "started" else DIM


def _facts(record: Record, width: int) -> list[Line]:
    """What the score depends on, the badge, and what was left out of account."""
    lines = [Line(line, DIM) for line in in_lines(run(record), width, [one_line(record.target)])]
    for fact in facts(record):
        lines += map(Line, fact.in_lines(width))
    return [*lines, Line(BADGE, "bold green")] if record.library_works else lines


def _painted(lines: Sequence[Line], color: bool, folder: str) -> str:
    """With `color`, the places in a folder's files are links."""
    shown = [(linked(text, folder) if color else text, style) for text, style in lines]
    return "\n".join(paint(text, style, color) for text, style in shown)
