"""A milestone's failures: what is wrong, the smallest program, the first test, and the others.

    for line in joined(told(milestone, width, rows)): print(line.text)

What is wrong and the smallest program are there however few rows there are. Where a smallest
program stands, the first test's own program is shown if that leaves room for all of it. It stands
there unless it is known to go wrong for another reason than the first test.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import replace

from ..advice import Diagnosis
from ..failure import Failure
from ..judging.brief import brief, without_factor, without_program
from ..judging.quoting import clipped, wrapped
from ..judging.wording import one_line
from ..record import MilestoneResult, TestResult
from ..sandbox.time_out_sentences import OUT_OF_TIME
from .terminal import RED, Line
from .words import at_import, first_failing, heading, summary, waiting

MOST_OTHERS = 8
LONGEST = 1000  # characters of a diagnosis
WIDEST = 88  # columns of prose
SMALLEST = "The smallest program found that goes wrong:"
ITSELF = "The test itself:"
LEAST = 3  # rows of an explanation

Block = list[Line]


def told(
    milestone: MilestoneResult,
    width: int,
    rows: float = math.inf,
    explains_all: bool = False,
) -> list[Block]:
    """Blocks of lines, of so many rows together, with an empty line between them; with
    `explains_all`, of as many as it takes to say of each failure what it is."""
    first = first_failing(milestone)
    unsaid = (t for t in milestone.failing if t is not first and not _is_said(t, [first.failure]))
    unlike = milestone.suspect.unlike if milestone.suspect else ()
    alike = (test for test in unsaid if test.name not in unlike)
    smallest = next(filter(_is_smallest, alike), None)
    others = [t for t in milestone.failing if t not in (first, smallest)]
    diagnosis = _diagnosis(milestone.diagnosis, first, width)
    cause = _heading(first, width) + diagnosis

    least = [cause, _also(first, others, width, 1)]
    program = _smallest(smallest, width, rows - height(least) - 1)
    taken = [cause, program, _also(first, others, width, rows if program else 1)]
    stands_apart = bool(program or diagnosis)
    shown = replace(first, failure=without_factor(first.failure)) if diagnosis else first
    own = _own(shown, width, rows - height(taken) - stands_apart, is_least=not program)
    if not stands_apart:
        cause, own = cause + own, []
    blocks = [cause, program, own]
    if explains_all:
        said = [each.failure for each in (first, smallest) if each]
        different = [test for test in others if not _is_said(test, said)]
        return [*blocks, *(_heading(t, width) + explanation(t, width) for t in different)]
    also = _also(first, others, width, rows - height(blocks) - 1)
    return [*blocks, also] if first.failure else [[*cause, *also]]


def height(blocks: Sequence[Block]) -> int:
    """How many rows blocks have, with an empty line between them."""
    return len(joined(blocks))


def joined(blocks: Sequence[Block]) -> list[Line]:
    """The lines of blocks, with an empty line between them."""
    return [line for block in blocks if block for line in (Line(""), *block)][1:]


def _heading(test: TestResult, width: int) -> Block:
    """A test's title; where no test could be run, its explanation begins with a heading."""
    if at_import(test):
        return []
    return [Line(line, RED) for line in wrapped(heading(test), width)]


def _diagnosis(found: Diagnosis | None, of: TestResult, width: int) -> Block:
    """What the diagnosis of a test's failure says, and a line for each other mistake."""
    if found is None or of.name not in found.explains:
        return []
    said = textwrap.wrap(one_line(found.text, LONGEST), min(width, WIDEST))
    others = [clipped(one_line(each, LONGEST), width) for each in found.others]
    return list(map(Line, said + others))


def _is_said(test: TestResult, said: Sequence[Failure | None]) -> bool:
    """Whether its failure is one of these, or comes down to the same smallest program."""
    smallest = test.failure and test.failure.smallest
    return any(test.failure == e or (smallest and e and e.smallest == smallest) for e in said)


def _is_smallest(test: TestResult) -> bool:
    """Whether it shows the smallest program that random programs came down to."""
    return test.outcome == "wrong" and bool(test.failure and test.failure.smallest)


def _smallest(test: TestResult | None, width: int, rows: float) -> Block:
    if test is None:
        return []
    return [Line(SMALLEST), *explanation(test, width, rows - 1)]


def _own(test: TestResult, width: int, rows: float, is_least: bool) -> Block:
    """What the first test did; where that is not the least that is to be seen, all of it, or what
    it raised, or nothing."""
    if is_least:
        return explanation(test, width, rows)
    if not test.failure:
        return []
    block = [Line(ITSELF), *explanation(test, width)]
    if len(block) > rows > LEAST and (failure := without_program(test.failure)):
        block = [Line(ITSELF), *map(Line, brief(failure, width, rows - 1))]
    return block if len(block) <= rows else []


def explanation(test: TestResult, width: int, rows: float = math.inf) -> Block:
    """How a test failed, in so many rows; nothing where that is not told."""
    if not test.failure:
        return []
    first, *rest = map(Line, brief(test.failure, width, max(rows, LEAST)))
    return [Line(first.text.strip(), RED) if at_import(test) else first, *rest]


def _also(first: TestResult, others: Sequence[TestResult], width: int, rows: float) -> Block:
    """The milestone's other failures, a line each; those with the same reason in one."""
    if not others:
        return []
    alike = at_import if at_import(first) else lambda test: test.failure == first.failure
    same = [test for test in others if test.failure and alike(test)]
    not_run = [test for test in others if test.outcome == "not_run"]
    different = [test for test in others if test not in same and test not in not_run]
    counts = [f"  {len(same)} more for the same reason"] if same else []
    if at_import(first) and same:
        counts = [f"  {waiting(1 + len(same))}"]
    ends = [f"  {len(not_run)} more {OUT_OF_TIME}"] if not_run else []
    most = min(MOST_OTHERS, max(rows - len(counts + ends), 0))
    if len(different) > most:
        most = min(most, max(rows - len(counts + ends) - 1, 0))
    shown = [clipped(f"  also {summary(test)}", width) for test in different[: int(most)]]
    if left := len(different) - len(shown):
        shown.append(f"  and {left} more" if shown else f"  {left} more fail")
    lines = [*counts, *shown, *ends]
    return list(map(Line, lines if len(lines) <= rows else [f"  {len(others)} more fail"]))
