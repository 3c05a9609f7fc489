"""`nox -s hint`: the next hint for what fails now."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from ..cache import HINTS
from ..checkout import as_it_is
from ..feedback.next_hint import Given, hints_until_next, next_hint
from ..feedback.notes import Notes
from ..judging.explain import explain
from ..judging.wording import one_line
from ..manifest import MILESTONES, Milestone, find_milestone
from ..record import MilestoneResult
from ..views.hint_lines import hint_in_lines
from ..views.words import at_import, first_failing, name
from .exit_status import Status, command, leave
from .options import SPELLINGS, Parser

WIDEST = 90  # columns in which prose is still easy to read


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Print a hint. The exit status is that of `grade`."""
    p = Parser("hint", "The next hint for what fails now.")
    p.add_milestone(f"{SPELLINGS}; else the first that fails", nargs="?")
    p.add_target()
    p.add_argument("--again", action="store_true", help="repeat the hints given so far")
    options = p.parse_args(argv)
    given = Given(HINTS)
    return _hint(options.target, options.milestone, given, options.again)


@as_it_is()
def _hint(target: Path, milestone: Milestone | None, given: Given, again: bool) -> int:
    from ..grading.first_incomplete import first_incomplete
    from ..library.submission import Submission
    from ..suite.setup import Settings

    chosen = [milestone] if milestone else MILESTONES
    submission, notes = Submission.read(target), Notes()
    settings, by_name = Settings(shrinks=False), milestone is not None
    result = first_incomplete(submission, chosen, settings, notes, edge_cases=by_name)
    if result:
        _print_hints(result, submission.text(find_milestone(result.id)), given, notes, again)
        return Status.DONE if result.to_mend else Status.BROKEN
    if milestone:
        print(f"{milestone.id} passes: no hint is needed.")
    else:
        print("Every idea works. Name a milestone for hints on its edge cases.")
    return Status.DONE


def _print_hints(
    result: MilestoneResult, source: str, given: Given, notes: Notes, again: bool
) -> None:
    first, columns = first_failing(result), shutil.get_terminal_size().columns
    print(name(result) if at_import(first) else f"{name(result)}: {one_line(first.title)}")
    seed = first.failure.only_on_seed if first.failure else None
    if seed is not None:
        print(f"It passes on the usual inputs, but not on others (--seed {seed}).")
    if again:
        *shown, following = hints_until_next(result, source, given, notes) or [None]
    else:
        following = next_hint(result, source, given, notes)
        shown = [following] if following else []
    if not following:
        said = explain(first.failure, columns) if first.failure else ""
        after = "\n\nMend this first; hints come after." if result.to_mend else ""
        print(f"{said}{after}")
    elif not shown:
        print(f"\nNo hint was given yet for {following.place}.")
    for hint in shown:
        print(f"\n{hint_in_lines(hint, min(WIDEST, columns))}")


if __name__ == "__main__":
    leave(main())
