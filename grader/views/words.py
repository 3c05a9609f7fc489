"""What the views say alike: numbers, names, reasons, what to do, each worded once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import PurePath

from ..advice import Suspect, command
from ..asking.inputs import DEFAULT_SEED
from ..judging.passages import headline, not_python
from ..judging.wording import one_line
from ..record import Group, MilestoneResult, Record, State, TestResult
from ..sandbox.time_out_sentences import OUT_OF_TIME

CELLS = 10
GROUPS: dict[Group, str] = {"idea": "idea", "edge_case": "edge case"}
LONGER = "grade again with a longer --deadline"
BADGE = "my library works"
MARKS: dict[State, str] = {"working": "✓", "complete": "✓✓"}


def bar(share: float, unicode: bool = True) -> str:
    """Ten cells, of which `share` (0 to 1) is filled; full only when all is done."""
    filled = math.floor(CELLS * share)
    full, empty = "█░" if unicode else "#."
    return full * filled + empty * (CELLS - filled)


def points(earned: float) -> str:
    """Points with at most one decimal, never rounded up: `6.6`, `10`."""
    return f"{math.floor(round(earned * 10, 3)) / 10:g}"


def percent(earned: float, most: float) -> str:
    """A share of points or tests in percent, like points: `9.5`, `100`."""
    return points(100 * earned / most if most else 0.0)


def mark(state: State, unicode: bool = True) -> str:
    """`✓` where the idea works, `✓✓` where the edge cases do, too; else nothing."""
    text = MARKS.get(state, "")
    return text if unicode else text.replace("✓", "+")


def passed(milestone: MilestoneResult, group: Group) -> str:
    """How many tests of a group pass."""
    return how_many(milestone.of_group(group))


def how_many(tests: Sequence[TestResult]) -> str:
    """How many of these tests pass: `12/14`; nothing where there are none."""
    return f"{sum(t.outcome == 'passed' for t in tests)}/{len(tests)}" if tests else ""


def so_far(milestone: MilestoneResult) -> str:
    """How many tests pass on the learner's own files up to here; `-` while one is untouched."""
    return "-" if milestone.so_far is None else f"{milestone.so_far}/{milestone.total}"


def outcome(test: TestResult) -> str:
    """How a test went: `wrong`, `not started`."""
    return OUT_OF_TIME if test.outcome == "not_run" else test.outcome.replace("_", " ")


def next_up(milestones: Sequence[MilestoneResult]) -> MilestoneResult | None:
    """The first milestone with something to mend, or that there was no time for; or else with a
    test that does not pass.

    Edge cases wait until every idea is done.
    """
    failing = [m for m in milestones if m.failing]
    failing = [m for m in failing if not m.is_working] or failing
    return next((m for m in failing if m.to_mend or m.not_run), next(iter(failing), None))


def first_failing(milestone: MilestoneResult) -> TestResult:
    """The test to show first of a milestone that does not pass: of those whose failure a diagnosis
    explains, if there are any; what was written and fails comes before what is not written."""
    names = milestone.diagnosis.explains if milestone.diagnosis else ()
    explained = [test for test in milestone.failing if test.name in names]
    wrong = [test for test in milestone.to_mend if test.outcome != "not_started"]
    return [*explained, *wrong, *milestone.to_mend, *milestone.failing][0]


def only_alone(milestone: MilestoneResult, milestones: Sequence[MilestoneResult]) -> str:
    """How many tests pass alone, but not on the learner's own files together, and which of the
    `milestones` matters there; "" if none do."""
    if milestone.so_far is None or milestone.so_far == milestone.total:
        return ""
    fail, file = milestone.total - milestone.so_far, milestone.together_with
    said = f"{name(milestone)}: {fail} of its {milestone.total} tests"
    if not file:
        return f"{said} {'fails' if fail == 1 else 'fail'} on your files together"
    passes, fails = ("passes", "fails") if fail == 1 else ("pass", "fail")
    said += f" {passes} with the reference's {one_line(file)} and {fails} with yours"
    earlier = next((m for m in milestones if PurePath(m.where).name == file), None)
    if earlier and earlier.failing:
        return said
    alone = ", which passes alone" if earlier else ""
    return f"{said}{alone}: the mistake may be in either"


def name(milestone: MilestoneResult) -> str:
    """`m04 magic methods`."""
    return one_line(f"{milestone.id} {milestone.title}")


def summary(test: TestResult) -> str:
    """A test in a line: `a diamond is counted twice: wrong`; or why none of them could be run."""
    if test.failure and at_import(test):
        return headline(test.failure)
    return f"{one_line(test.title or test.name)}: {outcome(test)}"


def at_import(test: TestResult) -> bool:
    """Whether the library could not be imported, so that no test had its say."""
    return test.failure is not None and test.failure.stage == "import"


def waiting(tests: int) -> str:
    """How many tests can't be run before the library can be imported."""
    return f"{tests} tests wait for this" if tests > 1 else "one test waits for this"


def heading(test: TestResult) -> str:
    """The same, and whether it is about the idea: `edge case: an empty list: error`."""
    return summary(test) if at_import(test) else f"{GROUPS[test.group]}: {summary(test)}"


def where_to_start(milestone: MilestoneResult) -> str:
    """What to do about a milestone whose tests were not run: its file is to be found, or read."""
    file, function = one_line(milestone.where), one_line(milestone.function)
    if milestone.state == "missing":
        return f"{file} is missing; hand it in"
    first = f"; first function: {function}" if function else ""
    return f"open {file} and read its lesson{first}"


def place(milestone: MilestoneResult, test: TestResult) -> str:
    """Where to look: the line that raised, unless what is to be mended stands elsewhere; for a
    wrong answer the place that it comes from, probably; of what is yet to be written, what the
    hint is about, or else what stands first."""
    found = milestone.suspect
    if test.outcome == "not_started" and milestone.filled and milestone.filled.left:
        left = found or Suspect(milestone.filled.left, milestone.filled.line)
        return one_line(f"{milestone.where}:{left.line} in {left.place}")
    is_error = test.outcome == "error"
    if test.frame is None or (is_error and found and not found.has(test.frame.line)):
        probably = f":{found.line}, probably in {found.place}" if found else ""
        return one_line(f"{milestone.where}{probably}")
    places = [test.frame.where, test.frame.function]
    return one_line(" in ".join(each for each in places if each and each != "<module>"))


def hint_command(id: str, target: str = "exercises") -> str:
    """What to type for a hint on a milestone, by its number, of the folder `target`."""
    return command("hint", id, one_line(target))


def in_full_command(milestone: MilestoneResult, target: str) -> str:
    """What to type to see all that is known of each failure."""
    return f"{command('grade', milestone.id, one_line(target))} --explain all"


def what_to_do(milestone: MilestoneResult) -> str:
    """What to do about a milestone whose tests do not all pass."""
    first = first_failing(milestone)
    if first.outcome == "not_run":
        return LONGER
    if first.outcome == "broken":
        return "report this; nothing in the files is to be mended"
    return place(milestone, first)


def what_fails(milestone: MilestoneResult) -> str:
    """How many of a milestone's tests do not pass: `4 of 50 fail, first test 1: wrong`."""
    failing = [test for test in milestone.failing if test.outcome != "not_run"]
    fail = ""
    if failing and milestone.state == "working":
        left = "an edge case is" if len(failing) == 1 else f"{len(failing)} edge cases are"
        fail = f"it works, and {left} left, first {summary(first_failing(milestone))}"
    elif failing:
        first = first_failing(milestone)
        says = summary(first) if at_import(first) else f"first {summary(first)}"
        fail = f"{len(failing)} of {milestone.total} fail, {says}"
        if first.failure and at_import(first) and first.frame and not not_python(first.failure):
            fail += f" ({place(milestone, first)})"
    left = f"{milestone.not_run} of {milestone.total} {OUT_OF_TIME}" if milestone.not_run else ""
    return "; ".join(filter(None, [fail, left]))


def seed(record: Record) -> str:
    """Which inputs there were: `0`, `0 (checked again on 99)`, or, where one was chosen, `7, not
    confirmed`."""
    if record.seeds_are_secret:
        return "secret, and a second one"
    if record.confirmed_seed is not None:
        return f"{record.seed} (checked again on {record.confirmed_seed})"
    return str(record.seed) if record.seed == DEFAULT_SEED else f"{record.seed}, not confirmed"


def deadline(record: Record) -> str:
    """How long the grading had, `600 s`; "" where it had all day."""
    return "" if record.deadline is None else f"{record.deadline:g} s"


def run(record: Record, in_full: bool = False) -> str:
    """What was graded, and how: `exercises, seed 0, local isolation, torch 2.13.0`; `in_full`, also
    when, and how long it had."""
    apart = "local isolation" if record.isolation == "local" else record.isolation
    how = [record.target, f"seed {seed(record)}", apart]
    how.append(f"torch {record.torch}")
    if record.public_alone:
        how.append("public tests, on your own files together; your instructor grades all")
    if in_full and record.deadline is not None:
        how.append(f"deadline {deadline(record)}")
    if in_full and record.graded_at:
        how.append(f"graded at {record.graded_at}")
    return ", ".join(map(one_line, how))
