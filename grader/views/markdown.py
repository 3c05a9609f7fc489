"""The record as Markdown, for a CI job's summary: the table, then the failures.

Whatever a learner may have written stands in code spans and fences that it cannot close.
"""

from __future__ import annotations

import re

from ..judging.explain import explain
from ..judging.wording import one_line, visible
from ..record import MilestoneResult, Record
from .facts import Fact, facts
from .reasons import Reason, reasons
from .words import (
    BADGE,
    at_import,
    bar,
    name,
    outcome,
    points,
    run,
    so_far,
    waiting,
)

MOST_FAILURES = 5  # of each milestone, of different reasons
MOST_OTHERS = 10  # of the same reason
LONGEST_LINE = 1000


def markdown(record: Record) -> str:
    """The record as GitHub-flavored Markdown."""
    parts = [f"## {points(record.score)} of {record.max_score} points", _table(record)]
    if record.library_works:
        parts.append(f"**{BADGE}**")
    parts.append(code(run(record, in_full=True)))
    parts += map(_fact, facts(record))
    if record.feedback != "score":
        started = [m for m in record.milestones if m.was_run and m.failing]
        parts += map(_failures, started)
    return "\n\n".join(parts) + "\n"


def _fact(fact: Fact) -> str:
    if fact.quoted:
        return "\n".join([f"{fact.says}\n", *(f"- {code(text)}" for text in fact.quoted)])
    return f"{fact.says} {code(fact.names)}" if fact.names else fact.says


def code(text: str) -> str:
    """`text` as a code span that ends where it should."""
    text = one_line(text)
    ticks = "`" * (_longest_run(text) + 1)
    return f"{ticks} {text} {ticks}"


def fence(text: str) -> str:
    """`text` as a fenced block that ends where it should."""
    text = visible(text)
    ticks = "`" * max(3, _longest_run(text) + 1)
    return f"{ticks}text\n{text}\n{ticks}"


def _table(record: Record) -> str:
    rows = [
        f"| {name(m)} | {m.passed}/{m.total} | {bar(m.earned / m.points)} "
        f"| {points(m.earned)}/{m.points} | {so_far(m)} |"
        for m in record.milestones
    ]
    header = "| milestone | passed | | points | so far |\n|:--|--:|:--|--:|--:|"
    return "\n".join([header, *rows])


def _failures(milestone: MilestoneResult) -> str:
    parts = [f"### {name(milestone)}"]
    if milestone.diagnosis:
        parts.append(f"> {one_line(milestone.diagnosis.whole, LONGEST_LINE)}")
    found = reasons(milestone)
    parts += map(_failure, found[:MOST_FAILURES])
    if left := sum(1 + len(reason.others) for reason in found[MOST_FAILURES:]):
        parts.append(f"and {left} more")
    return "\n\n".join(parts)


def _failure(reason: Reason) -> str:
    test = reason.test
    stops_all = at_import(test)
    parts = [] if stops_all else [f"{code(test.title or test.name)} {outcome(test)}"]
    if test.failure:
        parts.append(fence(explain(test.failure)))
    if stops_all:
        parts.append(waiting(1 + len(reason.others)))
    elif reason.others:
        shown = [code(other.title or other.name) for other in reason.others[:MOST_OTHERS]]
        more = [f"{left} more"] if (left := len(reason.others) - MOST_OTHERS) > 0 else []
        parts.append(f"For the same reason: {', '.join(shown + more)}")
    return "\n\n".join(parts)


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
