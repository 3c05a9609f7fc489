"""Something to see when a milestone works: its demo, run on the learner's own library.

    screen = demonstrate(EXERCISES, milestone)
    print(screen.text)

A demo is a file of `demos/`. Its `program` is run in a worker, on the learner's files up to the
milestone, with the reference's in place of those that nobody has touched yet. What it answers is
data, and untrusted: only what has the form that the demo's ANSWER names comes to its `draw`.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final, Literal

import numpy as np

from demos import svg  # and with it whatever else demos import
from demos.canvas import WIDTH, Canvas

from ..asking.question import Question
from ..asking.workers import Workers
from ..checkout import kept, load
from ..failure import Failure, Unwritten
from ..files import shown
from ..judging.explain import explain
from ..judging.failure_facts import failure_of
from ..judging.quoting import in_lines
from ..judging.wording import one_line
from ..library.assemble import assemble
from ..library.mounts import SO_FAR, Mount
from ..library.submission import Submission
from ..library.unreadable import unreadable
from ..manifest import IS_HANDOUT, MILESTONES, ROOT, SOLUTIONS, Milestone, find_milestone
from ..sandbox.answer import Answer
from ..sandbox.inside.limits import LIMITS
from ..sandbox.inside.normal_form import Pair
from ..sandbox.worker import Worker
from ..stubs.places import is_python, line_of
from .demo_answer import Unfit, checked

DEMOS = ROOT / "demos"
NOT: Final = "not started"
PATIENT = LIMITS._replace(program=20.0, patience=3.0)  # one program, which may train a network


@dataclass(frozen=True)
class Screen:
    """What there is to see. `svg` is empty where there is no picture, or none was asked for."""

    text: str
    state: Literal["shown", "not started", "failed", "broken"] = "shown"
    svg: str = ""


def has_demo(milestone: Milestone) -> bool:
    """Whether there is something to see."""
    return not kept(_file(milestone)).trouble


def demonstrate(
    target: Path | Submission,
    milestone: Milestone,
    *,
    unicode: bool = True,
    width: int = 80,
    workers: Workers | None = None,
) -> Screen:
    """Run a milestone's demo on the library of a folder, and draw what it finds.

    Raises FileNotFoundError where the milestone has no demo, KeyboardInterrupt where somebody
    interrupts the workers.
    """
    submission = Submission.of(target)
    if submission.is_missing(milestone):
        return Screen(f"{milestone.id}: not started: there is no {milestone.module}.py", NOT)
    demo, (mount, stand_ins) = load(_file(milestone)), _mount(submission, milestone)
    inputs = demo.inputs() if hasattr(demo, "inputs") else ()
    workers = workers or patient_workers()
    try:
        answer = workers.ask(mount, Question.of(demo.program, *inputs))
    finally:
        workers.close()
    if answer.value is None:
        begun = not submission.is_untouched(milestone)
        return _failed(answer, submission, milestone, width, begun)
    heading = _heading(demo, milestone, stand_ins, width)
    return _drawn(demo, answer.value, heading, Canvas(unicode), width)


def patient_workers() -> Workers:
    """Those who give a demo as much time as it may take."""
    return Workers(lambda library: Worker(library, PATIENT))


def _file(milestone: Milestone) -> Path:
    return DEMOS / f"{milestone.module}.py"


def _mount(submission: Submission, milestone: Milestone) -> tuple[Mount, list[str]]:
    """The library, and the earlier milestones whose files are the reference's in it."""
    earlier = MILESTONES[: MILESTONES.index(milestone)]
    stand_ins = [m for m in earlier if submission.is_untouched(m)]
    own = [m.module for m in (*earlier, milestone) if m not in stand_ins]
    if IS_HANDOUT:  # whose demos may need what is written later
        later = MILESTONES[len(earlier) + 1 :]
        begun = [m.module for m in later if not submission.is_untouched(m)]
        own += [module for module in begun if not unreadable(submission.files[module])]
    fast = submission.folder != SOLUTIONS
    library = assemble(SOLUTIONS, submission.files, own, fast)
    return Mount((SO_FAR,), library), [m.id for m in stand_ins]


def _heading(demo: ModuleType, milestone: Milestone, stand_ins: list[str], width: int) -> list[str]:
    title = (demo.__doc__ or "").split("\n")[0].rstrip(".")
    lines = [f"{milestone.id} {milestone.title}: {title}"]
    if stand_ins and not IS_HANDOUT:
        which = stand_ins[0] if len(stand_ins) == 1 else f"{stand_ins[0]} to {stand_ins[-1]}"
        count = "" if len(stand_ins) < 3 else f" ({len(stand_ins)} files)"
        lines.append(f"Not written yet, so the reference's stand in: {which}{count}.")
    return [line for each in lines for line in in_lines(each, width, ())]


def _where(met: Unwritten, failure: Failure, submission: Submission) -> str:
    """Where a place is to be written, by the file of its own milestone."""
    file = submission.files[find_milestone(met.milestone).module]
    path = one_line(shown(file.path))
    here = [frame.where for frame in failure.frames if frame.path == path]
    if here or not is_python(file.text):
        return (here or [path])[-1]
    places = met.place, f"defvjp({met.place})"
    line = next(filter(None, (line_of(place, file.text) for place in places)), 0)
    return f"{path}:{line}" if line else path


def _drawn(demo: ModuleType, value: Pair, heading: list[str], canvas: Canvas, width: int) -> Screen:
    try:
        found = checked(value, demo.ANSWER)
    except Unfit as problem:
        said = [line for each in str(problem).split("\n") for line in in_lines(each, width)]
        return Screen("\n".join([*heading, "", *said]), "failed")
    says = textwrap.wrap(demo.SAYS, WIDTH)
    with np.errstate(all="ignore"):  # whatever the numbers are
        text = "\n".join([*heading, "", demo.draw(found, canvas), "", *says])
        picture = demo.picture(found, svg) if hasattr(demo, "picture") else ""
    return Screen(canvas.finish(text), svg=picture)


def _failed(
    answer: Answer, submission: Submission, milestone: Milestone, width: int, begun: bool
) -> Screen:
    """What is said as `grade` says it; the demo's own program is not shown."""
    failure = failure_of("", (), answer, learner=submission.folder)
    if met := failure.unwritten:
        here = met.milestone == milestone.id
        state = ("not finished yet" if begun else "not started") if here else "not yet"
        said = f"{milestone.id} {milestone.title}: {state}."
        argument = f" (the rule for {met.argument})" if met.argument else ""
        lines = [said, f"The demo needs {met.milestone} {met.place}{argument}."]
        lines.append(f"It is to be written in {_where(met, failure, submission)}.")
        return Screen("\n".join(part for line in lines for part in in_lines(line, width)), NOT)
    if failure.broken:
        return Screen(explain(failure, width), "broken")
    heading = f"{milestone.id} {milestone.title}: the demo stops where your library does:"
    return Screen("\n".join([*in_lines(heading, width, ()), "", explain(failure, width)]), "failed")
