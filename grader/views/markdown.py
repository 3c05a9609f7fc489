"""The record as Markdown, for a CI job's summary: the table, then the failures.

Whatever a learner may have written stands in code spans and fences that it cannot close.
"""

from __future__ import annotations

import re

from ..judging.explain import explain
from ..judging.wording import one_line, visible
from ..record import MilestoneResult, Record, TestResult
from .facts import Fact, facts
from .words import bar, name, outcome, points, run, so_far

MOST_FAILURES = 5  # of each milestone
LONGEST_LINE = 1000


def markdown(record: Record) -> str:
    """The record as GitHub-flavored Markdown."""
    parts = [f"## {points(record.score)} of {record.max_score} points", _table(record)]
    if record.library_works:
        parts.append("**my library works**")
    parts.append(code(run(record)))
    parts += map(_fact, facts(record))
    if record.feedback != "score":
        started = [m for m in record.milestones if m.was_run and m.failing]
        parts += map(_failures, started)
    return "\n\n".join(parts) + "\n"


def _fact(fact: Fact) -> str:
    if fact.quoted:
        quotation = "\n".join(fact.quotation())
        return f"{fact.says}\n\n{fence(quotation)}"
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
    failing = milestone.failing
    parts = [f"### {name(milestone)}"]
    if milestone.diagnosis:
        parts.append(f"> {one_line(milestone.diagnosis.text, LONGEST_LINE)}")
    parts += map(_failure, failing[:MOST_FAILURES])
    if len(failing) > MOST_FAILURES:
        parts.append(f"and {len(failing) - MOST_FAILURES} more")
    return "\n\n".join(parts)


def _failure(test: TestResult) -> str:
    heading = f"{code(test.title or test.name)} {outcome(test)}"
    return f"{heading}\n\n{fence(explain(test.failure))}" if test.failure else heading


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
